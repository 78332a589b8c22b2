package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// SellStock turns what was reserved for an order into what was sold.
func SellStock(ctx context.Context, shelves Shelves, confirmed checkout.OrderConfirmed) (saga.Event, error) {
	r, err := shelves.Reservation(ctx, confirmed.OrderID)
	if err != nil {
		return nil, err
	}
	switch {
	case r != nil && r.State == domain.Sold:
		return nil, nil
	case r == nil || r.State != domain.Held:
		// A paid order without flowers must not pass in silence: it ends among the dead letters.
		return nil, fmt.Errorf("order %s is confirmed, but nothing is reserved for it", confirmed.OrderID)
	}
	stocks, err := shelves.Lock(ctx, products(r.Lines))
	if err != nil {
		return nil, err
	}
	r.State = domain.Sold
	if err := move(ctx, shelves, r, stocks, (*domain.Stock).Sell); err != nil {
		return nil, err
	}
	// The ranking by sales need not be exact: the figure is published at steps, not at each unit sold.
	var stepped []string
	for _, l := range r.Lines {
		if stocks[l.ProductID].Step(l.Quantity) {
			stepped = append(stepped, l.ProductID)
		}
	}
	if len(stepped) == 0 {
		return nil, nil
	}
	return nil, shelves.Touch(ctx, stepped...)
}
