package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/subgraphs/product/simulated"
)

// Two replicas can be at work on one order while partitions move: what one of them puts aside after the other
// has found nothing to give back would be put aside for good.
func TestAnOrderThatIsPlacedAndCalledOffAtTheSameTime(t *testing.T) {
	for store, open := range shops() {
		t.Run(store, func(t *testing.T) {
			s := open(t)
			s.shelve(t, onSale("prd_rose", 1000, 1000))
			for i := range 40 {
				order := fmt.Sprintf("ord_%03d", i)
				placed := seal(t, checkout.OrderPlaced{Docket: docket(order, line("prd_rose", 1, 1000))})
				failed := seal(t, checkout.CheckoutFailed{OrderID: order, Code: "TIMED_OUT"})
				var both sync.WaitGroup
				var errs [2]error
				both.Go(func() { errs[0] = s.Handle(context.Background(), placed) })
				both.Go(func() { errs[1] = s.Handle(context.Background(), failed) })
				both.Wait()
				if errs[0] != nil || errs[1] != nil {
					t.Fatal(errs)
				}
			}
			if got, want := s.level(t, "prd_rose"), (simulated.Level{Received: 1000, Left: 1000}); got != want {
				t.Errorf("roses: %+v, want %+v", got, want)
			}
		})
	}
}
