package illustration

// A spike stands on its foot at y = 90 and reaches to about y = -100.

// stock is a thick column of small, ruffled double flowers, buds at the top.
func stock(c *canvas, t tones, r *chance) {
	soften := mix(t.line, t.mid, 0.35)
	frill := func(k, angle float64) *shape {
		return soft(at(turn(angle).then(stretch(k, k))), scallop(8, 20.5, 16.5))
	}
	rosette := c.define(func() {
		// The folds are lines inside what they lie on, so they are part of its path.
		c.path(frill(1, 0).under(still).to(-15, -4).quad(-10, -1, -9, 3).to(14, 6).quad(9, 5, 7, 8).to(4, -16).quad(4, -11, 8, -9), `stroke="`+soften+`" stroke-width=".6"`)
		c.ink(t.base, soften, 0.5, frill(0.66, 20))
		c.ink(t.light, soften, 0.5, frill(0.36, 5).under(still).to(-3, 1).quad(-1, -4, 3, -1).quad(2, 3, -1, 2))
	})
	c.line(stemGreen, 5, at(still).to(0, 92).line(0, -70))
	for _, side := range []float64{-1, 1} {
		c.ink(leafBase, leafLine, 0.6, petal{length: 44, width: 10, belly: 0.6, tip: 0.3, foot: 0.4, bend: side * 4}.draw(at(move(0, 86).then(turn(side*48)))))
	}
	for i, d := range []float64{-22, 20, -8, 8, 0} {
		y := -84 + float64(i%3)*5
		c.ink(mix(leafLight, t.base, 0.4), leafLine, 0.5, petal{length: 17, width: 9, belly: 0.55, tip: 0.5, foot: 0.4}.draw(at(move(d*0.35, y).then(turn(d)))))
	}
	rows := []struct{ y, half, k float64 }{
		{-77, 4, 0.5}, {-63, 10, 0.66}, {-46, 15, 0.82}, {-26, 19, 0.98}, {-3, 22, 1.08}, {21, 24, 1.14}, {46, 23, 1.12},
	}
	for i, row := range rows {
		sides := []float64{-1, 1, 0}
		if i%2 == 1 {
			sides = []float64{-0.95, 0.95, 0.3, -0.3}[:3+i%2]
		}
		for k, side := range sides {
			body := mix(t.base, t.mid, 0.85)
			if k >= 2 {
				body = mix(t.light, t.base, 0.5)
			}
			c.use(rosette, move(side*row.half, row.y+r.about(2)).then(turn(float64(r.pick(12))*30)).then(stretch(row.k, row.k)), `fill="`+body+`"`)
		}
	}
}

// delphinium is tall and airy: flat, spurred flowers with a pale eye, thinning into buds.
func delphinium(c *canvas, t tones, r *chance) {
	floret := c.define(func() {
		p := petal{length: 19, width: 17, belly: 0.6, tip: 0.6, foot: 0.3}
		petals, eyes := at(still), at(still)
		for i := range 5 {
			d := float64(i) * 72
			p.draw(petals.under(turn(d)))
			// Its vein is a line inside of it.
			petals.to(0, -7).line(0, -15)
		}
		c.path(petals, `stroke="`+t.line+`" stroke-width=".55"`)
		eye := "#FFFDF4"
		if t.light == "#FFFFFF" {
			eye = "#8A8470"
		}
		for _, d := range []float64{-30, 30, 150, 210} {
			petal{length: 7.5, width: 6, belly: 0.6, tip: 0.7, foot: 0.3}.draw(eyes.under(turn(d)))
		}
		c.fill(eye, eyes)
		c.dots(t.line, 1.6, []point{{0, 0.5}})
	})
	c.line(stemGreen, 3.2, at(still).to(0, 95).quad(2, 0, 0, -108))
	for i := range 9 {
		y := -112 + float64(i)*5.4
		side := float64(i%2)*2 - 1
		d := side * (14 + float64(i)*5)
		c.line(stemGreen, 1.2, at(still).to(0, y+14).quad(0, y+7, side*(2+float64(i)*0.9), y+5))
		c.ink(mix(t.mid, leafBase, 0.4-float64(i)*0.04), t.line, 0.45, petal{length: 9 + float64(i)*0.8, width: 5.5 + float64(i)*0.5, belly: 0.5, tip: 0.3, foot: 0.5}.draw(at(move(side*(2+float64(i)*0.8), y+6).then(turn(d)))))
	}
	// Stalks, and the spur, that no other flower here has, are paths for all: the florets lie over them.
	stalks, spurs := at(still), at(still)
	type standing struct {
		m    matrix
		body string
	}
	var florets []standing
	y, k := -58.0, 0.55
	for i := range 15 {
		side := []float64{-1, 1, 0.05}[i%3]
		half := 9 + float64(i)*0.95
		x := side*half + r.about(1.5)
		if i%3 != 2 {
			stalks.to(0, y+10).quad(x*0.5, y+7, x, y)
			spurs.to(x, y).quad(x+side*10*k, y+2, x+side*24*k, y-5*k)
		}
		body := mix(t.base, t.mid, 0.6)
		if i%3 == 2 {
			body = mix(t.light, t.base, 0.6)
		}
		florets = append(florets, standing{move(x, y+r.about(1)).then(turn(float64(r.pick(6)) * 24)).then(stretch(k, k)), body})
		if i%3 == 2 {
			y += 12
		} else {
			y += 7.6
		}
		k += 0.036
	}
	c.line(stemGreen, 1.2, stalks)
	c.line(t.deep, 2.2, spurs)
	for _, f := range florets {
		c.use(floret, f.m, painted(f.body))
	}
}

// snapdragon is a spike of soft jaws: two lobes above, three below, a yellow palate between.
func snapdragon(c *canvas, t tones, r *chance) {
	jaw := c.define(func() {
		tube := at(still).to(-2, 6).curve(-10, 2, -4, -14, 8, -14).line(14, 6).close()
		c.ink(mix(t.base, t.mid, 0.7), t.line, 0.6, tube)
		above, below := at(still), at(still)
		for _, d := range []float64{-8, 38} {
			petal{length: 21, width: 19, belly: 0.66, tip: 0.85, foot: 0.4}.draw(above.under(move(9, -6).then(turn(d))))
		}
		for _, d := range []float64{172, 92, 132} {
			petal{length: 19, width: 17, belly: 0.66, tip: 0.9, foot: 0.5}.draw(below.under(move(9, 1).then(turn(d))))
		}
		c.path(above, `stroke="`+t.line+`" stroke-width=".6"`)
		c.ink(t.light, t.line, 0.6, below)
		palate := ellipse(at(move(12, -1).then(turn(28))), 0, 0, 7, 4.4)
		c.ink(mix("#F5D86B", t.light, 0.2), t.line, 0.5, palate.under(still).to(6, -3).quad(12, -5, 19, -1))
	})
	c.line(stemGreen, 4, at(still).to(0, 95).line(0, -100))
	for _, side := range []float64{-1, 1} {
		c.ink(leafBase, leafLine, 0.6, petal{length: 42, width: 8, belly: 0.5, tip: 0.1, foot: 0.4, bend: side * 5}.draw(at(move(0, 94).then(turn(side*40)))))
	}
	for i := range 11 {
		y := -103 + float64(i)*5
		side := float64(i%2)*2 - 1
		grown := float64(i) / 10
		p := petal{length: 9 + 8*grown, width: 6 + 5*grown, belly: 0.55, tip: 0.6, foot: 0.5}
		c.ink(mix(leafLight, t.mid, grown), mix(leafLine, t.line, grown), 0.5, p.draw(at(move(side*(1+3*grown), y+6).then(turn(side*(20+28*grown))))))
	}
	y, k := -52.0, 0.62
	for i := range 13 {
		side := float64(i%2)*2 - 1
		body := t.mid
		m := move(side*(5+float64(i)*0.6), y+r.about(1.5)).then(stretch(side*k, k)).then(turn(-8 + r.about(8)))
		c.use(jaw, m, `fill="`+body+`"`)
		if i%4 == 3 {
			// One that looks at us, between the two ranks.
			c.use(jaw, move(-9*k, y-3).then(stretch(k*0.92, k*0.92)).then(turn(14)), `fill="`+t.base+`"`)
		}
		y += 10.2
		k += 0.05
	}
}
