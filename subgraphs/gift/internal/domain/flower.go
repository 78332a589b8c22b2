package domain

import (
	"context"

	"github.com/blooming-blooms/bloom/schema/catalogue"
	language "github.com/blooming-blooms/bloom/schema/locale"
)

// Flower points at a flower of the catalogue.
type Flower struct{ id string }

// ID is the flower's.
func (f *Flower) ID() string { return f.id }

// IsEntity says that a flower is known by its id across the graph.
func (Flower) IsEntity() {}

// FlowerMeaning is a row of the catalogue: what a flower says.
type FlowerMeaning struct{ row catalogue.Meaning }

// Colour is the one in which the flower says so; nil for every colour.
func (m *FlowerMeaning) Colour() *string { return m.row.Colour }

// Text is what it says, in the language asked for, or else the reader's.
func (m *FlowerMeaning) Text(ctx context.Context, locale *language.Locale) string {
	return language.Pick(ctx, locale, m.row.KO, m.row.EN)
}

// Tone tells whether it is good to be told so.
func (m *FlowerMeaning) Tone() catalogue.Tone { return m.row.Tone }
