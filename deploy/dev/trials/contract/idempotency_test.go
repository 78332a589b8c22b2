package contract

import (
	"fmt"
	"testing"
)

func idempotency(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 1)
	product := s.onSale(t, 10, 15000)
	in := s.pickup(product, s.slot(t, "PICKUP", 5))
	id := me.done(t, placeOrder, object{"in": in}).str("placeOrder.order.id")
	me.ended(t, id)
	me.done(t, placeOrder, object{"in": in}).is("placeOrder.order.id", id)
	for name, changes := range map[string]object{
		"quantity": {"lines": list{object{"productId": product, "quantity": 2}}},
		"token":    {"payment": pay("tok_flaky")},
		"slot":     {"fulfilments": list{object{"storeId": s.id, "method": "PICKUP", "slotId": s.slot(t, "PICKUP", 6)}}},
		"note":     {"fulfilments": list{object{"storeId": s.id, "method": "PICKUP", "slotId": s.slot(t, "PICKUP", 5), "note": "x"}}},
		"total":    {"expectedTotal": 15001},
	} {
		t.Run("another "+name, func(t *testing.T) {
			me.refused(t, placeOrder, object{"in": with(in, changes)}, "IDEMPOTENCY_KEY_REUSED")
		})
	}
	// The key is the caller's own: another's order of the same key is another order.
	if other := w.newMember(t).done(t, placeOrder, object{"in": in}).str("placeOrder.order.id"); other == id {
		t.Error("a key of one member gave the order to another")
	}
	// An order of a cart that was emptied by it is the same input all the same.
	cart := w.guest().done(t, createCart, object{"lines": list{object{"productId": product, "quantity": 1}}}).str("createCart.cart.id")
	cart = me.done(t, attachCart, object{"id": cart}).str("attachCart.cart.id")
	of := with(in, object{"idempotencyKey": unique("cart-"), "lines": nil, "cartId": cart})
	first := me.done(t, placeOrder, object{"in": of}).str("placeOrder.order.id")
	me.ended(t, first)
	eventually(t, "the cart is empty", func() bool {
		r := me.must(t, `{ me { cart { lines { id } } } }`, nil)
		return r.at("me.cart") == nil || len(r.list("me.cart.lines")) == 0
	})
	me.done(t, placeOrder, object{"in": of}).is("placeOrder.order.id", first)
	// What was refused may be tried again with the same key once it is put right, or is the same refusal: never an order of something else.
	key := unique("refused-")
	bad := with(in, object{"idempotencyKey": key, "payment": pay("tok_nonsense")})
	me.refused(t, placeOrder, object{"in": bad}, "UNKNOWN_TOKEN")
	me.refused(t, placeOrder, object{"in": bad}, "UNKNOWN_TOKEN")

	create := draft(s.id, 4, 12000)
	made := s.seller.done(t, createProduct, object{"in": create}).str("createProduct.product.id")
	s.seller.done(t, createProduct, object{"in": create}).is("createProduct.product.id", made)
	s.seller.refused(t, createProduct, object{"in": with(create, object{"price": 12001})}, "IDEMPOTENCY_KEY_REUSED")
	// The key is the operation's own, too.
	key = create["idempotencyKey"].(string)
	s.seller.done(t, adjustStock, object{"key": key, "id": made, "delta": 1}).is("adjustStock.product.stock", 5)
	s.seller.done(t, adjustStock, object{"key": key, "id": made, "delta": 1}).is("adjustStock.product.stock", 5)
	s.seller.refused(t, adjustStock, object{"key": key, "id": made, "delta": 2}, "IDEMPOTENCY_KEY_REUSED")
	if n := s.stock(t, made); n != 5 {
		t.Errorf("%d left, want 5", n)
	}
}

func sameOrderAtOnce(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 1)
	product := s.onSale(t, 50, 15000)
	in := s.pickup(product, s.slot(t, "PICKUP", 6))
	answers := atOnce(20, func(int) string {
		r := me.ask(t, placeOrder, object{"in": in})
		return fmt.Sprint(r.at("placeOrder.order.id"), r.codes())
	})
	if len(answers) != 1 {
		t.Errorf("%v", answers)
	}
	r := me.must(t, `{ me { orders { totalCount nodes { id } } } }`, nil)
	r.is("me.orders.totalCount", 1)
	me.ended(t, r.str("me.orders.nodes.0.id")).is("order.status", "CONFIRMED")
	eventually(t, "one is sold", func() bool { return s.stock(t, product) == 49 })

	key := unique("at-once-")
	answers = atOnce(20, func(int) string {
		r := s.seller.ask(t, adjustStock, object{"key": key, "id": product, "delta": -3})
		return fmt.Sprint(r.at("adjustStock.product.stock"), r.codes())
	})
	if answers["46 []"] != 20 {
		t.Errorf("%v", answers)
	}
	create := draft(s.id, 4, 12000)
	answers = atOnce(20, func(int) string {
		r := s.seller.ask(t, createProduct, object{"in": create})
		return fmt.Sprint(r.at("createProduct.product.id"), r.codes())
	})
	if len(answers) != 1 {
		t.Errorf("%v", answers)
	}
}
