package domain

import "github.com/blooming-blooms/bloom/schema/catalogue"

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

// themesOfTheCatalogue are those of every meaning that a letter may be built on; one that themeOf does not know
// shows up as other.
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
