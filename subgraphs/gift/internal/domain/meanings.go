package domain

import (
	"cmp"
	"slices"

	"github.com/blooming-blooms/bloom/schema/catalogue"
)

// theme is what a meaning is about; the same theme reads differently to a lover and to the bereaved.
type theme string

const (
	love        theme = "love"
	passion     theme = "passion"
	lasting     theme = "lasting"
	devotion    theme = "devotion"
	gratitude   theme = "gratitude"
	respect     theme = "respect"
	friendship  theme = "friendship"
	hope        theme = "hope"
	start       theme = "start"
	forgiveness theme = "forgiveness"
	sincerity   theme = "sincerity"
	purity      theme = "purity"
	care        theme = "care"
	beauty      theme = "beauty"
	luck        theme = "luck"
	shyness     theme = "shyness"
	remembrance theme = "remembrance"
	chatter     theme = "chatter"
	other       theme = "other"
)

// themeOf reads a meaning by its Korean text. One that is new to the catalogue is told as it stands.
func themeOf(m catalogue.Meaning) theme {
	switch m.KO {
	case "사랑", "사랑합니다", "당신을 사랑합니다":
		return love
	case "열렬한 사랑", "사랑의 고백":
		return passion
	case "영원한 사랑", "변치 않는 사랑", "천년의 사랑":
		return lasting
	case "당신만을 바라봅니다", "당신을 행복하게 해줄게요", "애모와 기다림":
		return devotion
	case "행복한 사랑과 감사", "감사와 사랑", "감사", "감사와 화려함":
		return gratitude
	case "순수와 존경", "건강을 비는 사랑과 존경":
		return respect
	case "우정", "배려와 새로운 만남, 우정":
		return friendship
	case "기적과 희망", "희망", "기대", "소녀의 꿈":
		return hope
	case "새로운 시작", "당신의 시작을 응원합니다":
		return start
	case "새로운 시작과 용서":
		return forgiveness
	case "진심", "성실과 진실":
		return sincerity
	case "순수", "순결", "순수한 마음", "천진난만":
		return purity
	case "애정과 배려", "넓고 상냥한 마음":
		return care
	case "영원한 아름다움", "매력과 매혹":
		return beauty
	case "행운이 찾아온다":
		return luck
	case "수줍음":
		return shyness
	case "추모":
		return remembrance
	case "욕망과 수다":
		return chatter
	}
	return other
}

// liking is which themes go well with a moment, the best first, and which do not go with it at all.
type liking struct{ good, bad []theme }

func likingFor(r recipient, o occasion) liking {
	l := likingOf(r, o)
	if r.circle == teacher || r.circle == work {
		l.bad = append(l.bad, love, devotion, lasting)
		l.good = slices.DeleteFunc(l.good, func(t theme) bool { return slices.Contains(l.bad, t) })
	}
	return l
}

func likingOf(r recipient, o occasion) liking {
	switch {
	case o.mood == grief:
		return liking{
			[]theme{remembrance, sincerity, purity, lasting, respect, care, love, gratitude},
			[]theme{passion, start, luck, beauty, shyness, hope, friendship, chatter, devotion, forgiveness},
		}
	case o.mood == sorry:
		return liking{
			[]theme{forgiveness, sincerity, purity, care, lasting, love, respect, gratitude},
			[]theme{luck, beauty, passion, chatter, start},
		}
	case r.romantic:
		return liking{
			[]theme{love, passion, devotion, lasting, shyness, beauty, gratitude, sincerity, care},
			[]theme{remembrance, friendship, respect},
		}
	case o.mood == thankful:
		return liking{[]theme{gratitude, respect, care, sincerity, lasting, luck, beauty}, []theme{remembrance, passion, shyness, chatter}}
	case o.mood == comfort:
		return liking{[]theme{hope, care, respect, luck, sincerity, friendship}, []theme{remembrance, passion, shyness, chatter}}
	case o.mood == departure:
		return liking{[]theme{start, luck, hope, forgiveness, beauty, sincerity, respect}, []theme{remembrance, passion, shyness, chatter}}
	}
	return liking{
		[]theme{gratitude, friendship, luck, care, hope, respect, start, beauty, sincerity, purity, lasting},
		[]theme{remembrance, passion, shyness, chatter},
	}
}

func (l liking) rank(t theme) int {
	if i := slices.Index(l.good, t); i >= 0 {
		return i
	}
	if slices.Contains(l.bad, t) {
		if t == passion {
			return 3 * len(l.good) // of two that don't suit, a love is less awkward than an ardent one
		}
		return 2 * len(l.good)
	}
	return len(l.good)
}

// rowsFor chooses the meanings that a letter may be built on, the most fitting first: never a negative one, a
// mixed one only where there is nothing better, or, for the bereaved, mourning itself; those of the colour
// before those of every colour; what does not go with the moment only where nothing does.
func rowsFor(f catalogue.Flower, colour string, r recipient, o occasion) []catalogue.Meaning {
	var positive, mixed []catalogue.Meaning
	for _, m := range f.Meanings {
		switch {
		case !m.HoldsFor(colour):
		case m.Tone == catalogue.Positive, o.mood == grief && m.Tone == catalogue.Mixed && themeOf(m) == remembrance:
			positive = append(positive, m)
		case m.Tone == catalogue.Mixed:
			mixed = append(mixed, m)
		}
	}
	rows := positive
	if len(rows) == 0 {
		rows = mixed
	}
	l := likingFor(r, o)
	everyColour := func(m catalogue.Meaning) int {
		if m.Colour == nil {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b catalogue.Meaning) int {
		return cmp.Or(cmp.Compare(l.rank(themeOf(a)), l.rank(themeOf(b))), cmp.Compare(everyColour(a), everyColour(b)))
	})
	var chosen []catalogue.Meaning
	for i, m := range rows {
		said := slices.ContainsFunc(chosen, func(c catalogue.Meaning) bool { return c.KO == m.KO })
		if said || i > 0 && slices.Contains(l.bad, themeOf(m)) {
			continue
		}
		chosen = append(chosen, m)
	}
	return chosen
}
