package app_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// The time is up in the moment in which the last of the others is done: one of the two wins, and the money follows.
func TestTheTimeIsUpWhenTheOrderIsReadyToPay(t *testing.T) {
	d := newDesk(t)
	orders := make([]*domain.Order, 12)
	for i := range orders {
		orders[i] = d.place(roseOrder(fmt.Sprint("k", i)))
	}
	d.later(11 * time.Minute)
	var racing sync.WaitGroup
	errs := make([]error, len(orders)+2)
	for i, o := range orders {
		ready, err := saga.Seal(id.New("evt"), checkout.ReadyToPay{Docket: docket(o)})
		if err != nil {
			t.Fatal(err)
		}
		racing.Go(func() { errs[i] = saga.Handle(context.Background(), d.Store, d.Checkout(), ready) })
	}
	for i := range 2 { // replicas
		racing.Go(func() { _, errs[len(orders)+i] = d.TimeOut(context.Background()) })
	}
	racing.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	d.settle()
	for _, o := range orders {
		o = d.order(o.ID())
		switch paid := captures(t, o.ID()); {
		case o.Status() == domain.Confirmed && paid == 1 && o.Payment().Captured == o.Total():
		case o.Status() == domain.Rejected && paid == 0 && o.Rejection().Code() == "TIMED_OUT":
		default:
			t.Errorf("%s with %d captures: %v", o.Status(), paid, steps(o))
		}
	}
	if said := d.said(); len(said) != 2*len(orders) {
		t.Errorf("said %v: want each order to end once", said)
	}
}

// A worker whose lease has run out still gets its answer, after another has taken the intent.
func TestTwoWorkersCarryOneIntentOut(t *testing.T) {
	for _, outcome := range []struct {
		token, said string
		refunded    bool
	}{{"tok_ok", "OrderConfirmed", false}, {"tok_declined", "CheckoutFailed", false}, {"tok_ok", "", true}} {
		t.Run(fmt.Sprint(outcome), func(t *testing.T) {
			d := newDesk(t)
			order := d.place(withToken("k", outcome.token))
			d.hears(checkout.ReadyToPay{Docket: docket(order)})
			if outcome.refunded {
				d.hears(docket(order).Failed("SLOT_FULL"))
			}
			for range 2 { // what is to be captured, then what is to be refunded
				due, err := d.Shelf.DueIntents(t.Context(), 10, 0)
				if err != nil {
					t.Fatal(err)
				}
				var working sync.WaitGroup
				errs := make([]error, 4)
				for _, i := range due {
					for w := range errs {
						working.Go(func() { errs[w] = d.Settle(context.Background(), i) })
					}
				}
				working.Wait()
				for _, err := range errs {
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			want := []string{"OrderPlaced"}
			if outcome.said != "" {
				want = append(want, outcome.said)
			}
			if said := d.said(); !slices.Equal(said, want) {
				t.Errorf("said %v, want %v", said, want)
			}
			order = d.order(order.ID())
			if got := slices.Compact(steps(order)); len(got) != len(order.Timeline()) {
				t.Errorf("a step twice: %v", steps(order))
			}
			if outcome.refunded && (order.Payment().Status != domain.PaymentRefunded || order.Payment().Refunded != order.Total()) {
				t.Errorf("%+v", order.Payment())
			}
		})
	}
}
