// Package simulated is the order service's part of the flows over repositories in memory, for simulations:
// the same verbs and rules, without a network, a clock or a database of its own.
package simulated

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
)

// Service is the order service.
type Service struct {
	store  *delivery.Memory[state, app.Book]
	orders *app.Orders
	steps  []saga.Handler[app.Book]
}

// Cards is the card network of the simulation.
type Cards interface {
	// Capture answers whether the money was captured; an error is no answer.
	Capture(key, token string, amount int64) (captured bool, err error)
	// Refund gives it back; an error is no answer.
	Refund(key string, amount int64) error
}

// New makes a service; now is its clock, limit the time that a checkout may take.
func New(cards Cards, now func() time.Time, limit time.Duration) *Service {
	s := &Service{}
	s.store = delivery.NewMemory("order", newState(), clone, func(st *state) app.Book { return book{s: st} })
	s.orders = &app.Orders{
		Store: s.store, Shelf: shelf{read: s.store.State}, Cards: network{cards}, Now: now, Limit: limit,
	}
	s.steps = s.orders.Checkout()
	return s
}

// Name is the service's in the flows.
func (s *Service) Name() string { return "order" }

// Handle performs the step that hears the event.
func (s *Service) Handle(ctx context.Context, heard saga.Envelope) error {
	return saga.Handle(ctx, s.store, s.steps, heard)
}

// Relay publishes what the service has said.
func (s *Service) Relay(write func(...saga.Envelope) error) (int, error) { return s.store.Relay(write) }

// Knows gives the service its copies of a product and of what a store offers.
func (s *Service) Knows(ctx context.Context, p snapshot.Product, o snapshot.Offer) error {
	return s.store.Do(ctx, func(ctx context.Context, b app.Book) (saga.Event, error) {
		if err := b.ApplyProduct(ctx, p); err != nil {
			return nil, err
		}
		return nil, b.ApplyOffer(ctx, o)
	})
}

// Wish is an order that a shopper wants to place: one line, to be picked up.
type Wish struct {
	Key, MemberID, ProductID, StoreID, SlotID, Token string
	Quantity                                         int
}

// Place places it; a refusal is given by its code.
func (s *Service) Place(ctx context.Context, w Wish) (orderID, refused string, err error) {
	ctx = identity.With(ctx, identity.Identity{MemberID: w.MemberID, Roles: []string{identity.Member}})
	order, err := s.orders.PlaceOrder(ctx, app.PlaceOrderInput{
		IdempotencyKey: w.Key,
		Lines:          []*app.OrderLineInput{{ProductID: w.ProductID, Quantity: w.Quantity}},
		Fulfilments:    []*app.FulfilmentInput{{StoreID: w.StoreID, Method: "PICKUP", SlotID: &w.SlotID}},
		Payment:        &app.PaymentInput{Provider: "sandbox", Token: w.Token},
	})
	if f, ok := fault.As(err); ok {
		return "", f.Code(), nil
	}
	if err != nil {
		return "", "", err
	}
	return order.ID(), "", nil
}

// Settle carries out what the card network is to be asked for; an answer that does not come leaves it to the
// next time.
func (s *Service) Settle(ctx context.Context) error {
	due, err := s.orders.Shelf.DueIntents(ctx, 1000, 0)
	if err != nil {
		return err
	}
	for _, d := range due {
		if err := s.orders.Settle(ctx, d); err != nil {
			continue
		}
	}
	return nil
}

// TimeOut rejects what is overdue.
func (s *Service) TimeOut(ctx context.Context) error {
	_, err := s.orders.TimeOut(ctx)
	return err
}

// Result is how an order stands.
type Result struct {
	ID, MemberID, Status, Rejection string
	ProductID, SlotID               string
	Quantity                        int
	Total, Captured, Refunded       int64
	// Intent is the key under which the card network was asked; "" if it was not.
	Intent string
}

// Results are all orders, in the order of their ids.
func (s *Service) Results() []Result {
	st := s.store.State()
	var all []Result
	for _, id := range slices.Sorted(maps.Keys(st.orders)) {
		o := st.orders[id]
		r := Result{
			ID: id, MemberID: o.MemberID(), Status: string(o.Status()),
			ProductID: o.Shipments()[0].Lines[0].ProductID, SlotID: o.Shipments()[0].SlotID, Quantity: o.Shipments()[0].Lines[0].Quantity,
			Total: o.Total().Amount(), Captured: o.Payment().Captured.Amount(), Refunded: o.Payment().Refunded.Amount(),
			Intent: st.intents[id].ID,
		}
		if o.Rejection() != nil {
			r.Rejection = o.Rejection().Code()
		}
		all = append(all, r)
	}
	return all
}

// network lets the app's port be played by the simulation's card network.
type network struct{ Cards }

func (n network) Knows(context.Context, app.Token) (bool, error) { return true, nil }

func (n network) Capture(_ context.Context, key string, token app.Token, amount int64, _ string) (string, error) {
	captured, err := n.Cards.Capture(key, token.Value, amount)
	if err != nil {
		return "", fmt.Errorf("card network: %w", err)
	}
	if !captured {
		return "", app.ErrDeclined
	}
	return key, nil
}

func (n network) Refund(_ context.Context, key, _ string, amount int64) error {
	return n.Cards.Refund(key, amount)
}
