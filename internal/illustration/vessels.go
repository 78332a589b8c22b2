package illustration

import "math"

// table is the surface on which a vessel stands, with the shade that it throws.
func (s *studio) table(y, x, shade float64) {
	top := mix(s.ground, s.lead().tones.deep, 0.1)
	s.write(`<path d="M-50 `, tenths(y-60), `h900v300h-900z" fill="`, top, `"/>`)
	s.veil("#4B2F38", 0.12, ellipse(at(still), x+14, y, shade, shade*0.1))
}

// clay is what vases and pots are made of.
type clay struct{ light, base, shade, line string }

func (s *studio) clay() clay {
	kinds := []clay{
		{"#FFFEFB", "#F6F1E7", "#E3DACA", "#B8AB95"},
		{"#E9DFD0", "#D8CAB5", "#C3B298", "#94826A"},
		{"#DDE3DD", "#BFCBC3", "#A3B3AA", "#74877D"},
		{"#E8C9B5", "#D3A78D", "#B98A70", "#8C624C"},
		{"#D9DFE8", "#B7C3D2", "#98A7BB", "#6D7D93"},
	}
	return kinds[chanceOf(s.a.Seed+"/clay").pick(len(kinds))]
}

// vase is an arrangement standing in a ceramic vase.
func (s *studio) vase() {
	s.table(900, 400, 190)
	k := s.clay()
	m := move(400, 0)
	var body *shape
	var shade *shape
	switch chanceOf(s.a.Seed + "/vase").pick(3) {
	case 0: // a jar with shoulders
		body = at(m).to(-82, 566).quad(-80, 600, -74, 612).curve(-150, 650, -160, 760, -126, 846).quad(-112, 892, -84, 900).line(84, 900).quad(112, 892, 126, 846)
		body.curve(160, 760, 150, 650, 74, 612).quad(80, 600, 82, 566).close()
		shade = at(m).to(40, 570).quad(44, 600, 40, 614).curve(104, 660, 112, 770, 80, 850).quad(66, 888, 44, 900).line(84, 900).quad(112, 892, 126, 846).curve(160, 760, 150, 650, 74, 612).quad(80, 600, 82, 566).close()
	case 1: // a tall cylinder, a little conical
		body = at(m).to(-98, 560).quad(-92, 740, -78, 884).quad(-76, 900, -60, 900).line(60, 900).quad(76, 900, 78, 884).quad(92, 740, 98, 560).close()
		shade = at(m).to(52, 560).quad(50, 740, 38, 900).line(60, 900).quad(76, 900, 78, 884).quad(92, 740, 98, 560).close()
	default: // a round-bellied bottle
		body = at(m).to(-70, 560).curve(-66, 640, -74, 660, -112, 710).curve(-166, 790, -120, 900, -56, 900).line(56, 900).curve(120, 900, 166, 790, 112, 710).curve(74, 660, 66, 640, 70, 560).close()
		shade = at(m).to(36, 560).curve(34, 640, 42, 660, 72, 710).curve(116, 790, 82, 900, 30, 900).line(56, 900).curve(120, 900, 166, 790, 112, 710).curve(74, 660, 66, 640, 70, 560).close()
	}
	s.ink(k.base, k.line, 1.1, body)
	s.canvas.fill(k.shade, shade)
	s.line(k.light, 7, at(m).to(-84, 700).quad(-100, 760, -84, 830))
	s.line(k.line, 0.8, at(m).to(-60, 886).quad(0, 893, 60, 886))
	s.canvas.fill(mix(k.shade, k.line, 0.35), ellipse(at(still), 400, 563, 70, 9))
	s.stalks(400, 430, 560, 150, 46)
	s.fill(dome{x: 400, y: 408, rx: 216, ry: 186, bindX: 400, bindY: 720, hero: 2, low: 112, green: 1.04, lift: 40})
}

// stalks run together from the flowers into a mouth.
func (s *studio) stalks(x, top, bottom, wide, narrow float64) {
	stalks := at(still)
	for i := range 9 {
		part := float64(i)/4 - 1
		stalks.to(x+part*wide, top).quad(x+part*narrow*1.1, bottom-50, x+part*narrow, bottom)
	}
	colour := stemGreen
	if s.a.Form == Dried {
		colour = s.greens().deep
	}
	s.line(leafLine, 6.6, stalks)
	s.line(colour, 5.2, stalks)
}

// single is one stem, in a glass or rolled in paper.
func (s *studio) single() {
	if chanceOf(s.a.Seed+"/single").pick(5) < 2 {
		s.closer(1.2, s.sleeve)
		return
	}
	s.table(880, 400, 96)
	lead := s.lead()
	head := s.head(lead)
	k := 2.5 * math.Min(1.1, 1/math.Sqrt(lead.species.size))
	x, y, lean := 418.0, 330.0, 7.0
	switch lead.species.habit {
	case spike:
		k, y = 1.72, 372
	case cloud:
		k, y = 2.4, 350
	case spray:
		k, x, y = 2.5, 392, 340
	}
	if lead.species.id == "flw_calla" || lead.species.id == "flw_tulip" || lead.species.id == "flw_alstroemeria" {
		k = 2.2
	}
	m := move(x, y).then(turn(lean)).then(stretch(k, k))
	rootX, rootY := lead.species.root()
	footX, footY := m.apply(rootX, rootY)
	g := s.greens()
	green := stemGreen
	if s.a.Form == Dried {
		green = g.deep
	}
	stem := func() *shape { return at(still).to(footX, footY).curve(footX-4, footY+90, 396, 660, 392, 856) }
	switch lead.species.leaf {
	case strap:
		if lead.species.id != "flw_phalaenopsis" {
			leaf(s.canvas, g.shaded(), strap, move(394, 800).then(turn(16)).then(stretch(2.1, 2.1)))
		}
	}
	s.line(leafLine, 10, stem())
	s.line(green, 8, stem())
	switch lead.species.leaf {
	case bare:
	case strap:
		if lead.species.id != "flw_phalaenopsis" {
			leaf(s.canvas, g, strap, move(388, 800).then(turn(-17)).then(stretch(-1.9, 1.9)))
		}
	case grass:
		leaf(s.canvas, g, grass, move(394, 640).then(turn(-34)).then(stretch(-1.7, 1.7)))
		leaf(s.canvas, g.shaded(), grass, move(398, 600).then(turn(36)).then(stretch(1.6, 1.6)))
	default:
		leaf(s.canvas, g, lead.species.leaf, move(396, 618).then(turn(-54)).then(stretch(1.55, 1.55)))
		leaf(s.canvas, g.shaded(), lead.species.leaf, move(400, 566).then(turn(52)).then(stretch(1.4, 1.4)))
	}
	if lead.species.id == "flw_carnation" {
		calyx(s.canvas, m)
	}
	s.use(head, m, "")
	// The glass: water, two walls, a thick bottom.
	glass := at(still).to(338, 640).curve(342, 740, 330, 800, 334, 866).quad(336, 880, 352, 880).line(440, 880).quad(456, 880, 458, 866).curve(462, 800, 450, 740, 454, 640)
	s.veil("#FFFFFF", 0.42, at(still).to(338, 640).curve(342, 740, 330, 800, 334, 866).quad(336, 880, 352, 880).line(440, 880).quad(456, 880, 458, 866).curve(462, 800, 450, 740, 454, 640).close())
	s.veil("#9DB9C4", 0.28, at(still).to(339, 716).curve(338, 780, 334, 820, 336, 862).quad(338, 872, 352, 872).line(440, 872).quad(454, 872, 456, 862).curve(458, 820, 454, 780, 453, 716).close())
	s.veil("#7D9AA6", 0.3, ellipse(at(still), 396, 716, 57, 6))
	s.line("#8FA4AB", 1.6, glass)
	s.line("#8FA4AB", 1.4, ellipse(at(still), 396, 640, 58, 7))
	s.line("#FFFFFF", 5, at(still).to(352, 668).curve(354, 740, 346, 800, 348, 846))
}

// sleeve is one stem rolled in a sheet of paper.
func (s *studio) sleeve() {
	lead := s.lead()
	p := s.paper()
	s.veil("#5A4638", 0.1, ellipse(at(still), 408, 892, 84, 11))
	s.group(`transform="`+transform(move(400, 880).then(turn(chanceOf(s.a.Seed).about(5))).then(move(-400, -880)))+`"`, func() {
		s.ink(p.inside, p.line, 1, at(still).to(372, 800).line(246, 452).quad(300, 420, 318, 362).quad(376, 382, 420, 350).quad(462, 402, 540, 420).quad(536, 470, 560, 500).line(428, 800).close())
		s.line(p.fold, 1.2, at(still).to(398, 760).line(318, 362).to(402, 760).line(420, 350).to(408, 760).line(540, 420))
		for i, a := range []float64{-30, 28} {
			s.use(s.sprig(s.leaves(i)), move(400+a, 560).then(turn(a)).then(stretch(1.15, 1.15)), "")
		}
		k := 1.95 * math.Min(1.1, 1/math.Sqrt(lead.species.size))
		rootX, rootY := lead.species.root()
		top := 408.0
		switch lead.species.habit {
		case spike, spray, cloud:
			k, top = 1.66, 430
		}
		m := move(400, top).then(turn(3)).then(stretch(k, k))
		x, y := m.apply(rootX, rootY)
		s.line(leafLine, 8.6, at(still).to(x, y).quad(x, 600, 400, 760))
		s.line(stemGreen, 7, at(still).to(x, y).quad(x, 600, 400, 760))
		if lead.species.id == "flw_carnation" {
			calyx(s.canvas, m)
		}
		s.use(s.head(lead), m, "")
		s.ink(p.outside, p.line, 1, at(still).to(246, 452).curve(300, 500, 420, 560, 492, 640).line(436, 770).quad(444, 830, 462, 884).quad(430, 872, 404, 888).quad(376, 872, 344, 886).quad(360, 830, 370, 770).close())
		s.ink(mix(p.outside, p.inside, 0.25), p.line, 1, at(still).to(560, 500).curve(500, 540, 400, 600, 352, 716).line(370, 772).line(436, 772).close())
		s.canvas.fill(p.fold, at(still).to(560, 500).curve(500, 540, 400, 600, 352, 716).quad(358, 732, 360, 740).curve(410, 630, 490, 570, 560, 500).close())
		s.line(p.line, 0.8, at(still).to(392, 766).quad(420, 680, 486, 600).to(414, 766).quad(440, 700, 504, 630).to(380, 780).quad(374, 830, 366, 876).to(424, 780).quad(430, 830, 438, 872))
		s.bow(403, 770, 0.74, s.ribbon())
	})
}

// plant grows in a ceramic pot.
func (s *studio) plant() {
	s.table(900, 400, 190)
	k := s.clay()
	lead := s.lead()
	g := fresh()
	rim := 690.0
	if lead.species.id == "flw_phalaenopsis" {
		s.orchids(g, rim)
	} else {
		for i, a := range []float64{-70, 66, -44, 42, -20, 18} {
			kind := lead.species.leaf
			if kind == bare || kind == grass {
				kind = oval
			}
			size := 2.3 - 0.1*float64(i%3)
			if kind == strap {
				size = 1.75
			}
			tone := g
			if i < 4 {
				tone = g.shaded()
			}
			leaf(s.canvas, tone, kind, move(400+a*1.2, rim-10).then(turn(a)).then(stretch(math.Copysign(size, a), size)))
		}
		places := []struct{ x, y, k float64 }{{270, 380, 1.5}, {530, 370, 1.45}, {400, 280, 1.55}, {230, 500, 1.2}, {570, 500, 1.25}, {398, 450, 1.95}}
		for i, p := range places {
			who := s.players[i%len(s.players)]
			if i == len(places)-1 {
				who = lead
			}
			size := p.k * math.Sqrt(who.species.size)
			s.line(stemGreen, 6, at(still).to(p.x, p.y+who.species.foot*size*0.6).quad(p.x+(400-p.x)*0.3, 600, 400+(p.x-400)*0.2, rim))
			s.place(bloom{who, p.x + s.about(10), p.y + s.about(10), size, (p.x-400)/9 + s.about(5), false})
		}
		for _, a := range []float64{-78, 76, 30, -34} {
			kind := lead.species.leaf
			if kind == bare || kind == grass || kind == strap {
				kind = oval
			}
			leaf(s.canvas, g, kind, move(400+a*1.1, rim+6).then(turn(a)).then(stretch(math.Copysign(1.5, a), 1.5)))
		}
	}
	m := move(400, 0)
	s.ink(k.base, k.line, 1.1, at(m).to(-128, rim).curve(-126, 790, -112, 860, -92, 892).quad(-88, 900, -76, 900).line(76, 900).quad(88, 900, 92, 892).curve(112, 860, 126, 790, 128, rim).close())
	s.canvas.fill(k.shade, at(m).to(64, rim).curve(66, 800, 50, 870, 34, 900).line(76, 900).quad(88, 900, 92, 892).curve(112, 860, 126, 790, 128, rim).close())
	s.ink(k.light, k.line, 1.1, at(m).to(-138, rim-26).line(138, rim-26).quad(142, rim-6, 134, rim+10).line(-134, rim+10).quad(-142, rim-6, -138, rim-26).close())
	s.canvas.fill(k.base, at(m).to(70, rim-25).line(138, rim-25).quad(141, rim-6, 134, rim+9).line(70, rim+9).close())
	s.line(k.line, 0.8, at(m).to(-118, rim+40).quad(0, rim+52, 120, rim+40))
	s.line(k.light, 6, at(m).to(-100, 760).quad(-96, 810, -84, 850))
}

// orchids are two arching stems of moth orchids over their strap leaves, as they are given at an opening.
func (s *studio) orchids(g green, rim float64) {
	strapAt := func(tone green, x, a, k float64) {
		leaf(s.canvas, tone, strap, move(x, rim-8).then(turn(a)).then(stretch(math.Copysign(k, a)*1.15, k)))
	}
	strapAt(g.shaded(), 380, -66, 1.5)
	strapAt(g.shaded(), 424, 64, 1.5)
	for i, side := range []float64{-1, 1} {
		who := s.players[i%len(s.players)]
		flower := moth(s.canvas, who.tones, mothLip(who.tones))
		m := move(400, 0).then(stretch(side, 1))
		s.line("#6F8157", 7, at(m).to(8, rim).curve(10, 480, 30, 220, 130, 190).curve(200, 172, 246, 230, 268, 330))
		s.line("#B39B72", 2.4, at(m).to(14, rim).line(16, 330))
		buds := []struct{ x, y, k float64 }{{270, 340, 0.9}, {262, 298, 1.2}}
		for _, b := range buds {
			x, y := m.apply(b.x, b.y)
			s.ink(mix(who.tones.mid, leafLight, 0.45), who.tones.line, 0.9, ellipse(at(move(x, y)), 0, 0, 13*b.k, 17*b.k))
		}
		for k, f := range []struct{ x, y, d, k float64 }{{236, 232, 24, 1.55}, {190, 192, 16, 1.85}, {128, 214, 4, 2.1}, {66, 292, -8, 2.25}, {112, 366, 6, 2.2}, {40, 430, -6, 2.1}} {
			if i == 1 && k == 5 {
				continue
			}
			x, y := m.apply(f.x, f.y+float64(i)*26)
			s.use(flower, move(x, y).then(turn(side*f.d+s.about(5))).then(stretch(f.k, f.k)), "")
		}
	}
	strapAt(g, 366, -52, 1.25)
	strapAt(g, 432, 54, 1.3)
	strapAt(g, 404, 12, 0.9)
}
