// Package domain is what a flower shop is: where it is, when it is open, where it delivers, and who runs it.
package domain

import (
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/schema/money"
)

// StoreStatus is where a store stands.
type StoreStatus string

// The states of a store. Shoppers see those that are Open or Paused; only an open one takes orders.
const (
	PendingApproval StoreStatus = "PENDING_APPROVAL"
	Open            StoreStatus = "OPEN"
	Paused          StoreStatus = "PAUSED"
	Suspended       StoreStatus = "SUSPENDED"
	Rejected        StoreStatus = "REJECTED"
)

// Shown are the states in which shoppers see a store.
func Shown() []StoreStatus { return []StoreStatus{Open, Paused} }

// Store is a flower shop.
type Store struct{ state State }

// State is all of a store, for whoever keeps it.
type State struct {
	ID            string
	Slug          string
	Name          string
	Description   string
	Phone         string
	Address       PostalAddress
	Location      GeoPoint
	Status        StoreStatus
	Hours         []fulfilment.Hours
	Special       []fulfilment.Special
	Rule          fulfilment.SlotRule
	Areas         []fulfilment.Area
	Sellers       []string
	FollowerCount int
	CreatedAt     time.Time
}

// PostalAddress is where a shop is.
type PostalAddress struct {
	Postcode string
	Line1    string
	Line2    *string
}

// GeoPoint is a place, in degrees (WGS 84).
type GeoPoint struct{ Latitude, Longitude float64 }

// Valid tells whether there is such a place.
func (p GeoPoint) Valid() bool {
	return p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180
}

// Restore makes a store of what was kept.
func Restore(s State) *Store { return &Store{s} }

// State is what is to be kept.
func (s *Store) State() State { return s.state }

// ID is the store's id.
func (s *Store) ID() string { return s.state.ID }

// Slug is the store's name in addresses of pages; unique.
func (s *Store) Slug() string { return s.state.Slug }

// Name is what is written over the door.
func (s *Store) Name() string { return s.state.Name }

// Description is the store in its own words.
func (s *Store) Description() string { return s.state.Description }

// Phone is the shop's, as it was written.
func (s *Store) Phone() string { return s.state.Phone }

// Address is where the shop is.
func (s *Store) Address() PostalAddress { return s.state.Address }

// Location is where the shop is on a map.
func (s *Store) Location() GeoPoint { return s.state.Location }

// Status is where the store stands.
func (s *Store) Status() StoreStatus { return s.state.Status }

// FollowerCount is how many members follow the store.
func (s *Store) FollowerCount() int { return s.state.FollowerCount }

// SlotRule says how long slots are and how much fits in one.
func (s *Store) SlotRule() fulfilment.SlotRule { return s.state.Rule }

// SellerIDs are the members who run the store.
func (s *Store) SellerIDs() []string { return slices.Clone(s.state.Sellers) }

// IsEntity says that a store is known by its id across the graph.
func (Store) IsEntity() {}

// IsShown tells whether shoppers see the store.
func (s *Store) IsShown() bool { return slices.Contains(Shown(), s.state.Status) }

// IsRunBy tells whether the member is one of the store's sellers.
func (s *Store) IsRunBy(memberID string) bool { return slices.Contains(s.state.Sellers, memberID) }

// Terms are what the store offers, for whoever works out a delivery.
func (s *Store) Terms() fulfilment.Terms {
	return fulfilment.Terms{
		StoreID: s.state.ID, Open: s.state.Status == Open,
		Hours: s.state.Hours, Special: s.state.Special, Rule: s.state.Rule, Areas: s.state.Areas,
	}
}

// Hours are the weekly hours, in order.
func (s *Store) Hours() []OpeningHours {
	rows := make([]OpeningHours, len(s.state.Hours))
	for i, h := range s.state.Hours {
		rows[i] = OpeningHours{h.Weekday, fulfilment.FormatTime(h.Opens), fulfilment.FormatTime(h.Closes)}
	}
	return rows
}

// SpecialDays are the days within those bounds that differ from the weekly hours, in order; a bound that is
// nil does not bind. Days that are over are forgotten when the store is next updated.
func (s *Store) SpecialDays(from, to *calendar.Date) []SpecialDay {
	days := []SpecialDay{}
	for _, d := range s.state.Special {
		if from != nil && d.Date.Before(*from) || to != nil && to.Before(d.Date) {
			continue
		}
		day := SpecialDay{Date: d.Date, Closed: d.Closed}
		if d.Closes > d.Opens {
			opens, closes := fulfilment.FormatTime(d.Opens), fulfilment.FormatTime(d.Closes)
			day.Opens, day.Closes = &opens, &closes
		}
		if d.Capacity > 0 {
			day.Capacity = &d.Capacity
		}
		days = append(days, day)
	}
	return days
}

// DeliveryAreas are where the store delivers.
func (s *Store) DeliveryAreas() []DeliveryArea {
	areas := make([]DeliveryArea, len(s.state.Areas))
	for i, a := range s.state.Areas {
		areas[i] = DeliveryArea{PostcodePrefix: a.Prefix, Fee: money.Won(a.Fee)}
		if a.FreeAbove != nil {
			free := money.Won(*a.FreeAbove)
			areas[i].FreeAbove = &free
		}
	}
	return areas
}

// OpeningHours are those of a weekday: 1 is Monday.
type OpeningHours struct {
	Weekday       int
	Opens, Closes string
}

// SpecialDay is one that differs from the weekly hours.
type SpecialDay struct {
	Date          calendar.Date
	Closed        bool
	Opens, Closes *string
	Capacity      *int
}

// DeliveryArea is where a store delivers to, and for how much.
type DeliveryArea struct {
	PostcodePrefix string
	Fee            money.Money
	FreeAbove      *money.Money
}

// DeliveryQuote is what a delivery would cost, or why there is none.
type DeliveryQuote struct {
	Deliverable bool
	Fee         *money.Money
	Reason      *string
}

// Slot is a time at which a store hands flowers over, with how many shipments it still has room for.
type Slot struct {
	id        string
	method    fulfilment.Method
	start     time.Time
	end       time.Time
	remaining int
}

// NewSlot is a slot of the store's terms in which so many are booked.
func NewSlot(s fulfilment.Slot, booked int) *Slot {
	return &Slot{s.ID(), s.Method, s.Start, s.End, max(0, s.Capacity-booked)}
}

// PastSlot is one that can no longer be booked, kept for those who did.
func PastSlot(id string, method fulfilment.Method, start, end time.Time) *Slot {
	return &Slot{id, method, start, end, 0}
}

// ID is the slot's id.
func (s *Slot) ID() string { return s.id }

// Method is how flowers are handed over in it.
func (s *Slot) Method() fulfilment.Method { return s.method }

// Start is when it begins.
func (s *Slot) Start() time.Time { return s.start }

// End is when it ends.
func (s *Slot) End() time.Time { return s.end }

// Remaining is how many shipments still fit.
func (s *Slot) Remaining() int { return s.remaining }

// IsEntity says that a slot is known by its id across the graph.
func (Slot) IsEntity() {}

// Member is somebody whom account knows.
type Member struct{ id string }

// MemberOf points at a member.
func MemberOf(id string) *Member { return &Member{id} }

// ID is the member's id.
func (m *Member) ID() string { return m.id }

// IsEntity says that a member is known by their id across the graph.
func (Member) IsEntity() {}
