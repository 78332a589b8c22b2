package illustration

// sheet is a kind of wrapping paper: its outside, its inside, a shade for folds, and a line.
type sheet struct{ outside, inside, fold, line string }

func (s *studio) paper() sheet {
	if s.a.Form == Dried {
		return sheet{"#D3B58C", "#C3A275", "#B8966A", "#8F7049"}
	}
	sheets := []sheet{
		{"#FFFDF8", "#F3EBDD", "#E9DECC", "#CDBDA4"},
		{"#F4E6D4", "#E9D6BD", "#DFC8AA", "#BFA480"},
		{"#F6DFDB", "#EECBC6", "#E4BAB5", "#C4928E"},
		{"#DEE5D3", "#CBD6BC", "#BAC8A9", "#92A381"},
		{"#E6E1EC", "#D4CCDF", "#C4BAD2", "#9C90AE"},
		{"#DCC3A0", "#CDB088", "#BE9F76", "#967A54"},
	}
	choices := map[string][]int{
		"red": {0, 1, 2, 5}, "pink": {0, 1, 3, 2}, "white": {3, 5, 1, 2}, "yellow": {0, 3, 5}, "orange": {0, 1, 5}, "blue": {0, 4, 1},
		"purple": {0, 4, 1}, "green": {0, 1, 5}, "coral": {0, 1, 3}, "burgundy": {2, 1, 0},
	}[s.lead().colour]
	return sheets[choices[chanceOf(s.a.Seed+"/paper").pick(len(choices))]]
}

// wrapped is a bouquet in paper, tied with a ribbon. How the paper is folded, which side lies on top and how the
// bouquet leans go by the seed: a shelf of bouquets is not a row of copies.
func (s *studio) wrapped() {
	p := s.paper()
	how := chanceOf(s.a.Seed + "/wrap")
	style, mirrored, tilt := how.pick(3), how.pick(2) == 0, how.about(6)
	s.veil("#5A4638", 0.1, ellipse(at(still), 404-tilt*3, 926, 128, 15))
	m := move(400, 744).then(turn(tilt)).then(move(-400, -744))
	s.group(`transform="`+transform(m)+`"`, func() {
		if mirrored {
			s.group(`transform="matrix(-1 0 0 1 800 0)"`, func() { s.behind(p, style) })
		} else {
			s.behind(p, style)
		}
		s.fill(dome{x: 400, y: 430, rx: how.between(228, 246), ry: how.between(192, 216), bindX: 400, bindY: 760, hero: 2.1, low: 106, green: 1})
		front := s.flaps
		switch style {
		case 1:
			front = s.collar
		case 2:
			front = s.points
		}
		if mirrored {
			s.group(`transform="matrix(-1 0 0 1 800 0)"`, func() { front(p) })
		} else {
			front(p)
		}
		if s.a.Form == Dried {
			s.twine(400, 744)
			return
		}
		s.bow(400, 744, 1, s.ribbon())
	})
}

// behind is what stands behind the flowers, and the skirt below the knot.
func (s *studio) behind(p sheet, style int) {
	tissue := at(still).to(356, 740).line(96, 400).quad(150, 340, 168, 268).quad(240, 262, 292, 196).quad(356, 222, 402, 178)
	tissue.quad(460, 218, 520, 190).quad(566, 258, 640, 262).quad(652, 342, 706, 392).line(444, 740).close()
	back := at(still).to(356, 742).line(72, 446).quad(132, 396, 140, 326).quad(206, 312, 250, 244).quad(320, 268, 372, 222)
	back.quad(430, 262, 486, 226).quad(530, 296, 598, 300).quad(640, 366, 690, 372).quad(700, 420, 730, 440).line(444, 742).close()
	corners := []point{{140, 326}, {250, 244}, {372, 222}, {486, 226}, {598, 300}, {690, 372}}
	if style == 1 {
		// A round collar: the paper is gathered into soft waves.
		tissue = at(still).to(356, 740).line(92, 420).quad(92, 350, 150, 318).quad(160, 248, 236, 236).quad(276, 178, 346, 200).quad(402, 158, 458, 198)
		tissue.quad(530, 176, 566, 236).quad(642, 246, 652, 316).quad(710, 350, 706, 420).line(444, 740).close()
		back = at(still).to(356, 742).line(68, 462).quad(70, 400, 122, 372).quad(130, 304, 200, 290).quad(234, 232, 308, 248).quad(352, 208, 402, 238)
		back.quad(456, 208, 498, 248).quad(568, 234, 604, 292).quad(672, 306, 680, 374).quad(732, 402, 732, 462).line(444, 742).close()
		corners = []point{{160, 372}, {232, 304}, {322, 262}, {402, 250}, {482, 262}, {574, 306}, {644, 374}}
	}
	s.ink(mix(p.outside, "#FFFFFF", 0.55), p.line, 0.9, tissue)
	s.ink(p.inside, p.line, 1, back)
	folds := at(still)
	for _, c := range corners {
		folds.to(400, 700).line(c.x, c.y)
	}
	s.line(p.fold, 1.4, folds)
	s.skirt(p)
}

// collar is one sheet around the front, turned down along its edge.
func (s *studio) collar(p sheet) {
	edge := func(dy float64) *shape {
		return at(move(0, dy)).to(66, 458).curve(150, 520, 220, 606, 330, 622).curve(380, 630, 420, 630, 470, 622).curve(580, 606, 650, 520, 734, 458)
	}
	s.veil("#4B2F38", 0.1, edge(-9).line(560, 640).line(240, 640).close())
	s.ink(p.outside, p.line, 1, edge(0).curve(650, 570, 520, 660, 442, 748).line(358, 748).curve(280, 660, 150, 570, 66, 458).close())
	s.canvas.fill(p.fold, at(still).to(372, 746).curve(330, 690, 270, 650, 218, 588).quad(240, 600, 262, 610).curve(320, 650, 370, 700, 392, 746).close())
	s.canvas.fill(p.fold, at(still).to(428, 746).curve(470, 690, 530, 650, 582, 588).quad(560, 600, 538, 610).curve(480, 650, 430, 700, 408, 746).close())
	s.canvas.fill(mix(p.outside, p.fold, 0.5), at(still).to(396, 746).quad(376, 690, 346, 640).quad(366, 644, 378, 642).quad(398, 690, 402, 746).close())
	s.line(p.line, 0.8, at(still).to(366, 746).curve(310, 680, 220, 610, 150, 540).to(434, 746).curve(490, 680, 580, 610, 650, 540).to(404, 746).quad(412, 700, 446, 640).to(388, 746).quad(360, 690, 306, 632))
	cuff := edge(0).quad(700, 520, 664, 540).quad(636, 566, 612, 590).quad(572, 616, 540, 628).quad(498, 652, 468, 648).quad(430, 664, 400, 656).quad(368, 664, 332, 648).quad(300, 650, 262, 628).quad(226, 614, 190, 588).quad(160, 564, 138, 540).quad(98, 516, 66, 458).close()
	s.ink(mix(p.inside, "#FFFFFF", 0.3), p.line, 1, cuff)
	s.line(p.fold, 1, at(still).to(262, 628).line(272, 600).to(332, 648).line(336, 624).to(400, 656).line(400, 630).to(468, 648).line(464, 624).to(540, 628).line(530, 600).to(190, 588).line(204, 560).to(612, 590).line(598, 560))
}

// points are three corners of thin sheets, laid one over the other in front.
func (s *studio) points(p sheet) {
	flap := func(dx, dy, k, d float64, body string, shaded bool) {
		m := move(400+dx, 748+dy).then(turn(d)).then(stretch(k, k))
		s.veil("#4B2F38", 0.1, at(m.then(move(0, -8))).to(-150, -190).quad(-70, -176, 0, -214).quad(74, -176, 150, -196).line(0, -60).close())
		s.ink(body, p.line, 1, at(m).to(-30, 0).curve(-60, -60, -130, -110, -152, -188).quad(-70, -172, 0, -214).quad(74, -172, 152, -194).curve(128, -110, 60, -60, 30, 0).close())
		if shaded {
			s.canvas.fill(p.fold, at(m).to(4, -4).quad(20, -110, 0, -214).quad(40, -190, 66, -186).quad(60, -90, 16, -4).close())
		}
		s.line(p.line, 0.8, at(m).to(-14, -8).quad(-60, -80, -84, -176).to(-4, -8).quad(-14, -90, 0, -214).to(18, -8).quad(60, -80, 96, -182))
	}
	left := at(still).to(360, 748).curve(300, 660, 150, 560, 68, 452).quad(150, 462, 190, 520).quad(260, 528, 292, 584).quad(350, 610, 380, 660).line(420, 748).close()
	right := at(still).to(440, 748).curve(500, 660, 650, 560, 732, 446).quad(652, 462, 612, 518).quad(540, 530, 508, 584).quad(450, 610, 420, 660).line(380, 748).close()
	s.ink(p.outside, p.line, 1, left)
	s.ink(mix(p.outside, p.inside, 0.3), p.line, 1, right)
	s.canvas.fill(p.fold, at(still).to(372, 746).curve(330, 680, 250, 600, 190, 520).quad(230, 570, 262, 590).curve(320, 650, 370, 700, 388, 746).close())
	s.canvas.fill(p.fold, at(still).to(428, 746).curve(470, 680, 550, 600, 612, 518).quad(570, 570, 538, 590).curve(480, 650, 430, 700, 412, 746).close())
	s.line(p.line, 0.8, at(still).to(366, 746).curve(310, 680, 220, 600, 140, 512).to(434, 746).curve(490, 680, 580, 600, 660, 508))
	flap(-8, -2, 0.86, -24, mix(p.outside, "#FFFFFF", 0.3), false)
	flap(8, -2, 0.8, 22, mix(p.outside, "#FFFFFF", 0.15), true)
}

func (s *studio) skirt(p sheet) {
	skirt := at(still).to(362, 738).quad(350, 830, 306, 908).quad(336, 904, 352, 924).quad(378, 902, 402, 922).quad(430, 900, 452, 922).quad(470, 900, 496, 904)
	skirt.quad(450, 830, 438, 738).close()
	s.ink(p.outside, p.line, 1, skirt)
	s.canvas.fill(p.fold, at(still).to(384, 744).quad(376, 840, 352, 924).quad(366, 912, 378, 911).quad(392, 830, 394, 744).close())
	s.canvas.fill(p.fold, at(still).to(412, 744).quad(424, 840, 452, 922).quad(440, 908, 430, 909).quad(410, 830, 404, 744).close())
	s.line(p.line, 0.8, at(still).to(372, 744).quad(360, 830, 330, 905).to(428, 744).quad(440, 830, 474, 904))
}

// flaps are the two sides of the paper that come around to the front and cross.
func (s *studio) flaps(p sheet) {
	left := at(still).to(358, 748).curve(280, 660, 150, 560, 70, 448).curve(130, 466, 196, 504, 262, 548).curve(336, 596, 408, 624, 460, 680).quad(448, 722, 442, 748).close()
	s.veil("#4B2F38", 0.1, at(move(0, -9)).to(70, 448).curve(130, 466, 196, 504, 262, 548).curve(336, 596, 408, 624, 460, 680).line(440, 700).line(200, 560).close())
	s.ink(p.outside, p.line, 1, left)
	s.canvas.fill(p.fold, at(still).to(360, 746).curve(300, 664, 200, 570, 132, 492).curve(210, 560, 300, 640, 380, 746).close())
	s.line(p.line, 0.8, at(still).to(386, 746).curve(350, 690, 290, 620, 236, 556).to(410, 746).curve(400, 700, 370, 650, 344, 612))
	right := at(still).to(442, 748).curve(520, 662, 652, 556, 732, 440).curve(668, 460, 602, 508, 540, 550).curve(470, 602, 398, 634, 342, 690).quad(352, 730, 358, 748).close()
	s.veil("#4B2F38", 0.12, at(move(-3, -10)).to(732, 440).curve(668, 460, 602, 508, 540, 550).curve(470, 602, 398, 634, 342, 690).line(380, 730).line(600, 560).close())
	s.ink(mix(p.outside, p.inside, 0.18), p.line, 1, right)
	s.canvas.fill(p.fold, at(still).to(440, 746).curve(500, 664, 600, 566, 668, 488).curve(590, 556, 500, 640, 420, 746).close())
	s.canvas.fill(mix(p.outside, p.fold, 0.5), at(still).to(732, 440).curve(668, 460, 602, 508, 540, 550).curve(470, 602, 398, 634, 342, 690).quad(346, 702, 349, 708).curve(416, 650, 486, 620, 556, 566).curve(618, 524, 678, 478, 732, 440).close())
	s.line(p.line, 0.8, at(still).to(412, 746).curve(440, 690, 510, 620, 562, 562).to(392, 746).curve(396, 720, 420, 680, 448, 650))
}

// ribbon is a deep tone of the leading flower's hue, or linen.
func (s *studio) ribbon() tones {
	t := s.lead().tones
	if s.lead().colour == "white" || s.lead().colour == "yellow" || s.lead().colour == "green" {
		return tones{light: "#EFE3CF", base: "#DCCAAE", mid: "#C9B391", deep: "#AF966F", line: "#8B7350"}
	}
	return tones{light: t.base, base: mix(t.mid, t.deep, 0.35), mid: t.deep, deep: mix(t.deep, t.line, 0.5), line: t.line}
}

// bow is a ribbon's knot with two loops and two tails.
func (s *studio) bow(x, y, k float64, t tones) {
	m := move(x, y).then(stretch(k, k))
	s.ink(t.mid, t.line, 0.9, at(m).to(-6, 6).curve(-16, 50, -44, 92, -62, 146).line(-46, 140).line(-36, 154).curve(-24, 104, 0, 58, 8, 8).close())
	s.ink(t.base, t.line, 0.9, at(m).to(2, 6).curve(12, 54, 26, 84, 34, 130).line(48, 120).line(62, 128).curve(52, 84, 26, 44, 14, 4).close())
	s.ink(t.mid, t.line, 0.9, at(m).to(-45, -11).line(45, -11).quad(47, 2, 44, 14).line(-44, 14).quad(-47, 2, -45, -11).close())
	s.line(t.deep, 0.8, at(m).to(-44, -3).quad(0, 0, 44, -4).to(-44, 6).quad(0, 9, 44, 5))
	for _, side := range []float64{-1, 1} {
		n := m.then(stretch(side, 1)).then(turn(-4))
		s.ink(t.base, t.line, 0.9, at(n).to(0, 0).curve(20, -36, 62, -48, 86, -30).curve(100, -14, 92, 18, 70, 22).curve(44, 24, 20, 14, 0, 4).close())
		s.canvas.fill(t.deep, at(n).to(14, -2).curve(30, -20, 58, -30, 72, -20).curve(80, -8, 74, 8, 60, 10).curve(40, 12, 26, 6, 14, -2).close())
		s.line(t.line, 0.7, at(n).to(8, -4).quad(24, -14, 40, -16).to(8, 1).quad(24, 6, 38, 8))
	}
	s.ink(t.light, t.line, 0.9, at(m).to(-13, -12).quad(0, -18, 13, -12).quad(18, 2, 13, 15).quad(0, 20, -13, 15).quad(-18, 2, -13, -12).close())
	s.line(t.mid, 0.8, at(m).to(-5, -12).quad(-8, 2, -5, 14).to(5, -12).quad(8, 2, 5, 14))
}

// twine is wound around a dried bunch a few times.
func (s *studio) twine(x, y float64) {
	m := move(x, y)
	turns := at(m)
	for i := range 6 {
		h := float64(i)*5 - 13
		turns.to(-43, h).quad(0, h+7+float64(i%2)*3, 43, h-1)
	}
	s.line("#7A5F3E", 4.6, turns)
	s.line("#C7A878", 3, turns)
	for _, width := range []struct {
		colour string
		w      float64
	}{{"#7A5F3E", 4}, {"#C7A878", 2.6}} {
		s.line(width.colour, width.w, at(m).to(0, 2).curve(-40, -40, -80, -10, -62, 12).curve(-46, 28, -16, 14, 0, 2).curve(36, -42, 80, -14, 62, 10).curve(46, 28, 16, 14, 0, 2).curve(-12, 40, -36, 70, -40, 118).to(0, 2).curve(14, 40, 26, 70, 36, 104))
	}
	s.disc("#C7A878", x, y+1, 6)
}

// letter is the card that comes with each delivery of a subscription.
func (s *studio) letter() {
	t := s.lead().tones
	m := move(596, 812).then(turn(7)).then(stretch(1.22, 1.22))
	s.veil("#4B2F38", 0.12, at(m.then(move(5, 8))).to(-86, -60).line(86, -60).line(86, 60).line(-86, 60).close())
	s.ink("#FFFEFB", "#D9CDBA", 1, at(m).to(-86, -60).line(86, -60).line(86, 60).line(-86, 60).close())
	s.line("#D9CDBA", 1, at(m).to(-78, -52).line(78, -52).line(78, 52).line(-78, 52).close())
	s.line(mix(t.line, "#FFFFFF", 0.45), 2, at(m).to(-56, -14).line(10, -14).to(-56, 4).line(22, 4).to(-56, 22).line(-8, 22))
	if h := s.lead().species.habit; h == face || h == cup {
		s.use(s.head(s.lead()), m.then(move(50, 8)).then(stretch(0.42, 0.42)), "")
	}
}
