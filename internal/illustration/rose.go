package illustration

import "math"

// rose is seen from a little above: broad petals with rolled rims, wound into a spiral.
func rose(c *canvas, t tones, r *chance) {
	whorl := func(n int, from, length, width, tip float64, body, rim string, x, y float64) {
		one := c.define(func() {
			p := petal{length: length, width: width, belly: 0.62, tip: tip, foot: 0.5, bend: 2}
			c.ink(body, t.line, 0.7, p.draw(at(still)))
			c.fill(rim, p.lip(at(still), 0.12))
			c.line(mix(body, t.line, 0.3), 0.45, at(still).to(-width*0.16, -length*0.5).quad(-width*0.24, -length*0.64, -width*0.25, -length*0.78).to(width*0.14, -length*0.55).quad(width*0.2, -length*0.66, width*0.22, -length*0.8))
		})
		for i := range n {
			k := 1 + r.about(0.035)
			side := float64(i%2)*2 - 1
			c.use(one, move(x, y).then(turn(from+float64(i)*360/float64(n)+r.about(5))).then(stretch(k*side, k)), "")
		}
	}
	whorl(5, 12, 52, 62, 0.8, t.base, mix(t.light, t.base, 0.35), 0, 0)
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
	middle := polar(radius-thick*2, (from+to)/2)
	s.quad(middle.x, middle.y, start.x, start.y)
	return s.close()
}
