package contract

import (
	"strings"
	"testing"
)

const (
	cartFields   = `{ cart { id updatedAt subtotal { amount } lines { id quantity unitPrice { amount } total { amount } product { id name } store { id name } problems { code } } } userErrors { code message field } }`
	createCart   = `mutation($lines: [CartLineInput!]) { createCart(lines: $lines) ` + cartFields + ` }`
	setCartLine  = `mutation($id: ID!, $line: CartLineInput!) { setCartLine(cartId: $id, line: $line) ` + cartFields + ` }`
	attachCart   = `mutation($id: ID!) { attachCart(cartId: $id) ` + cartFields + ` }`
	getCart      = `query($id: ID!) { cart(id: $id) { id subtotal { amount } lines { quantity unitPrice { amount } product { id } problems { code message } } } }`
	seedProduct  = "prd_01SEED00000000000000000001"
	otherProduct = "prd_01SEED00000000000000000324"
)

func carts(t *testing.T, w world) {
	guest := w.guest()
	r := guest.done(t, createCart, nil)
	id := r.str("createCart.cart.id")
	if !strings.HasPrefix(id, "crt_") || len(id) < 20 {
		t.Errorf("the id of a cart is %q", id)
	}
	r.is("createCart.cart.lines", list{})
	r.is("createCart.cart.subtotal.amount", 0)
	r = guest.done(t, setCartLine, object{"id": id, "line": object{"productId": seedProduct, "quantity": 2}})
	price := r.num("setCartLine.cart.lines.0.unitPrice.amount")
	r.is("setCartLine.cart.lines.0.total.amount", 2*price)
	r.is("setCartLine.cart.subtotal.amount", 2*price)
	r.is("setCartLine.cart.lines.0.product.id", seedProduct)
	r.is("setCartLine.cart.lines.0.store.id", "str_01SEED00000000000000000001")
	guest.done(t, setCartLine, object{"id": id, "line": object{"productId": otherProduct, "quantity": 1}})
	r = guest.done(t, setCartLine, object{"id": id, "line": object{"productId": seedProduct, "quantity": 1}})
	if len(r.list("setCartLine.cart.lines")) != 2 {
		t.Error(r.text)
	}
	// The same product in two lines is asked for twice.
	twice := guest.done(t, createCart, object{"lines": list{object{"productId": seedProduct, "quantity": 1}, object{"productId": seedProduct, "quantity": 2}}})
	twice.is("createCart.cart.subtotal.amount", 3*price)
	// Whoever holds the id holds the cart, signed in or not.
	w.newMember(t).must(t, getCart, object{"id": id}).is("cart.id", id)
	r = guest.done(t, setCartLine, object{"id": id, "line": object{"productId": seedProduct, "quantity": 0}})
	if len(r.list("setCartLine.cart.lines")) != 1 {
		t.Errorf("0 does not take a line away: %s", r.text)
	}

	me := w.newMember(t)
	me.must(t, `{ me { id cart { id lines { quantity } } } }`, nil)
	me.done(t, attachCart, object{"id": id})
	r = me.must(t, `{ me { cart { id lines { quantity product { id } } } } }`, nil)
	r.is("me.cart.lines", list{object{"quantity": 1, "product": object{"id": otherProduct}}})
	second := guest.done(t, createCart, object{"lines": list{object{"productId": otherProduct, "quantity": 2}, object{"productId": seedProduct, "quantity": 1}}}).str("createCart.cart.id")
	me.done(t, attachCart, object{"id": second})
	r = me.must(t, `{ me { cart { id lines { quantity product { id } } } } }`, nil)
	if len(r.list("me.cart.lines")) != 2 {
		t.Errorf("two carts are not merged: %s", r.text)
	}
	// Again, as a client does that got no answer: nothing is added twice.
	me.ask(t, attachCart, object{"id": second})
	again := me.must(t, `{ me { cart { id lines { quantity product { id } } } } }`, nil)
	if again.text != r.text {
		t.Errorf("attaching again changed %s to %s", r.text, again.text)
	}
	w.newMember(t).refused(t, attachCart, object{"id": r.str("me.cart.id")}, "NOT_FOUND")
}

func cartsThatAreRefused(t *testing.T, w world) {
	guest := w.guest()
	id := guest.done(t, createCart, object{"lines": list{object{"productId": seedProduct, "quantity": 1}}}).str("createCart.cart.id")
	for name, test := range map[string]struct {
		code string
		line object
	}{
		"a negative quantity": {"INVALID", object{"productId": seedProduct, "quantity": -1}},
		"an absurd quantity":  {"INVALID", object{"productId": seedProduct, "quantity": 2_000_000_000}},
		"an unknown product":  {"NOT_FOUND", object{"productId": "prd_unknown", "quantity": 1}},
		"an odd id":           {"NOT_FOUND", object{"productId": "a' OR 1=1", "quantity": 1}},
		"a huge id":           {"NOT_FOUND", object{"productId": strings.Repeat("x", 50_000), "quantity": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			guest.refused(t, setCartLine, object{"id": id, "line": test.line}, test.code)
			guest.refused(t, createCart, object{"lines": list{test.line}}, test.code)
		})
	}
	guest.refused(t, createCart, object{"lines": list{object{"productId": seedProduct, "quantity": 0}}}, "INVALID")
	guest.refused(t, setCartLine, object{"id": "crt_unknown", "line": object{"productId": seedProduct, "quantity": 1}}, "NOT_FOUND")
	many := list{}
	for range 2000 {
		many = append(many, object{"productId": seedProduct, "quantity": 1})
	}
	r := guest.ask(t, createCart, object{"lines": many})
	if len(r.errors) == 0 && len(r.codes()) == 0 && len(r.list("createCart.cart.lines")) > 100 {
		t.Error("a cart of 2000 lines was made")
	}
	guest.must(t, getCart, object{"id": "crt_unknown"}).is("cart", nil)
	r = guest.must(t, getCart, object{"id": id})
	r.is("cart.lines.0.quantity", 1)
	guest.fails(t, attachCart, object{"id": id}, "UNAUTHENTICATED")
	w.newMember(t).refused(t, attachCart, object{"id": "crt_unknown"}, "NOT_FOUND")

	// What has become of a line since it was put there.
	s := w.shop(t, 7)
	product := s.onSale(t, 5, 30000)
	id = guest.done(t, createCart, object{"lines": list{object{"productId": product, "quantity": 1}}}).str("createCart.cart.id")
	problem := func(code string) {
		t.Helper()
		eventually(t, "the line says "+code, func() bool {
			r := guest.must(t, getCart, object{"id": id})
			for _, p := range r.list("cart.lines.0.problems") {
				if p.(object)["code"] == code {
					return true
				}
			}
			return false
		})
	}
	s.seller.done(t, updateProduct, object{"in": object{"id": product, "price": 31000}})
	problem("PRICE_CHANGED")
	s.seller.done(t, updateProduct, object{"in": object{"id": product, "status": "TEMPORARILY_SOLD_OUT"}})
	problem("SOLD_OUT")
	s.seller.done(t, updateProduct, object{"in": object{"id": product, "status": "ON_SALE"}})
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": true}})
	problem("STORE_CLOSED")
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": false}})
}
