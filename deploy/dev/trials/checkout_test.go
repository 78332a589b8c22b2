package trials

import (
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

// TestCheckout runs one after the other on one system: starting it takes longer than most of them.
func TestCheckout(t *testing.T) {
	w := open(t, 10*time.Minute)
	for _, trial := range []struct {
		name string
		run  func(*testing.T, *town)
	}{
		{"every way to pay", everyWayToPay},
		{"the last ten", theLastTen},
		{"product is away for a while", productIsAway},
		{"any service is killed in the middle of checkouts", anyServiceIsKilled},
	} {
		t.Run(trial.name, func(t *testing.T) {
			at := *w
			at.t = t
			at.signIn()
			trial.run(t, &at)
		})
	}
}

func everyWayToPay(t *testing.T, w *town) {
	offer := w.stocked(10)
	for i, test := range []struct{ token, status, code string }{
		{"tok_ok", "CONFIRMED", ""}, {"tok_flaky", "CONFIRMED", ""}, {"tok_timeout", "CONFIRMED", ""}, {"tok_declined", "REJECTED", "PAYMENT_DECLINED"},
	} {
		before := w.stock(offer.ProductID)
		order, err := w.place(test.token, offer, offer.Slots[i], test.token)
		if err != nil {
			t.Fatal(err)
		}
		order, err = w.buyer.Watch(t.Context(), order.ID)
		if err != nil || order.Status != test.status || order.Code() != test.code {
			t.Errorf("%s: %s %s, %v", test.token, order.Status, order.Code(), err)
		}
		sold := 0
		if test.status == "CONFIRMED" {
			sold = 1
			if order.Payment.Captured != order.Total {
				t.Errorf("%s: captured %d of %d", test.token, order.Payment.Captured.Amount, order.Total.Amount)
			}
		}
		eventually(t, test.token+": the stock is right", func() bool { return w.stock(offer.ProductID) == before-sold })
	}
}

func theLastTen(t *testing.T, w *town) {
	offer := w.stocked(10)
	var mu sync.Mutex
	results := map[string]int{}
	crowd(200, 200, func(i int) {
		order, err := w.place(fmt.Sprint("last-", i), offer, offer.Slots[10+i], "tok_ok")
		if err == nil {
			order, err = w.ended(order.ID)
		}
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Error(err)
			return
		}
		results[order.Status+" "+order.Code()]++
	})
	if results["CONFIRMED "] != 10 || results["REJECTED OUT_OF_STOCK"] != 190 {
		t.Errorf("%v", results)
	}
	if left := w.stock(offer.ProductID); left != 0 {
		t.Errorf("%d left", left)
	}
}

func productIsAway(t *testing.T, w *town) {
	offer := w.stocked(5)
	w.signal("product", syscall.SIGSTOP)
	order, err := w.place("away", offer, offer.Slots[300], "tok_ok")
	stayed := order.Status
	// Long enough for the others to do all that they could do without it.
	<-time.After(2 * time.Second)
	during, errDuring := w.buyer.Get(t.Context(), order.ID)
	w.signal("product", syscall.SIGCONT)
	if err != nil || stayed != "PENDING" {
		t.Fatalf("placed while product was away: %q, %v", stayed, err)
	}
	if errDuring != nil || during.Status != "PENDING" {
		t.Errorf("while product was away the order is %q, %v", during.Status, errDuring)
	}
	if order, err = w.ended(order.ID); err != nil || order.Status != "CONFIRMED" {
		t.Errorf("once product is back the order is %s %s, %v", order.Status, order.Code(), err)
	}
}

func anyServiceIsKilled(t *testing.T, w *town) {
	const orders = 500
	offer := w.stocked(orders - 50) // so that some are rejected, too
	tokens := []string{"tok_ok", "tok_ok", "tok_ok", "tok_flaky", "tok_declined"}
	slot := func(i int) string { return offer.Slots[400+i%300] }
	free := w.places()
	placed := make([]shopper.Order, orders)
	done := make(chan struct{})
	go func() {
		defer close(done)
		crowd(orders, 16, func(i int) {
			var err error
			if placed[i], err = w.place(fmt.Sprint("kill-", i), offer, slot(i), tokens[i%len(tokens)]); err != nil {
				t.Error(err)
			}
		})
	}()
	for _, service := range []string{"product", "order", "store", "notifier", "router", "account", "subscription", "gift", "product", "order", "store"} {
		<-time.After(400 * time.Millisecond)
		w.signal(service, syscall.SIGKILL)
	}
	<-done
	w.signIn()

	confirmed, results := 0, map[string]int{}
	booked, due := map[string]int{}, map[string]int64{}
	for i, p := range placed {
		order, err := w.ended(p.ID)
		if err != nil {
			t.Fatal(err) // one is enough to see; others would each be waited for
		}
		results[order.Status+" "+order.Code()]++
		switch order.Status {
		case "CONFIRMED":
			confirmed++
			booked[slot(i)]++
			due[order.ID] = order.Total.Amount
			if order.Payment.Captured != order.Total || order.Payment.Refunded.Amount != 0 {
				t.Errorf("%s is confirmed, captured %d of %d", order.ID, order.Payment.Captured.Amount, order.Total.Amount)
			}
		case "REJECTED":
			if order.Payment.Captured != order.Payment.Refunded {
				t.Errorf("%s is rejected (%s), captured %d, refunded %d", order.ID, order.Code(), order.Payment.Captured.Amount, order.Payment.Refunded.Amount)
			}
		default:
			t.Errorf("%s is %s", order.ID, order.Status)
		}
		var once []string
		for _, step := range order.Timeline {
			if slices.Contains(once, step.Step) {
				t.Errorf("%s took the step %s twice", order.ID, step.Step)
			}
			once = append(once, step.Step)
		}
	}
	t.Log(results)
	if confirmed == 0 {
		t.Error("nothing was confirmed")
	}
	eventually(t, "the stock is what was not sold", func() bool { return w.stock(offer.ProductID) == orders-50-confirmed })

	captures, kept := w.taken()
	for _, p := range placed {
		if captures[p.ID] > 1 || kept[p.ID] != due[p.ID] {
			t.Errorf("%s: the card network captured %d times and keeps %d, but %d is due", p.ID, captures[p.ID], kept[p.ID], due[p.ID])
		}
	}
	eventually(t, "each slot has lost the places of its confirmed orders", func() bool {
		now := w.places()
		return !slices.ContainsFunc(offer.Slots, func(s string) bool { return free[s]-now[s] != booked[s] })
	})
	eventually(t, "the shopper was told of each order once", func() bool {
		counts := told(t, w.buyer)
		return !slices.ContainsFunc(placed, func(p shopper.Order) bool { return counts[p.ID] != 1 })
	})
}

// TestAServiceThatStaysAway is a system of its own, for its time limit.
func TestAServiceThatStaysAway(t *testing.T) {
	w := open(t, 2*time.Second)
	offer := w.stocked(5)
	w.signal("store", syscall.SIGSTOP)
	order, err := w.place("stays-away", offer, offer.Slots[0], "tok_ok")
	if err == nil {
		order, err = w.ended(order.ID)
	}
	w.signal("store", syscall.SIGCONT)
	if err != nil || order.Status != "REJECTED" || order.Code() != "TIMED_OUT" || order.Payment.Captured.Amount != 0 {
		t.Fatalf("%s %s, captured %d, %v", order.Status, order.Code(), order.Payment.Captured.Amount, err)
	}
	eventually(t, "the stock is what it was", func() bool { return w.stock(offer.ProductID) == 5 })
	// What the store hears late does not bring the order back, and holds no slot: the next one has its place.
	next, err := w.place("comes-after", offer, offer.Slots[0], "tok_ok")
	if err == nil {
		next, err = w.ended(next.ID)
	}
	if err != nil || next.Status != "CONFIRMED" {
		t.Errorf("the next order is %s %s, %v", next.Status, next.Code(), err)
	}
	if order, err = w.buyer.Get(t.Context(), order.ID); err != nil || order.Status != "REJECTED" {
		t.Errorf("the order became %s, %v", order.Status, err)
	}
}

// eventually waits for what other services do after an order has ended.
func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !met() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(50 * time.Millisecond)
	}
}
