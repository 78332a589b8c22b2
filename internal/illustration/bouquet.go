package illustration

// Form is the shape in which flowers are sold; it follows the category of the product.
type Form int

// The forms, in the order of the categories; Subscription is a bouquet that comes again.
const (
	Wrapped Form = iota
	Basket
	Single
	Box
	Vase
	Wreath
	Plant
	Dried
	Wedding
	Subscription
)

// FormOf is the form of a category ("cat_basket"); a category that is not known is sold as a bouquet.
func FormOf(category string) Form {
	switch category {
	case "cat_basket":
		return Basket
	case "cat_single":
		return Single
	case "cat_box":
		return Box
	case "cat_vase":
		return Vase
	case "cat_wreath":
		return Wreath
	case "cat_plant":
		return Plant
	case "cat_dried":
		return Dried
	case "cat_wedding":
		return Wedding
	}
	return Wrapped
}

// Arrangement is what a product's picture is composed from.
type Arrangement struct {
	Seed           string   // the product's id: the same one always gives the same picture
	Flowers        []string // ids; unknown ones are left out, more than five are too many to show
	Representative string   // the largest, in front; when unknown, the first of Flowers is
	Colours        []string // of the catalogue; a flower that has none of them is white, or as it usually is
	Form           Form
}

// Bouquet is the picture of a product. The view box is 800 by 1000.
func Bouquet(a Arrangement) []byte {
	s := &studio{
		canvas: newCanvas(prefix(a.Seed + "/bouquet")), chance: chanceOf(a.Seed), a: a, players: a.players(),
		heads: map[string]string{}, sprigs: map[string]string{},
	}
	s.ground = groundOf(s.lead())
	s.write(`<path d="M0 0h800v1000h-800z" fill="`, s.ground, `"/>`)
	s.disc(mix(s.ground, "#FFFFFF", 0.45), 400, 428, 342)
	title := s.lead().species.en
	switch a.Form {
	case Basket:
		s.basket()
		title += " basket"
	case Single:
		s.closer(1.14, s.single)
		title += ", a single stem"
	case Box:
		s.closer(1.13, s.box)
		title += " box"
	case Vase:
		s.vase()
		title += " in a vase"
	case Wreath:
		s.wreath()
		title += " wreath"
	case Plant:
		s.plant()
		title += " in a pot"
	case Dried:
		s.wrapped()
		title += ", dried"
	case Wedding:
		s.wedding()
		title += " bridal bouquet"
	case Subscription:
		s.wrapped()
		s.letter()
		title += " subscription"
	default:
		s.wrapped()
		title += " bouquet"
	}
	return s.svg(800, 1000, title)
}

// closer shows a low or slender arrangement larger, its foot in the same place.
func (s *studio) closer(k float64, draw func()) {
	s.group(`transform="`+transform(move(400-400*k, 885-905*k).then(stretch(k, k)))+`"`, draw)
}

// Ground is the pale colour (#RRGGBB) on which such an arrangement stands, to show until its picture is there. The
// first flower is the representative one.
func Ground(flowers, colours []string) string {
	a := Arrangement{Flowers: flowers, Colours: colours}
	return groundOf(a.players()[0])
}

func groundOf(lead cast) string { return lead.tones.ground }
