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
		limit := 1
		if len(order) == 1 {
			limit = 3
		} else if len(order) == 2 || i == 0 && len(order) == 3 {
			limit = 2
		}
		for _, colour := range colours[:min(limit, len(colours))] {
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
}

func (s *studio) lead() cast { return s.players[0] }

func (s *studio) head(who cast, back bool) string {
	key := who.species.id + who.colour
	t := who.tones
	if back {
		key += "/back"
		t = tones{mix(t.light, t.mid, 0.4), mix(t.base, t.mid, 0.6), mix(t.mid, t.deep, 0.45), mix(t.deep, t.line, 0.25), t.line, t.ground}
	}
	if name, ok := s.heads[key]; ok {
		return name
	}
	name := s.define(func() { who.species.draw(s.canvas, t, chanceOf(key)) })
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

type sprigKind string

func (s *studio) sprig(kind string, back bool) string {
	key := kind
	if back {
		key += "/back"
	}
	if name, ok := s.sprigs[key]; ok {
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
	if back {
		g = g.shaded()
	}
	name := s.define(func() { draw(s.canvas, g, chanceOf(key)) })
	s.sprigs[key] = name
	return name
}

// dome is where the flowers of an arrangement stand: an ellipse, and the point to which their stems run.
type dome struct {
	x, y, rx, ry float64
	bindX, bindY float64
	hero         float64 // the scale of the representative flower
	low          float64 // how far around the sides flowers go, in degrees from the top
	green        float64 // how far greenery reaches over the edge, 1 is usual
}

type bloom struct {
	who     cast
	x, y, k float64
	lean    float64
	back    bool
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
	if !leadIsRound && lead.species.habit != cloud {
		tall = append([]cast{lead}, tall...)
	}
	if !leadIsRound && lead.species.habit == cloud {
		filler = append([]cast{lead}, filler...)
	}
	unit := d.rx / 250
	if len(tall) > 0 {
		angles := []float64{-52, 50, -27, 29, 2}
		for i, a := range angles {
			who := tall[i%len(tall)]
			x, y := at(a+s.about(4), 1.02)
			k := (1.5 + 0.06*float64(i)) * unit * who.species.size
			s.use(s.head(who, i < 2), move(x, y).then(turn(lean(x, y)*0.8)).then(stretch(k, k)), "")
		}
	}
	if len(filler) > 0 {
		for i, a := range []float64{-84, 82, -58, 60, -22, 26, 0} {
			who := filler[i%len(filler)]
			x, y := at(a+s.about(5), 0.86)
			k := 1.28 * unit * who.species.size
			if (i%2 == 0) && who.species.habit == spray {
				s.use(s.head(who, false), move(x, y).then(turn(lean(x, y)*0.7)).then(stretch(-k, k)), "")
				continue
			}
			s.use(s.head(who, false), move(x, y).then(turn(lean(x, y)*0.8)).then(stretch(k, k)), "")
		}
	}
	ring := func(angles []float64, far, k float64, who func(int) cast, back bool) []bloom {
		var blooms []bloom
		for i, a := range angles {
			if math.Abs(a) > d.low {
				continue
			}
			w := who(i)
			x, y := at(a+s.about(5), far+s.about(0.045))
			size := k * unit * w.species.size * s.between(0.93, 1.07)
			tilt := lean(x, y)*0.75 + s.about(8)
			if w.species.habit == face {
				tilt = s.about(40)
			}
			blooms = append(blooms, bloom{w, x, y, size, tilt, back})
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
		rounds = append(append([]cast{}, filler...), tall...)
	}
	outer := ring([]float64{-118, -90, -62, -36, -12, 14, 38, 64, 91, 119}, 0.92, 1.02, func(i int) cast { return rounds[(i+1)%len(rounds)] }, true)
	inner := ring([]float64{-128, -84, -42, 2, 45, 86, 130}, 0.55, 1.26, func(i int) cast {
		if i%2 == 1 && len(leads) > 0 {
			return leads[(i/2)%len(leads)]
		}
		return rounds[i%len(rounds)]
	}, false)
	if !leadIsRound && len(focal) == 0 {
		// Only spikes or clouds: they fill the dome by themselves.
		s.mass(d, lead, unit)
		return
	}
	for _, blooms := range [][]bloom{outer, inner} {
		sort.SliceStable(blooms, func(i, k int) bool { return blooms[i].y < blooms[k].y })
		for _, b := range blooms {
			s.place(b)
		}
		if len(filler) > 0 && !blooms[0].back {
			continue
		}
		s.tuck(d, lean, at)
	}
	if leadIsRound {
		k := d.hero * lead.species.size
		s.place(bloom{lead, d.x + s.about(d.rx*0.07), d.y + d.ry*0.2, k, s.about(7), false})
	}
}

// tuck puts single sprigs between the flowers, so that green shows through.
func (s *studio) tuck(d dome, lean func(x, y float64) float64, at func(a, far float64) (float64, float64)) {
	for i, a := range []float64{-72, 70, -26, 30} {
		if (int(s.next() % 3)) == 0 {
			continue
		}
		x, y := at(a+s.about(8), 0.42)
		k := s.between(0.62, 0.8) * d.rx / 250
		s.use(s.sprig(s.leaves(i), false), move(x, y).then(turn(lean(x, y)+s.about(12))).then(stretch(k, k)), "")
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
	if h := b.who.species.habit; h == face || h == cup {
		s.veil("#4B2F38", 0.13, ellipse(at(still), b.x+2*b.k, b.y+7*b.k, 48*b.k, 46*b.k))
	}
	s.use(s.head(b.who, b.back), move(b.x, b.y).then(turn(b.lean)).then(stretch(b.k, b.k)), "")
}

// mass fills a dome with a flower that has no face: a bunch of spikes, or of clouds.
func (s *studio) mass(d dome, who cast, unit float64) {
	for row, count := range []int{6, 5, 4} {
		far := []float64{0.62, 0.3, 0.02}[row]
		for i := range count {
			a := (float64(i)/float64(count-1)*2 - 1) * (72 - float64(row)*8)
			mine := s.players[(row+i)%len(s.players)]
			p := polar(1, a+s.about(4))
			x, y := d.x+p.x*d.rx*(far+0.2), d.y+p.y*d.ry*far+d.ry*0.14*float64(row)
			k := (1.5 + 0.1*float64(row)) * unit * mine.species.size
			lean := math.Atan2(x-d.bindX, d.bindY-y) * 180 / math.Pi * 0.8
			flip := k
			if mine.species.habit == spray && a < 0 {
				flip = -k
			}
			s.use(s.head(mine, row == 0 && who.species.habit != cloud), move(x, y).then(turn(lean)).then(stretch(flip, k)), "")
		}
	}
}

// foliage is the green behind everything, like a collar.
func (s *studio) foliage(d dome) {
	for i, a := range []float64{-104, 102, -80, 79, -58, 57, -37, 36, -14, 16} {
		if math.Abs(a) > d.low+6 {
			continue
		}
		p := polar(1, a+s.about(4))
		x, y := d.x+p.x*d.rx*0.62, d.y+p.y*d.ry*0.62
		k := s.between(0.86, 1.06) * d.green * d.rx / 250
		lean := a*0.86 + s.about(5)
		s.use(s.sprig(s.leaves(i/2+i), i < 6), move(x, y).then(turn(lean)).then(stretch(k, k)), "")
	}
}
