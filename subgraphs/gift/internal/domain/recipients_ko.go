package domain

// people are how a letter speaks to a recipient: the greeting where no name is given, and what they have been
// to whoever writes.
type people struct{ greeting, regard string }

func recipientsKO() map[string]people {
	return map[string]people{
		"tag_lover":        {"사랑하는 당신에게", "함께 걸은 저녁들과 나란히 웃던 시간"},
		"tag_spouse":       {"늘 곁에 있어 주는 당신에게", "같은 식탁에서 쌓아 온 하루하루의 시간"},
		"tag_friend":       {"소중한 친구에게", "먼저 연락해 주고 끝까지 들어 주던 시간"},
		"tag_mother":       {"사랑하는 어머니께", "새벽마다 먼저 일어나 챙겨 주신 시간"},
		"tag_father":       {"존경하는 아버지께", "말없이 뒤에서 지켜봐 주신 시간"},
		"tag_parents":      {"사랑하는 부모님께", "아낌없이 내어 주신 긴 시간"},
		"tag_grandparents": {"사랑하는 할머니, 할아버지께", "언제 찾아가도 반갑게 맞아 주신 시간"},
		"tag_child":        {"사랑하는 우리 아이에게", "작은 손을 잡고 함께 걸은 시간"},
		"tag_teacher":      {"존경하는 선생님께", "서툴러도 기다려 주고 믿어 주신 시간"},
		"tag_colleague":    {"늘 함께해 주시는 동료분께", "같이 고민하고 같이 웃던 시간"},
		"tag_client":       {"귀한 인연을 이어 주시는 분께", "믿고 함께해 주신 시간"},
		"tag_self":         {"오늘도 애쓴 나에게", "아무도 모르게 애써 온 시간"},
	}
}

// ending is how a letter to someone of a circle ends in each tone, and what is promised, as one speaks and as
// one writes formally.
type ending struct {
	warm, playful, formal, poetic string
	promise, formalPromise        string
}

func endingsKO() map[circle]ending {
	return map[circle]ending{
		partner: {"오늘도, 내일도 사랑해요.", "답장은 포옹으로 받을게요.", "언제나 사랑합니다.", "이 편지의 마지막 글자까지 당신이에요.",
			"어떤 날에도 함께 있을게요.", "언제나 곁을 지키겠습니다."},
		friend: {"늘 응원하고 있어요.", "조만간 밥 한번 먹어요. 이번엔 진짜로요.", "언제나 응원하겠습니다.", "멀리 있어도 같은 계절 안에 있을게요.",
			"필요한 날에는 언제든 불러 주세요.", "필요한 때에 언제든 힘이 되겠습니다."},
		elder: {"늘 감사하고 사랑해요. 오래오래 건강하세요.", "자주 전화할게요. 받자마자 끊지만 말아 주세요.", "늘 건강하시기를 바라며 감사드립니다.",
			"받은 사랑을 한 잎씩 세다가 늘 처음으로 돌아가요.", "더 자주 찾아뵐게요.", "더 자주 찾아뵙겠습니다."},
		child: {"어떤 모습이어도 늘 사랑해요.", "오늘 간식은 두 개까지 허락할게요.", "언제나 자랑스럽게 생각합니다.", "자라는 소리가 들리는 것 같아 자꾸 귀를 기울여요.",
			"언제나 든든한 편이 되어 줄게요.", "언제나 든든한 편이 되겠습니다."},
		teacher: {"늘 감사드려요. 오래오래 건강하세요.", "앞으로도 잘 자란 제자로 소문나 볼게요.", "가르침을 잊지 않겠습니다. 감사합니다.",
			"배운 대로 피어 볼게요, 조금 늦더라도요.", "배운 것을 오래 지켜 갈게요.", "배운 것을 오래 지켜 가겠습니다."},
		work: {"함께할 수 있어 든든해요. 앞으로도 잘 부탁드려요.", "다음 커피는 제가 살게요.", "앞으로도 좋은 인연으로 함께하기를 바랍니다. 감사합니다.",
			"바쁜 하루의 창가에 이 꽃이 잠시 쉬어 가는 자리이기를.", "앞으로도 든든한 동료로 곁에 있을게요.", "앞으로도 변함없이 함께하겠습니다."},
		self: {"오늘도 수고했어요.", "이 꽃은 환불이 안 되니 그냥 행복해지기로 해요.", "스스로에게 감사하며, 이 글을 맺습니다.", "꽃은 나를 오래 바라보고, 나도 꽃을 오래 바라봐요.",
			"가장 늦게까지 내 편으로 남아 있을게요.", "언제나 스스로의 편에 서겠습니다."},
	}
}
