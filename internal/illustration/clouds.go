package illustration

import "math"

// hydrangea is a ball of four-petalled florets, darker where it turns away.
func hydrangea(c *canvas, t tones, r *chance) {
	floret := func(body string) []part {
		return []part{
			{inked(body, t.line, 0.5), func(s *shape) {
				s.to(0, 0)
				for _, p := range []point{{0, -1}, {1, 0}, {0, 1}, {-1, 0}} {
					// A petal that is one curve, out and back.
					a, b := point{p.x*20 + p.y*24, p.y*20 - p.x*24}, point{p.x*20 - p.y*24, p.y*20 + p.x*24}
					s.curve(a.x, a.y, b.x, b.y, 0, 0)
				}
			}},
			{lined(t.deep, 0.45), func(s *shape) {
				s.to(0, -3).line(0, -9).to(3, 0).line(9, 0).to(0, 3).line(0, 9).to(-3, 0).line(-9, 0)
			}},
			{lined(mix(t.light, "#F2E7A8", 0.4), 4), func(s *shape) { s.dot(0, 0) }},
			{lined(t.deep, 1.4), func(s *shape) { s.dot(0, 0) }},
		}
	}
	c.fill(t.deep, soft(at(still), scallop(11, 48, 40)))
	const n = 38
	var head motifs
	for i := n - 1; i >= 0; i-- {
		part := math.Sqrt((float64(i) + 0.4) / n)
		p := polar(part*46, float64(i)*137.508)
		body := mix(t.light, t.base, 0.25+math.Round(part*4)/8)
		switch {
		case part > 0.86:
			body = mix(t.mid, t.deep, 0.35)
		case part > 0.7:
			body = t.mid
		case i%3 == 1:
			body = mix(t.base, t.mid, 0.55)
		}
		k := 1.08 - part*0.22
		head.add(move(p.x, p.y*0.94-1).then(turn(float64(r.pick(9))*10)).then(stretch(k, k)), 13.5*k, floret(body)...)
	}
	head.lay(c)
}

// babysBreath is a cloud: threads of stem, each ending in a tiny double flower.
func babysBreath(c *canvas, t tones, r *chance) {
	bloom := func(body string, k float64) []part {
		petals := wreathOf(5, 4.1, 0)
		return []part{
			{lined(t.line, 7.6*k), func(s *shape) {
				for _, p := range petals {
					s.dot(p.x, p.y)
				}
			}},
			{lined(body, 6.6*k), func(s *shape) {
				for _, p := range append(petals, point{}) {
					s.dot(p.x, p.y)
				}
			}},
			{lined(mix(t.mid, t.deep, 0.4), 0.7*k), func(s *shape) {
				s.to(-3, 1).quad(-1, -4, 3, -2)
			}},
		}
	}
	threads := at(still)
	var joints, blooms, tips []point
	for i := range 9 {
		p := polar(40+r.about(7), -64+16*float64(i))
		joints = append(joints, point{p.x, p.y + 56})
		threads.to(0, 82).quad(p.x*0.2, p.y+72, p.x, p.y+56)
	}
	const n = 76
	for i := range n {
		p := polar(math.Sqrt((float64(i)+0.5)/n), float64(i)*137.508+r.about(6))
		p = point{p.x*66 + r.about(3), p.y*54 - 8 + r.about(3)}
		if p.y > 26 && math.Abs(p.x) < 34 {
			continue
		}
		near := joints[0]
		for _, joint := range joints {
			if math.Hypot(joint.x-p.x, joint.y-p.y) < math.Hypot(near.x-p.x, near.y-p.y) {
				near = joint
			}
		}
		threads.to(near.x, near.y).quad((near.x+p.x)/2+r.about(3), (near.y+p.y)/2+4, p.x, p.y)
		if i%6 == 3 {
			tips = append(tips, p)
			continue
		}
		blooms = append(blooms, p)
	}
	c.line(mix(stemGreen, leafLight, 0.4), 0.7, threads)
	c.dots(mix(t.base, leafLight, 0.45), 4, tips)
	// Those in the shade are small, those in the light are large.
	var cloud motifs
	for i, b := range blooms {
		k := []float64{0.64, 0.75, 0.88}[i%3]
		body := []string{mix(t.base, t.mid, 0.7), t.base, t.light}[i%3]
		cloud.add(move(b.x, b.y).then(turn(float64(i*23%72))).then(stretch(k, k)), 7.5*k, bloom(body, k)...)
	}
	cloud.lay(c)
}

// statice carries combs of small papery cups on winged, branching stems.
func statice(c *canvas, t tones, r *chance) {
	cup := func(body string) []part {
		return []part{
			{inked(body, t.line, 0.5), func(s *shape) {
				s.to(0, 3).curve(-3, -3, -7, -8, -8, -12).quad(-5, -13, -4, -15).quad(-1, -13, 0, -15.5).quad(2, -13, 4, -15).quad(5, -13, 8, -12).curve(7, -8, 3, -3, 0, 3).close()
			}},
			{lined(t.line, 0.4), func(s *shape) { s.to(0, 0).line(-4, -11).to(0, 0).line(0, -11).to(0, 0).line(4, -11) }},
			{painted(mix("#FFFDF6", t.light, 0.2)), func(s *shape) { soft(s.under(s.m.then(move(0, -14))), scallop(5, 4.6, 2.4)) }},
		}
	}
	winged := at(still).to(0, 90).quad(-2, 50, -2, 20).to(-1, 56).quad(-18, 36, -32, 12).to(-1, 46).quad(16, 26, 32, 4).to(-1, 30).quad(-10, 0, -16, -28).to(-2, 24).quad(8, -8, 20, -38)
	c.line(leafBase, 3.4, winged)
	c.line(leafLine, 0.5, winged)
	combs := []struct{ x, y, d, k float64 }{
		{20, -42, 14, 1}, {-16, -32, -14, 1.05}, {32, 0, 40, 1}, {-33, 8, -42, 1}, {0, -8, 2, 1.1}, {-20, 30, -50, 0.8}, {20, 28, 46, 0.8},
	}
	one := c.define(func() {
		var comb motifs
		for row := range 2 {
			body := mix(t.mid, t.deep, 0.35)
			if row == 1 {
				body = mix(t.base, t.mid, 0.5)
			}
			n := 6 - row
			for _, i := range []int{0, 2, 4, 1, 3, 5}[:n] { // neighbours overlap
				off := float64(i) - float64(n-1)/2
				// A cup's heart is its middle, so that its radius is small.
				heart := move(off*8.4, off*off*0.9-float64(1-row)*9).then(turn(off * 13)).then(move(0, -7))
				comb.add(heart, 8, lowered(7, cup(body))...)
			}
		}
		comb.lay(c)
	})
	for _, comb := range combs {
		c.use(one, move(comb.x, comb.y).then(turn(comb.d+r.about(5))).then(stretch(comb.k, comb.k)), "")
	}
}

// lowered moves the parts of a figure down from its heart.
func lowered(by float64, parts []part) []part {
	for i, p := range parts {
		parts[i].draw = func(s *shape) { p.draw(s.under(s.m.then(move(0, by)))) }
	}
	return parts
}
