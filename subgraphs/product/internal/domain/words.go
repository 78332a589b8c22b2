// Package domain has the nouns of the product service and their rules: products, and how many there are of
// them. Its types carry the names of the SDL, and GraphQL reads them through their methods.
package domain

// ProductKind tells what is sold: flowers once, or again and again.
type ProductKind string

// The kinds.
const (
	Regular      ProductKind = "REGULAR"
	Subscription ProductKind = "SUBSCRIPTION"
)

// ProductStatus tells whether a product is sold.
type ProductStatus string

// A product begins as a draft; one that is discontinued stays so.
const (
	Draft              ProductStatus = "DRAFT"
	OnSale             ProductStatus = "ON_SALE"
	TemporarilySoldOut ProductStatus = "TEMPORARILY_SOLD_OUT"
	Discontinued       ProductStatus = "DISCONTINUED"
)

// transitions are all that a seller may do to a status.
func transitions(from ProductStatus) []ProductStatus {
	switch from {
	case Draft:
		return []ProductStatus{OnSale, TemporarilySoldOut, Discontinued}
	case OnSale:
		return []ProductStatus{TemporarilySoldOut, Discontinued}
	case TemporarilySoldOut:
		return []ProductStatus{OnSale, Discontinued}
	}
	return nil
}

// Shown tells whether everyone may see products of this status.
func (s ProductStatus) Shown() bool { return s == OnSale || s == TemporarilySoldOut }

// Availability is what shoppers are told of the stock.
type Availability string

// The availabilities; LowStock is the last few.
const (
	InStock  Availability = "IN_STOCK"
	LowStock Availability = "LOW_STOCK"
	SoldOut  Availability = "SOLD_OUT"
)

// Cadence is how often a subscription is delivered.
type Cadence string

// The cadences.
const (
	Weekly   Cadence = "WEEKLY"
	Biweekly Cadence = "BIWEEKLY"
	Monthly  Cadence = "MONTHLY"
)

// FulfilmentMethod is how flowers are handed over.
type FulfilmentMethod string

// The methods.
const (
	Delivery FulfilmentMethod = "DELIVERY"
	Pickup   FulfilmentMethod = "PICKUP"
)

// Store is known by its id only: it is the store service's.
type Store struct{ id string }

// NewStore names a store.
func NewStore(id string) *Store { return &Store{id} }

// ID of the store.
func (s *Store) ID() string { return s.id }

// IsEntity says that the graph may look it up.
func (Store) IsEntity() {}

// Member is known by its id only: it is the account service's.
type Member struct{ id string }

// NewMember names a member.
func NewMember(id string) *Member { return &Member{id} }

// ID of the member.
func (m *Member) ID() string { return m.id }

// IsEntity says that the graph may look it up.
func (Member) IsEntity() {}
