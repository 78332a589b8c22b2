package illustration

// box is a round hat box, seen a little from above, full to the rim.
func (s *studio) box() {
	s.table(890, 400, 240)
	boards := []tones{
		{light: "#FFFDF8", base: "#F5EDE0", mid: "#E6DAC8", line: "#BBAA92"},
		{light: "#F7E4E0", base: "#EDCFCB", mid: "#DDB8B4", line: "#B58A88"},
		{light: "#DDE4D6", base: "#C6D1BC", mid: "#B0BDA4", line: "#82927A"},
		{light: "#8D7468", base: "#775F54", mid: "#634D43", line: "#4A382F"},
		{light: "#E4E0EA", base: "#D0CADB", mid: "#BCB4CA", line: "#8F86A1"},
	}
	b := boards[chanceOf(s.a.Seed+"/board").pick(len(boards))]
	// The lid leans behind.
	lid := move(632, 742).then(turn(68))
	s.ink(b.mid, b.line, 1.1, at(lid).to(-140, 0).curve(-140, 40, -140, 44, -138, 52).curve(-90, 92, 90, 92, 138, 52).curve(140, 44, 140, 40, 140, 0).close())
	s.ink(b.light, b.line, 1.1, ellipse(at(lid), 0, 0, 140, 48))
	s.line(b.mid, 1.2, ellipse(at(lid), 0, 0, 122, 39))
	s.ink(b.mid, b.line, 1.1, ellipse(at(still), 400, 604, 232, 74))
	front := at(still).to(168, 612).curve(220, 700, 580, 700, 632, 612).line(622, 818).curve(580, 906, 220, 906, 178, 818).close()
	s.ink(b.base, b.line, 1.1, front)
	s.canvas.fill(b.mid, at(still).to(520, 668).curve(574, 656, 612, 640, 632, 612).line(622, 818).curve(608, 846, 570, 866, 512, 876).close())
	s.line(b.light, 3, at(still).to(172, 622).curve(228, 706, 572, 706, 628, 622))
	s.line(b.line, 0.9, at(still).to(171, 636).curve(226, 722, 574, 722, 629, 636))
	t := s.ribbon()
	s.ink(t.base, t.line, 0.9, at(still).to(174, 722).curve(228, 806, 572, 806, 626, 722).line(625, 754).curve(572, 838, 228, 838, 175, 754).close())
	s.canvas.fill(t.mid, at(still).to(520, 777).curve(574, 766, 610, 746, 626, 722).line(625, 754).curve(610, 778, 574, 798, 518, 809).close())
	s.bow(330, 790, 0.66, t)
	s.fill(dome{x: 400, y: 504, rx: 226, ry: 152, bindX: 400, bindY: 900, hero: 2.05, low: 180, green: 0.78, lift: 66})
}
