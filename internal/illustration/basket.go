package illustration

// basket is woven, with a handle that arches over the flowers.
func (s *studio) basket() {
	s.table(880, 400, 260)
	t := tones{light: "#E3C79B", base: "#CFAB78", mid: "#B98F5C", deep: "#9A7346", line: "#75542F"}
	if chanceOf(s.a.Seed+"/basket").pick(2) == 0 {
		t = tones{light: "#F4ECDD", base: "#E5D8C2", mid: "#D1C0A4", deep: "#B7A384", line: "#8F7B5D"}
	}
	handle := func() *shape { return at(still).to(176, 640).curve(150, 60, 650, 60, 624, 640) }
	s.line(t.line, 25, handle())
	s.line(t.base, 22.6, handle())
	s.write(`<path d="`, handle().String(), `" fill="none" stroke="`, t.deep, `" stroke-width="22" stroke-dasharray="3 19" stroke-linecap="butt"/>`)
	body := func() *shape {
		return at(still).to(160, 626).curve(168, 720, 186, 800, 214, 866).quad(220, 880, 236, 880).line(564, 880).quad(580, 880, 586, 866).curve(614, 800, 632, 720, 640, 626).quad(400, 668, 160, 626).close()
	}
	s.ink(t.mid, t.line, 1.2, body())
	strand := s.define(func() {
		s.ink(t.base, t.line, 0.7, at(still).to(2, 2).quad(22, -4, 42, 2).line(42, 17).quad(22, 23, 2, 17).close())
		s.line(t.light, 1.6, at(still).to(9, 5).quad(22, 2, 35, 5))
	})
	weave := s.define(func() {
		for _, row := range []struct{ y, from float64 }{{0, 0}, {21, 23}} {
			for x := row.from; x < 500; x += 46 {
				s.use(strand, move(x, row.y), "")
			}
		}
	})
	clip := s.prefix + "basket"
	s.write(`<clipPath id="`, clip, `">`)
	s.path(body(), "")
	s.write(`</clipPath>`)
	s.group(`clip-path="url(#`+clip+`)"`, func() {
		for y := 640.0; y < 880; y += 42 {
			s.use(weave, move(148, y), "")
		}
		s.veil(t.line, 0.16, at(still).to(520, 640).curve(512, 740, 496, 820, 470, 890).line(660, 890).line(660, 620).close())
	})
	s.line(t.line, 1.2, body())
	s.line(t.line, 25, at(still).to(156, 632).quad(400, 676, 644, 632))
	s.line(t.base, 22.6, at(still).to(156, 632).quad(400, 676, 644, 632))
	braid := at(still)
	for i := range 24 {
		part := float64(i) / 23
		x := 160 + 480*part
		y := 634 + 84*part*(1-part)
		braid.to(x-5, y+9).quad(x-2, y-4, x+7, y-9)
	}
	s.line(t.deep, 1.8, braid)
	s.fill(dome{x: 400, y: 524, rx: 256, ry: 178, bindX: 400, bindY: 920, hero: 2, low: 106, green: 0.92, lift: 56})
	s.bow(196, 664, 0.62, s.ribbon())
}
