package app

import (
	"github.com/blooming-blooms/bloom/internal/illustration"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/domain"
)

// Cards are the designs that a giver can choose from, in the order in which they are offered. mediaURL is the
// prefix of the addresses at which pictures are served.
type Cards struct{ designs []*domain.CardDesign }

// NewCards takes the house's designs.
func NewCards(mediaURL string) *Cards {
	c := &Cards{}
	for _, d := range illustration.Cards() {
		c.designs = append(c.designs, domain.NewCardDesign(d.ID, d.NameKO, d.NameEN, mediaURL+"/cards/"+d.ID+".svg"))
	}
	return c
}

// All are all of them.
func (c *Cards) All() []*domain.CardDesign { return c.designs }

// ByID gives the design with each id at its place; nil where there is none.
func (c *Cards) ByID(ids []string) []*domain.CardDesign {
	found := make([]*domain.CardDesign, len(ids))
	for i, id := range ids {
		for _, d := range c.designs {
			if d.ID() == id {
				found[i] = d
			}
		}
	}
	return found
}
