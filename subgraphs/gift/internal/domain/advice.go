package domain

import (
	"fmt"
	"slices"

	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/locale"
)

type colourName struct{ before, noun, en string }

// colourNames are the colours of the catalogue, in Korean before a flower's name and by themselves.
func colourNames() map[string]colourName {
	return map[string]colourName{
		"red": {"빨간", "빨간색", "red"}, "pink": {"분홍", "분홍색", "pink"}, "white": {"흰", "흰색", "white"},
		"yellow": {"노란", "노란색", "yellow"}, "orange": {"주황", "주황색", "orange"}, "blue": {"파란", "파란색", "blue"},
		"purple": {"보라", "보라색", "purple"}, "coral": {"코랄", "코랄색", "coral"}, "green": {"초록", "초록색", "green"},
		"burgundy": {"버건디", "버건디색", "burgundy"},
	}
}

// mostAdvice bounds what a shopper has to read.
const mostAdvice = 4

// adviceFor is what could be misread about this gift, what matters most first.
func (l Letter) adviceFor(rows []catalogue.Meaning, to recipient, on occasion) []string {
	var advice []string
	say := func(ko, en string) {
		text := ko
		if l.Language == locale.EN {
			text = en
		}
		if !slices.Contains(advice, text) {
			advice = append(advice, text)
		}
	}
	l.minding(on, say)
	l.mindingMeanings(on, say)
	if l.Colour != "" && !slices.Contains(l.Flower.Colours, l.Colour) {
		c := colourNames()[l.Colour]
		say(fmt.Sprintf("%s%s 보통 %s이 나오지 않아요. 색을 따로 타지 않는 꽃말로 편지를 썼어요.", l.Flower.KO, particle(l.Flower.KO, "은", "는"), c.noun),
			fmt.Sprintf("The %s does not usually come in %s, so the letters keep to what it says in every colour.", englishName(l.Flower), c.en))
	}
	if ardent := slices.ContainsFunc(l.Flower.Meanings, func(m catalogue.Meaning) bool {
		return themeOf(m) == passion && m.Colour != nil && *m.Colour == l.Colour
	}); ardent && (to.circle == friend || to.circle == teacher || to.circle == work) {
		c := colourNames()[l.Colour]
		say(fmt.Sprintf("%s %s%s 연인에게 건네는 꽃으로 읽히기 쉬워요. 다른 색을 살펴봐 주세요.", c.before, l.Flower.KO, particle(l.Flower.KO, "은", "는")),
			fmt.Sprintf("In %s, the %s is easily read as a lover's flower. Another colour may say it better.", c.en, englishName(l.Flower)))
	}
	if on.mood.grave() && slices.Contains(likingFor(to, on).bad, themeOf(rows[0])) {
		says := "‘" + rows[0].KO + "’"
		say(fmt.Sprintf("%s의 꽃말 %s%s 이런 자리에 어울리기 어려워요. 국화나 백합, 리시안셔스를 살펴봐 주세요.", l.Flower.KO, says, particle(rows[0].KO, "은", "는")),
			fmt.Sprintf("What the %s says, “%s”, hardly suits such a moment. Chrysanthemums, lilies or lisianthus may suit it better.", englishName(l.Flower), rows[0].EN))
	}
	if rows[0].Tone == catalogue.Mixed && themeOf(rows[0]) != remembrance {
		says := "‘" + rows[0].KO + "’"
		say(fmt.Sprintf("%s의 꽃말 %s%s 가볍게 읽힐 수 있어요. 격식 있는 자리라면 다른 꽃을 함께 담아 주세요.", l.Flower.KO, says, particle(rows[0].KO, "은", "는")),
			fmt.Sprintf("What the %s says, “%s”, can be taken lightly. For a formal occasion, let another flower stand beside it.", englishName(l.Flower), rows[0].EN))
	}
	if on.tag == "tag_get_well" {
		switch l.Flower.ID {
		case "flw_lily", "flw_freesia", "flw_stock":
			say(fmt.Sprintf("%s%s 향이 진해요. 병실에는 향이 옅은 꽃이 더 편안해요.", l.Flower.KO, particle(l.Flower.KO, "은", "는")),
				fmt.Sprintf("The %s has a strong scent. In a sickroom a fainter one is easier.", englishName(l.Flower)))
		}
		say("병동에 따라 꽃을 들이지 못하는 곳도 있으니, 보내기 전에 확인해 주세요.",
			"Some wards do not admit flowers, so please ask before you send them.")
	}
	if advice == nil {
		return []string{}
	}
	return advice[:min(len(advice), mostAdvice)]
}

// minding is about custom: which flowers and colours are for the dead, and which are not.
func (l Letter) minding(on occasion, say func(ko, en string)) {
	if on.mood == grief {
		switch l.Colour {
		case "red", "burgundy", "coral":
			say("조의를 전하는 자리에는 붉은 꽃을 쓰지 않아요. 흰색이나 옅은 색을 권해요.",
				"Red flowers are not given at a time of mourning. White or pale ones are fitting.")
		case "pink", "orange", "yellow", "blue", "purple":
			say("조의를 전하는 자리에는 화사한 색보다 흰색이 어울려요.",
				"At a time of mourning, white is more fitting than a bright colour.")
		case "":
			say("조의를 전하는 꽃은 흰색이나 옅은 색으로 골라 주세요. 붉은 꽃은 쓰지 않아요.",
				"For a time of mourning, please choose white or pale flowers. Red ones are not given.")
		}
		return
	}
	moment, en := "살아 계신 분께 드리는 자리에는", "for the living"
	if on.tag == "tag_birthday" {
		moment, en = "생일에는", "for a birthday"
	}
	switch l.Flower.ID + " " + l.Colour {
	case "flw_chrysanthemum white":
		say("흰 국화는 우리나라에서 조의를 뜻하는 꽃이에요. "+moment+" 다른 색이나 다른 꽃을 권해요.",
			"In Korea white chrysanthemums are for mourning. Another colour or flower is better "+en+".")
	case "flw_chrysanthemum ":
		say("국화를 담는다면 흰색은 피해 주세요. 우리나라에서는 조의를 뜻하는 꽃이에요.",
			"If it is to be chrysanthemums, please not white ones: in Korea they are for mourning.")
	case "flw_carnation white":
		say("흰 카네이션은 돌아가신 부모님을 기리는 꽃이에요. "+moment+" 빨간색이나 분홍색을 권해요.",
			"White carnations are in memory of a parent who has died. Red or pink ones are better "+en+".")
	case "flw_carnation ":
		say("카네이션을 담는다면 흰색은 피해 주세요. 돌아가신 부모님을 기리는 색이에요.",
			"If it is to be carnations, please not white ones: they are in memory of a parent who has died.")
	}
}

// mindingMeanings names what else the flower is said to say.
func (l Letter) mindingMeanings(on occasion, say func(ko, en string)) {
	white := func(m catalogue.Meaning) bool { return m.Colour != nil && *m.Colour == "white" }
	for _, m := range l.Flower.Meanings {
		// White carnations were spoken of above, or are what is fitting.
		if m.Tone != catalogue.Negative || l.Flower.ID == "flw_carnation" && white(m) {
			continue
		}
		said := "‘" + m.KO + "’" + particle(m.KO, "이라는", "라는")
		switch {
		case m.Colour == nil:
			say(fmt.Sprintf("%s에는 %s 꽃말도 드물게 전해져요. 편지에 뜻을 적어 두면 오해가 없어요.", l.Flower.KO, said),
				fmt.Sprintf("Now and then the %s is said to mean “%s”, too. A letter that says what is meant leaves no doubt.", englishName(l.Flower), m.EN))
		case *m.Colour == l.Colour:
			c := colourNames()[l.Colour]
			say(fmt.Sprintf("%s %s에는 %s 꽃말도 있어요. 다른 색이 마음을 더 잘 전해 줄 거예요.", c.before, l.Flower.KO, said),
				fmt.Sprintf("In %s, the %s is also said to mean “%s”. Another colour will carry your thoughts better.", c.en, englishName(l.Flower), m.EN))
		case l.Colour == "" && on.mood != grief:
			c := colourNames()[*m.Colour]
			say(fmt.Sprintf("색을 고른다면 %s은 한 번 더 생각해 주세요. %s %s에는 %s 꽃말이 있어요.", c.noun, c.before, l.Flower.KO, said),
				fmt.Sprintf("If you choose a colour, think twice about %s: it is said to mean “%s”.", c.en, m.EN))
		}
	}
}
