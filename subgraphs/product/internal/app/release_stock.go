package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// ReleaseStock puts back what was reserved for an order that was called off. Where it comes before the
// reservation, it leaves a tombstone that keeps the reservation from being made.
func ReleaseStock(ctx context.Context, shelves Shelves, failed checkout.CheckoutFailed) (saga.Event, error) {
	r, err := shelves.Reservation(ctx, failed.OrderID)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, shelves.SaveReservation(ctx, &domain.Reservation{OrderID: failed.OrderID, State: domain.Released})
	}
	switch r.State {
	case domain.Released:
		return nil, nil
	case domain.Sold:
		return nil, fmt.Errorf("order %s is called off, but its flowers are sold", failed.OrderID)
	}
	stocks, err := shelves.Lock(ctx, products(r.Lines))
	if err != nil {
		return nil, err
	}
	r.State = domain.Released
	return nil, move(ctx, shelves, r, stocks, (*domain.Stock).Release)
}
