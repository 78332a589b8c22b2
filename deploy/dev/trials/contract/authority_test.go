package contract

import (
	"testing"
)

// whoMayDoWhat sends each mutation as everyone who may not send it, and as those who may.
func whoMayDoWhat(t *testing.T, w world) {
	s, foreign, admin, member := w.shop(t, 5), w.shop(t, 4).seller, w.signIn(t, "admin@bloom.test"), w.newMember(t)
	product := s.onSale(t, 5, 17000)
	owner := w.newMember(t)
	address := owner.done(t, saveAddress, object{"in": object{"label": "집", "address": addressInput("04769")}}).str("saveAddress.member.addresses.0.id")
	cart := w.guest().done(t, createCart, object{"lines": list{object{"productId": product, "quantity": 1}}}).str("createCart.cart.id")
	order := s.pickup(product, s.slot(t, "PICKUP", 1))

	for name, test := range map[string]struct {
		query     string
		variables object
	}{
		"updateProfile":           {updateProfile, object{"in": object{"name": "x"}}},
		"saveAddress":             {saveAddress, object{"in": object{"label": "x", "address": addressInput("04769")}}},
		"removeAddress":           {removeAddress, object{"id": address}},
		"acknowledgeNotification": {acknowledge, object{"id": "ntf_x"}},
		"attachCart":              {attachCart, object{"id": cart}},
		"placeOrder":              {placeOrder, object{"in": order}},
		"createProduct":           {createProduct, object{"in": draft(s.id, 1, 1000)}},
		"updateProduct":           {updateProduct, object{"in": object{"id": product, "price": 1}}},
		"adjustStock":             {adjustStock, object{"key": unique("g-"), "id": product, "delta": 1}},
		"adjustStocks":            {adjustStocks, object{"key": unique("g-"), "all": list{object{"productId": product, "delta": 1}}}},
		"likeProduct":             {`mutation($id: ID!) { likeProduct(productId: $id) { product { id } userErrors { code } } }`, object{"id": product}},
		"unlikeProduct":           {`mutation($id: ID!) { unlikeProduct(productId: $id) { product { id } userErrors { code } } }`, object{"id": product}},
		"updateStore":             {updateStore, object{"in": object{"id": s.id, "paused": true}}},
		"followStore":             {`mutation($id: ID!) { followStore(storeId: $id) { store { id } userErrors { code } } }`, object{"id": s.id}},
		"unfollowStore":           {`mutation($id: ID!) { unfollowStore(storeId: $id) { store { id } userErrors { code } } }`, object{"id": s.id}},
	} {
		t.Run("a guest: "+name, func(t *testing.T) { w.guest().fails(t, test.query, test.variables, "UNAUTHENTICATED") })
	}
	w.guest().fails(t, `{ myStores { id } }`, nil, "UNAUTHENTICATED")

	for name, test := range map[string]struct {
		query     string
		variables func() object
	}{
		"createProduct": {createProduct, func() object { return object{"in": draft(s.id, 1, 1000)} }},
		"updateProduct": {updateProduct, func() object { return object{"in": object{"id": product, "description": "고쳐 썼어요."}} }},
		"adjustStock":   {adjustStock, func() object { return object{"key": unique("g-"), "id": product, "delta": 1} }},
		"adjustStocks": {adjustStocks, func() object {
			return object{"key": unique("g-"), "all": list{object{"productId": product, "delta": -1}}}
		}},
		"updateStore": {updateStore, func() object { return object{"in": object{"id": s.id, "description": "고쳐 썼어요."}} }},
	} {
		for who, c := range map[string]caller{"a member": member, "a seller of elsewhere": foreign} {
			t.Run(who+": "+name, func(t *testing.T) {
				// A role that the schema asks for is FORBIDDEN, a store that is not one's own NOT_FOUND.
				r := c.ask(t, test.query, test.variables())
				if len(r.errors) > 0 && who == "a member" {
					r.failed(name, "FORBIDDEN")
				} else if codes := r.codes(); len(codes) == 0 || codes[0] != "NOT_FOUND" {
					t.Errorf("%s", short(r.text))
				}
			})
		}
		for who, c := range map[string]caller{"its seller": s.seller, "an admin": admin} {
			t.Run(who+": "+name, func(t *testing.T) { c.done(t, test.query, test.variables()) })
		}
	}
	if n := s.stock(t, product); n != 5 {
		t.Errorf("%d left, want 5", n)
	}
	s.seller.must(t, `query($id: ID) { store(id: $id) { status } }`, object{"id": s.id}).is("store.status", "OPEN")
	owner.must(t, `{ me { addresses { id } } }`, nil).is("me.addresses.0.id", address)
}

func whoMaySeeWhat(t *testing.T, w world) {
	s, foreign, admin, member, guest := w.shop(t, 5), w.shop(t, 4).seller, w.signIn(t, "admin@bloom.test"), w.newMember(t), w.guest()
	product := s.onSale(t, 5, 17000)
	hidden := s.seller.done(t, createProduct, object{"in": draft(s.id, 2, 3000)}).str("createProduct.product.id")
	for who, c := range map[string]caller{"a guest": guest, "a member": member, "a seller of elsewhere": foreign} {
		t.Run(who, func(t *testing.T) {
			r := c.must(t, `query($id: ID!, $store: ID) { product(id: $id) { stock } store(id: $store) { sellers { id } } }`, object{"id": product, "store": s.id})
			r.is("product.stock", nil)
			r.is("store.sellers", nil)
			c.must(t, `query($id: ID!) { product(id: $id) { id } }`, object{"id": hidden}).is("product", nil)
			if who != "a guest" {
				c.refused(t, `mutation($id: ID!) { likeProduct(productId: $id) { product { id } userErrors { code } } }`, object{"id": hidden}, "NOT_FOUND")
			}
			c.refused(t, createCart, object{"lines": list{object{"productId": hidden, "quantity": 1}}}, "NOT_FOUND")
			for _, status := range []string{"DRAFT", "DISCONTINUED"} {
				r := c.must(t, `query($store: ID, $in: ProductFilter) { store(id: $store) { products(filter: $in) { totalCount nodes { id } } } products(filter: $in) { totalCount } }`,
					object{"store": s.id, "in": object{"status": list{status}, "storeId": s.id}})
				r.is("store.products.totalCount", 0)
				r.is("products.totalCount", 0)
			}
			r = c.must(t, `query($store: ID) { store(id: $store) { products(first: 100) { nodes { id status stock } } } }`, object{"store": s.id})
			for _, p := range r.list("store.products.nodes") {
				if p := p.(object); p["stock"] != nil || (p["status"] != "ON_SALE" && p["status"] != "TEMPORARILY_SOLD_OUT") {
					t.Errorf("%v", p)
				}
			}
		})
	}
	for who, c := range map[string]caller{"its seller": s.seller, "an admin": admin} {
		t.Run(who, func(t *testing.T) {
			r := c.must(t, `query($id: ID!, $hidden: ID!, $store: ID) { product(id: $id) { stock } hidden: product(id: $hidden) { status stock } store(id: $store) { sellers { id name } products(filter: {status: [DRAFT]}) { totalCount nodes { id } } } }`,
				object{"id": product, "hidden": hidden, "store": s.id})
			r.is("product.stock", 5)
			r.is("hidden.status", "DRAFT")
			r.is("hidden.stock", 2)
			r.is("store.sellers.0.name", "최상희")
			if r.num("store.products.totalCount") == 0 {
				t.Error("the draft is not listed")
			}
			eventually(t, "the draft is found", func() bool {
				return c.must(t, `query($store: ID!) { products(filter: {storeId: $store, status: [DRAFT]}) { totalCount } }`, object{"store": s.id}).num("products.totalCount") > 0
			})
		})
	}

	// What a seller of the store sees of a fellow seller is not what is for that member alone.
	r := admin.ask(t, `query($store: ID) { store(id: $store) { sellers { id name cart { id } orders { totalCount } subscriptions { totalCount } likedProducts { totalCount } notifications { unreadCount } } } }`, object{"store": s.id})
	for _, field := range []string{"cart", "orders", "subscriptions", "likedProducts", "notifications"} {
		r.is("store.sellers.0."+field, nil)
	}
}

func unknownIDs(t *testing.T, w world) {
	me := w.newMember(t)
	for _, id := range []string{"unknown", "prd_unknown", "ord_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", " ", "' OR 1=1 --", "🌷", "../../etc/passwd"} {
		for name, query := range map[string]string{
			"product":      `query($id: ID!) { product(id: $id) { id } }`,
			"order":        `query($id: ID!) { order(id: $id) { id } }`,
			"cart":         `query($id: ID!) { cart(id: $id) { id } }`,
			"store":        `query($id: ID!) { store(id: $id) { id } }`,
			"subscription": `query($id: ID!) { subscription(id: $id) { id } }`,
		} {
			t.Run(name, func(t *testing.T) {
				me.must(t, query, object{"id": id}).is(name, nil)
				me.fails(t, query, object{"id": "a\x00b"}, "BAD_USER_INPUT")
			})
		}
	}
}
