package illustration

import "math"

// pose places a flower's drawing in its portrait of 400 by 400.
type pose struct{ x, y, scale, lean float64 }

func (s species) pose() pose {
	switch s.id {
	case "flw_stock", "flw_snapdragon", "flw_delphinium":
		return pose{200, 192, 1.52, 3}
	case "flw_babys_breath":
		return pose{200, 200, 1.9, 0}
	case "flw_statice":
		return pose{200, 190, 1.95, 2}
	case "flw_freesia":
		return pose{186, 170, 2.15, -2}
	case "flw_phalaenopsis":
		return pose{196, 205, 1.75, 0}
	case "flw_calla":
		return pose{196, 170, 1.6, 6}
	case "flw_alstroemeria":
		return pose{200, 165, 2.2, 2}
	case "flw_hydrangea":
		return pose{200, 165, 2.35, 0}
	case "flw_sunflower", "flw_lily":
		return pose{200, 160, 2.05, 4}
	case "flw_tulip":
		return pose{198, 160, 1.85, 4}
	}
	return pose{200, 158, 2.05, 4}
}

// portrait draws one flower on its stem, cut off by the lower edge of the picture.
func portrait(c *canvas, s species, t tones, r *chance) {
	c.write(`<path d="M0 0h400v400h-400z" fill="`, t.ground, `"/>`)
	c.disc(mix(t.ground, "#FFFFFF", 0.5), 200, 192, 162)
	p := s.pose()
	foot := move(p.x, p.y).then(turn(p.lean)).then(stretch(p.scale, p.scale))
	rootX, rootY := s.root()
	x, y := foot.apply(rootX, rootY)
	g := fresh()
	stem := func() {
		width := 6.0
		switch s.id {
		case "flw_calla", "flw_sunflower", "flw_gerbera":
			width = 10
		case "flw_babys_breath":
			width = 3
		case "flw_phalaenopsis", "flw_freesia":
			width = 5
		}
		c.line(leafLine, width+1.4, at(still).to(x, y).curve(x-2, y+40, 186, 360, 188, 410))
		c.line(stemGreen, width, at(still).to(x, y).curve(x-2, y+40, 186, 360, 188, 410))
	}
	pair := func(kind leafKind, left, right matrix) {
		leaf(c, g, kind, left)
		leaf(c, g.shaded(), kind, right)
	}
	put := func(x, y, d, k float64) matrix { return move(x, y).then(turn(d)).then(stretch(k, math.Abs(k))) }
	switch s.leaf {
	case strap:
		if s.id == "flw_phalaenopsis" {
			stem()
			leaf(c, g.shaded(), strap, put(146, 402, 74, 1.05))
			leaf(c, g, strap, put(168, 404, -66, -1.1))
			leaf(c, g, strap, put(150, 402, 46, 0.8))
			break
		}
		leaf(c, g.shaded(), strap, put(202, 415, 24, 1.35))
		stem()
		leaf(c, g, strap, put(178, 415, -24, -1.4))
	case bare:
		stem()
	case grass:
		stem()
		pair(grass, put(189, 372, -34, -1.15), put(190, 350, 38, 1.1))
		leaf(c, g, grass, put(188, 404, 20, 1.2))
	case broad:
		stem()
		pair(broad, put(188, 330, -66, 1.45), put(192, 330, 68, 1.45))
	case cut:
		stem()
		pair(cut, put(188, 372, -52, 1.25), put(190, 352, 54, 1.2))
	case lobed:
		stem()
		pair(lobed, put(188, 360, -56, 1.2), put(190, 340, 58, 1.1))
	default:
		stem()
		pair(s.leaf, put(188, 376, -56, 1.25), put(190, 346, 52, 1.2))
	}
	if s.id == "flw_carnation" {
		calyx(c, foot)
	}
	head := c.define(func() { s.draw(c, t, r) })
	c.use(head, foot, "")
}
