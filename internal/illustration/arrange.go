package illustration

import (
	"math"
	"slices"
	"sort"
)

// cast is a flower in one colour, as it takes part in an arrangement.
type cast struct {
	species species
	tones   tones
	colour  string
}

// players chooses who appears, the representative first, in which colours: at most seven, so that a picture stays
// small and calm.
func (a Arrangement) players() []cast {
	order := make([]string, 0, len(a.Flowers)+1)
	for _, id := range append([]string{a.Representative}, a.Flowers...) {
		if _, ok := find(id); ok && !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	if len(order) == 0 {
		order = []string{"flw_rose"}
	}
	if len(order) > 5 {
		order = order[:5]
	}
	var players []cast
	seen := map[string]int{}
	for i, id := range order {
		s, _ := find(id)
		var colours []string
		for _, colour := range a.Colours {
			if s.colour(colour) == colour && !slices.Contains(colours, colour) {
				colours = append(colours, colour)
			}
		}
		switch {
		case len(colours) > 0:
		case len(a.Colours) > 0 && s.colour("white") == "white":
			colours = []string{"white"}
		default:
			colours = []string{s.typical()}
		}
		// Each takes the colour that is seen least so far, so that all of a product's colours are seen.
		sort.SliceStable(colours, func(i, k int) bool { return seen[colours[i]] < seen[colours[k]] })
		limit := 1
		if len(order) == 1 {
			limit = 3
		} else if len(order) == 2 || i == 0 && len(order) == 3 {
			limit = 2
		}
		for _, colour := range colours[:min(limit, len(colours))] {
			seen[colour]++
			t, _ := hue(colour)
			if a.Form == Dried {
				t = t.dried()
			}
			players = append(players, cast{s, t, colour})
		}
	}
	return players
}

// studio draws an arrangement: it keeps the flowers that are defined already.
type studio struct {
	*canvas
	*chance
	a       Arrangement
	players []cast
	heads   map[string]string
	sprigs  map[string]string
	ground  string
	dims    bool // whether the filter of what stands behind is written
}

func (s *studio) lead() cast { return s.players[0] }

func (s *studio) head(who cast) string {
	key := who.species.id + who.colour
	if name, ok := s.heads[key]; ok {
		return name
	}
	name := s.define(func() { who.species.draw(s.canvas, who.tones, chanceOf(key)) })
	s.heads[key] = name
	return name
}

func (s *studio) greens() green {
	g := fresh()
	if s.a.Form == Dried {
		g = g.dried()
	}
	return g
}

func (s *studio) sprig(kind string) string {
	if name, ok := s.sprigs[kind]; ok {
		return name
	}
	g, draw := s.greens(), ruscus
	switch kind {
	case "eucalyptus":
		draw = eucalyptus
		if g = grey(); s.a.Form == Dried {
			g = g.dried()
		}
	case "fern":
		draw = fern
	case "hare":
		draw = hareTail
	}
	name := s.define(func() { draw(s.canvas, g, chanceOf(kind)) })
	s.sprigs[kind] = name
	return name
}

// dim draws what stands behind, a little darker and warmer: depth without a second set of drawings.
func (s *studio) dim(draw func()) {
	if !s.dims {
		s.dims = true
		s.write(`<filter id="`, s.prefix, `dim" color-interpolation-filters="sRGB"><feColorMatrix values=".97 0 0 0 0 0 .95 0 0 0 0 0 .935 0 0 0 0 0 1 0"/></filter>`)
	}
	s.group(`filter="url(#`+s.prefix+`dim)"`, draw)
}

// dome is where the flowers of an arrangement stand: an ellipse, and the point to which their stems run.
type dome struct {
	x, y, rx, ry float64
	bindX, bindY float64
	hero         float64 // the scale of the representative flower
	low          float64 // how far around the sides flowers go, in degrees from the top
	green        float64 // how far greenery reaches over the edge, 1 is usual
	lift         float64 // how much higher long stems must stand so that they end inside a vessel
}

type bloom struct {
	who     cast
	x, y, k float64
	lean    float64
	flip    bool
}

// fill draws the greenery and the flowers of a dome, from the back to the front.
func (s *studio) fill(d dome) {
	var focal, tall, filler []cast
	for i, who := range s.players {
		switch {
		case i == 0:
		case who.species.habit == spike || who.species.id == "flw_phalaenopsis":
			tall = append(tall, who)
		case who.species.habit == cloud || who.species.habit == spray:
			filler = append(filler, who)
		default:
			focal = append(focal, who)
		}
	}
	lead := s.lead()
	leadIsRound := lead.species.habit == face || lead.species.habit == cup
	s.foliage(d)
	at := func(angle, far float64) (float64, float64) {
		p := polar(1, angle)
		return d.x + p.x*d.rx*far, d.y + p.y*d.ry*far
	}
	lean := func(x, y float64) float64 {
		return math.Atan2(x-d.bindX, d.bindY-y) * 180 / math.Pi
	}
	// Tall ones first: they stand behind and reach over the edge.
	if lead.species.habit == spike || lead.species.habit == spray && len(focal) > 0 {
		tall = append([]cast{lead}, tall...)
	}
	if !leadIsRound && lead.species.habit == cloud {
		filler = append([]cast{lead}, filler...)
	}
	unit := d.rx / 250
	around := s.about(7)
	if len(tall) > 0 {
		angles := []float64{-52, 50, -27, 29, 2}
		for i, a := range angles {
			who := tall[i%len(tall)]
			x, y := at(a+s.about(4), 1.02)
			k := (1.5 + 0.06*float64(i)) * unit * who.species.size
			s.use(s.head(who), move(x, y).then(turn(lean(x, y)*0.8)).then(stretch(k, k)), "")
		}
	}
	if len(filler) > 0 {
		for i, a := range []float64{-84, 82, -58, 60, -22, 26, 0} {
			who := filler[i%len(filler)]
			x, y := at(a+s.about(5), 0.86)
			k := 1.28 * unit * who.species.size
			if (i%2 == 0) && who.species.habit == spray {
				s.use(s.head(who), move(x, y).then(turn(lean(x, y)*0.7)).then(stretch(-k, k)), "")
				continue
			}
			s.use(s.head(who), move(x, y).then(turn(lean(x, y)*0.8)).then(stretch(k, k)), "")
		}
	}
	ring := func(angles []float64, far, k, reach float64, who func(int) cast) []bloom {
		var blooms []bloom
		for i, a := range angles {
			if math.Abs(a) > d.low+reach {
				continue
			}
			w := who(i)
			x, y := at(a+around+s.about(5), far+s.about(0.045))
			size := k * unit * w.species.size * s.between(0.93, 1.07)
			tilt := lean(x, y)*0.75 + s.about(8)
			if w.species.habit == face {
				tilt = s.about(40)
			}
			flip := w.species.habit == spray && x < d.x
			if flip {
				tilt, size = tilt+30, size*1.2
			} else if w.species.habit == spray {
				tilt, size = tilt-30, size*1.2
			}
			blooms = append(blooms, bloom{w, x, y, size, tilt, flip})
		}
		return blooms
	}
	rounds := append([]cast{}, focal...)
	var leads []cast
	for _, who := range s.players {
		if who.species.id == lead.species.id && leadIsRound {
			leads = append(leads, who)
		}
	}
	if len(rounds) == 0 || len(focal) > 0 && focal[0].species.id == lead.species.id {
		rounds = append(leads, focal...)
	}
	if len(rounds) == 0 {
		rounds = append(append([]cast{}, s.players...), filler...)
	}
	outer := ring([]float64{-118, -90, -62, -36, -12, 14, 38, 64, 91, 119}, 0.92, 1.02, 0, func(i int) cast {
		if i%5 == 1 && len(leads) > 0 {
			return leads[(i/5)%len(leads)]
		}
		return rounds[(i+1)%len(rounds)]
	})
	inner := ring([]float64{-128, -84, -42, 2, 45, 86, 130}, 0.55, 1.26, 26, func(i int) cast {
		if i%2 == 0 && len(leads) > 0 {
			return leads[(i/2)%len(leads)]
		}
		return rounds[i%len(rounds)]
	})
	if !leadIsRound && lead.species.habit != spray && len(focal) == 0 {
		// Only spikes or clouds: they fill the dome by themselves.
		s.mass(d, lead, unit)
		return
	}
	for _, blooms := range [][]bloom{outer, inner} {
		sort.SliceStable(blooms, func(i, k int) bool { return blooms[i].y < blooms[k].y })
	}
	s.dim(func() {
		for _, b := range outer {
			s.place(b)
		}
	})
	if len(filler) == 0 {
		s.tuck(d, lean, at)
	}
	for _, b := range inner {
		s.place(b)
	}
	// In front stands the representative one; when it is a spike or a cloud, the best of the round ones instead.
	star, k := lead, d.hero
	if !leadIsRound && len(focal) > 0 {
		star, k = focal[0], d.hero*0.84
	}
	if star.species.habit == spray {
		k *= 0.8
	}
	if star.species.habit == face || star.species.habit == cup || star.species.habit == spray {
		s.place(bloom{star, d.x + s.about(d.rx*0.13), d.y + d.ry*s.between(0.22, 0.3), k * star.species.size, s.about(8), false})
	}
}

// tuck puts single sprigs between the flowers, so that green shows through.
func (s *studio) tuck(d dome, lean func(x, y float64) float64, at func(a, far float64) (float64, float64)) {
	for i, a := range []float64{-66, 64, -24, 27} {
		if (int(s.next() % 3)) == 0 {
			continue
		}
		x, y := at(a+s.about(8), 0.5)
		k := s.between(0.5, 0.66) * d.rx / 250
		s.use(s.sprig(s.leaves(i)), move(x, y).then(turn(lean(x, y)+s.about(12))).then(stretch(k, k)), "")
	}
}

// leaves says which greenery this picture has: two kinds, by its seed.
func (s *studio) leaves(i int) string {
	sets := [][2]string{{"eucalyptus", "ruscus"}, {"ruscus", "fern"}, {"eucalyptus", "fern"}}
	set := sets[chanceOf(s.a.Seed+"/leaves").pick(3)]
	if s.a.Form == Dried {
		set = [2]string{"hare", "eucalyptus"}
	}
	return set[i%2]
}

// place draws a flower with the soft shade it throws on those behind it.
func (s *studio) place(b bloom) {
	if b.who.species.round() {
		s.veil("#4B2F38", 0.13, ellipse(at(still), b.x+2*b.k, b.y+7*b.k, 48*b.k, 46*b.k))
	}
	across := b.k
	if b.flip {
		across = -b.k
	}
	s.use(s.head(b.who), move(b.x, b.y).then(turn(b.lean)).then(stretch(across, b.k)), "")
}

// mass fills a dome with a flower that has no face: a bunch of spikes, or of clouds.
func (s *studio) mass(d dome, who cast, unit float64) {
	for row, count := range []int{6, 5, 4} {
		far := []float64{0.62, 0.3, 0.02}[row]
		for i := range count {
			a := (float64(i)/float64(count-1)*2 - 1) * (72 - float64(row)*8)
			mine := s.players[(row+i)%len(s.players)]
			p := polar(1, a+s.about(4))
			x, y := d.x+p.x*d.rx*(far+0.2), d.y-d.lift+p.y*d.ry*far+d.ry*0.14*float64(row)
			k := (1.5 + 0.1*float64(row)) * unit * mine.species.size
			lean := math.Atan2(x-d.bindX, d.bindY-y) * 180 / math.Pi * 0.8
			s.use(s.head(mine), move(x, y).then(turn(lean)).then(stretch(k, k)), "")
		}
	}
}

// foliage is the green behind everything, like a collar.
func (s *studio) foliage(d dome) {
	behind := func(angles []float64, far, size float64) {
		for i, a := range angles {
			if math.Abs(a) > d.low+6 {
				continue
			}
			p := polar(1, a+s.about(4))
			x, y := d.x+p.x*d.rx*far, d.y+p.y*d.ry*far
			k := s.between(0.9, 1.1) * size * d.green * d.rx / 250
			s.use(s.sprig(s.leaves(i/2+i)), move(x, y).then(turn(a*0.86+s.about(5))).then(stretch(k, k)), "")
		}
	}
	// Dark leaves fill the middle, so that between two flowers one sees into green and not through to the wall.
	g := s.greens()
	bulges := scallop(13, 1, 0.86)
	for i, p := range bulges {
		bulges[i] = point{d.x + p.x*d.rx*0.7, d.y + d.ry*0.04 + p.y*d.ry*0.68}
	}
	s.canvas.fill(mix(g.deep, g.base, 0.3), soft(at(still), bulges))
	if d.low < 130 {
		// Under the flowers, where paper or rim would else be bare.
		for i, a := range []float64{-126, 124, -150, 148} {
			p := polar(1, a)
			k := 0.62 * d.green * d.rx / 250
			s.use(s.sprig(s.leaves(i/2)), move(d.x+p.x*d.rx*0.3, d.y+d.ry*0.3).then(turn(a*0.86+s.about(6))).then(stretch(k, k)), "")
		}
	}
	s.dim(func() { behind([]float64{-104, 102, -72, 70, -46, 47, -20, 22}, 0.6, 1) })
	behind([]float64{-88, 87, -58, 59, -32, 31, 0}, 0.62, 0.86)
	behind([]float64{-100, 96, -52, 50, -4}, 0.1, 0.66)
}
