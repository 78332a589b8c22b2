package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

const (
	rate   = 20 // orders a second
	warmUp = 40
	orders = 600
)

// checkouts places orders at a steady rate, whether earlier ones are confirmed or not, and measures each from
// the request until CONFIRMED is read from the stream.
func checkouts(ctx context.Context, base string) (latencies, error) {
	buyer, seller := shopper.New(base), shopper.New(base)
	if err := buyer.SignIn(ctx, "minji@bloom.test", "bloom-demo-1"); err != nil {
		return latencies{}, err
	}
	if err := seller.SignIn(ctx, "seller@bloom.test", "bloom-demo-1"); err != nil {
		return latencies{}, err
	}
	offers, err := buyer.Pickups(ctx, "moonlight-flowers", 30)
	if err != nil {
		return latencies{}, err
	}
	if len(offers) == 0 || len(offers[0].Slots) < warmUp+orders {
		return latencies{}, fmt.Errorf("the store has too few slots or products")
	}
	offer := offers[0]
	if err := seller.AdjustStock(ctx, "bench", offer.ProductID, warmUp+orders); err != nil {
		return latencies{}, err
	}

	took := make([]time.Duration, warmUp+orders)
	failed := make([]error, warmUp+orders)
	var all sync.WaitGroup
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	for i := range took {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return latencies{}, ctx.Err()
		}
		all.Go(func() {
			began := time.Now()
			order, refused, err := buyer.Place(ctx, fmt.Sprint("bench-", i), offer, offer.Slots[i], "tok_ok", 1)
			if err == nil && len(refused) > 0 {
				err = fmt.Errorf("%v", refused)
			}
			if err == nil {
				order, err = buyer.Watch(ctx, order.ID)
			}
			if err == nil && order.Status != "CONFIRMED" {
				err = fmt.Errorf("%s %s", order.Status, order.Code())
			}
			took[i], failed[i] = time.Since(began), err
		})
	}
	all.Wait()
	for i, err := range failed {
		if err != nil {
			return latencies{}, fmt.Errorf("order %d: %w", i, err)
		}
	}
	return summarise(took[warmUp:]), nil
}
