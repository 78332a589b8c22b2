package domain

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/catalogue"
)

// Bounds of what a seller may say.
const (
	MaxName        = 60
	MaxDescription = 4000
	MaxTags        = 7
	MinPrice       = 100        // won
	MaxPrice       = 10_000_000 // won
)

// trim takes away the space around texts.
func (c *Content) trim() {
	c.Name, c.Description = strings.TrimSpace(c.Name), strings.TrimSpace(c.Description)
}

// check says all that is wrong at once, so that a form can show it all.
func (c Content) check() error {
	return errors.Join(c.checkWords(), c.checkFlowers(), c.checkKind(), c.checkMethods())
}

func (c Content) checkWords() error {
	var wrong []error
	if n := utf8.RuneCountInString(c.Name); n > MaxName || c.Name == "" || !plain(c.Name, false) {
		wrong = append(wrong, fault.Invalid("상품 이름은 1자에서 60자까지예요.", "The name has 1 to 60 characters.", "name"))
	}
	if n := utf8.RuneCountInString(c.Description); n > MaxDescription || c.Description == "" || !plain(c.Description, true) {
		wrong = append(wrong, fault.Invalid("설명은 1자에서 4,000자까지예요.", "The description has 1 to 4,000 characters.", "description"))
	}
	if p := c.Price.Amount(); p < MinPrice || p > MaxPrice {
		wrong = append(wrong, fault.Invalid("가격은 100원에서 1,000만 원까지예요.", "The price is from 100 to 10,000,000 won.", "price"))
	}
	return errors.Join(wrong...)
}

// plain tells whether a text has no control characters; lines tells whether it may be broken into lines.
func plain(s string, lines bool) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r == 0x7f || r < ' ' && !(lines && (r == '\n' || r == '\r' || r == '\t'))
	})
}

func (c Content) checkFlowers() error {
	if len(c.FlowerIDs) == 0 {
		return fault.New("NO_FLOWERS", "flowerIds")
	}
	known := func(id string) bool { _, ok := catalogue.All().Flower(id); return ok }
	if !distinct(c.FlowerIDs) || !all(c.FlowerIDs, known) {
		return fault.Invalid("꽃 목록에 모르는 꽃이나 겹친 꽃이 있어요.", "There is an unknown flower, or one twice.", "flowerIds")
	}
	if !slices.Contains(c.FlowerIDs, c.RepresentativeFlowerID) {
		return fault.New("NOT_ITS_FLOWER", "representativeFlowerId")
	}
	return nil
}

func (c Content) checkKind() error {
	var wrong []error
	switch c.Kind {
	case Regular:
		if len(c.Cadences) > 0 {
			wrong = append(wrong, fault.New("NOT_FOR_SUBSCRIPTION", "cadences"))
		}
		if _, ok := catalogue.All().Category(c.CategoryID); !ok {
			wrong = append(wrong, fault.Invalid("카테고리를 골라 주세요.", "Please choose a category.", "categoryId"))
		}
		known := func(id string) bool { _, ok := catalogue.All().Tag(id); return ok }
		switch {
		case len(c.TagIDs) > MaxTags:
			wrong = append(wrong, fault.New("TOO_MANY_TAGS", "tagIds"))
		case !distinct(c.TagIDs) || !all(c.TagIDs, known):
			wrong = append(wrong, fault.Invalid("태그 목록에 모르는 태그나 겹친 태그가 있어요.", "There is an unknown tag, or one twice.", "tagIds"))
		}
	case Subscription:
		if c.CategoryID != "" {
			wrong = append(wrong, fault.New("NOT_FOR_SUBSCRIPTION", "categoryId"))
		}
		if len(c.TagIDs) > 0 {
			wrong = append(wrong, fault.New("NOT_FOR_SUBSCRIPTION", "tagIds"))
		}
		known := func(d Cadence) bool { return d == Weekly || d == Biweekly || d == Monthly }
		if len(c.Cadences) == 0 || !distinct(c.Cadences) || !all(c.Cadences, known) {
			wrong = append(wrong, fault.Invalid("배송 주기를 하나 이상 골라 주세요.", "Please choose at least one cadence.", "cadences"))
		}
	default:
		wrong = append(wrong, fault.Invalid("상품 종류를 골라 주세요.", "Please choose the kind.", "kind"))
	}
	return errors.Join(wrong...)
}

func (c Content) checkMethods() error {
	known := func(m FulfilmentMethod) bool { return m == Delivery || m == Pickup }
	if len(c.FulfilmentMethods) == 0 || !distinct(c.FulfilmentMethods) || !all(c.FulfilmentMethods, known) {
		return fault.Invalid("받는 방법을 하나 이상 골라 주세요.", "Please choose at least one way of fulfilment.", "fulfilmentMethods")
	}
	return nil
}

func all[T any](list []T, is func(T) bool) bool {
	return !slices.ContainsFunc(list, func(v T) bool { return !is(v) })
}

func distinct[T comparable](list []T) bool {
	for i, v := range list {
		if slices.Contains(list[:i], v) {
			return false
		}
	}
	return true
}
