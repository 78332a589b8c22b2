// Package illustration draws the house's pictures as SVG: portraits of the flowers, arrangements for products, and
// the designs of gift cards. It is pure: the same input gives the same bytes, always.
package illustration

import (
	"fmt"
	"hash/fnv"
	"strconv"
)

// Flower is the portrait of one flower of the house ("flw_rose") in a colour of the catalogue, or in its typical one
// when colour is "". The view box is 400 by 400. An unknown flower, or a colour it does not come in, is an error.
func Flower(id, colour string) ([]byte, error) {
	s, ok := find(id)
	if !ok {
		return nil, fmt.Errorf("draw flower: no flower %q", id)
	}
	if colour == "" {
		colour = s.typical()
	}
	if s.colour(colour) != colour {
		return nil, fmt.Errorf("draw flower: no %s %s", colour, id)
	}
	t, ok := hue(colour)
	if !ok {
		return nil, fmt.Errorf("draw flower: no colour %q", colour)
	}
	c := newCanvas(prefix(id + "/" + colour))
	portrait(c, s, t, chanceOf(id))
	return c.svg(400, 400, s.en), nil
}

// prefix makes the ids of one picture its own, so that many can stand in one page.
func prefix(seed string) string {
	h := fnv.New32a()
	h.Write([]byte(seed))
	return "b" + strconv.FormatUint(uint64(h.Sum32()), 36) + "-"
}
