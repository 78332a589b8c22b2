package illustration

import "math"

// rose is seen from a little above: broad petals with rolled rims, wound into a spiral.
func rose(c *canvas, t tones, r *chance) {
	whorl := func(n int, from, length, width, tip float64, body, rim string, x, y float64) {
		for i := range n {
			p := petal{length: length + r.about(length*0.03), width: width, belly: 0.62, tip: tip, foot: 0.5, bend: r.about(2.5)}
			m := move(x, y).then(turn(from + float64(i)*360/float64(n) + r.about(4)))
			c.ink(body, t.line, 0.7, p.draw(at(m)))
			c.fill(rim, p.lip(at(m), 0.17))
		}
	}
	whorl(5, 12, 52, 62, 0.8, t.base, t.light, 0, 0)
	whorl(5, 46, 42, 50, 0.86, mix(t.base, t.mid, 0.5), mix(t.light, t.base, 0.45), 0, -0.5)
	whorl(4, 20, 32, 44, 0.9, t.mid, t.base, 0, -1)
	whorl(3, 74, 23.5, 38, 0.95, mix(t.mid, t.deep, 0.5), mix(t.base, t.mid, 0.55), 0, -1.5)
	c.ink(t.deep, t.line, 0.7, ellipse(at(turn(-14)), 0, -2, 14, 13.2))
	c.fill(t.mid, crescent(at(move(0, -2)), 13, 200, 350, 6))
	c.fill(mix(t.mid, t.deep, 0.4), crescent(at(move(0.5, -2)), 12, 20, 150, 5))
	spiral := at(move(0.3, -2))
	spiral.to(0, 0)
	for i := 1; i <= 8; i++ {
		a, b := float64(i)*70-35, float64(i)*70
		p, q := polar(float64(i)*1.25, a), polar(float64(i)*1.2, b)
		spiral.quad(p.x*1.1, p.y*1.1, q.x, q.y)
	}
	c.line(t.line, 1, spiral)
}

// crescent lies along a circle between two directions, as thick as asked in its middle.
func crescent(s *shape, radius, from, to, thick float64) *shape {
	start := polar(radius, from)
	s.to(start.x, start.y)
	arc := func(radius, from, to float64) {
		steps := int(math.Ceil(math.Abs(to-from) / 60))
		for i := range steps {
			a := from + (to-from)*float64(i)/float64(steps)
			b := from + (to-from)*float64(i+1)/float64(steps)
			p, q := polar(radius/math.Cos((b-a)/2*math.Pi/180), (a+b)/2), polar(radius, b)
			s.quad(p.x, p.y, q.x, q.y)
		}
	}
	arc(radius, from, to)
	end, middle := polar(radius, to), polar(radius-thick*2, (from+to)/2)
	_ = end
	s.quad(middle.x, middle.y, start.x, start.y)
	return s.close()
}
