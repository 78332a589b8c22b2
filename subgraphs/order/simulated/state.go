package simulated

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// state is the order book in memory.
type state struct {
	orders  map[string]*domain.Order
	tokens  map[string]app.Token
	intents map[string]domain.Intent // by order
	keys    map[app.Key]claim
	goods   map[string]domain.Goods
	terms   map[string]fulfilment.Terms
}

type claim struct {
	fingerprint []byte
	orderID     string
}

func newState() state {
	return state{
		orders: map[string]*domain.Order{}, tokens: map[string]app.Token{}, intents: map[string]domain.Intent{},
		keys: map[app.Key]claim{}, goods: map[string]domain.Goods{}, terms: map[string]fulfilment.Terms{},
	}
}

func clone(s state) state {
	c := state{
		orders: make(map[string]*domain.Order, len(s.orders)), tokens: maps.Clone(s.tokens), intents: maps.Clone(s.intents),
		keys: maps.Clone(s.keys), goods: maps.Clone(s.goods), terms: maps.Clone(s.terms),
	}
	for id, o := range s.orders {
		c.orders[id] = cloneOrder(o)
	}
	return c
}

func cloneOrder(o *domain.Order) *domain.Order {
	r := o.Record()
	r.Timeline = slices.Clone(r.Timeline)
	r.Shipments = slices.Clone(r.Shipments)
	for i, s := range r.Shipments {
		copied := *s
		r.Shipments[i] = &copied
	}
	return domain.Restore(r)
}

// book is the state within one transaction. Carts are no part of the simulation.
type book struct {
	app.Book
	s *state
}

func (b book) Order(_ context.Context, id string) (*domain.Order, error) {
	o, ok := b.s.orders[id]
	if !ok {
		return nil, app.ErrNotFound
	}
	return o, nil
}

func (b book) Add(_ context.Context, o *domain.Order, token app.Token) error {
	b.s.orders[o.ID()], b.s.tokens[o.ID()] = cloneOrder(o), token
	return nil
}

func (b book) Save(_ context.Context, o *domain.Order) error {
	b.s.orders[o.ID()] = o
	return nil
}

func (b book) Intend(_ context.Context, i domain.Intent) error {
	b.s.intents[i.OrderID] = i
	return nil
}

func (b book) Intent(_ context.Context, orderID string) (domain.Intent, error) {
	i, ok := b.s.intents[orderID]
	if !ok {
		return i, app.ErrNotFound
	}
	return i, nil
}

func (b book) SaveIntent(_ context.Context, i domain.Intent) error {
	b.s.intents[i.OrderID] = i
	return nil
}

func (b book) Claim(_ context.Context, key app.Key, fingerprint []byte, orderID string) (string, bool, error) {
	if c, ok := b.s.keys[key]; ok {
		return c.orderID, bytes.Equal(c.fingerprint, fingerprint), nil
	}
	b.s.keys[key] = claim{fingerprint, orderID}
	return "", false, nil
}

func (b book) ApplyProduct(_ context.Context, p snapshot.Product) error {
	b.s.goods[p.ID] = domain.Goods{ProductID: p.ID, StoreID: p.StoreID, Kind: p.Kind, Name: p.Name, Price: money.Won(p.Price), Status: p.Status, Methods: p.FulfilmentMethods}
	return nil
}

func (b book) ApplyOffer(_ context.Context, o snapshot.Offer) error {
	b.s.terms[o.Terms.StoreID] = o.Terms
	return nil
}

// shelf reads the state as it was last committed.
type shelf struct {
	app.Shelf
	read func() state
}

func (h shelf) Orders(_ context.Context, ids []string) ([]*domain.Order, error) {
	s := h.read()
	var found []*domain.Order
	for _, id := range ids {
		if o, ok := s.orders[id]; ok {
			found = append(found, o)
		}
	}
	return found, nil
}

func (h shelf) OrdersOf(_ context.Context, memberID string, _ page.Window) ([]*domain.Order, error) {
	var found []*domain.Order
	for _, o := range h.read().orders {
		if o.IsFor(memberID) {
			found = append(found, o)
		}
	}
	return found, nil
}

func (h shelf) Claimed(_ context.Context, key app.Key, fingerprint []byte) (string, bool, error) {
	c, ok := h.read().keys[key]
	return c.orderID, ok && bytes.Equal(c.fingerprint, fingerprint), nil
}

func (h shelf) Goods(_ context.Context, _ []string) (map[string]domain.Goods, error) {
	return h.read().goods, nil
}

func (h shelf) Terms(_ context.Context, _ []string) (map[string]fulfilment.Terms, error) {
	return h.read().terms, nil
}

func (h shelf) DueIntents(_ context.Context, most int, _ time.Duration) ([]app.Due, error) {
	s := h.read()
	var due []app.Due
	for _, id := range slices.Sorted(maps.Keys(s.intents)) {
		if i := s.intents[id]; (i.State == domain.IntentWanted || i.State == domain.IntentRefund) && len(due) < most {
			due = append(due, app.Due{Intent: i, Token: s.tokens[id]})
		}
	}
	return due, nil
}

func (h shelf) Overdue(_ context.Context, before time.Time, most int) ([]string, error) {
	s := h.read()
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(s.orders)) {
		_, asked := s.intents[id]
		if o := s.orders[id]; o.Status() == domain.Pending && !asked && o.PlacedAt().Before(before) && len(ids) < most {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
