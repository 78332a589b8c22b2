// Package offers is the local copy of what stores offer: who may run them, and when they hand over. It is in
// memory, fed by the stores' own snapshots, and kept in the database so that a start does not need Kafka.
package offers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
)

// Book is the copy.
type Book struct {
	pool *pgxpool.Pool

	mu     sync.RWMutex
	stores map[string]offer
	sells  map[string]map[string]bool // member, store
}

type offer struct {
	snapshot.Offer
	full map[string]bool
}

var _ app.Offers = (*Book)(nil)

// NewBook makes an empty book that is kept in pool's database.
func NewBook(pool *pgxpool.Pool) *Book {
	return &Book{pool: pool, stores: map[string]offer{}, sells: map[string]map[string]bool{}}
}

// Load reads what was kept.
func (b *Book) Load(ctx context.Context) error {
	rows, err := b.pool.Query(ctx, "SELECT body FROM offers")
	if err != nil {
		return fmt.Errorf("load the offers: %w", err)
	}
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&body}, func() error {
		var o snapshot.Offer
		if err := json.Unmarshal(body, &o); err != nil {
			return err
		}
		b.put(o)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load the offers: %w", err)
	}
	return nil
}

// Apply takes over a message of the stores' topic, unless a later one was heard. The database comes first: what
// is in memory is kept, so a message that could not be kept is not taken for one that was heard.
func (b *Book) Apply(ctx context.Context, storeID string, value []byte) error {
	if value == nil {
		if _, err := b.pool.Exec(ctx, "DELETE FROM offers WHERE store_id = $1", storeID); err != nil {
			return fmt.Errorf("forget the offer of %s: %w", storeID, err)
		}
		b.remove(storeID)
		return nil
	}
	var o snapshot.Offer
	if err := json.Unmarshal(value, &o); err != nil {
		return fmt.Errorf("offer of %s: %w", storeID, err)
	}
	if o.Terms.StoreID == "" {
		return errors.New("an offer without a store")
	}
	if b.heard(o) {
		return nil
	}
	_, err := b.pool.Exec(ctx, `INSERT INTO offers AS o (store_id, version, body) VALUES ($1, $2, $3)
		ON CONFLICT (store_id) DO UPDATE SET version = EXCLUDED.version, body = EXCLUDED.body WHERE o.version < EXCLUDED.version`,
		o.Terms.StoreID, o.Version, value)
	if err != nil {
		return fmt.Errorf("keep the offer of %s: %w", storeID, err)
	}
	b.put(o)
	return nil
}

// heard tells whether the offer, or a later one, is known.
func (b *Book) heard(o snapshot.Offer) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	known, ok := b.stores[o.Terms.StoreID]
	return ok && known.Version >= o.Version
}

func (b *Book) put(o snapshot.Offer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := o.Terms.StoreID
	if known, ok := b.stores[id]; ok && known.Version >= o.Version {
		return
	}
	b.drop(id)
	full := make(map[string]bool, len(o.FullSlots))
	for _, slot := range o.FullSlots {
		full[slot] = true
	}
	b.stores[id] = offer{o, full}
	for _, member := range o.Sellers {
		if b.sells[member] == nil {
			b.sells[member] = map[string]bool{}
		}
		b.sells[member][id] = true
	}
}

func (b *Book) remove(storeID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(storeID)
}

func (b *Book) drop(storeID string) {
	for _, member := range b.stores[storeID].Sellers {
		delete(b.sells[member], storeID)
	}
	delete(b.stores, storeID)
}

// Known tells whether there is such a store.
func (b *Book) Known(storeID string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	_, ok := b.stores[storeID]
	return ok
}

// Sells tells whether the member may run the store.
func (b *Book) Sells(memberID, storeID string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.sells[memberID][storeID]
}

// SellsAny tells whether the member may run any store.
func (b *Book) SellsAny(memberID string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.sells[memberID]) > 0
}

// Arrivals tells for which stores something can still be handed over: open, a slot that is neither past its
// cut-off nor full, and for a delivery an area with the postcode.
func (b *Book) Arrivals(a app.Arrival, now time.Time) func(storeID string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	can := map[string]bool{}
	for id, o := range b.stores {
		can[id] = o.arrives(a, now)
	}
	return func(storeID string) bool { return can[storeID] }
}

func (o offer) arrives(a app.Arrival, now time.Time) bool {
	method := fulfilment.Method(a.Method)
	if method == fulfilment.Delivery {
		if len(o.Terms.Areas) == 0 {
			return false
		}
		if _, ok := o.Terms.Area(a.Postcode); a.Postcode != "" && !ok {
			return false
		}
	}
	return slices.ContainsFunc(o.Terms.Slots(method, a.Date, now), func(s fulfilment.Slot) bool { return !o.full[s.ID()] })
}
