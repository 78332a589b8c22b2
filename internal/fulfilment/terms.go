// Package fulfilment has the rules by which a delivery is priced and a slot is offered. Store, which owns the
// terms, order, which quotes by its copy of them, and product, which filters by "can it arrive?", all call
// these, so that they can't disagree.
package fulfilment

import (
	"slices"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/schema/calendar"
)

// Method is how flowers are handed over.
type Method string

// The two methods.
const (
	Delivery Method = "DELIVERY"
	Pickup   Method = "PICKUP"
)

// Horizon is how many days ahead a slot can be booked.
const Horizon = 60

// Terms are what a store offers, as it publishes them.
type Terms struct {
	StoreID string `json:"storeId"`
	// Open tells whether the store takes orders at all now.
	Open    bool      `json:"open"`
	Hours   []Hours   `json:"hours"`
	Special []Special `json:"special"`
	Rule    SlotRule  `json:"rule"`
	Areas   []Area    `json:"areas"`
}

// Hours are those of a weekday: 1 is Monday. Times are minutes after midnight, in the store's own time.
type Hours struct {
	Weekday int `json:"weekday"`
	Opens   int `json:"opens"`
	Closes  int `json:"closes"`
}

// Special is a day that differs from the weekly hours. Capacity 0 leaves the rule's.
type Special struct {
	Date     calendar.Date `json:"date"`
	Closed   bool          `json:"closed"`
	Opens    int           `json:"opens,omitempty"`
	Closes   int           `json:"closes,omitempty"`
	Capacity int           `json:"capacity,omitempty"`
}

// SlotRule says how long a slot is, how many shipments fit in it, and how long before its start it closes.
type SlotRule struct {
	SlotMinutes   int `json:"slotMinutes"`
	Capacity      int `json:"capacity"`
	CutOffMinutes int `json:"cutOffMinutes"`
}

// Area is where a store delivers: to postcodes that begin with Prefix, for Fee won, or for nothing from
// FreeAbove won on where that is set.
type Area struct {
	Prefix    string `json:"prefix"`
	Fee       int64  `json:"fee"`
	FreeAbove *int64 `json:"freeAbove,omitempty"`
}

// Area is the one that a postcode lies in; the longest prefix decides.
func (t Terms) Area(postcode string) (Area, bool) {
	var best Area
	found := false
	for _, a := range t.Areas {
		if strings.HasPrefix(postcode, a.Prefix) && (!found || len(a.Prefix) > len(best.Prefix)) {
			best, found = a, true
		}
	}
	return best, found
}

// FeeFor is what delivery costs for goods of so many won.
func (a Area) FeeFor(subtotal int64) int64 {
	if a.FreeAbove != nil && subtotal >= *a.FreeAbove {
		return 0
	}
	return a.Fee
}

// day is when the store is open on a date, and how much fits in a slot; nothing where it is closed. A weekday
// may have several rows, as around a break at noon.
func (t Terms) day(date calendar.Date) (open []Hours, capacity int) {
	capacity = t.Rule.Capacity
	if i := slices.IndexFunc(t.Special, func(s Special) bool { return s.Date == date }); i >= 0 {
		s := t.Special[i]
		if s.Closed {
			return nil, 0
		}
		if s.Capacity > 0 {
			capacity = s.Capacity
		}
		if s.Closes > s.Opens {
			return []Hours{{Weekday: date.Weekday(), Opens: s.Opens, Closes: s.Closes}}, capacity
		}
	}
	for _, h := range t.Hours {
		if h.Weekday == date.Weekday() {
			open = append(open, h)
		}
	}
	slices.SortFunc(open, func(a, b Hours) int { return a.Opens - b.Opens })
	return open, capacity
}

// Today is the date in the stores' calendar.
func Today(now time.Time) calendar.Date { return calendar.On(now.In(calendar.Seoul)) }
