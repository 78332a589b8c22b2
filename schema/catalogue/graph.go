package catalogue

import (
	"context"

	"github.com/blooming-blooms/bloom/schema/locale"
)

// IsEntity says that the graph may look it up.
func (Flower) IsEntity() {}

// IsEntity says that the graph may look it up.
func (Category) IsEntity() {}

// IsEntity says that the graph may look it up.
func (Tag) IsEntity() {}

// Name is what the flower is called in the language asked for, or else in the caller's.
func (f Flower) Name(ctx context.Context, locale *locale.Locale) string {
	return pick(ctx, locale, f.KO, f.EN)
}

// Meaning is the first POSITIVE one that holds for every colour; nil where there is none.
func (f Flower) Meaning(ctx context.Context, locale *locale.Locale) *string {
	for _, m := range f.Meanings {
		if m.Colour == nil && m.Tone == Positive {
			text := m.Text(ctx, locale)
			return &text
		}
	}
	return nil
}

// Text is the meaning in words.
func (m Meaning) Text(ctx context.Context, locale *locale.Locale) string {
	return pick(ctx, locale, m.KO, m.EN)
}

// Name is what the category is called.
func (c Category) Name(ctx context.Context, locale *locale.Locale) string {
	return pick(ctx, locale, c.KO, c.EN)
}

// Name is what the tag is called.
func (t Tag) Name(ctx context.Context, locale *locale.Locale) string {
	return pick(ctx, locale, t.KO, t.EN)
}

// pick is locale.Pick under a name that the parameters, which are called as in the SDL, do not hide.
func pick(ctx context.Context, asked *locale.Locale, ko, en string) string {
	return locale.Pick(ctx, asked, ko, en)
}
