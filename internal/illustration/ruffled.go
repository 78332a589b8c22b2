package illustration

// carnation is a dome of pinked petals over a long green calyx, seen from the side.
func carnation(c *canvas, t tones, r *chance) {
	calyx := at(still).to(-8, 26)
	calyx.curve(-9, 40, -6, 52, -4, 60).line(4, 60).curve(6, 52, 9, 40, 8, 26).close()
	c.ink(leafBase, leafLine, 0.7, calyx)
	c.line(leafLine, 0.6, at(still).to(0, 36).line(0, 56))
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
	ruffle([]float64{-84, 84, -58, 58, -30, 30, 0}, 66, 21, 22, t.mid)
	ruffle([]float64{-98, 98}, 47, 20, 22, mix(t.base, t.mid, 0.5))
	ruffle([]float64{-62, 62, -36, 36, -10, 14}, 55, 20, 24, mix(t.base, t.mid, 0.35))
	ruffle([]float64{-74, 74, -44, 40, -4}, 42, 23, 26, t.base)
	ruffle([]float64{-52, 50, 0}, 28, 27, 28, t.light)
}

// lisianthus is an open chalice of few, wide, waving petals, with a twisted bud beside it.
func lisianthus(c *canvas, t tones, r *chance) {
	// The bud: a closed umbrella, wound around itself.
	c.line(stemGreen, 2.2, at(still).to(2, 52).curve(24, 46, 40, 30, 42, 4))
	bud := move(42, 6).then(turn(12))
	c.ink(t.base, t.line, 0.6, petal{length: 34, width: 15, belly: 0.4, tip: 0.12, foot: 0.3}.draw(at(bud)))
	c.line(t.deep, 0.7, at(bud).to(-5, -6).curve(2, -12, 4, -20, 1, -31).to(-1, -1).curve(5, -6, 7, -12, 5, -20))
	c.ink(leafBase, leafLine, 0.5, petal{length: 14, width: 4, belly: 0.3, tip: 0, foot: 0.4}.draw(at(bud.then(turn(-24)))))
	c.ink(leafBase, leafLine, 0.5, petal{length: 14, width: 4, belly: 0.3, tip: 0, foot: 0.4}.draw(at(bud.then(turn(22)))))
	for _, d := range []float64{-62, -38, 40, 62} {
		c.ink(leafBase, leafLine, 0.5, petal{length: 36, width: 5.5, belly: 0.3, tip: 0, foot: 0.4}.draw(at(move(-4, 48).then(turn(d)))))
	}
	wave := func(x, y, d, spread, radius, dip float64, body string) {
		steps := 7
		depths := make([]float64, steps+1)
		for i := range depths {
			off := float64(i)/float64(steps)*2 - 1
			depths[i] = radius * (1 - 0.13*off*off)
			if i%2 == 1 {
				depths[i] *= 1 + dip
			} else {
				depths[i] *= 1 - dip + r.about(0.015)
			}
		}
		edge := func(k float64) *shape {
			return fan(at(move(x, y)), d-spread*k, d+spread*k, steps, true, func(i int) float64 { return depths[i] * k })
		}
		c.ink(body, t.line, 0.65, edge(1))
		vein := at(move(x, y))
		for _, v := range []float64{-0.6, -0.3, 0, 0.3, 0.6} {
			a, b := polar(radius*0.55, d+spread*v), polar(radius*0.86, d+spread*v*1.05)
			m := polar(radius*0.7, d+spread*v*0.9)
			vein.to(a.x, a.y).quad(m.x, m.y, b.x, b.y)
		}
		c.line(mix(body, t.deep, 0.55), 0.5, vein)
	}
	wave(-4, 44, -34, 24, 88, 0.035, t.mid)
	wave(-4, 44, 30, 24, 86, 0.035, t.mid)
	wave(-4, 44, -2, 23, 92, 0.03, mix(t.base, t.mid, 0.5))
	// The throat and what stands in it.
	c.fill(mix(t.deep, leafLight, 0.35), ellipse(at(still), -4, -8, 21, 13))
	c.line("#D9CF7B", 3.2, at(still).to(-4, 4).line(-4, -13))
	c.dots("#E6D77E", 5, []point{{-7.5, -15}, {-0.5, -15}})
	wave(-5, 50, -46, 23, 70, 0.04, t.base)
	wave(-3, 50, 44, 23, 68, 0.04, t.base)
	wave(-8, 52, -17, 24, 58, 0.045, mix(t.light, t.base, 0.4))
	wave(0, 52, 19, 22, 54, 0.05, t.light)
}

// peony is a full globe: guard petals like cupped hands around a heap of small ones.
func peony(c *canvas, t tones, r *chance) {
	cup := func(x, y, d, length, width, notch float64, body, rim string) {
		p := petal{length: length, width: width, belly: 0.6, tip: 0.86, foot: 0.45, notch: notch, bend: r.about(2)}
		m := move(x, y).then(turn(d))
		c.ink(body, t.line, 0.7, p.draw(at(m)))
		if rim != "" {
			inner := petal{length: length * 0.8, width: width * 0.74, belly: 0.6, tip: 0.8, foot: 0.45, bend: p.bend}
			c.fill(rim, inner.draw(at(m)))
		}
		vein := at(m)
		for _, v := range []float64{-0.24, 0, 0.24} {
			vein.to(v*width*0.6, -length*0.45).quad(v*width*1.1, -length*0.62, v*width*1.15, -length*0.8)
		}
		c.line(mix(body, t.deep, 0.5), 0.5, vein)
	}
	for _, d := range []float64{-78, 78, -48, 48, -17, 17} {
		cup(0, 20, d+r.about(3), 66+r.about(2), 44, 0.07, t.mid, "")
	}
	// The heart: many small, notched petals, deepest where they are closest together.
	for _, row := range []struct {
		y, length, width, spread float64
		n                        int
		body                     string
	}{
		{10, 52, 22, 56, 7, t.deep},
		{12, 45, 21, 52, 6, mix(t.mid, t.deep, 0.55)},
		{14, 37, 20, 48, 5, t.mid},
		{16, 29, 19, 44, 5, mix(t.base, t.mid, 0.4)},
	} {
		for i := range row.n {
			d := -row.spread + 2*row.spread*float64(i)/float64(row.n-1) + r.about(5)
			p := petal{length: row.length + r.about(3), width: row.width, belly: 0.68, tip: 0.9, foot: 0.5, notch: 0.12, bend: r.about(3)}
			c.ink(row.body, t.line, 0.55, p.draw(at(move(d*0.12, row.y).then(turn(d)))))
		}
	}
	cup(-2, 46, -66, 62, 50, 0.06, t.base, t.light)
	cup(2, 46, 66, 62, 50, 0.06, t.base, t.light)
	cup(-2, 50, -34, 58, 48, 0.07, t.base, t.light)
	cup(2, 50, 35, 58, 48, 0.06, t.base, t.light)
	cup(0, 52, 1, 47, 50, 0.08, mix(t.light, t.base, 0.45), t.light)
}
