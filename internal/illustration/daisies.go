package illustration

import "math"

// seeds fill a disc in the spiral in which a composite flower sets them.
func seeds(n int, radius float64) []point {
	places := make([]point, n)
	for i := range places {
		places[i] = polar(radius*math.Sqrt((float64(i)+0.5)/float64(n)), float64(i)*137.508)
	}
	return places
}

func wreathOf(n int, radius, from float64) []point {
	places := make([]point, n)
	for i := range places {
		places[i] = polar(radius, from+float64(i)*360/float64(n))
	}
	return places
}

// gerbera is the child's drawing of a flower, made fine: long even rays, a frill, a dark disc.
func gerbera(c *canvas, t tones, r *chance) {
	ring := whorl(c, 19, petal{length: 52, width: 13, belly: 0.7, tip: 0.62, foot: 0.45}, true, r, 0.03)
	c.ring(ring, turn(4), t.mid, t.line, 0.55)
	c.ring(ring, turn(13).then(stretch(0.93, 0.93)), t.base, t.line, 0.55)
	frill := whorl(c, 22, petal{length: 26, width: 5.4, belly: 0.7, tip: 0.5, foot: 0.6}, false, r, 0.06)
	c.ring(frill, still, t.light, t.line, 0.4)
	c.ring(frill, turn(8).then(stretch(0.8, 0.8)), mix(t.light, t.base, 0.5), t.line, 0.45)
	disc := mix(t.line, "#33261F", 0.55)
	c.disc(disc, 0, 0, 13)
	c.dots(mix(t.base, gold, 0.5), 1.8, wreathOf(20, 13, 0))
	c.dots(mix(disc, t.mid, 0.45), 1.5, seeds(26, 10))
	c.disc(mix("#8FA05F", disc, 0.3), 0, 0, 3.6)
}

// sunflower has pointed rays around a wide, dark disc of seeds.
func sunflower(c *canvas, t tones, r *chance) {
	ring := whorl(c, 17, petal{length: 58, width: 17, belly: 0.55, tip: 0.08, foot: 0.6}, true, r, 0.05)
	c.ring(ring, turn(10), t.deep, t.line, 0.6)
	c.ring(ring, turn(0).then(stretch(0.96, 0.96)), t.mid, t.line, 0.6)
	c.ring(ring, turn(-10).then(stretch(0.87, 0.87)), t.base, t.line, 0.6)
	c.disc("#7A5232", 0, 0, 27)
	c.dots("#B27A3C", 2.2, wreathOf(34, 26, 0))
	c.dots("#C9913F", 1.7, wreathOf(30, 23, 5))
	c.disc("#523722", 0, 0, 20.5)
	c.dots("#8A5E36", 1.9, seeds(62, 20))
	c.disc("#3F2B1C", 0, 0, 7.5)
	c.dots("#6F5B35", 1.5, seeds(14, 6.5))
}

// anemone has few broad petals and an almost black heart in a ring of dark stamens.
func anemone(c *canvas, t tones, r *chance) {
	layer := func(n int, from, length, width float64, body, rim string) {
		one := c.define(func() {
			p := petal{length: length, width: width, belly: 0.64, tip: 0.82, foot: 0.35, bend: 2.5}
			c.ink(body, t.line, 0.65, p.draw(at(still)))
			c.fill(rim, p.lip(at(still), 0.1))
			vein := at(still)
			for _, v := range []float64{-0.3, -0.15, 0, 0.15, 0.3} {
				vein.to(v*width*0.5, -length*0.4).quad(v*width*0.9, -length*0.6, v*width*1.05, -length*0.82)
			}
			c.line(mix(body, t.deep, 0.6), 0.45, vein)
		})
		for i := range n {
			k := 1 + r.about(0.04)
			side := float64(i%2)*2 - 1
			c.use(one, turn(from+float64(i)*360/float64(n)+r.about(4)).then(stretch(k*side, k)), "")
		}
	}
	layer(5, 20, 53, 47, mix(t.base, t.mid, 0.75), t.base)
	layer(5, -16, 48, 43, mix(t.base, t.mid, 0.15), mix(t.light, t.base, 0.35))
	c.veil("#FFFDF7", 0.85, soft(at(still), scallop(9, 19.5, 16)))
	const dark = "#2B2737"
	spokes := at(still)
	for i := range 26 {
		a := float64(i)*360/26 + r.about(3)
		p := polar(10, a)
		q := polar(15.5+float64(i%3)*1.8, a)
		spokes.to(p.x, p.y).line(q.x, q.y)
	}
	c.line(dark, 0.5, spokes)
	c.dots(dark, 2.5, wreathOf(17, 15.2, 3))
	c.dots(dark, 2.3, wreathOf(19, 18.6, 9))
	c.disc(dark, 0, 0, 8.6)
	c.dots("#5A5470", 1.3, seeds(12, 6))
}

// scallop goes around in bulges: points for a soft outline.
func scallop(bulges int, outer, inner float64) []point {
	places := make([]point, 0, bulges*2)
	for i := range bulges * 2 {
		radius := outer
		if i%2 == 1 {
			radius = inner
		}
		places = append(places, polar(radius, float64(i)*180/float64(bulges)))
	}
	return places
}
