package illustration

// calyx is the long green cup from which a carnation opens; in a bunch it is hidden.
func calyx(c *canvas, m matrix) {
	tube := at(m).to(-8, 26)
	tube.curve(-9, 40, -6, 52, -4, 60).line(4, 60).curve(6, 52, 9, 40, 8, 26).close()
	c.ink(leafBase, leafLine, 1.2, tube)
	c.line(leafLine, 1, at(m).to(0, 36).line(0, 56))
}

// carnation is a dome of pinked petals, seen from the side.
func carnation(c *canvas, t tones, r *chance) {
	ruffle := func(directions []float64, radius, spread, y float64, body string) {
		for _, d := range directions {
			m := move(r.about(1), y)
			tall := radius + r.about(2)
			steps := 9 + r.pick(2)
			p := fan(at(m), d-spread, d+spread, steps, false, func(i int) float64 {
				swell := 1 - 0.05*float64((i-steps/2)*(i-steps/2))/8
				if i%2 == 0 {
					return tall * 0.92 * swell
				}
				return tall * swell
			})
			c.ink(body, t.line, 0.55, p)
			vein := at(m)
			for _, v := range []float64{-0.45, 0, 0.45} {
				a, b := polar(tall*0.62, d+spread*v), polar(tall*0.84, d+spread*v)
				vein.to(a.x, a.y).line(b.x, b.y)
			}
			c.line(mix(body, t.line, 0.35), 0.5, vein)
		}
	}
	ruffle([]float64{180, -132, 132}, 36, 34, 14, mix(t.mid, t.deep, 0.25))
	ruffle([]float64{-84, 84, -58, 58, -30, 30, 0}, 66, 21, 22, t.mid)
	ruffle([]float64{-98, 98}, 47, 20, 22, mix(t.base, t.mid, 0.5))
	ruffle([]float64{-62, 62, -36, 36, -10, 14}, 55, 20, 24, mix(t.base, t.mid, 0.35))
	ruffle([]float64{-74, 74, -44, 40, -4}, 42, 23, 26, t.base)
	ruffle([]float64{-52, 50, 0}, 28, 27, 28, t.light)
}

// lisianthus is an open chalice of few, wide, waving petals, with a twisted bud beside it.
func lisianthus(c *canvas, t tones, r *chance) {
	// The bud: a closed umbrella, wound around itself.
	c.line(stemGreen, 2.2, at(still).to(0, 66).curve(30, 62, 54, 40, 57, 12))
	bud := move(57, 14).then(turn(10))
	c.ink(t.base, t.line, 0.6, petal{length: 34, width: 15, belly: 0.4, tip: 0.12, foot: 0.3}.draw(at(bud)))
	c.line(t.deep, 0.7, at(bud).to(-5, -6).curve(2, -12, 4, -20, 1, -31).to(-1, -1).curve(5, -6, 7, -12, 5, -20))
	c.ink(leafBase, leafLine, 0.5, petal{length: 14, width: 4, belly: 0.3, tip: 0, foot: 0.4}.draw(at(bud.then(turn(-24)))))
	c.ink(leafBase, leafLine, 0.5, petal{length: 14, width: 4, belly: 0.3, tip: 0, foot: 0.4}.draw(at(bud.then(turn(22)))))
	for _, d := range []float64{-62, -38, 40, 62} {
		c.ink(leafBase, leafLine, 0.5, petal{length: 36, width: 5.5, belly: 0.3, tip: 0, foot: 0.4}.draw(at(move(-4, 56).then(turn(d)))))
	}
	wave := func(x, y, d, spread, radius, dip float64, body, rim string) {
		steps := 9
		depths := make([]float64, steps+1)
		for i := range depths {
			off := float64(i)/float64(steps)*2 - 1
			depths[i] = radius * (1 - 0.16*off*off)
			if i%2 == 1 {
				depths[i] *= 1 + dip
			} else {
				depths[i] *= 1 - dip + r.about(0.012)
			}
		}
		edge := func(k, spread float64) *shape {
			return fan(at(move(x, y)), d-spread, d+spread, steps, true, func(i int) float64 { return depths[i] * k })
		}
		c.ink(rim, t.line, 0.65, edge(1, spread))
		c.fill(body, edge(0.9, spread*0.93))
		vein := at(move(x, y))
		for _, v := range []float64{-0.66, -0.33, 0, 0.33, 0.66} {
			a, m, b := polar(radius*0.5, d+spread*v*0.9), polar(radius*0.68, d+spread*v*0.85), polar(radius*0.84, d+spread*v)
			vein.to(a.x, a.y).quad(m.x, m.y, b.x, b.y)
		}
		c.line(mix(body, t.deep, 0.5), 0.5, vein)
	}
	// The far side, then the throat and what stands in it, then the near side, wound one over the other.
	wave(-4, 54, -25, 21, 101, 0.035, t.mid, mix(t.mid, t.deep, 0.35))
	wave(-4, 54, 25, 21, 99, 0.035, t.mid, mix(t.mid, t.deep, 0.35))
	wave(-4, 54, -1, 21, 105, 0.03, mix(t.base, t.mid, 0.6), t.mid)
	c.fill(mix(t.deep, leafLight, 0.45), ellipse(at(still), -4, -21, 25, 11))
	c.line("#CFCB79", 3.2, at(still).to(-4, -8).line(-4, -27))
	c.dots("#E8DC86", 5, []point{{-7.4, -29}, {-0.6, -29}})
	c.dots("#E2B94F", 2.4, []point{{-17, -22}, {-13, -27}, {5, -27}, {10, -22}})
	wave(-5, 54, -29, 21, 88, 0.04, t.base, mix(t.base, t.mid, 0.6))
	wave(-3, 54, 30, 21, 87, 0.04, t.base, mix(t.base, t.mid, 0.6))
	wave(-6, 56, -11, 23, 75, 0.04, mix(t.light, t.base, 0.6), mix(t.base, t.mid, 0.4))
	wave(-3, 56, 15, 22, 68, 0.045, mix(t.light, t.base, 0.2), mix(t.base, t.mid, 0.25))
}

// peony is a full globe: guard petals like cupped hands around a heap of small ones.
func peony(c *canvas, t tones, r *chance) {
	cup := func(length, width, notch float64, body, glow string) string {
		return c.define(func() {
			p := petal{length: length, width: width, belly: 0.6, tip: 0.86, foot: 0.45, notch: notch, bend: 1.5}
			c.ink(body, t.line, 0.7, p.draw(at(still)))
			inner := petal{length: length * 0.84, width: width * 0.76, belly: 0.6, tip: 0.8, foot: 0.45, bend: 1.5}
			c.fill(glow, inner.draw(at(still)))
			vein := at(still)
			for _, v := range []float64{-0.26, -0.1, 0.1, 0.26} {
				vein.to(v*width*0.7, -length*0.4).quad(v*width*1.1, -length*0.62, v*width*1.2, -length*0.82)
			}
			c.line(mix(glow, t.deep, 0.4), 0.5, vein)
		})
	}
	put := func(name string, x, y, d, k float64) {
		c.use(name, move(x, y).then(turn(d)).then(stretch(k, k)), "")
	}
	guard := cup(66, 45, 0.07, t.mid, mix(t.mid, t.base, 0.5))
	for _, d := range []float64{-80, 80, -50, 50, -18, 18} {
		put(guard, 0, 20, d+r.about(3), 1+r.about(0.03))
	}
	// The heart: many small, notched petals, deepest where they are closest together.
	small := c.define(func() {
		c.path(petal{length: 50, width: 24, belly: 0.68, tip: 0.9, foot: 0.5, notch: 0.13, bend: 2}.draw(at(still)), "")
	})
	for _, row := range []struct {
		y, k, spread float64
		n            int
		body         string
	}{
		{10, 1.04, 58, 8, t.deep},
		{12, 0.9, 54, 7, mix(t.mid, t.deep, 0.55)},
		{14, 0.74, 48, 6, t.mid},
		{17, 0.6, 46, 5, mix(t.base, t.mid, 0.4)},
	} {
		c.group(`fill="`+row.body+`" stroke="`+t.line+`" stroke-width=".55"`, func() {
			for i := range row.n {
				d := -row.spread + 2*row.spread*float64(i)/float64(row.n-1) + r.about(5)
				put(small, d*0.12, row.y, d, row.k*(1+r.about(0.05)))
			}
		})
	}
	front := cup(60, 49, 0.065, t.base, mix(t.light, t.base, 0.3))
	put(front, -2, 46, -66, 1.03)
	put(front, 2, 46, 66, 1.03)
	put(front, -2, 50, -35, 0.97)
	put(front, 2, 50, 36, 0.95)
	put(cup(47, 50, 0.08, mix(t.light, t.base, 0.55), t.light), 0, 52, 1, 1)
}
