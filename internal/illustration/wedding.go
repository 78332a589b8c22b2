package illustration

// wedding is a round, hand-tied bouquet: stems below, a wide band, long ends of silk.
func (s *studio) wedding() {
	silk := tones{light: "#FFFEFB", base: "#FAF4E9", mid: "#EBE0CE", deep: "#D8C9B1", line: "#B3A084"}
	g := s.greens()
	for i, x := range []float64{-66, 60, -44, 42, -24, 20, 0} {
		tone := stemGreen
		if i%2 == 0 {
			tone = g.deep
		}
		stem := func() *shape {
			return at(still).to(400+x*1.2, 560).curve(400+x*0.5, 640, 400+x*0.34, 690, 400-x*0.2, 760).line(400-x*1.0, 890+float64(i%3)*9)
		}
		s.line(leafLine, 11, stem())
		s.line(tone, 9.4, stem())
	}
	s.fill(dome{x: 400, y: 392, rx: 212, ry: 206, bindX: 400, bindY: 760, hero: 1.8, low: 180, green: 0.86})
	for _, side := range []float64{-1, 1} {
		m := move(400, 700).then(stretch(side, 1))
		tail := at(m).to(4, 0).curve(40, 70, 10, 130, 52, 250).line(62, 238).line(78, 248).curve(38, 140, 66, 70, 26, -6).close()
		s.ink(silk.mid, silk.line, 0.9, tail)
		s.line(silk.deep, 0.9, at(m).to(18, 6).curve(52, 80, 24, 140, 62, 232))
	}
	s.ink(silk.base, silk.line, 1, at(still).to(356, 640).curve(366, 680, 368, 720, 360, 752).quad(400, 764, 440, 752).curve(432, 720, 434, 680, 444, 640).quad(400, 656, 356, 640).close())
	s.canvas.fill(silk.mid, at(still).to(418, 649).curve(412, 690, 412, 720, 418, 757).quad(430, 756, 440, 752).curve(432, 720, 434, 680, 444, 640).close())
	s.line(silk.deep, 1, at(still).to(360, 662).quad(400, 680, 440, 656).to(364, 688).quad(400, 704, 437, 682).to(364, 714).quad(400, 730, 437, 708).to(362, 738).quad(400, 752, 439, 732))
	s.bow(400, 700, 0.72, silk)
}
