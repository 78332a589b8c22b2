package illustration

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

const (
	flowerLimit  = 15 << 10
	bouquetLimit = 64 << 10
	cardLimit    = 24 << 10
	// drawnLimit is of elements, each use counted with all that it shows: what a picture costs every browser that
	// shows it, on the thread that should answer to the shopper.
	drawnLimit = 4000
)

var (
	idPattern        = regexp.MustCompile(`\bid="([^"]*)"`)
	referencePattern = regexp.MustCompile(`(?:href="#|url\(#)([^")]*)[")]`)
	outlinePattern   = regexp.MustCompile(`\bd="([^"]*)"`)
)

// checkPicture fails the test unless the bytes are one well-formed, self-contained SVG with a title.
func checkPicture(t *testing.T, name string, picture []byte, limit int) {
	t.Helper()
	if len(picture) > limit {
		t.Errorf("%s has %d bytes, more than %d", name, len(picture), limit)
	}
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	elements := map[string]int{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
		}
	}
	if elements["svg"] != 1 || elements["title"] != 1 {
		t.Errorf("%s has %d svg and %d title elements", name, elements["svg"], elements["title"])
	}
	for _, foreign := range []string{"script", "image", "foreignObject", "style"} {
		if elements[foreign] > 0 {
			t.Errorf("%s has a %s element", name, foreign)
		}
	}
	if strings.Count(string(picture), "http") != 1 {
		t.Errorf("%s refers to something outside", name)
	}
	if strings.Contains(string(picture), "NaN") || strings.Contains(string(picture), "Inf") {
		t.Errorf("%s has a coordinate that is no number", name)
	}
	defined := map[string]bool{}
	for _, id := range idsOf(picture) {
		if defined[id] {
			t.Errorf("%s defines %s twice", name, id)
		}
		defined[id] = true
	}
	for _, reference := range referencePattern.FindAllSubmatch(picture, -1) {
		if !defined[string(reference[1])] {
			t.Errorf("%s uses %s, which it does not define", name, reference[1])
		}
	}
}

type element struct {
	ID       string    `xml:"id,attr"`
	Href     string    `xml:"href,attr"`
	Children []element `xml:",any"`
}

func checkDrawn(t *testing.T, a Arrangement) {
	t.Helper()
	limit := drawnLimit
	if a.Form == Wreath { // three arrangements, one over the other
		limit *= 3
	}
	if n := drawn(t, Bouquet(a)); n > limit {
		t.Errorf("form %d of %v is drawn of %d elements, more than %d", a.Form, a.Flowers, n, limit)
	}
}

// drawn counts the elements of a picture as a browser has them: each use has a copy of its own of what it shows.
func drawn(t *testing.T, picture []byte) int {
	t.Helper()
	var root element
	if err := xml.Unmarshal(picture, &root); err != nil {
		t.Fatal(err)
	}
	defined := map[string]*element{}
	var note func(*element)
	note = func(e *element) {
		if e.ID != "" {
			defined["#"+e.ID] = e
		}
		for i := range e.Children {
			note(&e.Children[i])
		}
	}
	note(&root)
	var count func(*element) int
	count = func(e *element) int {
		n := 1
		if shown := defined[e.Href]; shown != nil {
			n += count(shown)
		}
		for i := range e.Children {
			n += count(&e.Children[i])
		}
		return n
	}
	return count(&root)
}

func idsOf(picture []byte) []string {
	var ids []string
	for _, match := range idPattern.FindAllSubmatch(picture, -1) {
		ids = append(ids, string(match[1]))
	}
	return ids
}

func mustFlower(t *testing.T, id, colour string) []byte {
	t.Helper()
	picture, err := Flower(id, colour)
	if err != nil {
		t.Fatalf("draw %s in %q: %v", id, colour, err)
	}
	return picture
}

func TestEveryFlowerIsDrawnInEveryColour(t *testing.T) {
	if n := len(house()); n != 22 {
		t.Fatalf("the house has %d flowers, want 22", n)
	}
	seen := map[string]bool{}
	for _, s := range house() {
		if seen[s.id] {
			t.Errorf("%s is listed twice", s.id)
		}
		seen[s.id] = true
		for _, colour := range s.colours {
			checkPicture(t, s.id+" in "+colour, mustFlower(t, s.id, colour), flowerLimit)
		}
		if !bytes.Equal(mustFlower(t, s.id, ""), mustFlower(t, s.id, s.typical())) {
			t.Errorf("%s without a colour is not drawn in its typical one", s.id)
		}
	}
}

func TestUnknownFlowersAndColoursAreErrors(t *testing.T) {
	for _, asked := range [][2]string{{"", ""}, {"flw_dandelion", ""}, {"flw_rose", "mauve"}, {"flw_sunflower", "blue"}} {
		if picture, err := Flower(asked[0], asked[1]); err == nil {
			t.Errorf("Flower(%q, %q) drew %d bytes, want an error", asked[0], asked[1], len(picture))
		}
	}
}

// A peony is not a rose in another colour: two flowers drawn in the same tones share no outlines to speak of.
func TestFlowersDifferInShape(t *testing.T) {
	tone, _ := hue("pink")
	outlines := map[string]map[string]bool{}
	for _, s := range house() {
		c := newCanvas("x")
		s.draw(c, tone, chanceOf(s.id))
		drawing := c.svg(1, 1, "")
		outlines[s.id] = map[string]bool{}
		for _, match := range outlinePattern.FindAllSubmatch(drawing, -1) {
			outlines[s.id][string(match[1])] = true
		}
		if len(outlines[s.id]) < 2 {
			t.Errorf("%s has only %d outlines", s.id, len(outlines[s.id]))
		}
	}
	for a, mine := range outlines {
		for b, theirs := range outlines {
			if a >= b {
				continue
			}
			shared := 0
			for outline := range mine {
				if theirs[outline] {
					shared++
				}
			}
			if shared*10 > min(len(mine), len(theirs)) {
				t.Errorf("%s and %s share %d outlines", a, b, shared)
			}
		}
	}
}

func forms() []Form {
	return []Form{Wrapped, Basket, Single, Box, Vase, Wreath, Plant, Dried, Wedding, Subscription}
}

func TestEveryFlowerLeadsEveryForm(t *testing.T) {
	for _, form := range forms() {
		for i, s := range house() {
			a := Arrangement{Seed: fmt.Sprintf("prd_%d_%d", form, i), Flowers: []string{s.id}, Representative: s.id, Colours: s.colours, Form: form}
			checkPicture(t, fmt.Sprintf("form %d of %s", form, s.id), Bouquet(a), bouquetLimit)
			checkDrawn(t, a)
		}
	}
}

func TestMixedArrangements(t *testing.T) {
	all := house()
	for i := range all {
		var flowers, colours []string
		for k := range 4 {
			s := all[(i*3+k*5)%len(all)]
			flowers = append(flowers, s.id)
			colours = append(colours, s.colours[k%len(s.colours)])
		}
		for _, form := range forms() {
			a := Arrangement{Seed: fmt.Sprintf("prd_%d", i), Flowers: flowers, Representative: flowers[1], Colours: colours[:2], Form: form}
			// Four kinds of flower in one picture are rare in the catalogue; they may weigh a little more.
			checkPicture(t, fmt.Sprintf("form %d of %v", form, flowers), Bouquet(a), bouquetLimit*5/4)
			checkDrawn(t, a)
		}
	}
}

func TestTheSameProductGivesTheSamePicture(t *testing.T) {
	a := Arrangement{Seed: "prd_1", Flowers: []string{"flw_rose", "flw_stock"}, Representative: "flw_rose", Colours: []string{"pink", "white"}}
	for _, form := range forms() {
		a.Form = form
		a.Seed = "prd_1"
		first := Bouquet(a)
		if !bytes.Equal(first, Bouquet(a)) {
			t.Errorf("form %d is drawn differently the second time", form)
		}
		a.Seed = "prd_2"
		other := Bouquet(a)
		if bytes.Equal(first, other) {
			t.Errorf("form %d is the same for two products", form)
		}
		mine := map[string]bool{}
		for _, id := range idsOf(first) {
			mine[id] = true
		}
		for _, id := range idsOf(other) {
			if mine[id] {
				t.Errorf("form %d: two pictures on one page would share the id %s", form, id)
			}
		}
	}
}

func TestAnArrangementOfNothingIsStillAPicture(t *testing.T) {
	for _, a := range []Arrangement{
		{},
		{Seed: "<&\">", Flowers: []string{"flw_none", "<script>"}, Representative: "nobody", Colours: []string{"mauve"}, Form: Form(99)},
		{Seed: "prd_1", Representative: "flw_lily", Colours: []string{"blue"}},
	} {
		checkPicture(t, fmt.Sprintf("%+v", a), Bouquet(a), bouquetLimit)
	}
}

func TestEachColourIsSeen(t *testing.T) {
	a := Arrangement{Flowers: []string{"flw_rose", "flw_carnation"}, Representative: "flw_rose", Colours: []string{"red", "white"}}
	seen := map[string]bool{}
	for _, who := range a.players() {
		seen[who.colour] = true
	}
	if !seen["red"] || !seen["white"] {
		t.Errorf("of red and white only %v are drawn", seen)
	}
	if lead := a.players()[0]; lead.species.id != "flw_rose" || lead.colour != "red" {
		t.Errorf("the lead is %s %s, want the representative in the first colour", lead.colour, lead.species.id)
	}
}

func TestGroundIsThatOfThePicture(t *testing.T) {
	for _, s := range house() {
		for _, colour := range s.colours {
			ground := Ground([]string{s.id}, []string{colour})
			picture := Bouquet(Arrangement{Seed: "prd_1", Flowers: []string{s.id}, Representative: s.id, Colours: []string{colour}})
			if !bytes.Contains(picture, []byte(`<path d="M0 0h800v1000h-800z" fill="`+ground+`"/>`)) {
				t.Errorf("%s in %s: the picture does not stand on %s", s.id, colour, ground)
			}
		}
	}
}

func TestEachCategoryHasItsForm(t *testing.T) {
	seen := map[Form]string{}
	for _, category := range []string{"cat_bouquet", "cat_basket", "cat_single", "cat_box", "cat_vase", "cat_wreath", "cat_plant", "cat_dried", "cat_wedding"} {
		form := FormOf(category)
		if other, ok := seen[form]; ok {
			t.Errorf("%s and %s are drawn in the same form", category, other)
		}
		seen[form] = category
	}
}

func TestCards(t *testing.T) {
	if len(Cards()) != 6 {
		t.Errorf("%d card designs, want 6", len(Cards()))
	}
	for _, design := range Cards() {
		picture, err := Card(design.ID)
		if err != nil {
			t.Errorf("draw %s: %v", design.ID, err)
			continue
		}
		checkPicture(t, design.ID, picture, cardLimit)
		if design.NameKO == "" || design.NameEN == "" {
			t.Errorf("%s has no name", design.ID)
		}
	}
	if _, err := Card("crd_none"); err == nil {
		t.Error("an unknown design is drawn")
	}
}
