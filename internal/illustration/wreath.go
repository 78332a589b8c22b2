package illustration

// wreath is the standing wreath of openings and weddings, three tiers high, or a ring on an easel.
func (s *studio) wreath() {
	if chanceOf(s.a.Seed+"/wreath").pick(3) == 0 {
		s.ringOnEasel()
		return
	}
	top := mix(s.ground, s.lead().tones.deep, 0.1)
	s.write(`<path d="M0 880h800v120h-800z" fill="`, top, `"/>`)
	s.veil("#4B2F38", 0.12, ellipse(at(still), 404, 944, 190, 14))
	s.legs()
	tiers := []dome{
		{x: 400, y: 668, rx: 196, ry: 112, bindX: 400, bindY: 790, hero: 1.34, low: 112, green: 0.98},
		{x: 400, y: 440, rx: 176, ry: 104, bindX: 400, bindY: 560, hero: 1.26, low: 112, green: 0.98},
		{x: 400, y: 216, rx: 156, ry: 96, bindX: 400, bindY: 330, hero: 1.18, low: 112, green: 0.98},
	}
	for _, d := range tiers {
		s.fill(d)
	}
	s.banners(150, 800)
}

func (s *studio) legs() {
	const wood, line = "#C7A67A", "#8D6C45"
	for _, leg := range [][4]float64{{404, 180, 404, 930}, {390, 180, 262, 946}, {410, 180, 538, 946}} {
		s.canvas.line(line, 13, at(still).to(leg[0], leg[1]).line(leg[2], leg[3]))
		s.canvas.line(wood, 11, at(still).to(leg[0], leg[1]).line(leg[2], leg[3]))
	}
	s.canvas.line(line, 9, at(still).to(288, 800).line(512, 800))
	s.canvas.line(wood, 7, at(still).to(288, 800).line(512, 800))
}

// banners are the two ribbons on which the giver's name and wish are written.
func (s *studio) banners(x, bottom float64) {
	t := s.lead().tones
	edge := mix(t.mid, t.deep, 0.4)
	if s.lead().colour == "white" {
		edge = "#C9B27A"
	}
	for _, side := range []float64{-1, 1} {
		m := move(400, 0).then(stretch(side, 1))
		band := func() *shape {
			return at(m).to(36, 322).curve(90, 380, x+4, 470, x-6, 600).curve(x-14, 700, x+10, 760, x-2, bottom+34).line(x+26, bottom+16).line(x+52, bottom+36).curve(x+66, 760, x+40, 700, x+48, 600).curve(x+54, 460, 130, 350, 66, 306).close()
		}
		s.ink("#FFFDF8", edge, 2.2, band())
		s.line(mix(edge, "#FFFFFF", 0.45), 1.2, at(m).to(x+8, 560).curve(x-2, 690, x+20, 750, x+10, bottom+12).to(x+36, 560).curve(x+28, 690, x+52, 750, x+40, bottom+14))
		// What is written on them is read at the shop, not here: a fine line stands for it.
		s.line(mix(edge, t.line, 0.5), 1.6, at(m).to(x+22, 585).curve(x+15, 680, x+34, 720, x+25, bottom-40))
		mx, my := m.apply(x+24, bottom-12)
		s.canvas.fill(edge, soft(at(move(mx, my)), scallop(5, 9, 4)))
	}
	s.bow(400, 326, 0.6, s.ribbon())
}

// ringOnEasel is a ring of leaves with flowers gathered on its lower left, on a three-legged easel.
func (s *studio) ringOnEasel() {
	s.legs()
	const cx, cy, radius = 400.0, 420.0, 190.0
	leaves := func(n int, off, out, size float64) {
		for i := range n {
			d := (float64(i) + off) * 360 / float64(n)
			p := polar(radius+s.about(8), d)
			k := s.between(0.85, 1.1) * size
			s.use(s.sprig(s.leaves(i)), move(cx+p.x, cy+p.y).then(turn(d+90-out+s.about(10))).then(stretch(k, k)), "")
		}
	}
	s.dim(func() { leaves(20, 0, 34, 0.74) })
	leaves(18, 0.5, -22, 0.56)
	leaves(20, 0.3, 10, 0.66)
	// Flowers are gathered low on the left, and answered by a few on the upper right.
	for i, d := range []float64{262, 250, 237, 223, 209, 195, 181, 167, 153, 140, 128, 22, 35, 48, 60} {
		who := s.players[(i+1)%len(s.players)]
		far := radius + []float64{-26, 24, 2}[i%3]
		if i > 10 {
			far = radius + []float64{-12, 14, 0}[i%3]
		}
		p := polar(far, d)
		k := s.between(0.82, 1.05) * who.species.size
		if who.species.habit == spike || who.species.habit == spray {
			k *= 0.55
		} else if who.species.habit == cloud {
			k *= 0.7
		}
		s.place(bloom{who, cx + p.x, cy + p.y, k, s.about(20), false})
	}
	for _, f := range []struct{ d, k float64 }{{226, 1.15}, {172, 1.1}, {199, 1.5}} {
		p := polar(radius+4, f.d)
		k := f.k
		if h := s.lead().species.habit; h == spike || h == spray || h == cloud {
			k *= 0.6
		}
		s.place(bloom{s.lead(), cx + p.x, cy + p.y, k, s.about(14), false})
	}
	p := polar(radius+6, 150)
	s.bow(cx+p.x, cy+p.y+40, 0.8, s.ribbon())
}
