// Package simulated is the product service's part of the sagas in memory, for the simulation: the same steps
// as in the service, over a store that keeps the same promises as PostgreSQL.
package simulated

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Product is the service. Relay of what it keeps in gives what it said.
type Product struct {
	*delivery.Memory[State, app.Shelves]
	steps []saga.Handler[app.Shelves]
}

// New makes the service with nothing on its shelves.
func New() *Product {
	memory := delivery.NewMemory("product", newState(), State.clone, func(s *State) app.Shelves { return shelves{s} })
	return &Product{Memory: memory, steps: app.Steps[app.Shelves]()}
}

// Name is the service's in the flows.
func (p *Product) Name() string { return "product" }

// Handle performs the step that hears the event, if the service has one.
func (p *Product) Handle(ctx context.Context, heard saga.Envelope) error {
	return saga.Handle(ctx, p.Memory, p.steps, heard)
}

// Topics are those that the service hears.
func (p *Product) Topics() []string { return saga.Topics(p.steps) }

// Shelve puts a product on sale, so many of it at a price in won.
func (p *Product) Shelve(ctx context.Context, productID, storeID string, price int64, received int) error {
	return p.Do(ctx, func(ctx context.Context, s app.Shelves) (saga.Event, error) {
		return nil, s.Save(ctx, domain.RestoreStock(domain.StockRecord{ProductID: productID, StoreID: storeID,
			Status: domain.OnSale, Price: money.Won(price), Received: received, Left: received, Version: 1}))
	})
}

// Reprice gives a product another price, in won.
func (p *Product) Reprice(ctx context.Context, productID string, price int64) error {
	return p.change(ctx, productID, func(s *domain.Stock) (*domain.Stock, error) {
		r := s.Record()
		r.Price = money.Won(price)
		r.Version++
		return domain.RestoreStock(r), nil
	})
}

// Adjust adds to the stock of a product, or takes away; an error if there are not so many left.
func (p *Product) Adjust(ctx context.Context, productID string, delta int) error {
	return p.change(ctx, productID, func(s *domain.Stock) (*domain.Stock, error) { return s, s.Adjust(delta) })
}

func (p *Product) change(ctx context.Context, productID string, how func(*domain.Stock) (*domain.Stock, error)) error {
	return p.Do(ctx, func(ctx context.Context, s app.Shelves) (saga.Event, error) {
		stocks, err := s.Lock(ctx, []string{productID})
		if err != nil {
			return nil, err
		}
		stock, ok := stocks[productID]
		if !ok {
			return nil, fmt.Errorf("no stock of %s", productID)
		}
		if stock, err = how(stock); err != nil {
			return nil, err
		}
		return nil, s.Save(ctx, stock)
	})
}

// Level is the stock of a product. What was received and adjusted is left, reserved or sold.
type Level struct{ Received, Adjusted, Left, Reserved, Sold int }

// Levels are those of all products, by id.
func (p *Product) Levels() map[string]Level {
	levels := map[string]Level{}
	for id, r := range p.State().stock {
		levels[id] = Level{r.Received, r.Adjusted, r.Left, r.Reserved, r.Sold}
	}
	return levels
}

// Reservation is how the reservation of an order stands: HELD, SOLD or RELEASED; "" if none was heard of.
func (p *Product) Reservation(orderID string) string {
	return string(p.State().reservations[orderID].State)
}
