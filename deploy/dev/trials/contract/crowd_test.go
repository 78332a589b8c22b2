package contract

import (
	"fmt"
	"sync"
	"testing"
)

// atOnce does the same n times at the same moment, and counts the answers.
func atOnce(n int, do func(i int) string) map[string]int {
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[string]int{}
	for i := range n {
		all.Go(func() {
			answer := do(i)
			mu.Lock()
			defer mu.Unlock()
			answers[answer]++
		})
	}
	all.Wait()
	return answers
}

// crowds: what many do at once comes out as if they had done it one after the other.
func crowds(t *testing.T, w world) {
	guest, s := w.guest(), w.shop(t, 6)

	t.Run("the stock", func(t *testing.T) {
		product := s.onSale(t, 10, 9000)
		answers := atOnce(20, func(i int) string {
			r := s.seller.ask(t, adjustStock, object{"key": unique(fmt.Sprint(i, "-")), "id": product, "delta": -1})
			return fmt.Sprint(r.codes())
		})
		if answers["[]"] != 10 || answers["[STOCK_NEGATIVE]"] != 10 || s.stock(t, product) != 0 {
			t.Errorf("%v, %d left", answers, s.stock(t, product))
		}
	})
	t.Run("an email", func(t *testing.T) {
		email := unique("once-") + "@bloom.test"
		answers := atOnce(10, func(int) string {
			return fmt.Sprint(guest.ask(t, signUp, object{"in": object{"name": "봄", "email": email, "password": goodPassphrase}}).codes())
		})
		if answers["[]"] != 1 || answers["[EMAIL_TAKEN]"] != 9 {
			t.Errorf("%v", answers)
		}
	})
	t.Run("a refresh token", func(t *testing.T) {
		email := unique("twice-") + "@bloom.test"
		token := guest.done(t, signUp, object{"in": object{"name": "봄", "email": email, "password": goodPassphrase}}).str("signUp.session.refreshToken")
		// Requests that were under way when the first was answered may get the same answer, never another one.
		answers := atOnce(10, func(int) string {
			r := guest.ask(t, refresh, object{"token": token})
			return fmt.Sprint(r.at("refreshSession.session.refreshToken"), r.codes())
		})
		delete(answers, "<nil> [TOKEN_REUSED]")
		if len(answers) != 1 {
			t.Errorf("%v", answers)
		}
	})
	t.Run("a like", func(t *testing.T) {
		me, product := w.newMember(t), s.onSale(t, 1, 9000)
		atOnce(10, func(int) string {
			return me.ask(t, `mutation($id: ID!) { likeProduct(productId: $id) { userErrors { code } } }`, object{"id": product}).text
		})
		me.must(t, `query($id: ID!) { product(id: $id) { likeCount likedByMe } }`, object{"id": product}).is("product.likeCount", 1)
	})
	t.Run("a cart", func(t *testing.T) {
		cart := guest.done(t, createCart, nil).str("createCart.cart.id")
		products := make([]string, 5)
		for i := range products {
			products[i] = s.onSale(t, 9, 9000)
		}
		answers := atOnce(10, func(i int) string {
			return fmt.Sprint(guest.ask(t, setCartLine, object{"id": cart, "line": object{"productId": products[i%5], "quantity": 2}}).codes())
		})
		// CONFLICT is an answer to those who came at the same moment, a lost line is none.
		r := guest.must(t, getCart, object{"id": cart})
		if answers["[]"]+answers["[CONFLICT]"] != 10 || answers["[]"] == 10 && len(r.list("cart.lines")) != 5 {
			t.Errorf("%v, %s", answers, short(r.text))
		}
	})
	t.Run("a cart and its owner", func(t *testing.T) {
		me := w.newMember(t)
		cart := guest.done(t, createCart, object{"lines": list{object{"productId": seedProduct, "quantity": 1}}}).str("createCart.cart.id")
		atOnce(10, func(int) string { return me.ask(t, attachCart, object{"id": cart}).text })
		r := me.must(t, `{ me { cart { lines { quantity } } } }`, nil)
		r.is("me.cart.lines", list{object{"quantity": 1}})
	})
}
