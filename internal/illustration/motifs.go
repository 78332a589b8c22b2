package illustration

import (
	"math"
	"strings"
)

// motifs are small figures that lie over each other, such as the florets of a head. A browser pays for every element
// of every picture on a page, and a head stands in a picture many times: so figures of one kind that do not
// touch share their paths. The eye sees no difference, as it does not matter which of them is drawn first.
type motifs struct{ layers []*layer }

// part is a piece of a figure: how it looks, as attributes, and its outline.
type part struct {
	look string
	draw func(s *shape)
}

type layer struct {
	kind   string
	parts  []part
	shapes []*shape
	discs  []disc
}

type disc struct{ x, y, r float64 }

func (l *layer) touches(d disc) bool {
	for _, o := range l.discs {
		if math.Hypot(o.x-d.x, o.y-d.y) < o.r+d.r {
			return true
		}
	}
	return false
}

// add lays a figure over those before. All of it lies within a radius of its heart, after m.
func (k *motifs) add(m matrix, radius float64, parts ...part) {
	looks := make([]string, len(parts))
	for i, p := range parts {
		looks[i] = p.look
	}
	kind := strings.Join(looks, "\n")
	d := disc{m.e, m.f, radius}
	var under *layer
	for i := len(k.layers) - 1; i >= 0 && !k.layers[i].touches(d); i-- {
		if k.layers[i].kind == kind {
			under = k.layers[i]
		}
	}
	if under == nil {
		under = &layer{kind: kind, parts: parts, shapes: make([]*shape, len(parts))}
		for i := range under.shapes {
			under.shapes[i] = at(still)
		}
		k.layers = append(k.layers, under)
	}
	under.discs = append(under.discs, d)
	for i, p := range parts {
		p.draw(under.shapes[i].under(m))
	}
}

// lay draws them all.
func (k *motifs) lay(c *canvas) {
	for _, l := range k.layers {
		for i, p := range l.parts {
			c.path(l.shapes[i], p.look)
		}
	}
}

func painted(colour string) string { return `fill="` + colour + `"` }

func inked(colour, line string, width float64) string {
	return `fill="` + colour + `" stroke="` + line + `" stroke-width="` + hundredths(width) + `"`
}

func lined(colour string, width float64) string {
	return `fill="none" stroke="` + colour + `" stroke-width="` + hundredths(width) + `"`
}
