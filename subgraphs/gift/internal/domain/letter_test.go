package domain_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/domain"
)

var (
	tones     = []domain.LetterTone{domain.Warm, domain.Playful, domain.Formal, domain.Poetic}
	languages = []locale.Locale{locale.KO, locale.EN}
)

func suggest(t *testing.T, l domain.Letter) *domain.LetterSuggestions {
	t.Helper()
	s, err := l.Suggest()
	if err != nil {
		t.Fatalf("%s %s: %v", l.Flower.ID, l.Colour, err)
	}
	return s
}

func flower(t *testing.T, id string) catalogue.Flower {
	t.Helper()
	f, ok := catalogue.All().Flower(id)
	if !ok {
		t.Fatalf("no flower %s", id)
	}
	return f
}

func tagged(kind catalogue.Kind) []string {
	var ids []string
	for _, tag := range catalogue.All().Tags {
		if tag.Kind == kind {
			ids = append(ids, tag.ID)
		}
	}
	return ids
}

// Every flower in every colour, tone and language: for each recipient and occasion in no colour in particular,
// for some of each kind in every colour.
func TestEveryLetter(t *testing.T) {
	for _, f := range catalogue.All().Flowers {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			for _, colour := range append(slices.Clone(f.Colours), "") {
				recipients, occasions := tagged(catalogue.Recipient), append(tagged(catalogue.Occasion), "")
				if colour != "" {
					recipients = []string{"tag_lover", "tag_mother", "tag_client", "tag_self"}
					occasions = []string{"", "tag_birthday", "tag_thanks", "tag_graduation", "tag_get_well", "tag_apology", "tag_condolence"}
				}
				for _, to := range recipients {
					for _, on := range occasions {
						for _, tone := range tones {
							for _, language := range languages {
								check(t, domain.Letter{Flower: f, Colour: colour, Recipient: to, Occasion: on, Tone: tone, Language: language})
							}
						}
					}
				}
			}
		})
	}
}

func check(t *testing.T, l domain.Letter) {
	t.Helper()
	s := suggest(t, l)
	what := strings.Join([]string{l.Colour, l.Recipient, l.Occasion, string(l.Tone), string(l.Language)}, " ")
	if len(s.Meanings()) == 0 || len(s.Letters()) != 3 {
		t.Fatalf("%s: %d meanings, %d letters", what, len(s.Meanings()), len(s.Letters()))
	}
	positive := slices.ContainsFunc(l.Flower.Meanings, func(m catalogue.Meaning) bool {
		return m.Tone == catalogue.Positive && m.HoldsFor(l.Colour)
	})
	for _, m := range s.Meanings() {
		if c := m.Colour(); c != nil && *c != l.Colour {
			t.Errorf("%s: the meaning is one of %s", what, *c)
		}
		mourning := l.Occasion == "tag_condolence" && m.Text(t.Context(), nil) == "추모"
		if m.Tone() == catalogue.Negative || m.Tone() == catalogue.Mixed && positive && !mourning {
			t.Errorf("%s: built on the %s meaning %q", what, m.Tone(), m.Text(t.Context(), nil))
		}
	}
	seen := map[string]bool{}
	for i, letter := range s.Letters() {
		m := s.Meanings()[i%len(s.Meanings())]
		switch {
		case !strings.Contains(letter, m.Text(t.Context(), &l.Language)):
			t.Errorf("%s: letter %d does not say %q:\n%s", what, i+1, m.Text(t.Context(), &l.Language), letter)
		case strings.ContainsAny(letter, "{}"):
			t.Errorf("%s: letter %d has something left to fill in:\n%s", what, i+1, letter)
		case strings.Contains(letter, "!"):
			t.Errorf("%s: letter %d shouts:\n%s", what, i+1, letter)
		case utf8.RuneCountInString(letter) < 60 || utf8.RuneCountInString(letter) > 900:
			t.Errorf("%s: letter %d has %d characters:\n%s", what, i+1, utf8.RuneCountInString(letter), letter)
		case strings.Contains(letter, "  ") || strings.Contains(letter, "\n\n\n") || strings.Contains(letter, "..") || strings.Contains(letter, " ."):
			t.Errorf("%s: letter %d has a gap where words should be:\n%s", what, i+1, letter)
		}
		// A greeting and an ending may be the same; what is between them is each letter's own.
		parts := strings.Split(letter, "\n\n")
		parts = parts[:len(parts)-1]
		if l.Occasion != "tag_condolence" || l.Recipient == "tag_self" {
			parts = parts[1:]
		}
		for _, p := range parts {
			if seen[p] {
				t.Errorf("%s: two letters share a paragraph:\n%s", what, p)
			}
			seen[p] = true
		}
	}
	for _, a := range s.Advice() {
		if strings.TrimSpace(a) == "" || strings.ContainsAny(a, "{}%") {
			t.Errorf("%s: advice %q", what, a)
		}
	}
	if len(s.Advice()) > 4 {
		t.Errorf("%s: %d pieces of advice", what, len(s.Advice()))
	}
}

func TestTheSameInputGivesTheSameLetters(t *testing.T) {
	l := domain.Letter{Flower: flower(t, "flw_peony"), Colour: "pink", Recipient: "tag_mother", Occasion: "tag_birthday", From: "민지", To: "엄마", Tone: domain.Warm, Language: locale.KO}
	first := suggest(t, l)
	for range 20 {
		if again := suggest(t, l); !slices.Equal(first.Letters(), again.Letters()) || !slices.Equal(first.Advice(), again.Advice()) {
			t.Fatal("the letters differ")
		}
	}
}

func TestTheMeaningFitsTheMoment(t *testing.T) {
	for name, c := range map[string]struct {
		flower, colour, to, on string
		want                   []string
	}{
		"of the colour before of every colour":       {"flw_rose", "blue", "tag_friend", "tag_get_well", []string{"기적과 희망", "사랑"}},
		"a lover's red rose":                         {"flw_rose", "red", "tag_lover", "tag_anniversary", []string{"사랑", "열렬한 사랑"}},
		"a client's red rose has no passion":         {"flw_rose", "red", "tag_client", "tag_promotion", []string{"사랑"}},
		"forgiveness for an apology":                 {"flw_tulip", "white", "tag_friend", "tag_apology", []string{"새로운 시작과 용서"}},
		"a yellow tulip keeps to every colour's":     {"flw_tulip", "yellow", "tag_spouse", "tag_birthday", []string{"사랑의 고백"}},
		"a yellow carnation keeps to every colour's": {"flw_carnation", "yellow", "tag_mother", "tag_parents_day", []string{"감사와 사랑"}},
		"white chrysanthemums mourn":                 {"flw_chrysanthemum", "white", "tag_friend", "tag_condolence", []string{"추모", "성실과 진실"}},
		"white chrysanthemums do not mourn others":   {"flw_chrysanthemum", "white", "tag_friend", "tag_birthday", []string{"성실과 진실"}},
		"mixed only where there is nothing better":   {"flw_snapdragon", "pink", "tag_friend", "", []string{"욕망과 수다"}},
		"no love for a client where luck will do":    {"flw_phalaenopsis", "white", "tag_client", "tag_opening", []string{"행운이 찾아온다"}},
		"a start for a graduation":                   {"flw_peony", "pink", "tag_child", "tag_graduation", []string{"새로운 시작"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := suggest(t, domain.Letter{Flower: flower(t, c.flower), Colour: c.colour, Recipient: c.to, Occasion: c.on, Language: locale.KO})
			var got []string
			for _, m := range s.Meanings() {
				got = append(got, m.Text(t.Context(), nil))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAdvice(t *testing.T) {
	for name, c := range map[string]struct {
		flower, colour, to, on string
		want                   string // in one piece of advice; "" for none at all
	}{
		"white chrysanthemums for a birthday":    {"flw_chrysanthemum", "white", "tag_friend", "tag_birthday", "생일에는"},
		"white chrysanthemums for the living":    {"flw_chrysanthemum", "white", "tag_mother", "", "살아 계신 분께"},
		"chrysanthemums of any colour":           {"flw_chrysanthemum", "", "tag_mother", "tag_thanks", "흰색은 피해 주세요"},
		"white chrysanthemums for a condolence":  {"flw_chrysanthemum", "white", "tag_friend", "tag_condolence", ""},
		"yellow chrysanthemums":                  {"flw_chrysanthemum", "yellow", "tag_friend", "", "실망과 짝사랑"},
		"white carnations for the living":        {"flw_carnation", "white", "tag_mother", "tag_parents_day", "돌아가신 부모님"},
		"white carnations for a condolence":      {"flw_carnation", "white", "tag_friend", "tag_condolence", ""},
		"yellow carnation":                       {"flw_carnation", "yellow", "tag_teacher", "tag_teachers_day", "경멸과 거절"},
		"yellow tulip":                           {"flw_tulip", "yellow", "tag_lover", "", "헛된 사랑"},
		"yellow rose":                            {"flw_rose", "yellow", "tag_spouse", "tag_anniversary", "질투와 이별"},
		"roses of any colour":                    {"flw_rose", "", "tag_friend", "", "노란색은 한 번 더"},
		"blue hydrangea":                         {"flw_hydrangea", "blue", "tag_spouse", "", "냉정과 무정"},
		"red for a condolence":                   {"flw_rose", "red", "tag_friend", "tag_condolence", "붉은 꽃을 쓰지 않아요"},
		"no colour for a condolence":             {"flw_lily", "", "tag_friend", "tag_condolence", "흰색이나 옅은 색"},
		"a red rose for a client":                {"flw_rose", "red", "tag_client", "tag_promotion", "연인에게"},
		"a red rose for a lover":                 {"flw_rose", "red", "tag_lover", "", ""},
		"a strong scent in a sickroom":           {"flw_lily", "white", "tag_friend", "tag_get_well", "향이 진해요"},
		"a colour that the flower does not have": {"flw_sunflower", "blue", "tag_friend", "", "파란색이 나오지 않아요"},
		"a meaning that does not suit a loss":    {"flw_delphinium", "white", "tag_friend", "tag_condolence", "이런 자리에 어울리기 어려워요"},
		"nothing to mind":                        {"flw_lisianthus", "white", "tag_mother", "tag_birthday", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := domain.Letter{Flower: flower(t, c.flower), Colour: c.colour, Recipient: c.to, Occasion: c.on, Language: locale.KO}
			got := suggest(t, l).Advice()
			if c.want == "" && len(got) != 0 {
				t.Errorf("got %q, want none", got)
			}
			if c.want != "" && !slices.ContainsFunc(got, func(a string) bool { return strings.Contains(a, c.want) }) {
				t.Errorf("got %q, want %q in it", got, c.want)
			}
			l.Language = locale.EN
			if english := suggest(t, l).Advice(); len(english) != len(got) {
				t.Errorf("in English %q, in Korean %q", english, got)
			}
		})
	}
}

func TestGraveLettersAreNotCheerful(t *testing.T) {
	cheerful := []string{"축하", "기뻐", "설레", "신나", "커피", "할부", "웃음이 끊이지", "happy", "Happy", "ongratulations", "joke", "fun "}
	for _, on := range []string{"tag_condolence", "tag_apology"} {
		for _, f := range catalogue.All().Flowers {
			for _, to := range tagged(catalogue.Recipient) {
				for _, tone := range tones {
					for _, language := range languages {
						s := suggest(t, domain.Letter{Flower: f, Recipient: to, Occasion: on, Tone: tone, Language: language})
						for i, letter := range s.Letters() {
							// What the flower says is quoted, and advice warns where it does not suit.
							m := s.Meanings()[i%len(s.Meanings())]
							letter = strings.ReplaceAll(letter, m.Text(t.Context(), &language), "")
							for _, word := range cheerful {
								if strings.Contains(letter, word) {
									t.Errorf("%s to %s of %s in %s says %q:\n%s", on, to, f.ID, tone, word, letter)
								}
							}
						}
					}
				}
			}
		}
	}
}

func TestNamesAreData(t *testing.T) {
	base := domain.Letter{Flower: flower(t, "flw_rose"), Recipient: "tag_friend", Tone: domain.Warm, Language: locale.KO}
	for typed, shown := range map[string]string{
		"민지":                    "민지",
		"<b>민지</b>":             "<b>민지</b>",
		"{opening}{wish}":       "{opening}{wish}",
		"%s%d%v":                "%s%d%v",
		"민지\n\n— 하늘":            "민지 — 하늘",
		" 민지\t\r\n ":            "민지",
		"a\u202eb\u200bc\x00d":  "abcd",
		"$1 ${HOME} `id`":       "$1 ${HOME} `id`",
		strings.Repeat("꽃", 40): strings.Repeat("꽃", 40),
	} {
		for _, language := range languages {
			l := base
			l.From, l.To, l.Language = typed, typed, language
			greeting, signature := shown+"에게\n\n", "\n\n— "+shown
			if language == locale.EN {
				greeting = "Dear " + shown + ",\n\n"
			}
			plain := base
			plain.Language = language
			unsigned := suggest(t, plain).Letters()
			for i, letter := range suggest(t, l).Letters() {
				if !strings.HasPrefix(letter, greeting) || !strings.HasSuffix(letter, signature) {
					t.Errorf("%q is shown as\n%s", typed, letter)
				}
				_, want, _ := strings.Cut(unsigned[i], "\n\n")
				if got := strings.TrimSuffix(strings.TrimPrefix(letter, greeting), signature); got != want {
					t.Errorf("%q changed the letter:\n%s\nwant\n%s", typed, got, want)
				}
			}
		}
	}
	for _, l := range []domain.Letter{{From: strings.Repeat("꽃", 41)}, {To: strings.Repeat("a", 1<<16)}} {
		l.Flower, l.Recipient = base.Flower, base.Recipient
		if _, err := l.Suggest(); !fault.Has(err, "BAD_USER_INPUT") {
			t.Errorf("a name that is too long gives %v, want BAD_USER_INPUT", err)
		}
	}
}

func TestHowPeopleAreAddressed(t *testing.T) {
	for name, c := range map[string]struct {
		to           string
		tone         domain.LetterTone
		on, typed    string
		first, final string
	}{
		"a friend":             {"tag_friend", domain.Warm, "", "하늘", "하늘에게", "— 민지"},
		"a mother":             {"tag_mother", domain.Warm, "", "엄마", "엄마께", "민지 드림"},
		"a client":             {"tag_client", domain.Warm, "", "박하늘", "박하늘 님께", "민지 드림"},
		"a teacher with 님":     {"tag_teacher", domain.Warm, "", "김 선생님", "김 선생님께", "민지 드림"},
		"a friend, formally":   {"tag_friend", domain.Formal, "", "하늘", "하늘 님께", "민지 드림"},
		"oneself":              {"tag_self", domain.Formal, "", "민지", "민지에게", "— 민지"},
		"nobody by name":       {"tag_mother", domain.Warm, "", "", "사랑하는 어머니께", "민지 드림"},
		"nobody, in mourning":  {"tag_mother", domain.Warm, "tag_condolence", "", "소식을 듣고 한참 동안 아무 말도 떠오르지 않았어요. 깊은 위로를 전해요.", "민지 드림"},
		"a friend in mourning": {"tag_friend", domain.Playful, "tag_condolence", "하늘", "하늘 님께", "민지 드림"},
	} {
		t.Run(name, func(t *testing.T) {
			s := suggest(t, domain.Letter{Flower: flower(t, "flw_lily"), Colour: "white", Recipient: c.to, Occasion: c.on, From: "민지", To: c.typed, Tone: c.tone, Language: locale.KO})
			parts := strings.Split(s.Letters()[0], "\n\n")
			if parts[0] != c.first || parts[len(parts)-1] != c.final {
				t.Errorf("begins %q and ends %q, want %q and %q", parts[0], parts[len(parts)-1], c.first, c.final)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	good := domain.Letter{Flower: flower(t, "flw_rose"), Recipient: "tag_friend"}
	for name, change := range map[string]func(*domain.Letter){
		"a recipient that is none":        func(l *domain.Letter) { l.Recipient = "tag_nobody" },
		"an occasion as recipient":        func(l *domain.Letter) { l.Recipient = "tag_birthday" },
		"an occasion that is none":        func(l *domain.Letter) { l.Occasion = "tag_never" },
		"a mood as occasion":              func(l *domain.Letter) { l.Occasion = "tag_calm" },
		"a colour that no flower has":     func(l *domain.Letter) { l.Colour = "octarine" },
		"a flower that says nothing good": func(l *domain.Letter) { l.Flower.Meanings = nil },
	} {
		t.Run(name, func(t *testing.T) {
			l := good
			change(&l)
			if _, err := l.Suggest(); !fault.Has(err, "BAD_USER_INPUT") {
				t.Errorf("got %v, want BAD_USER_INPUT", err)
			}
		})
	}
}
