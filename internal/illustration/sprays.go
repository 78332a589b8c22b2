package illustration

// freesia bends its stem like an arm and carries the flowers along the top of it, the last ones closed.
func freesia(c *canvas, t tones, r *chance) {
	trumpet := c.define(func() {
		tube := at(still).to(-2.4, 2).curve(-3, -10, -9, -18, -12, -26).line(12, -26).curve(9, -18, 3, -10, 2.4, 2).close()
		c.ink(t.mid, t.line, 0.6, tube)
		for _, d := range []float64{-62, 62, -30, 30} {
			p := petal{length: 25, width: 19, belly: 0.62, tip: 0.7, foot: 0.4}
			c.ink(t.base, t.line, 0.6, p.draw(at(move(0, -20).then(turn(d)))))
		}
		c.ink(t.light, t.line, 0.6, petal{length: 27, width: 21, belly: 0.62, tip: 0.7, foot: 0.4}.draw(at(move(0, -20))))
		c.fill(mix(gold, t.mid, 0.35), ellipse(at(still), 0, -23, 6, 4.4))
		for _, d := range []float64{-88, 88, 180} {
			p := petal{length: 18, width: 17, belly: 0.62, tip: 0.75, foot: 0.5}
			if d == 180 {
				p.length = 13
			}
			c.ink(t.light, t.line, 0.6, p.draw(at(move(0, -23).then(turn(d)))))
		}
		c.dots(mix(gold, t.deep, 0.3), 2, []point{{-2, -25}, {2, -25}, {0, -28}})
	})
	c.line(stemGreen, 3.4, at(still).to(-29, 38).curve(-32, 24, -30, 13, -20, 6).curve(0, -6, 36, -4, 66, -22))
	buds := []struct{ x, y, d, k float64 }{{66, -22, 58, 0.42}, {55, -17, 42, 0.56}, {43, -12, 32, 0.76}, {30, -9, 22, 0.98}}
	for i, b := range buds {
		m := move(b.x, b.y).then(turn(b.d)).then(stretch(b.k, b.k))
		p := petal{length: 36, width: 16, belly: 0.62, tip: 0.45, foot: 0.35}
		c.ink(mix(leafLight, t.base, 0.25+0.25*float64(i)), mix(leafLine, t.line, 0.3*float64(i)), 0.6/b.k, p.draw(at(m)))
		c.fill(leafBase, petal{length: 11, width: 9, belly: 0.5, tip: 0.2, foot: 0.6}.draw(at(m)))
	}
	c.use(trumpet, move(14, -5).then(turn(14)).then(stretch(0.84, 0.84)), "")
	c.use(trumpet, move(-24, 6).then(turn(-34)).then(stretch(1.06, 1.06)), "")
	c.use(trumpet, move(-5, -1).then(turn(-6+r.about(3))).then(stretch(1, 1)), "")
}

// moth is one flower of a phalaenopsis: two wide wings, three sepals, a small lip.
func moth(c *canvas, t tones, lip string) string {
	return c.define(func() {
		for _, d := range []float64{0, 128, 232} {
			c.ink(mix(t.base, t.mid, 0.45), t.line, 0.6, petal{length: 29, width: 18, belly: 0.55, tip: 0.5, foot: 0.35}.draw(at(turn(d))))
		}
		for _, side := range []float64{-1, 1} {
			m := stretch(side, 1)
			wing := at(m).to(0, 0).curve(4, -14, 12, -25, 23, -22).curve(35, -18, 36, 4, 25, 9).curve(16, 13, 5, 8, 0, 0).close()
			c.ink(mix(t.light, t.base, 0.3), t.line, 0.6, wing)
			c.line(t.mid, 0.5, at(m).to(5, -4).quad(16, -12, 25, -15).to(5, -2).quad(16, -5, 29, -6).to(5, 0).quad(14, 3, 26, 3))
		}
		c.ink(lip, mix(lip, "#3A1020", 0.4), 0.5, at(still).to(0, 0).curve(-9, -3, -11, 6, -4, 8).curve(-5, 13, -3, 16, 0, 18).curve(3, 16, 5, 13, 4, 8).curve(11, 6, 9, -3, 0, 0).close())
		c.fill("#EFC04F", ellipse(at(still), 0, 4.5, 3, 2.2))
		c.fill("#FFFDF6", ellipse(at(still), 0, -1.5, 2.6, 3))
	})
}

func mothLip(t tones) string {
	if t.light == "#FFFFFF" || t.base == "#F8D975" {
		return "#E3B04B"
	}
	return mix(t.deep, "#A02C63", 0.55)
}

// phalaenopsis arches over under its own row of flowers and ends in buds.
func phalaenopsis(c *canvas, t tones, r *chance) {
	flower := moth(c, t, mothLip(t))
	c.line("#7F8F62", 3, at(still).to(-38, 52).curve(-46, 6, -42, -42, -6, -66).curve(16, -80, 44, -72, 62, -44))
	for i, b := range []struct{ x, y, k float64 }{{63, -42, 0.55}, {57, -53, 0.75}, {46, -64, 1}} {
		c.line("#7F8F62", 1.5, at(still).to(b.x-3, b.y-4).line(b.x+2, b.y+5))
		c.ink(mix(t.mid, leafLight, 0.5-0.15*float64(i)), t.line, 0.5, ellipse(at(move(b.x+3, b.y+9*b.k).then(turn(-20))), 0, 0, 7*b.k, 9.5*b.k))
	}
	for _, f := range []struct{ x, y, d, k float64 }{
		{30, -58, 26, 0.74}, {-36, 22, -14, 1.0}, {4, -52, 10, 0.86}, {-24, -30, -10, 0.98}, {-6, 4, 8, 1.06},
	} {
		c.use(flower, move(f.x, f.y).then(turn(f.d+r.about(4))).then(stretch(f.k, f.k)), "")
	}
}
