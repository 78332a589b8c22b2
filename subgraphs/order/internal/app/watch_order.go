package app

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// reread is how often a stream looks by itself, in case that a signal was lost with Redis.
const reread = 5 * time.Second

// WatchOrder gives the order as it is now, and again each time that it has changed, until it can change no
// more or ctx ends. NOT_FOUND if it is not the caller's.
func (a *Orders) WatchOrder(ctx context.Context, orderID string) (<-chan *domain.Order, error) {
	who, err := identity.Required(ctx)
	if err != nil {
		return nil, err
	}
	// Listen first, then read: what happens in between is signalled.
	signals, stop := a.Live.Listen(orderID)
	order, err := a.Order(ctx, orderID)
	if err == nil && (order == nil || !order.IsFor(who.MemberID)) {
		err = fault.NotFound("orderId")
	}
	if err != nil {
		stop()
		return nil, err
	}
	out := make(chan *domain.Order)
	go func() {
		defer close(out)
		defer stop()
		shown := 0
		tick := time.NewTicker(reread)
		defer tick.Stop()
		for {
			// Every change of an order is a step of its timeline.
			if steps := len(order.Timeline()); steps > shown {
				shown = steps
				select {
				case out <- order:
				case <-ctx.Done():
					return
				}
			}
			if order.IsFinal() {
				return
			}
			select {
			case <-signals:
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			// A reading that fails is tried again at the next signal or tick.
			if again, err := a.Order(ctx, orderID); err == nil && again != nil {
				order = again
			}
		}
	}()
	return out, nil
}
