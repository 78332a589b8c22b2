package illustration

// tulip is a closed cup on a bare stem, seen from the side.
func tulip(c *canvas, t tones, r *chance) {
	p := func(x, d, length, width, tip float64, body string) {
		q := petal{length: length, width: width, belly: 0.46, tip: tip, foot: 0.75, bend: 0}
		m := move(x, 50).then(turn(d))
		c.ink(body, t.line, 0.8, q.draw(at(m)))
		vein := at(m)
		for _, v := range []float64{-0.28, 0.28} {
			vein.to(v*width*0.5, -length*0.12).curve(v*width, -length*0.35, v*width, -length*0.55, v*width*0.35, -length*0.84)
		}
		vein.to(0, -length*0.1).line(0, -length*0.86)
		c.line(mix(body, t.deep, 0.45), 0.55, vein)
	}
	p(-6, -11, 97, 40, 0.18, t.deep)
	p(6, 11, 97, 40, 0.18, t.deep)
	p(0, 0, 100, 42, 0.16, mix(t.mid, t.deep, 0.4))
	p(-12, -9, 94, 46, 0.12, t.mid)
	p(12, 9, 94, 46, 0.12, t.mid)
	p(0, 0+r.about(2), 88, 55, 0.2, t.base)
	glow := petal{length: 66, width: 17, belly: 0.5, tip: 0.1, foot: 0.4}
	c.veil(t.light, 0.8, glow.draw(at(move(-10, 42).then(turn(-5)))))
}

// lily is an open star of six petals that roll back, with six long stamens.
func lily(c *canvas, t tones, r *chance) {
	blade := func(d, length, width, bend float64, body string) {
		p := petal{length: length, width: width, belly: 0.5, tip: 0.16, foot: 0.4, bend: bend}
		m := turn(d)
		c.ink(body, t.line, 0.75, p.draw(at(m)))
		// The band down the middle, and the dark underside of the tip that rolls over.
		band := petal{length: length * 0.9, width: width * 0.36, belly: 0.45, tip: 0.05, foot: 0.6, bend: bend}
		c.fill(mix(body, t.mid, 0.75), band.draw(at(m)))
		c.line(mix(t.mid, t.deep, 0.7), 0.7, at(m).to(0, -4).quad(bend*0.4, -length*0.5, bend*0.9, -length*0.9))
		curl := at(m).to(bend-width*0.16, -length*0.86).quad(bend, -length*1.07, bend+width*0.2, -length*0.84).quad(bend, -length*0.93, bend-width*0.16, -length*0.86).close()
		c.ink(t.mid, t.line, 0.5, curl)
		var spots []point
		for i := range 7 {
			side := float64(i%2)*2 - 1
			x, y := m.apply(side*width*r.between(0.09, 0.2), -length*(0.2+0.045*float64(i)))
			spots = append(spots, point{x, y})
		}
		c.dots(mix(t.deep, "#9A4A4A", 0.35), 1.3, spots)
	}
	for i, d := range []float64{60, 180, 300} {
		blade(d+r.about(3), 60, 27, float64(i-1)*5, mix(t.base, t.mid, 0.25))
	}
	for i, d := range []float64{2, 122, 242} {
		blade(d+r.about(3), 58, 38, float64(1-i)*5, mix(t.light, t.base, 0.4))
	}
	c.fill("#BFC98B", soft(at(still), scallop(3, 12, 5)))
	for i := range 6 {
		d := float64(i)*60 + 26 + r.about(6)
		m := turn(d)
		c.line("#C5CD94", 1.5, at(m).to(0, 0).quad(4, -16, 1, -29))
		c.fill("#9A5630", ellipse(at(m.then(move(1, -30)).then(turn(62))), 0, 0, 2.4, 6))
	}
	c.line("#B5C07E", 2.4, at(still).to(0, 0).quad(-5, -14, -12, -21))
	c.disc("#8C7A4C", -12.5, -21.5, 3)
}

// alstroemeria is a cluster of small lilies whose inner petals are streaked as with a pen.
func alstroemeria(c *canvas, t tones, r *chance) {
	floret := c.define(func() {
		for _, d := range []float64{0, 122, 238} {
			p := petal{length: 31, width: 23, belly: 0.64, tip: 0.6, foot: 0.25, notch: 0.06}
			c.ink(t.base, t.line, 0.6, p.draw(at(turn(d))))
			c.fill(mix(t.base, t.mid, 0.7), petal{length: 25, width: 9, belly: 0.6, tip: 0.3, foot: 0.3}.draw(at(turn(d))))
			tip := polar(29, d)
			c.dots("#8FA566", 2.8, []point{tip})
		}
		for i, d := range []float64{180, -58, 58} {
			p := petal{length: 29, width: 14, belly: 0.62, tip: 0.2, foot: 0.3}
			c.ink(t.light, t.line, 0.6, p.draw(at(turn(d))))
			if i > 0 {
				c.fill("#F3CF66", petal{length: 19, width: 9, belly: 0.6, tip: 0.4, foot: 0.4}.draw(at(turn(d))))
			}
			streak := at(turn(d))
			for k, y := range []float64{9, 12, 14, 17, 19.5, 22} {
				x := []float64{-2.6, 1, 3, -1.2, 2, -2.2}[k]
				streak.to(x*0.8, -y).line(x, -y-3)
			}
			c.line("#7A2E45", 0.95, streak)
		}
		c.line(mix(t.deep, t.line, 0.3), 0.9, at(still).to(0, 0).quad(3, 6, 2, 13).to(0, 0).quad(-4, 5, -5, 11).to(0, 0).quad(0, 8, -1, 14))
		c.dots("#7C5A45", 2.2, []point{{2, 13}, {-5, 11}, {-1, 14.5}})
	})
	c.line(stemGreen, 2, at(still).to(0, 56).quad(-4, 30, -26, 10).to(0, 56).quad(6, 30, 27, 16).to(0, 56).quad(0, 20, 2, -20).to(0, 56).quad(14, 16, 40, -26).to(0, 56).quad(-14, 18, -42, -24))
	for _, bud := range []struct{ x, y, d float64 }{{40, -24, 30}, {-42, -22, -34}} {
		m := move(bud.x, bud.y).then(turn(bud.d))
		c.ink(t.mid, t.line, 0.55, petal{length: 22, width: 11, belly: 0.5, tip: 0.3, foot: 0.4}.draw(at(m)))
		c.fill("#9DB07A", petal{length: 12, width: 9, belly: 0.5, tip: 0.1, foot: 0.5}.draw(at(m)))
	}
	c.use(floret, move(3, -27).then(turn(r.about(8))).then(stretch(0.95, 0.95)), "")
	c.use(floret, move(-26, 9).then(turn(-28+r.about(8))), "")
	c.use(floret, move(27, 14).then(turn(24+r.about(8))).then(stretch(1.04, 1.04)), "")
}

// calla is one spathe, rolled into a funnel around a yellow spadix.
func calla(c *canvas, t tones, r *chance) {
	back := at(still).to(-33, -24).curve(-36, -52, -14, -66, 6, -70).curve(14, -72, 20, -80, 27, -88)
	back.curve(28, -76, 33, -66, 37, -54).curve(44, -32, 34, -8, 8, 14).curve(-14, 12, -31, -4, -33, -24).close()
	c.ink(t.base, t.line, 0.8, back)
	inside := at(still).to(-25, -26).curve(-26, -46, -8, -56, 6, -60).curve(24, -58, 32, -44, 30, -30).curve(26, -12, 16, 2, 6, 12).curve(-10, 8, -23, -8, -25, -26).close()
	c.fill(t.mid, inside)
	c.fill(mix(t.mid, t.deep, 0.6), at(still).to(-14, -18).curve(-12, -34, 0, -44, 8, -46).curve(20, -42, 24, -30, 20, -18).curve(16, -4, 10, 6, 4, 12).curve(-6, 6, -14, -4, -14, -18).close())
	c.line("#E3B23F", 9, at(still).to(3, 16).quad(7, -12, 5, -36))
	c.dots("#C8912B", 1.3, []point{{3, -33}, {7, -28}, {4, -24}, {8, -19}, {4, -14}, {8, -9}, {4, -4}, {5, -38}})
	front := at(still).to(-33, -26).curve(-40, 6, -18, 36, -6, 76).line(6, 76).curve(12, 40, 44, 6, 38, -40)
	front.curve(36, -22, 26, -4, 10, 8).curve(-10, 10, -26, -4, -33, -26).close()
	c.ink(t.light, t.line, 0.8, front)
	shade := at(still).to(38, -38).curve(43, 4, 12, 40, 6, 76).line(1, 76).curve(2, 46, 22, 20, 14, 5).curve(28, -6, 36, -22, 38, -38).close()
	c.fill(mix(t.light, t.base, 0.9), shade)
	c.line(t.mid, 0.7, at(still).to(-27, -6).curve(-22, 20, -8, 44, -2, 72).to(-14, 4).curve(-12, 26, -4, 48, 0, 70).to(27, -2).curve(20, 24, 8, 44, 4, 70))
	c.line(t.line, 0.8, at(still).to(-33, -26).curve(-26, -4, -10, 10, 10, 8).curve(22, 22, 4, 46, 2, 62))
	c.fill(mix(leafLight, t.light, 0.3), at(still).to(-10, 62).quad(0, 54, 9, 62).line(6, 77).line(-6, 77).close())
}
