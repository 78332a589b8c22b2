package domain

import (
	"errors"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/money"
)

// Product is what is sold, apart from how many there are. It never changes: a change makes another one.
type Product struct{ r Record }

// Record is all that is kept of a product.
type Record struct {
	ID      string
	Version int64
	StoreID string
	Status  ProductStatus
	Content
	LikeCount, ReviewCount, RatingSum int
	CreatedAt, UpdatedAt              time.Time

	// Availability and Sold are the stock's, as it was when the product was read; they are not kept with it.
	Availability Availability
	Sold         int
}

// Content is what a seller says of a product.
type Content struct {
	Kind                   ProductKind
	Name, Description      string
	Price                  money.Money
	FlowerIDs              []string
	RepresentativeFlowerID string
	// CategoryID and TagIDs are a REGULAR product's, Cadences a SUBSCRIPTION's.
	CategoryID        string
	TagIDs            []string
	Cadences          []Cadence
	FulfilmentMethods []FulfilmentMethod
}

// Change is what to make different; what is nil stays.
type Change struct {
	Name, Description      *string
	Price                  *money.Money
	FlowerIDs              []string
	RepresentativeFlowerID *string
	CategoryID             *string
	TagIDs                 []string
	Cadences               []Cadence
	FulfilmentMethods      []FulfilmentMethod
	Status                 *ProductStatus
}

// NewProduct makes a draft, or says all that is wrong with its content.
func NewProduct(id, storeID string, c Content, now time.Time) (*Product, error) {
	c.trim()
	if err := c.check(); err != nil {
		return nil, err
	}
	now = now.UTC().Truncate(time.Millisecond) // what a document's date can hold
	return &Product{Record{ID: id, Version: 1, StoreID: storeID, Status: Draft, Content: c,
		CreatedAt: now, UpdatedAt: now, Availability: SoldOut}}, nil
}

// Restore is the product that was kept.
func Restore(r Record) *Product {
	if r.Availability == "" {
		r.Availability = SoldOut // what has no stock is not sold
	}
	return &Product{r}
}

// Record is what to keep of it.
func (p *Product) Record() Record { return p.r }

// Changed is the product after a change, one version on; or all that is wrong with the change.
func (p *Product) Changed(c Change, now time.Time) (*Product, error) {
	r := p.r
	set(&r.Name, c.Name)
	set(&r.Description, c.Description)
	set(&r.Price, c.Price)
	set(&r.RepresentativeFlowerID, c.RepresentativeFlowerID)
	set(&r.CategoryID, c.CategoryID)
	setList(&r.FlowerIDs, c.FlowerIDs)
	setList(&r.TagIDs, c.TagIDs)
	setList(&r.Cadences, c.Cadences)
	setList(&r.FulfilmentMethods, c.FulfilmentMethods)
	var refused error
	if c.Status != nil && *c.Status != r.Status {
		if !slices.Contains(transitions(r.Status), *c.Status) {
			refused = fault.New("BAD_TRANSITION", "status")
		}
		r.Status = *c.Status
	}
	r.trim()
	if err := errors.Join(refused, r.check()); err != nil {
		return nil, err
	}
	r.Version++
	r.UpdatedAt = now.UTC().Truncate(time.Millisecond)
	return &Product{r}, nil
}

func set[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func setList[T any](to *[]T, v []T) {
	if v != nil {
		*to = v
	}
}

// Stocked is the product as its stock stands; nil is no stock at all, which is sold out.
func (p *Product) Stocked(s *Stock) *Product {
	r := p.r
	r.Availability, r.Sold = SoldOut, 0
	if s != nil {
		r.Availability, r.Sold = s.Availability(), s.Sold()
	}
	return &Product{r}
}

// IsEntity says that the graph may look it up.
func (Product) IsEntity() {}

// ID of the product.
func (p *Product) ID() string { return p.r.ID }

// Version counts the changes of the document; it also grows when somebody likes the product.
func (p *Product) Version() int64 { return p.r.Version }

// StoreID is whose it is.
func (p *Product) StoreID() string { return p.r.StoreID }

// Store is whose it is.
func (p *Product) Store() *Store { return &Store{p.r.StoreID} }

// Kind of the product.
func (p *Product) Kind() ProductKind { return p.r.Kind }

// Name as the seller gave it.
func (p *Product) Name() string { return p.r.Name }

// Description as the seller gave it.
func (p *Product) Description() string { return p.r.Description }

// Price of one.
func (p *Product) Price() money.Money { return p.r.Price }

// Status of the product.
func (p *Product) Status() ProductStatus { return p.r.Status }

// Availability when it was read.
func (p *Product) Availability() Availability { return p.r.Availability }

// Sold is how many were sold when it was read.
func (p *Product) Sold() int { return p.r.Sold }

// FlowerIDs are those of its flowers.
func (p *Product) FlowerIDs() []string { return p.r.FlowerIDs }

// Flowers in it.
func (p *Product) Flowers() []*catalogue.Flower {
	flowers := make([]*catalogue.Flower, 0, len(p.r.FlowerIDs))
	for _, id := range p.r.FlowerIDs {
		if f, ok := catalogue.All().Flower(id); ok {
			flowers = append(flowers, &f)
		}
	}
	return flowers
}

// RepresentativeFlower is the one that it is shown by.
func (p *Product) RepresentativeFlower() *catalogue.Flower {
	f, ok := catalogue.All().Flower(p.r.RepresentativeFlowerID)
	if !ok {
		return nil
	}
	return &f
}

// CategoryID is "" for a subscription.
func (p *Product) CategoryID() string { return p.r.CategoryID }

// Category is what it is made as; nil for a subscription.
func (p *Product) Category() *catalogue.Category {
	c, ok := catalogue.All().Category(p.r.CategoryID)
	if !ok {
		return nil
	}
	return &c
}

// TagIDs are those of its tags.
func (p *Product) TagIDs() []string { return p.r.TagIDs }

// Tags that it is found by.
func (p *Product) Tags() []*catalogue.Tag {
	tags := make([]*catalogue.Tag, 0, len(p.r.TagIDs))
	for _, id := range p.r.TagIDs {
		if t, ok := catalogue.All().Tag(id); ok {
			tags = append(tags, &t)
		}
	}
	return tags
}

// Cadences that a subscription can have.
func (p *Product) Cadences() []Cadence { return slices.Clip(p.r.Cadences) }

// FulfilmentMethods by which it is handed over.
func (p *Product) FulfilmentMethods() []FulfilmentMethod { return slices.Clip(p.r.FulfilmentMethods) }

// LikeCount is how many members like it.
func (p *Product) LikeCount() int { return p.r.LikeCount }

// ReviewCount is how many reviews it has.
func (p *Product) ReviewCount() int { return p.r.ReviewCount }

// RatingSum is the sum of all ratings.
func (p *Product) RatingSum() int { return p.r.RatingSum }

// AverageRating is from 1 to 5; nil without reviews.
func (p *Product) AverageRating() *float64 { return Average(p.r.RatingSum, p.r.ReviewCount) }

// Average of n ratings, to two digits; nil where there is none.
func Average(sum, n int) *float64 {
	if n == 0 {
		return nil
	}
	average := float64((sum*100+n/2)/n) / 100
	return &average
}

// CreatedAt is when it was made.
func (p *Product) CreatedAt() time.Time { return p.r.CreatedAt }

// UpdatedAt is when its seller last changed it.
func (p *Product) UpdatedAt() time.Time { return p.r.UpdatedAt }
