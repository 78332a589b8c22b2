package illustration

// Sprigs grow up from the origin and are about 200 long.

// eucalyptus has round, grey leaves in pairs, smaller towards the tip.
func eucalyptus(c *canvas, g green, r *chance) {
	c.line(g.line, 2, at(still).to(0, 0).quad(6, -100, 0, -190))
	for i := range 8 {
		y := -24 - float64(i)*22
		size := 30 - float64(i)*2.1
		x := 3 - float64((i-4)*(i-4))*0.18
		for k, side := range []float64{-1, 1} {
			d := side * (78 - float64(i)*4 + r.about(9))
			m := move(x, y+side*2).then(turn(d))
			p := petal{length: size, width: size * 0.92, belly: 0.58, tip: 0.76, foot: 0.08}
			c.ink(mix(g.base, g.deep, 0.6*float64((i+k)%2)), g.line, 0.55, p.draw(at(m)))
			c.line(g.light, 0.8, at(m).to(0, 0).line(0, -size*0.82))
		}
	}
	for _, d := range []float64{-24, 22} {
		c.ink(g.light, g.line, 0.55, petal{length: 15, width: 10, belly: 0.55, tip: 0.6, foot: 0.1}.draw(at(move(0, -186).then(turn(d)))))
	}
}

// ruscus has firm, pointed leaves, one after the other.
func ruscus(c *canvas, g green, r *chance) {
	c.line(g.deep, 2.4, at(still).to(0, 0).quad(-4, -100, 0, -176))
	for i := range 11 {
		y := -20 - float64(i)*15
		side := float64(i%2)*2 - 1
		p := petal{length: 50 - float64(i)*1.7, width: 17 - float64(i)*0.5, belly: 0.45, tip: 0.06, foot: 0.25, bend: side * 3}
		blade(c, g, move(-1.5, y).then(turn(side*(46-float64(i)*1.2)+r.about(5))), p, 0)
	}
	blade(c, g, move(0, -170), petal{length: 36, width: 12, belly: 0.45, tip: 0.06, foot: 0.25}, 0)
}

// fern is a frond of many narrow leaflets.
func fern(c *canvas, g green, r *chance) {
	c.line(g.deep, 2, at(still).to(0, 0).quad(6, -100, 0, -196))
	for i := range 17 {
		y := -22 - float64(i)*10.3
		part := float64(i) / 16
		size := 40 * (1 - part*part*0.85) * (0.62 + min(part*2.2, 0.38))
		for _, side := range []float64{-1, 1} {
			p := petal{length: size, width: 7.5 - part*2.5, belly: 0.4, tip: 0.1, foot: 0.5, bend: -side * 2}
			body := g.base
			if side > 0 {
				body = g.deep
			}
			c.fill(body, p.draw(at(move(3, y).then(turn(side*(62-part*22))))))
		}
	}
	c.fill(g.base, petal{length: 16, width: 5, belly: 0.4, tip: 0.1, foot: 0.5}.draw(at(move(0, -192))))
}

// hareTail is the soft dried grass of autumn bunches.
func hareTail(c *canvas, g green, r *chance) {
	c.line("#B39B72", 1.6, at(still).to(0, 0).quad(6, -80, 0, -150))
	c.ink("#EADFC6", "#B9A27C", 0.6, ellipse(at(move(0, -168)), 0, 0, 13, 25))
	hairs := at(move(0, -168))
	for range 18 {
		x, y := r.about(8), r.about(19)
		hairs.to(x, y).line(x*1.35+r.about(1), y-6)
	}
	c.line("#C9B58F", 0.8, hairs)
}
