// Package domain is gifts: the cards they come with, and the letters written on them in the language of
// flowers.
package domain

import (
	"context"

	language "github.com/blooming-blooms/bloom/schema/locale"
)

// CardDesign is a card that a giver can choose.
type CardDesign struct{ id, ko, en, imageURL string }

// NewCardDesign makes a design with its name in both languages.
func NewCardDesign(id, ko, en, imageURL string) *CardDesign { return &CardDesign{id, ko, en, imageURL} }

// IsEntity says that a design is known by its id across the graph.
func (CardDesign) IsEntity() {}

// ID is the design's own.
func (c *CardDesign) ID() string { return c.id }

// Name is what people call it, in the language asked for, or else the reader's.
func (c *CardDesign) Name(ctx context.Context, locale *language.Locale) string {
	return language.Pick(ctx, locale, c.ko, c.en)
}

// ImageURL is where its picture is served; clients resolve it against their origin.
func (c *CardDesign) ImageURL() string { return c.imageURL }
