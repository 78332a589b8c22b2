package illustration

import "math"

// whorl defines a ring of equal petals without a colour of its own: scaled and turned, one ring makes a flower.
func whorl(c *canvas, n int, p petal, crease bool, r *chance, loose float64) string {
	return c.define(func() {
		folds := at(still)
		// Each second petal, where they overlap, then those between them: so a ring is two paths, or three.
		layers := make([]*shape, 3)
		overlap := p.width*1.05 > 2*math.Pi*p.length*p.belly/float64(n)
		for i := range n {
			q := p
			q.length *= 1 + r.about(loose)
			d := float64(i)*360/float64(n) + r.about(loose*60)
			to := 0
			if overlap {
				if to = i % 2; to == 0 && i == n-1 {
					to = 2
				}
			}
			if layers[to] == nil {
				layers[to] = at(still)
			}
			q.draw(layers[to].under(turn(d)))
			if crease {
				a, b := polar(q.length*0.45, d), polar(q.length*0.86, d)
				folds.to(a.x, a.y).line(b.x, b.y)
			}
		}
		for _, layer := range layers {
			if layer != nil {
				c.path(layer, "")
			}
		}
		if crease {
			c.path(folds, `fill="none" opacity=".6"`)
		}
	})
}

func (c *canvas) ring(name string, m matrix, colour, line string, width float64) {
	c.use(name, m, `fill="`+colour+`" stroke="`+line+`" stroke-width="`+hundredths(width)+`"`)
}

// ranunculus is wound of very many thin, round petals, close as the leaves of a book; its heart is green.
func ranunculus(c *canvas, t tones, r *chance) {
	radii := []float64{51, 46, 41, 36, 31, 26, 21, 16.5, 12}
	for i, radius := range radii {
		part := float64(i) / float64(len(radii)-1)
		body := mix(t.light, t.base, part*1.6)
		if part > 0.62 {
			body = mix(t.base, t.mid, (part-0.62)*2.6)
		}
		if i%2 == 1 {
			body = mix(body, t.mid, 0.16)
		}
		n := 5 + (i+1)%2
		if i > 5 {
			n = 4
		}
		from := float64(i)*47 + r.about(12)
		s := at(move(0, -part*3))
		seams := at(move(0, -part*3))
		for k := range n {
			a := from + float64(k)*360/float64(n)
			b := from + float64(k+1)*360/float64(n)
			p, q := polar(radius, a), polar(radius*0.965, b)
			if k == 0 {
				s.to(p.x, p.y)
			}
			u, v := polar(radius*1.19, a+(b-a)*0.3), polar(radius*1.17, a+(b-a)*0.72)
			if k == n-1 {
				q = polar(radius, from)
			}
			s.curve(u.x, u.y, v.x, v.y, q.x, q.y)
			in, over := polar(radius*0.87, b-26), polar(radius*0.94, b-9)
			seams.to(q.x, q.y).quad(over.x, over.y, in.x, in.y)
		}
		c.ink(body, t.line, 0.6, s.close())
		c.line(t.line, 0.5, seams)
	}
	heart := mix("#A9B873", t.mid, 0.15)
	c.ink(heart, t.line, 0.6, ellipse(at(still), 0, -3, 8.5, 8))
	c.fill(mix(heart, leafDeep, 0.55), ellipse(at(still), 0, -3, 4.6, 4.2))
	c.line(leafLine, 0.6, at(move(0, -3)).to(-6, 2).quad(0, -4, 6, 1).to(-5, -3).quad(0, -7, 5, -3))
}

// dahlia is geometry: cupped, pointed petals in rings, each standing in the gaps of the one before.
func dahlia(c *canvas, t tones, r *chance) {
	ring := whorl(c, 14, petal{length: 52, width: 20, belly: 0.6, tip: 0.18, foot: 0.4}, true, r, 0.012)
	bodies := []string{t.base, mix(t.base, t.mid, 0.45), t.mid, mix(t.mid, t.deep, 0.4), mix(t.mid, t.deep, 0.75), t.deep}
	bodies[0] = mix(t.light, t.base, 0.55)
	for i, k := range []float64{1, 0.84, 0.68, 0.52, 0.37, 0.24} {
		c.ring(ring, turn(float64(i)*12.86+r.about(1)).then(stretch(k, k)), bodies[i], t.line, 0.65/k*0.8)
	}
	c.disc(mix(t.deep, t.line, 0.4), 0, 0, 5)
	c.dots(mix(t.base, gold, 0.5), 1.6, []point{{-1.5, -1.5}, {1.8, -1}, {0, 1.8}})
}

// chrysanthemum is a pompon: very many narrow petals, the outer ones reaching down, the inner ones closing.
func chrysanthemum(c *canvas, t tones, r *chance) {
	ring := whorl(c, 20, petal{length: 52, width: 10.5, belly: 0.74, tip: 0.75, foot: 0.5}, false, r, 0.045)
	steps := []struct {
		k    float64
		body string
	}{
		{1, t.mid}, {0.93, mix(t.base, t.mid, 0.5)}, {0.81, t.base}, {0.68, mix(t.base, t.light, 0.35)},
		{0.55, mix(t.base, t.light, 0.6)}, {0.42, mix(t.base, t.light, 0.85)}, {0.29, t.light},
	}
	for i, step := range steps {
		c.ring(ring, turn(float64(i)*31+4).then(stretch(step.k, step.k)), step.body, t.line, 0.5/step.k*0.85)
	}
	heart := mix("#C6C66E", t.base, 0.35)
	c.disc(heart, 0, 0, 6)
	c.line(mix(heart, t.line, 0.6), 0.7, at(still).to(-4, 2).quad(-2, -5, 3, -4).to(-1, 4).quad(4, 3, 4, -2).to(-1, 1).line(1, -1))
}
