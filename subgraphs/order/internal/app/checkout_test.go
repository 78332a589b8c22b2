package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

func withToken(key, token string) app.PlaceOrderInput {
	in := roseOrder(key)
	in.Payment.Token = token
	return in
}

func steps(o *domain.Order) []string {
	var all []string
	for _, e := range o.Timeline() {
		all = append(all, e.Step)
	}
	return all
}

// captures counts what the card network has captured for an order.
func captures(t *testing.T, orderID string) (n int) {
	t.Helper()
	answer, err := http.Get(testenv.Var(t, "PAYMENT_URL") + "/v1/payments?limit=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var ledger []struct{ Reference string }
	if err := json.NewDecoder(answer.Body).Decode(&ledger); err != nil {
		t.Fatal(err)
	}
	for _, p := range ledger {
		if p.Reference == orderID {
			n++
		}
	}
	return n
}

func TestACheckoutThatGoesWell(t *testing.T) {
	for _, token := range []string{"tok_ok", "tok_flaky", "tok_timeout"} {
		t.Run(token, func(t *testing.T) {
			d := newDesk(t)
			order := d.place(withToken("k", token))
			d.hears(checkout.StockReserved{Docket: docket(order)})
			d.hears(checkout.ReadyToPay{Docket: docket(order)})
			d.hears(checkout.ReadyToPay{Docket: docket(order)}) // said twice under another id
			d.settle()
			order = d.order(order.ID())
			want := []string{"PLACED", "STOCK_RESERVED", "SLOTS_BOOKED", "PAYMENT_REQUESTED", "PAID", "CONFIRMED"}
			if got := steps(order); !slices.Equal(got, want) {
				t.Errorf("timeline %v", got)
			}
			if order.Status() != domain.Confirmed || order.Payment().Captured != order.Total() || captures(t, order.ID()) != 1 {
				t.Errorf("%s, captured %v, %d captures", order.Status(), order.Payment().Captured, captures(t, order.ID()))
			}
			if said := d.said(); !slices.Equal(said, []string{"OrderPlaced", "OrderConfirmed"}) {
				t.Errorf("said %v", said)
			}
		})
	}
}

func TestADeclinedPayment(t *testing.T) {
	d := newDesk(t)
	order := d.place(withToken("k", "tok_declined"))
	d.hears(checkout.ReadyToPay{Docket: docket(order)})
	d.settle()
	order = d.order(order.ID())
	if order.Status() != domain.Rejected || order.Rejection().Code() != "PAYMENT_DECLINED" || order.Payment().Status != domain.PaymentDeclined || captures(t, order.ID()) != 0 {
		t.Errorf("%s %v %s", order.Status(), order.Rejection(), order.Payment().Status)
	}
	if said := d.said(); !slices.Equal(said, []string{"OrderPlaced", "CheckoutFailed"}) {
		t.Errorf("said %v", said)
	}
}

func TestACheckoutThatAnotherServiceEnds(t *testing.T) {
	d := newDesk(t)
	order := d.place(roseOrder("k"))
	d.hears(docket(order).Failed("OUT_OF_STOCK"))
	d.hears(checkout.ReadyToPay{Docket: docket(order)}) // too late
	d.settle()
	order = d.order(order.ID())
	if order.Status() != domain.Rejected || order.Rejection().Code() != "OUT_OF_STOCK" || captures(t, order.ID()) != 0 {
		t.Errorf("%s %v", order.Status(), order.Rejection())
	}
	if order.Shipments()[0].Status != domain.ShipmentCancelled {
		t.Errorf("the shipment is %s", order.Shipments()[0].Status)
	}
}

func TestMoneyGoesBackIfTheOrderWasCalledOffWhileItWasAskedFor(t *testing.T) {
	for _, when := range []string{"before the answer", "after the answer"} {
		t.Run(when, func(t *testing.T) {
			d := newDesk(t)
			order := d.place(roseOrder("k"))
			d.hears(checkout.ReadyToPay{Docket: docket(order)})
			if when == "before the answer" {
				d.hears(docket(order).Failed("TIMED_OUT"))
				d.settle()
				order = d.order(order.ID())
				if order.Status() != domain.Rejected || order.Payment().Refunded != order.Total() || order.Payment().Status != domain.PaymentRefunded {
					t.Errorf("%s, refunded %v", order.Status(), order.Payment().Refunded)
				}
				return
			}
			d.settle()
			d.hears(docket(order).Failed("TIMED_OUT"))
			if order = d.order(order.ID()); order.Status() != domain.Confirmed {
				t.Errorf("a confirmed order became %s", order.Status())
			}
		})
	}
}

func TestTimeOut(t *testing.T) {
	d := newDesk(t)
	waiting, asked := d.place(roseOrder("k1")), d.place(roseOrder("k2"))
	d.hears(checkout.ReadyToPay{Docket: docket(asked)})
	d.later(9 * time.Minute)
	if n, err := d.TimeOut(context.Background()); n != 0 || err != nil {
		t.Fatalf("%d orders timed out early: %v", n, err)
	}
	d.later(2 * time.Minute)
	if n, err := d.TimeOut(context.Background()); n != 1 || err != nil {
		t.Fatalf("%d orders timed out: %v", n, err)
	}
	if waiting = d.order(waiting.ID()); waiting.Status() != domain.Rejected || waiting.Rejection().Code() != "TIMED_OUT" {
		t.Errorf("%s %v", waiting.Status(), waiting.Rejection())
	}
	// An intent that came first is waited for.
	d.settle()
	if asked = d.order(asked.ID()); asked.Status() != domain.Confirmed {
		t.Errorf("%s", asked.Status())
	}
	if said := d.said(); !slices.Equal(said, []string{"OrderPlaced", "OrderPlaced", "CheckoutFailed", "OrderConfirmed"}) {
		t.Errorf("said %v", said)
	}
}

func TestAnOrderThatCannotBeReadDoesNotKeepOthersFromTimingOut(t *testing.T) {
	d := newDesk(t)
	broken, waiting := d.place(roseOrder("k1")), d.place(roseOrder("k2"))
	if _, err := d.pool.Exec(t.Context(), `UPDATE shipments SET lines = '{}' WHERE order_id = $1`, broken.ID()); err != nil {
		t.Fatal(err)
	}
	d.later(11 * time.Minute)
	if n, err := d.TimeOut(t.Context()); n != 2 || err == nil {
		t.Errorf("%d orders timed out, %v: want both, one of them in vain", n, err)
	}
	if waiting = d.order(waiting.ID()); waiting.Status() != domain.Rejected {
		t.Errorf("the other order is %s", waiting.Status())
	}
}

func TestACopyOfAProductWithoutAnyMethod(t *testing.T) {
	d := newDesk(t)
	d.sells(snapshot.Product{ID: "prd_lilies", Version: 1, StoreID: shop, Kind: "REGULAR", Name: "백합", Price: 1000, Status: "ON_SALE"})
	in := roseOrder("k")
	in.Lines[0].ProductID = "prd_lilies"
	if _, err := d.PlaceOrder(as("mem_minji"), in); !fault.Has(err, "INVALID") {
		t.Errorf("placed: %v", err)
	}
}

func TestOthersOrdersDoNotExist(t *testing.T) {
	d := newDesk(t)
	order := d.place(roseOrder("k"))
	for _, who := range []string{"", "mem_haneul"} {
		if found, err := d.Order(as(who), order.ID()); found != nil || err != nil {
			t.Errorf("%q sees %v, %v", who, found, err)
		}
	}
}

func TestOrdersOfAMember(t *testing.T) {
	d := newDesk(t)
	var placed []string
	for i := range 5 {
		placed = append([]string{d.place(roseOrder(fmt.Sprint("k", i))).ID()}, placed...)
	}
	seen := pages(t, d, false)
	if !slices.Equal(seen, placed) {
		t.Errorf("forward: %v, want %v", seen, placed)
	}
	slices.Reverse(placed)
	if seen = pages(t, d, true); !slices.Equal(seen, placed) {
		t.Errorf("backward: %v, want %v", seen, placed)
	}
}
