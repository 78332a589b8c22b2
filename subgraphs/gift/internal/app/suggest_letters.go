// Package app is what can be done with gifts.
package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/domain"
)

// Products tell which flowers a product is made of.
type Products interface {
	// Flowers are those of a product, the representative one first; none where the product is not known.
	Flowers(ctx context.Context, productID string) ([]string, error)
}

// LetterInput is what a letter is asked for: of a flower, or of what a product is made of.
type LetterInput struct {
	ProductID, FlowerID *string
	Colour              *string
	RecipientTagID      string
	OccasionTagID       *string
	From, To            *string
	Tone                *domain.LetterTone
	Language            *locale.Locale
}

// SuggestLetters writes three letters in the language asked for, or else the reader's. Where both are given the
// flower counts, not the product; neither, or one that is not known, is BAD_USER_INPUT.
func SuggestLetters(ctx context.Context, products Products, in LetterInput) (*domain.LetterSuggestions, error) {
	flower, err := flowerOf(ctx, products, given(in.FlowerID), given(in.ProductID))
	if err != nil {
		return nil, err
	}
	language := locale.From(ctx)
	if in.Language != nil {
		language = *in.Language
	}
	letter := domain.Letter{
		Flower: flower, Colour: strings.ToLower(strings.TrimSpace(given(in.Colour))), Recipient: in.RecipientTagID, Occasion: given(in.OccasionTagID),
		From: given(in.From), To: given(in.To), Tone: given(in.Tone), Language: language,
	}
	return letter.Suggest()
}

func flowerOf(ctx context.Context, products Products, flowerID, productID string) (catalogue.Flower, error) {
	all := catalogue.All()
	switch {
	case flowerID != "":
		if f, ok := all.Flower(flowerID); ok {
			return f, nil
		}
		return catalogue.Flower{}, fault.BadInput("flowerId is not a flower of the catalogue")
	case productID == "":
		return catalogue.Flower{}, fault.BadInput("a letter is written of a flowerId or of a productId")
	case !id.Is("prd", productID):
		return catalogue.Flower{}, fault.BadInput("productId is not a product")
	}
	flowers, err := products.Flowers(ctx, productID)
	if err != nil {
		return catalogue.Flower{}, fmt.Errorf("flowers of a product: %w", err)
	}
	for _, of := range flowers {
		if f, ok := all.Flower(of); ok {
			return f, nil
		}
	}
	return catalogue.Flower{}, fault.BadInput("productId is not a product with flowers")
}

func given[T any](v *T) T {
	if v == nil {
		var none T
		return none
	}
	return *v
}
