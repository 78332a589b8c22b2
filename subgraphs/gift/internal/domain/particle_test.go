package domain

import "testing"

func TestParticles(t *testing.T) {
	for word, want := range map[string][2]string{
		"장미": {"장미를", "장미로"}, "튤립": {"튤립을", "튤립으로"}, "연필": {"연필을", "연필로"}, "Rose": {"Rose를", "Rose로"}, "": {"를", "로"},
	} {
		if got := word + particle(word, "을", "를"); got != want[0] {
			t.Errorf("got %s, want %s", got, want[0])
		}
		if got := word + towards(word); got != want[1] {
			t.Errorf("got %s, want %s", got, want[1])
		}
	}
}

// A flower, a tag or a meaning that is added to the catalogue asks for words.
func TestEveryTagAndMeaningHasWords(t *testing.T) {
	for name, m := range map[string]material{"KO": korean(), "EN": english()} {
		for _, on := range occasionsOfTheCatalogue() {
			if _, ok := m.occasions[on]; !ok {
				t.Errorf("%s: no words for %s", name, on)
			}
		}
		for _, to := range recipientsOfTheCatalogue() {
			if _, ok := m.recipients[to]; !ok {
				t.Errorf("%s: no words for %s", name, to)
			}
		}
		for _, theme := range themesOfTheCatalogue() {
			r, ok := m.readings[theme]
			if !ok || r.plain == "" || r.romantic == "" || r.self == "" || r.sorry == "" || r.grief == "" {
				t.Errorf("%s: no reading of %s", name, theme)
			}
		}
	}
}
