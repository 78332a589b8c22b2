package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

// TimeOut rejects orders that are PENDING for longer than the limit, unless their payment was asked for: an
// intent that came first is waited for. It tells how many orders it looked at; one that fails does not hold up
// those behind it.
func (a *Orders) TimeOut(ctx context.Context) (int, error) {
	const most = 100
	overdue, err := a.Shelf.Overdue(ctx, a.Now().Add(-a.Limit), most)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, orderID := range overdue {
		err := a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
			order, err := book.Order(ctx, orderID)
			if err != nil {
				return nil, err
			}
			if _, err := book.Intent(ctx, orderID); !errors.Is(err, ErrNotFound) {
				return nil, err
			}
			if !order.Reject("TIMED_OUT", a.Now()) {
				return nil, nil
			}
			return docketOf(order).Failed("TIMED_OUT"), book.Save(ctx, order)
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("time out %s: %w", orderID, err))
		}
	}
	return len(overdue), errors.Join(failed...)
}
