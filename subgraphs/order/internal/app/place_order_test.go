package app_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

func encode(t testing.TB, v any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestPlaceOrder(t *testing.T) {
	d := newDesk(t)
	order := d.place(roseOrder("k1"))
	if order.Status() != domain.Pending || order.Subtotal().Amount() != 39000 || order.DeliveryFee().Amount() != 4000 || order.Total().Amount() != 43000 {
		t.Errorf("%s %v + %v = %v", order.Status(), order.Subtotal(), order.DeliveryFee(), order.Total())
	}
	if said := d.said(); !slices.Equal(said, []string{"OrderPlaced"}) {
		t.Errorf("said %v", said)
	}
	var body string
	if err := d.pool.QueryRow(context.Background(), "SELECT body FROM outbox").Scan(&body); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"이민지", "010-0000", "어느 길", "tok_ok"} {
		if strings.Contains(body, secret) {
			t.Errorf("the event carries %q", secret)
		}
	}
}

func TestDeliveryIsFreeFromAnAmountOn(t *testing.T) {
	d := newDesk(t)
	in := roseOrder("k1")
	in.Lines[0].Quantity = 2
	if order := d.place(in); !order.DeliveryFee().IsZero() || order.Total().Amount() != 78000 {
		t.Errorf("fee %v, total %v", order.DeliveryFee(), order.Total())
	}
}

func TestWhatIsRefusedAtPlacing(t *testing.T) {
	d := newDesk(t)
	str := func(s string) *string { return &s }
	won := func(n int64) *int64 { return &n }
	for _, test := range []struct {
		name   string
		change func(in *app.PlaceOrderInput)
		want   string
	}{
		{"nothing to order", func(in *app.PlaceOrderInput) { in.Lines = nil }, "EMPTY "},
		{"unknown product", func(in *app.PlaceOrderInput) { in.Lines[0].ProductID = "prd_none" }, "NOT_FOUND lines.0.productId"},
		{"zero quantity", func(in *app.PlaceOrderInput) { in.Lines[0].Quantity = 0 }, "INVALID lines.0.quantity"},
		{"negative quantity", func(in *app.PlaceOrderInput) { in.Lines[0].Quantity = -1 }, "INVALID lines.0.quantity"},
		{"too many", func(in *app.PlaceOrderInput) { in.Lines[0].Quantity = 100 }, "INVALID lines.0.quantity"},
		{"too many on two lines", func(in *app.PlaceOrderInput) {
			in.Lines = []*app.OrderLineInput{{ProductID: roses, Quantity: 60}, {ProductID: roses, Quantity: 60}}
		}, "INVALID lines.0.quantity"},
		{"a subscription product", func(in *app.PlaceOrderInput) { in.Lines[0].ProductID = weekly }, "INVALID lines.0.productId"},
		{"unknown cart", func(in *app.PlaceOrderInput) { in.Lines, in.CartID = nil, str("crt_none") }, "NOT_FOUND cartId"},
		{"cart and lines", func(in *app.PlaceOrderInput) { in.CartID = str("crt_none") }, "INVALID lines"},
		{"no fulfilment", func(in *app.PlaceOrderInput) { in.Fulfilments = nil }, "INVALID fulfilments"},
		{"another store's fulfilment", func(in *app.PlaceOrderInput) { in.Fulfilments[0].StoreID = farShop }, "INVALID fulfilments|INVALID fulfilments.0.storeId"},
		{"no slot", func(in *app.PlaceOrderInput) { in.Fulfilments[0].SlotID = nil }, "INVALID fulfilments.0.slotId"},
		{"no slot's id", func(in *app.PlaceOrderInput) { in.Fulfilments[0].SlotID = str("slt_x") }, "SLOT_CLOSED fulfilments.0.slotId"},
		{"past slot", func(in *app.PlaceOrderInput) {
			in.Fulfilments[0].SlotID = str(fulfilment.Slot{StoreID: shop, Method: fulfilment.Delivery, Start: noon.Add(-2 * time.Hour)}.ID())
		}, "SLOT_CLOSED fulfilments.0.slotId"},
		{"slot past its cut-off", func(in *app.PlaceOrderInput) {
			in.Fulfilments[0].SlotID = str(fulfilment.Slot{StoreID: shop, Method: fulfilment.Delivery, Start: noon.Add(time.Hour)}.ID())
		}, "SLOT_CLOSED fulfilments.0.slotId"},
		{"another store's slot", func(in *app.PlaceOrderInput) {
			in.Fulfilments[0].SlotID = str(fulfilment.Slot{StoreID: farShop, Method: fulfilment.Delivery, Start: noon.Add(3 * time.Hour)}.ID())
		}, "SLOT_CLOSED fulfilments.0.slotId"},
		{"a pickup's slot", func(in *app.PlaceOrderInput) {
			in.Fulfilments[0].SlotID = str(fulfilment.Slot{StoreID: shop, Method: fulfilment.Pickup, Start: noon.Add(3 * time.Hour)}.ID())
		}, "SLOT_CLOSED fulfilments.0.slotId"},
		{"a slot between two", func(in *app.PlaceOrderInput) {
			in.Fulfilments[0].SlotID = str(fulfilment.Slot{StoreID: shop, Method: fulfilment.Delivery, Start: noon.Add(190 * time.Minute)}.ID())
		}, "SLOT_CLOSED fulfilments.0.slotId"},
		{"no address", func(in *app.PlaceOrderInput) { in.Fulfilments[0].Address = nil }, "INVALID fulfilments.0.address"},
		{"address without a recipient", func(in *app.PlaceOrderInput) { in.Fulfilments[0].Address.Recipient = "" }, "INVALID fulfilments.0.address.recipient"},
		{"address outside the area", func(in *app.PlaceOrderInput) { in.Fulfilments[0].Address.Postcode = "63000" }, "NOT_DELIVERABLE fulfilments.0.address"},
		{"a method that the product does not offer", func(in *app.PlaceOrderInput) {
			in.Lines[0].ProductID, in.Fulfilments[0].StoreID = tulips, farShop
		}, "INVALID fulfilments.0.method"},
		{"no payment", func(in *app.PlaceOrderInput) { in.Payment = nil }, "PAYMENT_REQUIRED payment"},
		{"unknown token", func(in *app.PlaceOrderInput) { in.Payment.Token = "tok_nobody" }, "UNKNOWN_TOKEN payment.token"},
		{"another total", func(in *app.PlaceOrderInput) { in.ExpectedTotal = won(42999) }, "PRICE_CHANGED expectedTotal"},
		{"no key", func(in *app.PlaceOrderInput) { in.IdempotencyKey = "" }, "INVALID idempotencyKey"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := roseOrder("refused " + test.name)
			test.change(&in)
			order, err := d.PlaceOrder(as("mem_minji"), in)
			if got := codes(t, err); got != test.want || order != nil {
				t.Errorf("%s, %v; want %s", got, order, test.want)
			}
		})
	}
	if said := d.said(); len(said) != 0 {
		t.Errorf("said %v", said)
	}
	if _, err := d.PlaceOrder(as(""), roseOrder("k")); !fault.Has(err, "UNAUTHENTICATED") {
		t.Errorf("a guest got %v", err)
	}
}

// codes writes user errors as "CODE field.path|...".
func codes(t *testing.T, err error) string {
	t.Helper()
	faults, err := fault.UserErrors(err)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range faults {
		all = append(all, f.Code()+" "+strings.Join(f.Field(), "."))
	}
	return strings.Join(all, "|")
}

func TestAClosedStoreTakesNoOrders(t *testing.T) {
	d := newDesk(t)
	d.offers(2, fulfilment.Terms{StoreID: shop, Open: false})
	_, err := d.PlaceOrder(as("mem_minji"), roseOrder("k"))
	if got := codes(t, err); got != "STORE_CLOSED fulfilments.0.storeId" {
		t.Error(got)
	}
}

func TestTheSameKeyGivesTheSameOrder(t *testing.T) {
	d := newDesk(t)
	first := d.place(roseOrder("k1"))
	if again := d.place(roseOrder("k1")); again.ID() != first.ID() {
		t.Errorf("%s and %s", first.ID(), again.ID())
	}
	other := roseOrder("k1")
	other.Lines[0].Quantity = 2
	if _, err := d.PlaceOrder(as("mem_minji"), other); !fault.Has(err, "IDEMPOTENCY_KEY_REUSED") {
		t.Errorf("other input under the same key gave %v", err)
	}
	order, err := d.PlaceOrder(as("mem_haneul"), roseOrder("k1"))
	if err != nil || order.ID() == first.ID() {
		t.Errorf("another member's key is another key: %v", err)
	}
	if said := d.said(); len(said) != 2 {
		t.Errorf("said %v", said)
	}
}

func TestTheSameKeyAtTheSameMomentGivesOneOrder(t *testing.T) {
	d := newDesk(t)
	cart, err := d.CreateCart(as("mem_minji"), []*app.CartLineInput{{ProductID: roses, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	in := roseOrder("k1")
	in.Lines, in.CartID = nil, &cart.ID
	ids := make([]string, 20)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			order, err := d.PlaceOrder(as("mem_minji"), in)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = order.ID()
		})
	}
	all.Wait()
	slices.Sort(ids)
	if distinct := slices.Compact(ids); len(distinct) != 1 {
		t.Errorf("%d orders: %v", len(distinct), distinct)
	}
	if said := d.said(); len(said) != 1 {
		t.Errorf("said %v", said)
	}
}

func TestACartIsOrderedOnce(t *testing.T) {
	d := newDesk(t)
	cart, err := d.CreateCart(as("mem_minji"), []*app.CartLineInput{{ProductID: roses, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	placed := 0
	for i := range 10 {
		all.Go(func() {
			in := roseOrder("k" + string(rune('a'+i)))
			in.Lines, in.CartID = nil, &cart.ID
			if _, err := d.PlaceOrder(as("mem_minji"), in); err == nil {
				mu.Lock()
				placed++
				mu.Unlock()
			} else if !fault.Has(err, "EMPTY") && !fault.Has(err, "CONFLICT") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if placed != 1 {
		t.Errorf("%d orders were placed", placed)
	}
}

func TestAnothersCartDoesNotExist(t *testing.T) {
	d := newDesk(t)
	mine, err := d.CreateCart(as("mem_minji"), []*app.CartLineInput{{ProductID: roses, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	in := roseOrder("k1")
	in.Lines, in.CartID = nil, &mine.ID
	if _, err := d.PlaceOrder(as("mem_haneul"), in); !fault.Has(err, "NOT_FOUND") {
		t.Errorf("placed with another's cart: %v", err)
	}
	if cart, err := d.Cart(as("mem_haneul"), mine.ID); cart != nil || err != nil {
		t.Errorf("%v %v", cart, err)
	}
	if _, err := d.SetCartLine(as("mem_haneul"), mine.ID, app.CartLineInput{ProductID: roses, Quantity: 2}); !fault.Has(err, "NOT_FOUND") {
		t.Error(err)
	}
	if _, err := d.AttachCart(as("mem_haneul"), mine.ID); !fault.Has(err, "NOT_FOUND") {
		t.Error(err)
	}
}

func TestAttachingAGuestsCart(t *testing.T) {
	d := newDesk(t)
	guest, err := d.CreateCart(as(""), []*app.CartLineInput{{ProductID: roses, Quantity: 2}})
	if err != nil {
		t.Fatal(err)
	}
	own, err := d.CreateCart(as("mem_minji"), []*app.CartLineInput{{ProductID: roses, Quantity: 1}, {ProductID: tulips, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	cart, err := d.AttachCart(as("mem_minji"), guest.ID)
	if err != nil {
		t.Fatal(err)
	}
	if cart.ID != own.ID || len(cart.Lines) != 2 || cart.Lines[0].Quantity != 3 || cart.Subtotal().Amount() != 3*39000+20000 {
		t.Errorf("%+v", cart)
	}
	if gone, err := d.Cart(as(""), guest.ID); gone != nil || err != nil {
		t.Errorf("the guest's cart is still there: %v %v", gone, err)
	}
}

func TestWhatHasBecomeOfALine(t *testing.T) {
	d := newDesk(t)
	cart, err := d.CreateCart(as(""), []*app.CartLineInput{{ProductID: roses, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	d.sells(snapshot.Product{ID: roses, Version: 2, StoreID: shop, Kind: "REGULAR", Name: "장미", Price: 41000, Status: "ON_SALE", FulfilmentMethods: []string{"PICKUP"}})
	d.hearsCopy("catalogue.stock", snapshot.Stock{ProductID: roses, Version: 1, Availability: "SOLD_OUT"})
	d.offers(2, fulfilment.Terms{StoreID: shop, Open: false})
	if cart, err = d.Cart(as(""), cart.ID); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range cart.Lines[0].Problems() {
		got = append(got, p.Code())
	}
	if want := []string{"SOLD_OUT", "PRICE_CHANGED", "STORE_CLOSED"}; !slices.Equal(got, want) || cart.Subtotal().Amount() != 41000 {
		t.Errorf("%v, %v", got, cart.Subtotal())
	}
	// An older snapshot that comes late changes nothing.
	d.sells(snapshot.Product{ID: roses, Version: 1, StoreID: shop, Kind: "REGULAR", Name: "장미", Price: 1, Status: "ON_SALE", FulfilmentMethods: []string{"PICKUP"}})
	if cart, err = d.Cart(as(""), cart.ID); err != nil || cart.Subtotal().Amount() != 41000 {
		t.Errorf("%v %v", cart.Subtotal(), err)
	}
}
