package domain

import (
	"testing"

	"github.com/blooming-blooms/bloom/schema/catalogue"
)

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

func occasionsOfTheCatalogue() []string { return append(tagsOf(catalogue.Occasion), none) }

func recipientsOfTheCatalogue() []string { return tagsOf(catalogue.Recipient) }

func tagsOf(kind catalogue.Kind) []string {
	var ids []string
	for _, tag := range catalogue.All().Tags {
		if tag.Kind == kind {
			ids = append(ids, tag.ID)
		}
	}
	return ids
}

func TestEveryGoodMeaningHasATheme(t *testing.T) {
	for _, f := range catalogue.All().Flowers {
		for _, m := range f.Meanings {
			if m.Tone == catalogue.Positive && themeOf(m) == other {
				t.Errorf("%s: nobody knows what %q is about", f.ID, m.KO)
			}
		}
	}
}

// themesOfTheCatalogue are those of every meaning that a letter may be built on.
func themesOfTheCatalogue() []theme {
	var all []theme
	for _, f := range catalogue.All().Flowers {
		for _, m := range f.Meanings {
			if m.Tone != catalogue.Negative {
				all = append(all, themeOf(m))
			}
		}
	}
	return all
}
