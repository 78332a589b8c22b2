package illustration

import "fmt"

// CardDesign is a design of gift card that a giver can choose.
type CardDesign struct{ ID, NameKO, NameEN string }

// Cards lists the designs in the order in which they are offered.
func Cards() []CardDesign {
	return []CardDesign{
		{"crd_camellia", "동백", "Camellia"},
		{"crd_linen", "리넨", "Linen"},
		{"crd_morning", "아침", "Morning"},
		{"crd_letter", "편지", "Letter"},
		{"crd_garland", "화관", "Garland"},
		{"crd_snow", "첫눈", "First snow"},
	}
}

// Card is the picture of a card design. The view box is 600 by 400. An unknown design is an error.
func Card(id string) ([]byte, error) {
	for _, design := range Cards() {
		if design.ID == id {
			c := newCanvas(prefix(id))
			drawCard(c, id, chanceOf(id))
			return c.svg(600, 400, design.NameEN), nil
		}
	}
	return nil, fmt.Errorf("draw card: no design %q", id)
}

func drawCard(c *canvas, id string, r *chance) {
	ground := func(colour string) { c.write(`<path d="M0 0h600v400h-600z" fill="`, colour, `"/>`) }
	bloom := func(draw func(*canvas, tones, *chance), colour string) string {
		t, _ := hue(colour)
		return c.define(func() { draw(c, t, r) })
	}
	put := func(name string, x, y, d, k float64) {
		c.use(name, move(x, y).then(turn(d)).then(stretch(k, k)), "")
	}
	frame := func(colour string) {
		c.line(colour, 1.2, at(still).to(22, 22).line(578, 22).line(578, 378).line(22, 378).close())
	}
	switch id {
	case "crd_camellia":
		ground("#A93459")
		sprig := c.define(func() { ruscus(c, green{"#7E9A78", "#5F7F5F", "#4A6A4D", "#31503A"}, r) })
		flower := c.define(func() { camelliaFlower(c, r) })
		put(sprig, 80, 420, 28, 1.5)
		put(sprig, 210, 430, 66, 1.25)
		put(sprig, -10, 300, 8, 1.3)
		put(flower, 96, 318, 0, 1.75)
		put(flower, 246, 372, 60, 1.15)
		put(flower, 30, 178, 30, 0.9)
		frame("#D98CA5")
	case "crd_linen":
		ground("#EFE7DA")
		weave := at(still)
		for i := range 60 {
			weave.to(float64(i)*10+3+r.about(1), 0).line(float64(i)*10+3+r.about(1), 400)
		}
		for i := range 40 {
			weave.to(0, float64(i)*10+4+r.about(1)).line(600, float64(i)*10+4+r.about(1))
		}
		c.line("#E4D9C8", 1, weave)
		sprig := c.define(func() { eucalyptus(c, grey(), r) })
		put(sprig, 470, 336, -42, 0.86)
		put(sprig, 482, 336, 30, 0.96)
		put(sprig, 476, 332, -8, 1.26)
		t, _ := hue("white")
		put(c.define(func() { anemone(c, t, r) }), 474, 262, 0, 0.62)
		c.line("#A98F68", 3, at(still).to(452, 306).quad(476, 314, 500, 304).to(453, 312).quad(476, 320, 499, 310))
	case "crd_morning":
		ground("#FBEADB")
		c.disc("#F7CFA9", 420, 300, 150)
		c.disc("#FADFC4", 420, 300, 108)
		t, _ := hue("coral")
		tulips := c.define(func() { tulip(c, t, r) })
		for _, f := range []struct{ x, y, d, k float64 }{{330, 190, -10, 0.9}, {510, 204, 11, 0.82}, {424, 140, 2, 1.15}} {
			c.line(stemGreen, 5, at(still).to(f.x, f.y+40*f.k).quad(f.x, 330, f.x+(420-f.x)*0.3, 420))
			put(tulips, f.x, f.y, f.d, f.k)
		}
		leaf(c, fresh(), strap, move(380, 420).then(turn(-22)).then(stretch(-1.2, 1.2)))
		leaf(c, fresh().shaded(), strap, move(462, 420).then(turn(20)).then(stretch(1.25, 1.25)))
		leaf(c, fresh(), strap, move(430, 425).then(turn(4)).then(stretch(0.9, 0.9)))
	case "crd_letter":
		ground("#E9E6EF")
		c.veil("#3F3550", 0.12, at(move(6, 10)).to(150, 96).line(450, 96).line(450, 304).line(150, 304).close())
		c.ink("#FFFDF8", "#CDC4D6", 1.2, at(still).to(150, 96).line(450, 96).line(450, 304).line(150, 304).close())
		c.line("#CDC4D6", 1.2, at(still).to(150, 304).line(272, 190).to(450, 304).line(328, 190))
		c.ink("#F6F1EA", "#CDC4D6", 1.2, at(still).to(150, 96).line(450, 96).line(312, 214).quad(300, 222, 288, 214).close())
		violet, _ := hue("purple")
		sprig := c.define(func() { fern(c, fresh(), r) })
		put(sprig, 300, 230, -32, 0.62)
		put(sprig, 300, 230, 30, 0.62)
		flower := c.define(func() { anemone(c, violet, r) })
		put(flower, 300, 214, 0, 0.86)
	case "crd_garland":
		ground("#EEF0E4")
		sprig := c.define(func() { ruscus(c, fresh(), r) })
		grow := c.define(func() { eucalyptus(c, grey(), r) })
		for i := range 26 {
			d := float64(i) * 360 / 26
			p := polar(126+r.about(5), d)
			name, k := sprig, 0.44+r.about(0.05)
			if i%2 == 1 {
				name, k = grow, 0.4+r.about(0.04)
			}
			out := []float64{62, 84, 104}[i%3]
			put(name, 300+p.x, 200+p.y, d+out, k)
		}
		roses, small, daisy := bloom(rose, "pink"), bloom(ranunculus, "white"), bloom(anemone, "white")
		for _, f := range []struct {
			name string
			d, k float64
		}{{daisy, 251, 0.36}, {daisy, 207, 0.5}, {small, 231, 0.6}, {daisy, 124, 0.4}, {small, 148, 0.54}, {roses, 181, 0.8}, {roses, 28, 0.46}, {small, 48, 0.38}, {daisy, 10, 0.3}} {
			p := polar(134, f.d)
			put(f.name, 300+p.x, 200+p.y, f.d, f.k)
		}
	case "crd_snow":
		ground("#DCE5EC")
		c.fill("#EDF2F5", at(still).to(0, 330).curve(120, 290, 240, 340, 360, 320).curve(460, 304, 540, 330, 600, 312).line(600, 400).line(0, 400).close())
		var flakes, small []point
		for range 70 {
			flakes = append(flakes, point{r.between(0, 600), r.between(0, 330)})
			small = append(small, point{r.between(0, 600), r.between(0, 400)})
		}
		c.dots("#F7FAFB", 5, flakes)
		c.dots("#FFFFFF", 2.6, small)
		cloudy := bloom(babysBreath, "white")
		sprig := c.define(func() { eucalyptus(c, green{"#C5D3CF", "#A9BEBB", "#8BA4A3", "#6A8686"}, r) })
		put(sprig, 150, 350, -40, 1)
		put(sprig, 156, 352, 36, 1.05)
		put(cloudy, 156, 218, 2, 1.55)
		white := bloom(camelliaWhite, "white")
		put(white, 206, 344, 24, 0.62)
		put(white, 146, 330, 0, 0.98)
	}
}

// camelliaFlower is the shop's own flower, red with a crown of yellow stamens.
func camelliaFlower(c *canvas, r *chance) {
	camelliaOf(c, tones{"#E58C97", "#D3566E", "#BE3F5C", "#98284A", "#701A37", ""}, r)
}

func camelliaWhite(c *canvas, t tones, r *chance) { camelliaOf(c, t, r) }

func camelliaOf(c *canvas, t tones, r *chance) {
	for layer, k := range []float64{1, 0.82} {
		for i := range 5 {
			d := float64(i)*72 + float64(layer)*36 + r.about(3)
			p := petal{length: 52 * k, width: 54 * k, belly: 0.62, tip: 0.85, foot: 0.4, notch: 0.05}
			body := mix(t.base, t.mid, 0.6*float64(1-layer))
			c.ink(body, t.line, 0.7, p.draw(at(turn(d))))
		}
	}
	c.disc("#F0C65A", 0, 0, 13)
	c.dots("#F9E39A", 3, wreathOf(16, 12, 0))
	c.dots("#D59B2E", 2.2, seeds(16, 9))
}
