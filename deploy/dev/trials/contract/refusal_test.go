package contract

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func ordersRefusedAtPlacing(t *testing.T, w world) {
	me, s, other := w.newMember(t), w.shop(t, 12), w.shop(t, 2)
	product, foreign := s.onSale(t, 10, 30000), other.onSale(t, 10, 20000)
	places := s.slot(t, "PICKUP", 2)
	good := s.pickup(product, places)
	delivered := func(address object) list {
		return list{object{"storeId": s.id, "method": "DELIVERY", "slotId": s.slot(t, "DELIVERY", 2), "address": address}}
	}
	fulfilled := func(slotID any) list { return list{object{"storeId": s.id, "method": "PICKUP", "slotId": slotID}} }
	someones := w.newMember(t)
	cart := w.guest().done(t, createCart, object{"lines": list{object{"productId": product, "quantity": 1}}}).str("createCart.cart.id")
	theirs := someones.done(t, attachCart, object{"id": cart}).str("attachCart.cart.id")
	empty := w.guest().done(t, createCart, nil).str("createCart.cart.id")
	draft := s.seller.done(t, createProduct, object{"in": draft(s.id, 5, 1000)}).str("createProduct.product.id")
	left, free := s.stock(t, product), s.remaining(t, "PICKUP", places)

	for name, test := range map[string]struct {
		codes   string
		changes object
		quoted  bool // a quote refuses it just so
	}{
		"nothing":                   {"EMPTY", object{"lines": list{}}, true},
		"neither cart nor lines":    {"EMPTY INVALID", object{"lines": nil}, true},
		"an empty cart":             {"EMPTY", object{"lines": nil, "cartId": empty}, true},
		"an unknown cart":           {"NOT_FOUND", object{"lines": nil, "cartId": "crt_unknown"}, true},
		"someone else's cart":       {"NOT_FOUND", object{"lines": nil, "cartId": theirs}, false},
		"a cart and lines":          {"INVALID", object{"cartId": cart}, true},
		"quantity 0":                {"INVALID", object{"lines": list{object{"productId": product, "quantity": 0}}}, true},
		"a negative quantity":       {"INVALID", object{"lines": list{object{"productId": product, "quantity": -3}}}, true},
		"an absurd quantity":        {"INVALID", object{"lines": list{object{"productId": product, "quantity": 2_000_000_000}}}, true},
		"an unknown product":        {"NOT_FOUND", object{"lines": list{object{"productId": "prd_unknown", "quantity": 1}}}, true},
		"a draft":                   {"NOT_FOUND", object{"lines": list{object{"productId": draft, "quantity": 1}}}, true},
		"no fulfilment":             {"INVALID", object{"fulfilments": list{}}, true},
		"a product of elsewhere":    {"INVALID", object{"lines": list{object{"productId": foreign, "quantity": 1}}}, true},
		"a store too many":          {"INVALID", object{"fulfilments": append(fulfilled(places), object{"storeId": other.id, "method": "PICKUP", "slotId": other.slot(t, "PICKUP", 1)})}, true},
		"a store twice":             {"INVALID", object{"fulfilments": append(fulfilled(places), fulfilled(places)...)}, true},
		"an unknown store":          {"INVALID NOT_FOUND", object{"fulfilments": list{object{"storeId": "str_unknown", "method": "PICKUP", "slotId": places}}}, true},
		"no slot":                   {"INVALID SLOT_CLOSED", object{"fulfilments": fulfilled(nil)}, false},
		"an unknown slot":           {"INVALID SLOT_CLOSED NOT_FOUND", object{"fulfilments": fulfilled("slt_unknown")}, true},
		"garbage for a slot":        {"INVALID SLOT_CLOSED NOT_FOUND", object{"fulfilments": fulfilled("a' OR 1=1")}, true},
		"a slot of another store":   {"INVALID SLOT_CLOSED NOT_FOUND", object{"fulfilments": fulfilled(other.slot(t, "PICKUP", 1))}, true},
		"a slot of another method":  {"INVALID SLOT_CLOSED NOT_FOUND", object{"fulfilments": fulfilled(s.slot(t, "DELIVERY", 1))}, true},
		"delivery, no address":      {"INVALID", object{"fulfilments": delivered(nil)}, false},
		"outside the area":          {"NOT_DELIVERABLE", object{"fulfilments": delivered(addressInput("04769"))}, true},
		"an address with no street": {"INVALID", object{"fulfilments": delivered(with(addressInput("63592"), object{"line1": ""}))}, false},
		"an address, no postcode":   {"INVALID NOT_DELIVERABLE", object{"fulfilments": delivered(addressInput(""))}, true},
		"a huge address":            {"INVALID", object{"fulfilments": delivered(with(addressInput("63592"), object{"line1": strings.Repeat("서", 20_000)}))}, false},
		"a huge note":               {"INVALID", object{"fulfilments": list{object{"storeId": s.id, "method": "PICKUP", "slotId": places, "note": strings.Repeat("메", 50_000)}}}, false},
		"no payment":                {"PAYMENT_REQUIRED", object{"payment": nil}, false},
		"an unknown token":          {"UNKNOWN_TOKEN", object{"payment": pay("tok_nonsense")}, false},
		"a token of garbage":        {"UNKNOWN_TOKEN", object{"payment": pay("../../v1/payments?x=")}, false},
		"an unknown provider":       {"UNKNOWN_TOKEN INVALID", object{"payment": object{"provider": "nobody", "token": "tok_ok"}}, false},
		"another total":             {"PRICE_CHANGED", object{"expectedTotal": 12345}, false},
		"a negative total":          {"PRICE_CHANGED INVALID", object{"expectedTotal": -1}, false},
		"no key":                    {"INVALID", object{"idempotencyKey": ""}, false},
		"a huge key":                {"INVALID", object{"idempotencyKey": strings.Repeat("k", 20_000)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			in := with(with(good, object{"idempotencyKey": unique("bad-")}), test.changes)
			me.refused(t, placeOrder, object{"in": in}, strings.Fields(test.codes)...)
			if test.quoted {
				me.refused(t, quoteOrder, object{"in": quote(in)}, strings.Fields(test.codes)...)
			}
		})
	}
	me.unkept(t, placeOrder, object{"in": with(good, object{"idempotencyKey": "a\x00b"})})
	me.unkept(t, placeOrder, object{"in": with(good, object{"idempotencyKey": unique("nul-"), "fulfilments": delivered(with(addressInput("63592"), object{"line1": "a\x00b"}))})})
	many := list{}
	for range 3000 {
		many = append(many, object{"productId": product, "quantity": 1})
	}
	me.refused(t, placeOrder, object{"in": with(good, object{"idempotencyKey": unique("many-"), "lines": many})}, "INVALID")

	t.Run("a past slot", func(t *testing.T) {
		me.refused(t, placeOrder, object{"in": with(good, object{"idempotencyKey": unique("past-"), "fulfilments": fulfilled(past(t, s))})}, "SLOT_CLOSED")
	})
	t.Run("paused", func(t *testing.T) {
		s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": true}})
		eventually(t, "the store takes no orders", func() bool {
			codes := me.must(t, quoteOrder, object{"in": quote(good)}).codes()
			return len(codes) > 0 && codes[0] == "STORE_CLOSED"
		})
		me.refused(t, placeOrder, object{"in": good}, "STORE_CLOSED")
		s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": false}})
		eventually(t, "the store takes orders again", func() bool { return len(me.must(t, quoteOrder, object{"in": quote(good)}).codes()) == 0 })
	})
	w.guest().fails(t, placeOrder, object{"in": good}, "UNAUTHENTICATED")

	if s.stock(t, product) != left || s.remaining(t, "PICKUP", places) != free {
		t.Error("what was refused took stock or a place")
	}
	me.must(t, `{ me { orders { totalCount } } }`, nil).is("me.orders.totalCount", 0)
	someones.must(t, getCart, object{"id": theirs}).is("cart.lines.0.quantity", 1)
}

// past is the slot of two weeks earlier. Ids are opaque, but a client could have kept one, and there is no other
// way to one whose time is over: it ends in the minute that the slot begins.
func past(t *testing.T, s shop) string {
	t.Helper()
	id := s.slot(t, "PICKUP", 0)
	end := strings.LastIndex(id, "_") + 1
	minute, err := strconv.ParseInt(id[end:], 36, 64)
	if err != nil {
		t.Fatalf("%s does not end in its minute: %v", id, err)
	}
	return id[:end] + strconv.FormatInt(minute-14*24*60, 36)
}

// closedSlots: the seller moves the cut-off to before now, and from when orders hear of it the slot is closed.
func closedSlots(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 4)
	product := s.onSale(t, 100, 8000)
	rule := func(cutOff int) object {
		return object{"in": object{"id": s.id, "slotRule": object{"slotMinutes": 60, "capacity": 12, "cutOffMinutes": cutOff}}}
	}
	slot := s.slot(t, "PICKUP", 1)
	places := s.remaining(t, "PICKUP", slot)
	s.seller.done(t, updateStore, rule(3*24*60))
	eventually(t, "orders know that the slot is closed", func() bool {
		codes := me.must(t, quoteOrder, object{"in": quote(s.pickup(product, slot))}).codes()
		return len(codes) == 1 && codes[0] == "SLOT_CLOSED"
	})
	me.refused(t, placeOrder, object{"in": s.pickup(product, slot)}, "SLOT_CLOSED")
	s.seller.done(t, updateStore, rule(120))
	eventually(t, "everything is undone", func() bool { return s.stock(t, product) == 100 && s.remaining(t, "PICKUP", slot) == places })
}

// rejectedClosed places orders just as the store pauses: each is refused or rejected with STORE_CLOSED.
func rejectedClosed(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 4)
	product, slot := s.onSale(t, 100, 8000), s.slot(t, "PICKUP", 9)
	places := s.remaining(t, "PICKUP", slot)
	pause := func(paused bool) { s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": paused}}) }
	rejected := 0
	for range 30 {
		pause(true)
		r := me.must(t, placeOrder, object{"in": s.pickup(product, slot)})
		if codes := r.codes(); len(codes) > 0 {
			if codes[0] != "STORE_CLOSED" {
				t.Errorf("%s", short(r.text))
			}
		} else {
			r = me.ended(t, r.str("placeOrder.order.id"))
			r.is("order.status", "REJECTED")
			r.is("order.rejection.code", "STORE_CLOSED")
			rejected++
		}
		pause(false)
		eventually(t, "the store takes orders again", func() bool {
			return len(me.must(t, quoteOrder, object{"in": quote(s.pickup(product, slot))}).codes()) == 0
		})
		if rejected > 0 {
			break
		}
	}
	if rejected == 0 {
		t.Error("no order was placed between a pause and its arrival")
	}
	eventually(t, "everything is undone", func() bool { return s.stock(t, product) == 100 && s.remaining(t, "PICKUP", slot) == places })
}

func rejectedPayment(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 10)
	product, slot := s.onSale(t, 5, 25000), s.slot(t, "PICKUP", 5)
	places := s.remaining(t, "PICKUP", slot)
	r := me.rejected(t, with(s.pickup(product, slot), object{"payment": pay("tok_declined")}), "PAYMENT_DECLINED")
	r.is("order.payment.status", "DECLINED")
	eventually(t, "everything is undone", func() bool {
		return s.stock(t, product) == 5 && s.remaining(t, "PICKUP", slot) == places
	})
	for _, token := range []string{"tok_timeout", "tok_flaky"} {
		id := me.done(t, placeOrder, object{"in": with(s.pickup(product, slot), object{"payment": pay(token)})}).str("placeOrder.order.id")
		r := me.ended(t, id)
		r.is("order.status", "CONFIRMED")
		r.is("order.payment.captured.amount", 25000)
	}
	eventually(t, "two are sold", func() bool { return s.stock(t, product) == 3 && s.remaining(t, "PICKUP", slot) == places-2 })
}

func rejectedStock(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 10)
	few, plenty, slot := s.onSale(t, 2, 25000), s.onSale(t, 9, 5000), s.slot(t, "PICKUP", 6)
	places := s.remaining(t, "PICKUP", slot)
	lines := list{object{"productId": plenty, "quantity": 4}, object{"productId": few, "quantity": 3}}
	me.rejected(t, with(s.pickup(few, slot), object{"lines": lines}), "OUT_OF_STOCK")
	eventually(t, "everything is undone", func() bool {
		return s.stock(t, few) == 2 && s.stock(t, plenty) == 9 && s.remaining(t, "PICKUP", slot) == places
	})

	// Six want the last two: two get one each.
	slots := make([]string, 6)
	for i := range slots {
		slots[i] = s.slot(t, "PICKUP", i)
	}
	ids := make([]string, 6)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			ids[i], _ = me.ask(t, placeOrder, object{"in": s.pickup(few, slots[i])}).at("placeOrder.order.id").(string)
		})
	}
	all.Wait()
	results := map[string]int{}
	for _, id := range ids {
		r := me.ended(t, id)
		results[fmt.Sprint(r.at("order.status"), " ", r.at("order.rejection.code"))]++
	}
	if results["CONFIRMED <nil>"] != 2 || results["REJECTED OUT_OF_STOCK"] != 4 {
		t.Errorf("%v", results)
	}
	if n := s.stock(t, few); n != 0 {
		t.Errorf("%d left", n)
	}
}

func rejectedSlot(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 3)
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "slotRule": object{"slotMinutes": 60, "capacity": 1, "cutOffMinutes": 60}}})
	product, plenty := s.onSale(t, 9, 25000), w.shop(t, 10)
	other := plenty.onSale(t, 9, 5000)
	slot, free := s.slot(t, "PICKUP", 7), plenty.slot(t, "PICKUP", 8)
	places := plenty.remaining(t, "PICKUP", free)
	eventually(t, "orders know the new slots", func() bool {
		return len(me.must(t, quoteOrder, object{"in": quote(s.pickup(product, slot))}).codes()) == 0
	})

	// Both are placed before either is booked, so neither can be refused at placing.
	ids := make([]string, 2)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			in := s.pickup(product, slot)
			in["lines"] = list{object{"productId": product, "quantity": 1}, object{"productId": other, "quantity": 1}}
			in["fulfilments"] = append(in["fulfilments"].(list), object{"storeId": plenty.id, "method": "PICKUP", "slotId": free})
			ids[i], _ = me.ask(t, placeOrder, object{"in": in}).at("placeOrder.order.id").(string)
		})
	}
	all.Wait()
	results := map[string]int{}
	for _, id := range ids {
		r := me.ended(t, id)
		results[fmt.Sprint(r.at("order.status"), " ", r.at("order.rejection.code"))]++
	}
	if results["CONFIRMED <nil>"] != 1 || results["REJECTED SLOT_FULL"] != 1 {
		t.Errorf("%v", results)
	}
	eventually(t, "what was rejected is undone", func() bool {
		return s.stock(t, product) == 8 && plenty.stock(t, other) == 8 && plenty.remaining(t, "PICKUP", free) == places-1
	})
	if n := s.remaining(t, "PICKUP", slot); n != 0 {
		t.Errorf("%d places in a slot that is full", n)
	}
	me.rejected(t, s.pickup(product, slot), "SLOT_FULL")
	eventually(t, "the stock is as before", func() bool { return s.stock(t, product) == 8 })
}

// rejectedPrice places orders while the seller changes the price: each is confirmed at the price that it was
// placed with, refused, or rejected with PRICE_CHANGED; none is confirmed at a price that held no more.
func rejectedPrice(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 7)
	product, price := s.onSale(t, 200, 10000), 10000
	rejected := 0
	for round := range 30 {
		slot := s.slot(t, "PICKUP", round)
		next := price + 1000
		// The answer to the seller comes before orders hear of it: what is placed at once is placed at the old price.
		s.seller.done(t, updateProduct, object{"in": object{"id": product, "price": next}})
		r := me.must(t, placeOrder, object{"in": s.pickup(product, slot)})
		if len(r.codes()) == 0 && r.num("placeOrder.order.total.amount") == price {
			r = me.ended(t, r.str("placeOrder.order.id"))
			r.is("order.status", "REJECTED")
			r.is("order.rejection.code", "PRICE_CHANGED")
			r.is("order.payment.captured.amount", 0)
			rejected++
		} else if len(r.codes()) == 0 {
			me.ended(t, r.str("placeOrder.order.id")).is("order.status", "CONFIRMED")
		}
		price = next
		s.offered(t, product, int64(price))
		if rejected == 2 {
			break
		}
	}
	if rejected == 0 {
		t.Error("no order was placed between a change of price and its arrival")
	}
	confirmed := 0
	for _, o := range me.must(t, `{ me { orders(first: 100) { nodes { status } } } }`, nil).strs("me.orders.nodes", "status") {
		if o == "CONFIRMED" {
			confirmed++
		}
	}
	eventually(t, "only what was confirmed is sold", func() bool { return s.stock(t, product) == 200-confirmed })
	me.refused(t, placeOrder, object{"in": with(s.pickup(product, s.slot(t, "PICKUP", 1)), object{"expectedTotal": price - 1000})}, "PRICE_CHANGED")
}
