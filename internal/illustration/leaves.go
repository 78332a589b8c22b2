package illustration

import "math"

type leafKind int

const (
	bare leafKind = iota
	serrate
	strap
	grass
	oval
	broad
	cut
	lobed
)

// green is a set of tones for leaves.
type green struct{ light, base, deep, line string }

func fresh() green { return green{leafLight, leafBase, leafDeep, leafLine} }

func grey() green { return green{eucaLight, eucaBase, eucaDeep, eucaLine} }

func (g green) dried() green {
	const straw = "#A8926C"
	return green{mix(g.light, "#CDBB98", 0.6), mix(g.base, straw, 0.6), mix(g.deep, "#836F50", 0.6), mix(g.line, "#5F4E38", 0.6)}
}

func (g green) shaded() green {
	return green{mix(g.light, g.base, 0.7), mix(g.base, g.deep, 0.6), g.deep, g.line}
}

// blades are leaves up from the origin of each, which may share their paths because they do not overlap: two halves of one
// green, a rib, a few veins.
type blades struct{ bodies, halves, ribs *shape }

func (b *blades) add(m matrix, p petal, veins int) {
	if b.bodies == nil {
		b.bodies, b.halves, b.ribs = at(m), at(m), at(m)
	}
	p.draw(b.bodies.under(m))
	h, l := p.width/2, p.length
	by := l * p.belly
	half := b.halves.under(m).to(0, 0).curve(h*(p.foot*0.6+0.35), -by*0.3, h, -by*0.6, h+p.bend*0.3, -by)
	half.curve(h+p.bend*0.5, -by-(l-by)*0.55, h*p.tip+p.bend, -l, p.bend, -l).quad(p.bend*0.1, -l*0.5, 0, 0).close()
	rib := b.ribs.under(m).to(0, 0).quad(p.bend*0.1, -l*0.5, p.bend*0.9, -l*0.93)
	for i := range veins {
		y := l * (0.22 + 0.52*float64(i)/float64(max(veins-1, 1)))
		w := h * 0.62 * (1 - math.Abs(y/l-p.belly)*0.9)
		rib.to(p.bend*0.2, -y).quad(w*0.5, -y-l*0.05, w+p.bend*0.3, -y-l*0.11)
		rib.to(p.bend*0.2, -y).quad(-w*0.5, -y-l*0.05, -w+p.bend*0.3, -y-l*0.11)
	}
}

func (b *blades) lay(c *canvas, g green) {
	c.ink(g.base, g.line, 0.7, b.bodies)
	c.fill(g.deep, b.halves)
	c.line(mix(g.light, g.base, 0.25), 0.8, b.ribs)
}

// blade is one such leaf.
func blade(c *canvas, g green, m matrix, p petal, veins int) {
	var one blades
	one.add(m, p, veins)
	one.lay(c, g)
}

// toothed is a leaf whose edge is cut, as a rose's or a chrysanthemum's is.
func toothed(c *canvas, g green, m matrix, length, width float64, teeth int, deepness float64) {
	s := at(m).to(0, 0)
	half := at(m).to(0, 0)
	outline := func(part float64) float64 {
		return width / 2 * math.Pow(math.Sin(math.Pi*math.Pow(part, 0.8)), 0.8)
	}
	var right []point
	for i := 1; i <= teeth; i++ {
		part := float64(i) / float64(teeth+1)
		right = append(right, point{outline(part), -length * part}, point{outline(part) * (1 - deepness), -length * (part + 0.25/float64(teeth))})
	}
	for _, p := range right {
		s.line(-p.x, p.y)
		half.line(p.x, p.y)
	}
	s.line(0, -length)
	half.line(0, -length).close()
	for i := len(right) - 1; i >= 0; i-- {
		s.line(right[i].x, right[i].y)
	}
	c.ink(g.base, g.line, 0.7, s.close())
	c.fill(g.deep, half)
	veins := at(m).to(0, 0).line(0, -length*0.92)
	for i := 1; i <= 4; i++ {
		y := length * 0.17 * float64(i)
		w := outline(y/length) * 0.75
		veins.to(0, -y).quad(w*0.5, -y-length*0.05, w, -y-length*0.12)
		veins.to(0, -y).quad(-w*0.5, -y-length*0.05, -w, -y-length*0.12)
	}
	c.line(mix(g.light, g.base, 0.25), 0.8, veins)
}

// feathered is a leaf of narrow lobes: a peony's, an anemone's.
func feathered(c *canvas, g green, m matrix, length float64) {
	c.line(g.deep, 2, at(m).to(0, 0).line(0, -length*0.4))
	for _, lobe := range []struct{ y, d, k float64 }{{0.3, -62, 0.5}, {0.3, 62, 0.5}, {0.42, -34, 0.6}, {0.42, 34, 0.6}, {0.38, 0, 0.64}} {
		p := petal{length: length * lobe.k, width: length * 0.17, belly: 0.55, tip: 0.08, foot: 0.3}
		blade(c, g, m.then(move(0, -length*lobe.y)).then(turn(lobe.d)), p, 0)
	}
}

// leaf draws a flower's own leaf, growing up from the origin, about 100 long.
func leaf(c *canvas, g green, kind leafKind, m matrix) {
	switch kind {
	case serrate:
		for _, l := range []struct{ y, d, k float64 }{{-34, -68, 0.62}, {-34, 68, 0.62}, {-50, 0, 0.8}} {
			toothed(c, g, m.then(move(0, l.y)).then(turn(l.d)), 66*l.k, 40*l.k, 8, 0.16)
		}
		c.line(g.deep, 2, at(m).to(0, 2).line(0, -52))
	case strap:
		blade(c, g, m, petal{length: 150, width: 36, belly: 0.42, tip: 0.05, foot: 0.8, bend: 16}, 0)
		c.line(mix(g.light, g.base, 0.4), 0.6, at(m).to(-8, -10).quad(-12, -70, 10, -128).to(8, -10).quad(12, -70, 14, -128))
	case grass:
		blade(c, g, m, petal{length: 112, width: 11, belly: 0.3, tip: 0, foot: 0.8, bend: 22}, 0)
	case oval:
		blade(c, g, m, petal{length: 86, width: 30, belly: 0.46, tip: 0.12, foot: 0.3, bend: 6}, 0)
		c.line(mix(g.light, g.base, 0.4), 0.6, at(m).to(-2, -6).quad(-13, -42, 3, -76).to(2, -6).quad(13, -42, 6, -76))
	case broad:
		toothed(c, g, m, 96, 74, 11, 0.09)
	case cut:
		feathered(c, g, m, 88)
	case lobed:
		toothed(c, g, m, 80, 62, 4, 0.42)
	}
}
