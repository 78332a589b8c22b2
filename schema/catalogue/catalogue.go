// Package catalogue is the vocabulary of the marketplace: its flowers with what they mean, its categories and
// its tags. It is the same for every service and changes with a release, so it is built in.
package catalogue

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
)

// Tone of a meaning.
type Tone string

// What a meaning may be to whoever receives the flower.
const (
	Positive Tone = "POSITIVE"
	Mixed    Tone = "MIXED"
	Negative Tone = "NEGATIVE"
)

// Kind of a tag.
type Kind string

// What a tag may tell of a product.
const (
	Recipient Kind = "RECIPIENT"
	Occasion  Kind = "OCCASION"
	Mood      Kind = "MOOD"
	Colour    Kind = "COLOUR"
)

// Flower is a kind of flower. Colours and Seasons are English words in lower case; Months are 1 to 12.
type Flower struct {
	ID       string    `json:"id"`
	KO       string    `json:"ko"`
	EN       string    `json:"en"`
	Aliases  []string  `json:"aliases"`
	Colours  []string  `json:"colours"`
	Seasons  []string  `json:"seasons"`
	Months   []int     `json:"months"`
	Meanings []Meaning `json:"meanings"`
}

// Meaning is what a flower says in the language of flowers: in every colour where Colour is nil.
type Meaning struct {
	Colour *string `json:"colour"`
	KO     string  `json:"ko"`
	EN     string  `json:"en"`
	Tone   Tone    `json:"tone"`
}

// HoldsFor tells whether the meaning is one of the flower in that colour; "" is no colour in particular.
func (m Meaning) HoldsFor(colour string) bool {
	return m.Colour == nil || *m.Colour == colour
}

// Category is what a product is made as.
type Category struct {
	ID string `json:"id"`
	KO string `json:"ko"`
	EN string `json:"en"`
}

// Tag is a word that products are found by.
type Tag struct {
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	KO   string `json:"ko"`
	EN   string `json:"en"`
}

// Catalogue is all of the vocabulary, in the order in which it is shown. Whoever reads it must not change it.
type Catalogue struct {
	Flowers    []Flower   `json:"flowers"`
	Categories []Category `json:"categories"`
	Tags       []Tag      `json:"tags"`
}

//go:embed catalogue.json
var source []byte

// All is the catalogue; it is read once.
var All = sync.OnceValue(func() *Catalogue {
	var c Catalogue
	if err := json.Unmarshal(source, &c); err != nil {
		panic("catalogue: " + err.Error()) // the file is embedded above
	}
	return &c
})

// Flower is the one with that id.
func (c *Catalogue) Flower(id string) (Flower, bool) {
	return find(c.Flowers, func(f Flower) bool { return f.ID == id })
}

// Category is the one with that id.
func (c *Catalogue) Category(id string) (Category, bool) {
	return find(c.Categories, func(k Category) bool { return k.ID == id })
}

// Tag is the one with that id.
func (c *Catalogue) Tag(id string) (Tag, bool) {
	return find(c.Tags, func(t Tag) bool { return t.ID == id })
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}
