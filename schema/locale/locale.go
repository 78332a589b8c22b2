// Package locale is the language that a text is wanted in. Korean comes first, English beside it.
package locale

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Locale is KO or EN.
type Locale string

// The languages of the marketplace.
const (
	KO Locale = "KO"
	EN Locale = "EN"
)

// MarshalGQL writes the locale as an enum value.
func (l Locale) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(l))) }

// UnmarshalGQL reads an enum value.
func (l *Locale) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	switch Locale(s) {
	case KO, EN:
		*l = Locale(s)
		return nil
	}
	return fmt.Errorf("%v is not a locale (KO or EN)", v)
}

type key struct{}

// With says which language the caller reads.
func With(ctx context.Context, l Locale) context.Context { return context.WithValue(ctx, key{}, l) }

// From is the language the caller reads; Korean where nothing was said.
func From(ctx context.Context) Locale {
	if l, ok := ctx.Value(key{}).(Locale); ok {
		return l
	}
	return KO
}

// Pick is the text in the language asked for, or else in the caller's.
func Pick(ctx context.Context, asked *Locale, ko, en string) string {
	l := From(ctx)
	if asked != nil {
		l = *asked
	}
	if l == EN && en != "" {
		return en
	}
	return ko
}

// Accepted reads an Accept-Language header: EN where English is named before Korean, else KO. Weights are
// not looked at: whoever sends them names the preferred language first.
func Accepted(header string) Locale {
	for part := range strings.SplitSeq(header, ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "ko"):
			return KO
		case strings.HasPrefix(tag, "en"):
			return EN
		}
	}
	return KO
}
