package app

import (
	"context"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Shelves is the stock inside one transaction: all that checkout needs of it.
type Shelves interface {
	// Reservation is nil where nothing was heard of the order. Nobody else reads it until the transaction ends.
	Reservation(ctx context.Context, orderID string) (*domain.Reservation, error)
	SaveReservation(ctx context.Context, r *domain.Reservation) error
	// Lock gives the stock of these products to this transaction alone until it ends, always in the order of
	// their ids, so that two that want the same products never wait for each other. It leaves out ids that
	// there is no stock of.
	Lock(ctx context.Context, productIDs []string) (map[string]*domain.Stock, error)
	// Save keeps stocks that were locked, or are new. What has flipped will be published.
	Save(ctx context.Context, stocks ...*domain.Stock) error
	// Touch says that these products will be published anew.
	Touch(ctx context.Context, productIDs ...string) error
}

// Steps are this service's part of the checkout.
func Steps[T Shelves]() []saga.Handler[T] {
	return []saga.Handler[T]{
		saga.By(checkout.ReserveStock, func(ctx context.Context, t T, e checkout.OrderPlaced) (saga.Event, error) {
			return ReserveStock(ctx, t, e)
		}),
		saga.By(checkout.SellStock, func(ctx context.Context, t T, e checkout.OrderConfirmed) (saga.Event, error) {
			return SellStock(ctx, t, e)
		}),
		saga.By(checkout.ReleaseStock, func(ctx context.Context, t T, e checkout.CheckoutFailed) (saga.Event, error) {
			return ReleaseStock(ctx, t, e)
		}),
	}
}
