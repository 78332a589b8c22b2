package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

const (
	orderFields = `{ id number status rejection { code message } member { id } subtotal { amount } discount { amount } deliveryFee { amount } voucherPaid { amount } total { amount currency }
		payment { status provider captured { amount } refunded { amount } } timeline { at step detail } placedAt
		shipments { id orderNumber status method slotStart slotEnd note total { amount } store { id name } order { id } address { recipient phone postcode line1 line2 }
			lines { id name quantity refundedQuantity unitPrice { amount } total { amount } product { id } } } }`
	placeOrder = `mutation($in: PlaceOrderInput!) { placeOrder(input: $in) { order ` + orderFields + ` userErrors { code message field } } }`
	getOrder   = `query($id: ID!) { order(id: $id) ` + orderFields + ` }`
	quoteOrder = `query($in: QuoteOrderInput!) { quoteOrder(input: $in) { quote { fulfilments { store { id } subtotal { amount } deliveryFee { amount } }
		subtotal { amount } discount { amount } deliveryFee { amount } voucherPaid { amount } total { amount } } userErrors { code message field } } }`
)

// pickup is an order for one product of the store, to be picked up.
func (s shop) pickup(productID, slotID string) object {
	return object{
		"idempotencyKey": unique("order-"), "lines": list{object{"productId": productID, "quantity": 1}},
		"fulfilments": list{object{"storeId": s.id, "method": "PICKUP", "slotId": slotID}}, "payment": pay("tok_ok"),
	}
}

func pay(token string) object { return object{"provider": "sandbox", "token": token} }

// quote is of an order what can be asked before it is placed.
func quote(in object) object {
	return with(in, object{"idempotencyKey": nil, "payment": nil, "expectedTotal": nil})
}

// ended reads the order until its checkout has ended.
func (c caller) ended(t *testing.T, id string) reply {
	t.Helper()
	var r reply
	eventually(t, id+" ends", func() bool {
		r = c.must(t, getOrder, object{"id": id})
		return r.str("order.status") != "PENDING"
	})
	return r
}

// rejected places an order that is taken, and then rejected with the code; nothing is captured for it.
func (c caller) rejected(t *testing.T, in object, code string) reply {
	t.Helper()
	// It may be refused before its placing is answered.
	r := c.ended(t, c.done(t, placeOrder, object{"in": in}).str("placeOrder.order.id"))
	r.is("order.status", "REJECTED")
	r.is("order.rejection.code", code)
	if found := insides.FindString(r.str("order.rejection.message")); found != "" {
		t.Errorf("the rejection shows %q", found)
	}
	r.is("order.payment.captured.amount", r.at("order.payment.refunded.amount"))
	return r
}

func fromCartToOrder(t *testing.T, w world) {
	guest, a, b := w.guest(), w.shop(t, 1), w.shop(t, 2)
	first, second := a.onSale(t, 10, 30000), b.onSale(t, 10, 20000)
	cart := guest.done(t, createCart, object{"lines": list{object{"productId": first, "quantity": 2}, object{"productId": second, "quantity": 1}}}).str("createCart.cart.id")
	me := w.newMember(t)
	cart = me.done(t, attachCart, object{"id": cart}).str("attachCart.cart.id")
	delivery, pickup := a.slot(t, "DELIVERY", 1), b.slot(t, "PICKUP", 1)
	placesA, placesB := a.remaining(t, "DELIVERY", delivery), b.remaining(t, "PICKUP", pickup)
	in := object{
		"idempotencyKey": unique("order-"), "cartId": cart, "payment": pay("tok_ok"),
		"fulfilments": list{
			object{"storeId": a.id, "method": "DELIVERY", "slotId": delivery, "address": addressInput("04769"), "note": "문 앞에 놓아 주세요."},
			object{"storeId": b.id, "method": "PICKUP", "slotId": pickup},
		},
	}
	r := me.done(t, quoteOrder, object{"in": quote(in)})
	r.is("quoteOrder.quote.subtotal.amount", 80000)
	r.is("quoteOrder.quote.deliveryFee.amount", 4000)
	r.is("quoteOrder.quote.discount.amount", 0)
	r.is("quoteOrder.quote.total.amount", 84000)
	if len(r.list("quoteOrder.quote.fulfilments")) != 2 {
		t.Error(r.text)
	}
	in["expectedTotal"] = r.num("quoteOrder.quote.total.amount")

	r = me.done(t, placeOrder, object{"in": in})
	id := r.str("placeOrder.order.id")
	if !strings.HasPrefix(id, "ord_") {
		t.Errorf("the id of an order is %q", id)
	}
	r.is("placeOrder.order.status", "PENDING")
	r.is("placeOrder.order.total.amount", 84000)
	r.timeAt("placeOrder.order.placedAt")
	if last := me.watch(t, id); last.Status != "CONFIRMED" {
		t.Errorf("the stream ends with %+v", last)
	}
	r = me.must(t, getOrder, object{"id": id})
	r.is("order.status", "CONFIRMED")
	r.is("order.rejection", nil)
	r.is("order.payment.status", "CAPTURED")
	r.is("order.payment.captured.amount", 84000)
	r.is("order.payment.refunded.amount", 0)
	r.is("order.member.id", me.must(t, `{ me { id } }`, nil).str("me.id"))
	if len(r.list("order.shipments")) != 2 || len(r.list("order.timeline")) < 2 {
		t.Fatalf("%s", r.text)
	}
	last := r.timeAt("order.timeline.0.at")
	for i := range r.list("order.timeline") {
		if at := r.timeAt(fmt.Sprint("order.timeline.", i, ".at")); at.Before(last) {
			t.Error("the timeline is not in order")
		} else {
			last = at
		}
	}
	for i := range 2 {
		at := fmt.Sprint("order.shipments.", i, ".")
		if !strings.HasPrefix(r.str(at+"id"), "shp_") || !strings.HasPrefix(r.str(at+"lines.0.id"), "oln_") {
			t.Errorf("%v", r.at(fmt.Sprint("order.shipments.", i)))
		}
		r.is(at+"orderNumber", r.str("order.number"))
		r.is(at+"status", "NEW")
		r.timeAt(at + "slotStart")
		if r.str(at+"method") == "DELIVERY" {
			r.is(at+"store.id", a.id)
			r.is(at+"address.postcode", "04769")
			r.is(at+"note", "문 앞에 놓아 주세요.")
			r.is(at+"lines.0.quantity", 2)
			r.is(at+"lines.0.total.amount", 60000)
		} else {
			r.is(at+"store.id", b.id)
			r.is(at+"address", nil)
			r.is(at+"lines.0.product.id", second)
		}
	}
	eventually(t, "the stock is sold", func() bool { return a.stock(t, first) == 8 && b.stock(t, second) == 9 })
	if a.remaining(t, "DELIVERY", delivery) != placesA-1 || b.remaining(t, "PICKUP", pickup) != placesB-1 {
		t.Error("the places in the slots are not taken")
	}
	eventually(t, "the cart is empty", func() bool {
		r := me.must(t, `{ me { cart { lines { id } } } }`, nil)
		return r.at("me.cart") == nil || len(r.list("me.cart.lines")) == 0
	})
	w.newMember(t).must(t, getOrder, object{"id": id}).is("order", nil)
	guest.must(t, getOrder, object{"id": id}).is("order", nil)
	a.seller.must(t, getOrder, object{"id": id}).is("order", nil)

	// Above 80000 won the store delivers free.
	lines := list{object{"productId": first, "quantity": 3}}
	fulfilments := list{object{"storeId": a.id, "method": "DELIVERY", "slotId": delivery, "address": addressInput("04769")}}
	me.done(t, quoteOrder, object{"in": object{"lines": lines, "fulfilments": fulfilments}}).is("quoteOrder.quote.deliveryFee.amount", 0)
}

// watch follows an order over SSE to the end of its checkout.
func (c caller) watch(t *testing.T, id string) shopper.Order {
	t.Helper()
	order, err := shopper.New(c.url).With(c.token).Watch(t.Context(), id)
	if err != nil {
		t.Fatalf("watch %s: %v", id, err)
	}
	return order
}

func ordersArePaged(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 1)
	product := s.onSale(t, 20, 10000)
	var placed []string
	for range 5 {
		in := s.pickup(product, s.slot(t, "PICKUP", 3))
		placed = append(placed, me.done(t, placeOrder, object{"in": in}).str("placeOrder.order.id"))
	}
	for _, id := range placed {
		me.ended(t, id)
	}
	slices.Reverse(placed) // the newest first
	query := `query($first: Int, $after: String, $last: Int, $before: String) { me { orders(first: $first, after: $after, last: $last, before: $before) {
		totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } edges { cursor node { id } } } } }`
	r := me.must(t, query, object{"first": 2})
	r.is("me.orders.totalCount", 5)
	if !slices.Equal(r.strs("me.orders.nodes", "id"), placed[:2]) {
		t.Errorf("%v, want %v", r.strs("me.orders.nodes", "id"), placed[:2])
	}
	r.is("me.orders.edges.1.cursor", r.str("me.orders.pageInfo.endCursor"))
	r.is("me.orders.pageInfo.hasPreviousPage", false)
	r = me.must(t, query, object{"first": 10, "after": r.str("me.orders.pageInfo.endCursor")})
	if !slices.Equal(r.strs("me.orders.nodes", "id"), placed[2:]) || r.at("me.orders.pageInfo.hasNextPage") != false {
		t.Errorf("%s", r.text)
	}
	r = me.must(t, query, object{"last": 2})
	if !slices.Equal(r.strs("me.orders.nodes", "id"), placed[3:]) || r.at("me.orders.pageInfo.hasPreviousPage") != true {
		t.Errorf("%s", r.text)
	}
	r = me.must(t, query, object{"last": 10, "before": r.str("me.orders.pageInfo.startCursor")})
	if !slices.Equal(r.strs("me.orders.nodes", "id"), placed[:3]) || r.at("me.orders.pageInfo.hasPreviousPage") != false {
		t.Errorf("%s", r.text)
	}
	w.newMember(t).must(t, query, nil).is("me.orders.totalCount", 0)
}

func orderUpdates(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 1)
	product := s.onSale(t, 5, 10000)
	id := me.done(t, placeOrder, object{"in": s.pickup(product, s.slot(t, "PICKUP", 4))}).str("placeOrder.order.id")
	me.ended(t, id)
	query := `subscription($id: ID!) { orderUpdates(orderId: $id) { id status } }`
	// The order as it is now comes first, whenever one asks.
	seen := 0
	err := shopper.New(w.url).With(me.token).Subscribe(t.Context(), query, map[string]any{"id": id}, func(data json.RawMessage) bool {
		seen++
		if !strings.Contains(string(data), `"CONFIRMED"`) {
			t.Errorf("the first event is %s", data)
		}
		return false
	})
	if err != nil || seen != 1 {
		t.Errorf("%d events, %v", seen, err)
	}
	// What can change no more is said once, and that is all.
	rejected := me.rejected(t, with(s.pickup(product, s.slot(t, "PICKUP", 4)), object{"payment": pay("tok_declined")}), "PAYMENT_DECLINED").str("order.id")
	seen = 0
	err = shopper.New(w.url).With(me.token).Subscribe(t.Context(), query, map[string]any{"id": rejected}, func(data json.RawMessage) bool {
		seen++
		return true
	})
	if err != nil || seen != 1 {
		t.Errorf("%d events of an order that is rejected, %v", seen, err)
	}
	for name, test := range map[string]struct{ token, id, code string }{
		"of another":   {w.newMember(t).token, id, "NOT_FOUND"},
		"of a guest":   {"", id, "UNAUTHENTICATED"},
		"unknown":      {me.token, "ord_unknown", "NOT_FOUND"},
		"not an order": {me.token, "a\x00b", "BAD_USER_INPUT"},
	} {
		t.Run(name, func(t *testing.T) {
			err := shopper.New(w.url).With(test.token).Subscribe(t.Context(), query, map[string]any{"id": test.id}, func(data json.RawMessage) bool {
				t.Errorf("an event: %s", data)
				return false
			})
			refused, ok := err.(shopper.GraphError)
			if !ok || (refused.Extensions.Code != test.code && refused.Extensions.Code != "BAD_USER_INPUT") {
				t.Errorf("%v, want %s", err, test.code)
			}
		})
	}
}
