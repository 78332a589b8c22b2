// Package simulated is the notifier's part in the flows over memory, for a simulation of whole flows: the steps
// are those that the service runs.
package simulated

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Steps are the notifier's part; their T is a Desk.
func Steps(now func() time.Time) []saga.Handler[*Desk] { return app.Steps[*Desk](now) }

// SetSellers is what the service does when it hears a store's offer.
func SetSellers(ctx context.Context, desk *Desk, storeID string, version int64, sellers []string, now time.Time) error {
	return app.SetSellers(ctx, desk, storeID, version, sellers, now)
}

// Told is one notification: what a member was told, and about what.
type Told struct{ MemberID, Kind, OrderID, StoreID, Code string }

// Desk keeps notifications in memory. It is for one transaction at a time: a store gives the work a Clone, and
// keeps it if the work succeeds.
type Desk struct {
	sellers map[string]sellers
	waiting map[string][]app.StoreOrder
	told    []*domain.Notification
}

type sellers struct {
	version int64
	members []string
}

var _ app.Desk = (*Desk)(nil)

// NewDesk makes an empty one.
func NewDesk() *Desk {
	return &Desk{sellers: map[string]sellers{}, waiting: map[string][]app.StoreOrder{}}
}

// Clone is a copy that shares nothing that changes.
func (d *Desk) Clone() *Desk {
	c := &Desk{sellers: maps.Clone(d.sellers), waiting: maps.Clone(d.waiting), told: slices.Clone(d.told)}
	for store, orders := range c.waiting {
		c.waiting[store] = slices.Clone(orders)
	}
	return c
}

// Told is everything that anyone was told, in order.
func (d *Desk) Told() []Told {
	all := make([]Told, len(d.told))
	for i, n := range d.told {
		r := n.Record()
		all[i] = Told{r.MemberID, string(r.Kind), r.OrderID, r.StoreID, r.Code}
	}
	return all
}

// Sellers are those of each store that is known.
func (d *Desk) Sellers(_ context.Context, storeIDs []string) (map[string][]string, error) {
	known := map[string][]string{}
	for _, store := range storeIDs {
		if s, ok := d.sellers[store]; ok {
			known[store] = s.members
		}
	}
	return known, nil
}

// SetSellers notes who a store's sellers are, unless as late a version is known.
func (d *Desk) SetSellers(_ context.Context, storeID string, version int64, members []string) (bool, error) {
	if s, known := d.sellers[storeID]; known && s.version >= version {
		return false, nil
	}
	d.sellers[storeID] = sellers{version, slices.Clone(members)}
	return true, nil
}

// Wait keeps what the sellers of stores that are not known yet have to be told.
func (d *Desk) Wait(_ context.Context, orders []app.StoreOrder) error {
	for _, o := range orders {
		d.waiting[o.StoreID] = append(d.waiting[o.StoreID], o)
	}
	return nil
}

// Waiting gives back, and forgets, what waits for a store's sellers.
func (d *Desk) Waiting(_ context.Context, storeID string) ([]app.StoreOrder, error) {
	orders := d.waiting[storeID]
	delete(d.waiting, storeID)
	return orders, nil
}

// Add keeps notifications; one that tells a member of the same kind about the same again is dropped.
func (d *Desk) Add(_ context.Context, told []*domain.Notification) error {
	for _, n := range told {
		again := func(o *domain.Notification) bool {
			a, b := n.Record(), o.Record()
			return a.MemberID == b.MemberID && a.Kind == b.Kind && a.About == b.About
		}
		if !slices.ContainsFunc(d.told, again) {
			d.told = append(d.told, n)
		}
	}
	return nil
}
