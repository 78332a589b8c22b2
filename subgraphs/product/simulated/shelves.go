package simulated

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// State is all that the simulated service keeps.
type State struct {
	stock        map[string]domain.StockRecord
	reservations map[string]domain.Reservation
}

func newState() State {
	return State{stock: map[string]domain.StockRecord{}, reservations: map[string]domain.Reservation{}}
}

func (s State) clone() State {
	c := State{stock: maps.Clone(s.stock), reservations: map[string]domain.Reservation{}}
	for id, r := range s.reservations {
		r.Lines = slices.Clone(r.Lines)
		c.reservations[id] = r
	}
	return c
}

// shelves are the stock in one transaction: the state is a copy of its own.
type shelves struct{ *State }

var _ app.Shelves = shelves{}

func (s shelves) Reservation(_ context.Context, orderID string) (*domain.Reservation, error) {
	r, ok := s.reservations[orderID]
	if !ok {
		return nil, nil
	}
	return &r, nil
}

func (s shelves) SaveReservation(_ context.Context, r *domain.Reservation) error {
	s.reservations[r.OrderID] = *r
	return nil
}

func (s shelves) Lock(_ context.Context, productIDs []string) (map[string]*domain.Stock, error) {
	stocks := map[string]*domain.Stock{}
	for _, id := range productIDs {
		if r, ok := s.stock[id]; ok {
			stocks[id] = domain.RestoreStock(r)
		}
	}
	return stocks, nil
}

// Save refuses what the database's constraints would.
func (s shelves) Save(_ context.Context, stocks ...*domain.Stock) error {
	for _, stock := range stocks {
		r := stock.Record()
		if r.Left < 0 || r.Reserved < 0 || r.Sold < 0 || r.Received+r.Adjusted != r.Left+r.Reserved+r.Sold {
			return errors.New("the stock of " + r.ProductID + " does not add up")
		}
		s.stock[r.ProductID] = r
	}
	return nil
}

func (s shelves) Touch(context.Context, ...string) error { return nil }
