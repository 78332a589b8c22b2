package illustration

// habit is how a flower carries itself, which decides where it may stand.
type habit int

const (
	face  habit = iota // round, looks at us; may be turned freely
	cup                // seen from the side, on a stem below it
	spike              // a tall line, for the back
	cloud              // fills gaps
	spray              // bends to one side
)

// species is how one of the house's flowers is drawn. The drawing has its heart at the origin and is about 100 wide.
type species struct {
	id      string
	en      string
	colours []string // of the catalogue; the first is its typical one
	habit   habit
	size    float64 // of its bloom among the others
	draw    func(*canvas, tones, *chance)
	foot    float64 // how far below its heart the stem begins
	leaf    leafKind
}

// house lists the flowers, with the colours of the catalogue.
func house() []species {
	return []species{
		{"flw_rose", "Rose", []string{"red", "pink", "white", "yellow", "orange", "blue"}, face, 1, rose, 20, serrate},
		{"flw_tulip", "Tulip", []string{"red", "pink", "yellow", "white", "purple"}, cup, 0.92, tulip, 46, strap},
		{"flw_carnation", "Carnation", []string{"red", "pink", "coral", "white", "yellow"}, cup, 1, carnation, 58, grass},
		{"flw_lisianthus", "Lisianthus", []string{"white", "purple", "pink", "green"}, cup, 0.98, lisianthus, 56, oval},
		{"flw_hydrangea", "Hydrangea", []string{"blue", "pink", "purple", "white", "green"}, face, 1.4, hydrangea, 40, broad},
		{"flw_peony", "Peony", []string{"pink", "white", "coral", "burgundy"}, cup, 1.12, peony, 48, cut},
		{"flw_ranunculus", "Ranunculus", []string{"pink", "orange", "yellow", "white", "red"}, face, 0.86, ranunculus, 30, cut},
		{"flw_gerbera", "Gerbera", []string{"orange", "pink", "yellow", "red", "white"}, face, 1, gerbera, 10, bare},
		{"flw_sunflower", "Sunflower", []string{"yellow"}, face, 1.16, sunflower, 20, broad},
		{"flw_freesia", "Freesia", []string{"yellow", "white", "purple"}, spray, 0.95, freesia, 92, grass},
		{"flw_lily", "Lily", []string{"white", "pink", "yellow", "orange"}, face, 1.22, lily, 10, oval},
		{"flw_chrysanthemum", "Chrysanthemum", []string{"white", "yellow", "pink", "burgundy", "green", "red"}, face, 1, chrysanthemum, 20, lobed},
		{"flw_babys_breath", "Baby's breath", []string{"white", "pink", "blue"}, cloud, 1, babysBreath, 80, bare},
		{"flw_statice", "Statice", []string{"purple", "pink", "yellow", "white"}, cloud, 0.9, statice, 90, bare},
		{"flw_stock", "Stock", []string{"white", "pink", "purple"}, spike, 1, stock, 92, oval},
		{"flw_alstroemeria", "Alstroemeria", []string{"pink", "orange", "white", "purple", "yellow"}, cup, 1, alstroemeria, 56, oval},
		{"flw_delphinium", "Delphinium", []string{"blue", "white", "pink", "purple"}, spike, 1.05, delphinium, 95, lobed},
		{"flw_anemone", "Anemone", []string{"purple", "red", "white", "pink"}, face, 0.98, anemone, 20, cut},
		{"flw_snapdragon", "Snapdragon", []string{"pink", "yellow", "white", "orange"}, spike, 1, snapdragon, 95, oval},
		{"flw_dahlia", "Dahlia", []string{"burgundy", "pink", "orange", "white"}, face, 1.06, dahlia, 20, serrate},
		{"flw_calla", "Calla lily", []string{"white", "yellow", "pink", "purple"}, cup, 0.95, calla, 76, strap},
		{"flw_phalaenopsis", "Moth orchid", []string{"white", "pink", "purple", "yellow"}, spray, 1.05, phalaenopsis, 95, strap},
	}
}

// round says whether a round shade fits under the bloom; the others have gaps through which it would show.
func (s species) round() bool {
	return s.habit == face && s.id != "flw_lily" || s.id == "flw_peony"
}

// root is where the stem begins below its bloom; sprays begin beside it, because they lean.
func (s species) root() (x, y float64) {
	switch s.id {
	case "flw_freesia":
		return -29, 38
	case "flw_phalaenopsis":
		return -38, 52
	}
	return 0, s.foot
}

func find(id string) (species, bool) {
	for _, s := range house() {
		if s.id == id {
			return s, true
		}
	}
	return species{}, false
}

// colour is the one asked for, or, when the flower does not come in it, its typical one.
func (s species) colour(asked string) string {
	for _, have := range s.colours {
		if have == asked {
			return asked
		}
	}
	return s.typical()
}

// typical is the colour in which people think of it: the first of the catalogue.
func (s species) typical() string { return s.colours[0] }
