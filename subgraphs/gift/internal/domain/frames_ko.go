package domain

// idea is what one of the three letters is about: what the flower says, what the other has been or feels, what
// stays when the flower is gone.
type idea int

const (
	whatTheFlowerSays idea = iota
	whatYouAre
	whatStays
)

// frame is a letter's body in each tone. In braces stand what is filled in; see fillKO and fillEN. A grave
// one has no playful tone.
type frame struct{ warm, playful, formal, poetic string }

func framesKO() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"{day}에 무엇을 건네면 좋을까 오래 생각하다가 {flower를} 골랐어요. {flower}의 꽃말은 {meaning이에요}. {reading}, 말로는 다 하지 못해서 꽃에게 부탁했어요.\n\n{wish} 바라요.",
			"{day}에 빈손은 좀 섭섭하잖아요. 그래서 {flower를} 데려왔어요. 꽃말이 {meaning이라고} 하길래, 마침 하고 싶던 말이다 싶었거든요. {reading}은 꽃한테 맡기고 저는 옆에서 모른 척할게요.\n\n{wish} 바라요. 이건 농담이 아니에요.",
			"{day}에 {flower를} 보내 드립니다. {flower}의 꽃말은 {meaning입니다}. 그 말에 {reading}을 담았습니다.\n\n{wish} 바랍니다.",
			"제 말보다 {flower가} 먼저 닿았으면 해요.\n꽃은 오래전부터 {meaning이라는} 말을 품고 있었고\n저는 그 안에 {reading}을 접어 넣었어요.\n\n{wish} 빌어요.",
		},
		whatYouAre: {
			"{opening}\n\n꽃을 고르면서 {regard}을 떠올렸어요. 그 시간이 저를 여기까지 데려왔어요. 거기에 어울리는 말을 찾다가 {meaning이라는} 꽃말을 가진 {flower를} 만났어요. {reading}, 이제 전해요.",
			"{opening}\n\n{regard}, 하나도 빠짐없이 기억하고 있어요. 장부에 적어 둔 건 아니지만요. 이자까지는 어렵고, {meaning이라는} 꽃말이 붙은 {flower로} 조금만 갚아 볼게요. 나머지는 {reading}으로 할부예요.",
			"{opening}\n\n{regard}을 늘 마음에 새기고 있습니다. 이에 {meaning이라는} 꽃말을 지닌 {flower를} 준비하여 {reading}을 전합니다.",
			"{opening}\n\n{regard},\n그 하나하나가 제 안에서 꽃이 되었어요.\n그중 가장 환한 것이 {flower},\n{meaning이라는} 말로 피는 꽃이에요.\n{reading}도 거기서 자랐어요.",
		},
		whatStays: {
			"며칠 지나면 {flower}의 꽃잎은 조금씩 고개를 숙일 거예요. 그래도 시들지 않는 것이 하나 있어요. {meaning이라는} 꽃말에 담아 보낸, {reading}이에요.\n\n{later} 바라요. {promise}",
			"사용 설명서를 함께 넣어요. 물은 매일 갈아 주고, 줄기 끝은 비스듬히 조금 자르고, 볼 때마다 {meaning이라는} 꽃말을 한 번씩 떠올려 주세요. {flower가} 지고 나면 {reading}만 남는데, 그건 따로 손이 가지 않아요.\n\n{later} 바라요. {promise}",
			"{flower는} 머지않아 지겠으나, {reading}은 변함이 없을 것입니다. {meaning이라는} 꽃말에 그 뜻을 담았습니다.\n\n{later} 바랍니다. {formalPromise}",
			"꽃은 지는 쪽으로 하루씩 걸어가고\n마음은 피는 쪽으로 하루씩 걸어가요.\n{flower가} 두고 갈 {meaning이라는} 말 곁에\n{reading}을 나란히 놓아요.\n\n{later} 빌어요. {promise}",
		},
	}
}

func selfFramesKO() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"남에게는 자주 건네면서 나에게는 아껴 두었던 꽃이에요. {flower}의 꽃말은 {meaning이에요}. 오늘은 {reading}을 나에게도 건네 볼게요.\n\n{wish} 바라요.",
			"보내는 사람도 나, 받는 사람도 나. 배송비가 아깝지 않은 건 {flower} 덕분이에요. 꽃말이 {meaning이라니}, 이 정도 말은 들을 자격이 있잖아요. {reading}은 서비스예요.\n\n{wish} 바라요.",
			"나 자신에게 {flower를} 보냅니다. {flower}의 꽃말은 {meaning입니다}. 그 말에 {reading}을 담았습니다.\n\n{wish} 바랍니다.",
			"거울 앞에 {flower를} 놓아두면\n꽃이 두 송이가 되고, 그 사이에 내가 있어요.\n{meaning이라는} 말이 양쪽에서 들려와\n{reading}이 조금 자라요.\n\n{wish} 빌어요.",
		},
		whatYouAre: {
			"{opening}\n\n{regard}을 나는 알고 있어요. 칭찬받지 못한 날에도 할 일을 했고, 넘어진 다음 날에도 일어났어요. 그 모든 날 곁에 {meaning이라는} 꽃말을 가진 {flower를} 놓아 둘게요. {reading}과 함께요.",
			"{opening}\n\n{regard}, 증인은 나 하나지만 증거는 충분해요. 심사 결과 {meaning이라는} 꽃말의 {flower를} 상으로 드려요. 부상은 {reading}이에요.",
			"{opening}\n\n{regard}을 스스로 기억하고자 합니다. {meaning이라는} 꽃말을 지닌 {flower를} 곁에 두며 {reading}을 다집니다.",
			"{opening}\n\n{regard}이 뿌리처럼 보이지 않는 곳으로 뻗어\n오늘 {flower를} 올려 보냈어요.\n{meaning이라는} 말,\n{reading}이 듣고 있어요.",
		},
		whatStays: {
			"이 꽃이 지기 전에 하루쯤은 아무것도 하지 않기로 해요. {flower}의 물을 갈아 주는 동안만이라도 {meaning이라는} 말을 나에게 들려줄게요. 꽃이 지고 나도 {reading}은 남겨 둘게요.\n\n{later} 바라요. {promise}",
			"오늘의 할 일. 하나, {flower}에 물 주기. 둘, {meaning이라는} 꽃말 소리 내어 읽기. 셋, 나머지는 내일의 나에게 미루기. {reading}은 기한이 없어요.\n\n{later} 바라요. {promise}",
			"{flower가} 지더라도 {reading}은 남겨 두고자 합니다. {meaning이라는} 꽃말에 그 뜻을 담았습니다.\n\n{later} 바랍니다. {formalPromise}",
			"꽃이 마르면 책갈피에 넣어 둘게요.\n훗날 펼친 쪽에서 {meaning이라는} {flower}의 말이 떨어지면\n오늘의 {reading}도 함께 주울 거예요.\n\n{later} 빌어요. {promise}",
		},
	}
}

func sorryFramesKO() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"{opening}\n\n무슨 말을 해도 변명처럼 들릴 것 같아 {flower를} 먼저 보내요. {flower}의 꽃말은 {meaning이에요}. 변명 대신 {reading}을 담았어요.\n\n{wish} 바라요.", "",
			"{opening}\n\n{flower}의 꽃말은 {meaning입니다}. 변명을 대신하여 그 말에 {reading}을 담아 보냅니다.\n\n{wish} 바랍니다.",
			"{opening}\n\n{flower는} 소리 없이도 {meaning이라고} 말한대요.\n그 조용함을 빌려\n{reading}을 놓고 갈게요.\n\n{wish} 빌어요.",
		},
		whatYouAre: {
			"제 생각보다 그날의 마음을 먼저 헤아렸어야 했어요. 얼마나 서운했을지 이제야 조금 알 것 같아요. {regard}을 생각하면 더 부끄러워요.\n\n{meaning이라는} 꽃말을 가진 {flower}에 {reading}을 담아 보내요. 미안해요.", "",
			"먼저 헤아렸어야 할 것을 헤아리지 못했습니다. {regard}을 생각하면 더욱 송구한 마음입니다.\n\n{meaning이라는} 꽃말을 지닌 {flower}에 {reading}을 담아 사과를 드립니다.",
			"내가 닫은 문 뒤에서\n혼자 들었을 소리를 이제야 생각해요.\n{regard}이 그 문 앞에 서 있었어요.\n\n{meaning이라는} {flower}의 말로\n{reading}을 두고 가요. 미안해요.",
		},
		whatStays: {
			"대답을 서두르지 않아도 돼요. 꽃이 지고 난 다음이어도 괜찮아요. {flower}의 꽃말 {meaning}처럼, {reading}을 말보다 행동으로 보여 드릴게요. 같은 일이 되풀이되지 않게 할게요.\n\n{later} 바라요.", "",
			"답을 재촉하지 않겠습니다. {flower}의 꽃말 {meaning}에 담은 {reading}을 앞으로의 행동으로 보여 드리며, 같은 일이 되풀이되지 않도록 하겠습니다.\n\n{later} 바랍니다.",
			"용서는 꽃처럼 제때가 있어서\n재촉한다고 피지 않겠지요.\n{meaning이라는} {flower}의 말 곁에\n{reading}을 심어 두고 매일 물을 줄게요.\n\n{later} 빌어요.",
		},
	}
}

func griefFramesKO() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"{opening}\n\n드릴 말을 찾지 못해 {flower를} 보내요. {flower}의 꽃말은 {meaning이에요}. 그 말에 {reading}을 담았어요.\n\n{wish} 빌어요.", "",
			"{opening}\n\n{flower}의 꽃말은 {meaning입니다}. 그 말에 {reading}을 담아 올립니다.\n\n{wish} 빕니다.",
			"{opening}\n\n{flower}, {meaning이라는} 말을 가진 꽃이에요.\n{reading}이 그 곁에 머물러요.\n\n{wish} 빌어요.",
		},
		whatYouAre: {
			"이런 날에 괜찮냐고 묻는 것조차 조심스러워요. 애써 괜찮은 척하지 않아도 돼요. 밥은 한 숟갈이라도 드시고, 잠깐이라도 눈을 붙이셨으면 해요.\n\n{flower를} 곁에 놓아 드려요. {meaning이라는} 꽃말에 {reading}을 담았어요.", "",
			"갑작스러운 이별 앞에서 얼마나 황망하실지 감히 헤아리기 어렵습니다. 부디 건강을 먼저 살피시기를 바랍니다.\n\n{meaning이라는} 꽃말을 지닌 {flower}에 {reading}을 담아 위로를 전합니다.",
			"슬픔에는 순서가 없어서\n울다가 물을 마시고, 물을 마시다 또 울어도 괜찮아요.\n\n{flower를} 곁에 두고 가요.\n{meaning이라는} 말과 {reading}이\n대신 밤을 지킬 거예요.",
		},
		whatStays: {
			"떠나신 분이 남긴 말과 웃음은 함께한 사람들 안에 오래 남을 거예요. {flower는} 곧 지겠지만 {reading}은 그대로 둘게요. {meaning이라는} 꽃말을 빌려 전해요.\n\n{later} 빌어요. 곁에 사람이 필요한 날에는 언제든 불러 주세요.", "",
			"고인께서 남기신 뜻과 온기는 오래 기억될 것입니다. {meaning이라는} {flower}의 꽃말에 {reading}을 담아, 함께 추모합니다.\n\n{later} 빕니다.",
			"한 사람이 떠난 자리에는\n그 사람의 계절이 남는다고 해요.\n{flower가} 진 뒤에도\n{meaning이라는} 말과 {reading}은 그 계절에 있을게요.\n\n{later} 빌어요.",
		},
	}
}

// graveEndings close a letter in which nothing cheerful is said.
func graveEndingsKO() map[mood]frame {
	return map[mood]frame{
		sorry: {"다시 한번, 정말 미안해요.", "", "다시 한번 깊이 사과드립니다.", "늦은 마음이 늦지 않게 닿기를."},
		grief: {"마음 깊이 위로를 전해요.", "", "다시 한번 깊은 위로를 전합니다.", "말없이 곁에 있을게요."},
	}
}

// What one opens with who writes to oneself of a loss, or of having been too hard on oneself.
func selfGraveKO() map[mood]words {
	return map[mood]words{
		grief: {"", "보내고 난 자리가 아직 낯설어요. 낯선 채로 두어도 괜찮아요.", "", "떠나보낸 슬픔을 서두르지 않고 받아들이려 합니다.",
			"빈자리는 아직 빈자리의 말을 하고\n나는 그 말을 끝까지 들어 주려고 해요.",
			"슬픔이 지나갈 만큼의 시간이 나에게 주어지기를", "그리움과 나란히 살아갈 힘이 천천히 생기기를"},
		sorry: {"", "그동안 나에게 너무 모질었어요. 미안해요.", "", "그동안 스스로에게 엄격하기만 했던 것을 사과합니다.",
			"가장 가까이 있어서\n가장 함부로 대했던 사람이 나였어요.",
			"이제는 나에게 조금 너그러워지기를", "실수한 날에도 나를 미워하지 않게 되기를"},
	}
}
