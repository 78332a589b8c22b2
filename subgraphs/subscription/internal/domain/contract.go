// Package domain is flowers every so often: the contract with a subscriber, and the deliveries it makes due.
package domain

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/schema/money"
)

// SubscriptionStatus is where a contract stands.
type SubscriptionStatus string

// The states of a contract. CANCELLED is final; only an ACTIVE one has a next delivery.
const (
	Pending   SubscriptionStatus = "PENDING"
	Active    SubscriptionStatus = "ACTIVE"
	Paused    SubscriptionStatus = "PAUSED"
	PastDue   SubscriptionStatus = "PAST_DUE"
	Cancelled SubscriptionStatus = "CANCELLED"
)

// IsOne tells whether it is a status of the contract with clients.
func (s SubscriptionStatus) IsOne() bool {
	switch s {
	case Pending, Active, Paused, PastDue, Cancelled:
		return true
	}
	return false
}

// Cadence is how often flowers come.
type Cadence string

// The cadences that a product may offer.
const (
	Weekly   Cadence = "WEEKLY"
	Biweekly Cadence = "BIWEEKLY"
	Monthly  Cadence = "MONTHLY"
)

// IsOne tells whether it is a cadence of the contract with clients.
func (c Cadence) IsOne() bool { return c == Weekly || c == Biweekly || c == Monthly }

// Address is where, and to whom, the flowers go.
type Address struct {
	Recipient string
	Phone     string
	Postcode  string
	Line1     string
	Line2     *string
}

// How many upcoming deliveries are shown.
const (
	UpcomingDefault = 4
	UpcomingMax     = 12
)

// ContractRecord is all that is kept of a contract, and what is due of it.
type ContractRecord struct {
	ID, MemberID, ProductID string
	Status                  SubscriptionStatus
	Cadence                 Cadence
	Address                 Address
	// Price of each delivery.
	Price       money.Money
	StartedAt   time.Time
	CancelledAt *time.Time
	// NextDelivery is the day of the first delivery that is still to come and not skipped; nil where there is none.
	NextDelivery *calendar.Date
	// Upcoming are the first UpcomingMax deliveries from today on, by date.
	Upcoming []*SubscriptionDelivery
}

// SubscriptionContract is what a member subscribed to.
type SubscriptionContract struct{ r ContractRecord }

// Restore makes a contract of what was kept of it.
func Restore(r ContractRecord) *SubscriptionContract { return &SubscriptionContract{r} }

// IsEntity says that a contract is known by its id across the graph.
func (SubscriptionContract) IsEntity() {}

// ID sorts by when the contract was made.
func (c *SubscriptionContract) ID() string { return c.r.ID }

// IsFor tells whether the contract is that member's.
func (c *SubscriptionContract) IsFor(memberID string) bool { return c.r.MemberID == memberID }

// Product is what is delivered each time.
func (c *SubscriptionContract) Product() *Product { return &Product{c.r.ProductID} }

// Status is where the contract stands.
func (c *SubscriptionContract) Status() SubscriptionStatus { return c.r.Status }

// Cadence is how often flowers come.
func (c *SubscriptionContract) Cadence() Cadence { return c.r.Cadence }

// Address is where the flowers go.
func (c *SubscriptionContract) Address() *Address { return &c.r.Address }

// Price is that of each delivery.
func (c *SubscriptionContract) Price() money.Money { return c.r.Price }

// StartedAt is when the member subscribed.
func (c *SubscriptionContract) StartedAt() time.Time { return c.r.StartedAt }

// CancelledAt is when the contract ended; nil while it runs.
func (c *SubscriptionContract) CancelledAt() *time.Time { return c.r.CancelledAt }

// NextDelivery is the day on which flowers come next; nil unless the contract is active.
func (c *SubscriptionContract) NextDelivery() *calendar.Date {
	if c.r.Status != Active {
		return nil
	}
	return c.r.NextDelivery
}

// Upcoming are the next deliveries by date, skipped ones too: 4, or as many as asked for, up to 12. Any other
// number is BAD_USER_INPUT. A contract that was cancelled has none.
func (c *SubscriptionContract) Upcoming(first *int) ([]*SubscriptionDelivery, error) {
	n := UpcomingDefault
	if first != nil {
		n = *first
	}
	if n < 0 || n > UpcomingMax {
		return nil, fault.BadInput("first is a number from 0 to 12")
	}
	if c.r.Status == Cancelled {
		return []*SubscriptionDelivery{}, nil
	}
	return c.r.Upcoming[:min(n, len(c.r.Upcoming))], nil
}
