package illustration

// Sprigs grow up from the origin and are about 200 long.

// eucalyptus has round, grey leaves in pairs, smaller towards the tip.
func eucalyptus(c *canvas, g green, r *chance) {
	c.line(g.line, 2, at(still).to(0, 0).quad(6, -100, 0, -190))
	// Leaves of one side overlap those next to them, so each second pair comes first.
	for parity := range 2 {
		bodies := []*shape{at(still), at(still)}
		ribs := at(still)
		for i := parity; i < 8; i += 2 {
			y := -24 - float64(i)*22
			size := 30 - float64(i)*2.1
			x := 3 - float64((i-4)*(i-4))*0.18
			for k, side := range []float64{-1, 1} {
				m := move(x, y+side*2).then(turn(side * (78 - float64(i)*4 + r.about(9))))
				petal{length: size, width: size * 0.92, belly: 0.58, tip: 0.76, foot: 0.08}.draw(bodies[(i+k)%2].under(m))
				ribs.under(m).to(0, 0).line(0, -size*0.82)
			}
		}
		for tone, body := range bodies {
			c.ink(mix(g.base, g.deep, 0.6*float64(tone)), g.line, 0.55, body)
		}
		c.line(g.light, 0.8, ribs)
	}
	for _, d := range []float64{-24, 22} {
		c.ink(g.light, g.line, 0.55, petal{length: 15, width: 10, belly: 0.55, tip: 0.6, foot: 0.1}.draw(at(move(0, -186).then(turn(d)))))
	}
}

// ruscus has firm, pointed leaves, one after the other.
func ruscus(c *canvas, g green, r *chance) {
	c.line(g.deep, 2.4, at(still).to(0, 0).quad(-4, -100, 0, -176))
	var leaves blades
	for i := range 11 {
		y := -20 - float64(i)*15
		side := float64(i%2)*2 - 1
		p := petal{length: 50 - float64(i)*1.7, width: 17 - float64(i)*0.5, belly: 0.45, tip: 0.06, foot: 0.25, bend: side * 3}
		leaves.add(move(-1.5, y).then(turn(side*(46-float64(i)*1.2)+r.about(5))), p, 0)
	}
	leaves.add(move(0, -170), petal{length: 36, width: 12, belly: 0.45, tip: 0.06, foot: 0.25}, 0)
	leaves.lay(c, g)
}

// fern is a frond of many narrow leaflets.
func fern(c *canvas, g green, r *chance) {
	c.line(g.deep, 2, at(still).to(0, 0).quad(6, -100, 0, -196))
	left, right := at(still), at(still)
	for i := range 17 {
		y := -22 - float64(i)*10.3
		part := float64(i) / 16
		size := 40 * (1 - part*part*0.85) * (0.62 + min(part*2.2, 0.38))
		for _, side := range []float64{-1, 1} {
			p := petal{length: size, width: 7.5 - part*2.5, belly: 0.4, tip: 0.1, foot: 0.5, bend: -side * 2}
			of := left
			if side > 0 {
				of = right
			}
			p.draw(of.under(move(3, y).then(turn(side * (62 - part*22)))))
		}
	}
	petal{length: 16, width: 5, belly: 0.4, tip: 0.1, foot: 0.5}.draw(left.under(move(0, -192)))
	c.fill(g.base, left)
	c.fill(g.deep, right)
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
