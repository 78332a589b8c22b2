package contract

import (
	"fmt"
	"strings"
	"testing"
)

const (
	createProduct = `mutation($in: CreateProductInput!) { createProduct(input: $in) { product { id status kind name price { amount } stock availability category { id } tags { id } cadences
		store { id } createdAt } userErrors { code message field } } }`
	updateProduct = `mutation($in: UpdateProductInput!) { updateProduct(input: $in) { product { id status name price { amount } stock tags { id } flowers { id } } userErrors { code message field } } }`
	adjustStock   = `mutation($key: String!, $id: ID!, $delta: Int!) { adjustStock(idempotencyKey: $key, productId: $id, delta: $delta, reason: "counted") { product { id stock availability } userErrors { code message field } } }`
	adjustStocks  = `mutation($key: String!, $all: [StockAdjustmentInput!]!) { adjustStocks(idempotencyKey: $key, adjustments: $all) { products { id stock } userErrors { code message field } } }`
)

// shop is one of the seed's with its seller.
type shop struct {
	id     string
	seller caller
}

// shops are numbered as in the seed; a test that changes a store takes one that no other test needs.
func (w world) shop(t *testing.T, number int) shop {
	t.Helper()
	email := map[int]string{1: "seller", 2: "yeonnam", 3: "hannam", 4: "seochon", 5: "mangwon", 6: "jamsil", 7: "seocho", 8: "jeonpo", 9: "haeundae", 10: "yeongdo", 11: "jeju", 12: "seogwipo"}[number]
	return shop{id: fmt.Sprintf("str_01SEED%020d", number), seller: w.signIn(t, email+"@bloom.test")}
}

func draft(storeID string, stock int, price int64) object {
	return object{
		"idempotencyKey": unique("new-"), "storeId": storeID, "kind": "REGULAR", "name": "시험 꽃다발", "description": "장미와 튤립을 묶었어요.", "price": price, "stock": stock,
		"flowerIds": list{"flw_rose", "flw_tulip"}, "representativeFlowerId": "flw_rose", "categoryId": "cat_bouquet", "tagIds": list{"tag_lover"},
		"fulfilmentMethods": list{"DELIVERY", "PICKUP"},
	}
}

// with is a copy of an input with other values; nil leaves one out.
func with(in object, changes object) object {
	out := object{}
	for name, value := range in {
		out[name] = value
	}
	for name, value := range changes {
		if value == nil {
			delete(out, name)
		} else {
			out[name] = value
		}
	}
	return out
}

// onSale makes a product of the store and waits until it can be ordered.
func (s shop) onSale(t *testing.T, stock int, price int64) string {
	t.Helper()
	id := s.seller.done(t, createProduct, object{"in": draft(s.id, stock, price)}).str("createProduct.product.id")
	s.seller.done(t, updateProduct, object{"in": object{"id": id, "status": "ON_SALE"}})
	s.offered(t, id, price)
	return id
}

// offered waits until carts know the product at that price.
func (s shop) offered(t *testing.T, id string, price int64) {
	t.Helper()
	guest := caller{url: s.seller.url}
	eventually(t, fmt.Sprintf("%s is offered at %d", id, price), func() bool {
		r := guest.must(t, createCart, object{"lines": list{object{"productId": id, "quantity": 1}}})
		return len(r.codes()) == 0 && r.at("createCart.cart.lines.0.unitPrice.amount") == float64(price)
	})
}

func (s shop) stock(t *testing.T, id string) int {
	t.Helper()
	return s.seller.must(t, `query($id: ID!) { product(id: $id) { stock } }`, object{"id": id}).num("product.stock")
}

func aProductsLife(t *testing.T, w world) {
	s, guest := w.shop(t, 6), w.guest()
	r := s.seller.done(t, createProduct, object{"in": draft(s.id, 7, 33000)})
	id := r.str("createProduct.product.id")
	if !strings.HasPrefix(id, "prd_") {
		t.Errorf("the id of a product is %q", id)
	}
	r.is("createProduct.product.status", "DRAFT")
	r.is("createProduct.product.stock", 7)
	r.is("createProduct.product.price.amount", 33000)
	r.is("createProduct.product.store.id", s.id)

	get := `query($id: ID!) { product(id: $id) { id status name price { amount } } }`
	guest.must(t, get, object{"id": id}).is("product", nil)
	s.seller.must(t, get, object{"id": id}).is("product.status", "DRAFT")
	listed := func(c caller, filter object) bool {
		for _, found := range c.must(t, products, object{"filter": filter, "sort": "NEWEST", "first": 100}).strs("products.nodes", "id") {
			if found == id {
				return true
			}
		}
		return false
	}
	eventually(t, "the seller finds the draft", func() bool { return listed(s.seller, object{"storeId": s.id, "status": list{"DRAFT"}}) })
	if listed(guest, object{"storeId": s.id, "status": list{"DRAFT"}}) || listed(guest, object{"storeId": s.id}) {
		t.Error("a guest finds the draft")
	}

	s.seller.done(t, updateProduct, object{"in": object{"id": id, "status": "ON_SALE", "name": "이름을 바꾼 꽃다발"}})
	s.seller.must(t, get, object{"id": id}).is("product.name", "이름을 바꾼 꽃다발")
	eventually(t, "a guest finds it", func() bool { return listed(guest, object{"storeId": s.id}) })
	s.seller.done(t, updateProduct, object{"in": object{"id": id, "status": "TEMPORARILY_SOLD_OUT"}})
	guest.must(t, get, object{"id": id}).is("product.status", "TEMPORARILY_SOLD_OUT")
	s.seller.done(t, updateProduct, object{"in": object{"id": id, "status": "ON_SALE", "price": 35000}})
	s.seller.refused(t, updateProduct, object{"in": object{"id": id, "status": "DRAFT"}}, "BAD_TRANSITION")
	s.seller.done(t, updateProduct, object{"in": object{"id": id, "status": "DISCONTINUED"}})
	s.seller.refused(t, updateProduct, object{"in": object{"id": id, "status": "DRAFT"}}, "BAD_TRANSITION")
	guest.must(t, get, object{"id": id}).is("product", nil)
	eventually(t, "a guest does not find it any more", func() bool { return !listed(guest, object{"storeId": s.id}) })

	subscription := with(draft(s.id, 3, 40000), object{"kind": "SUBSCRIPTION", "categoryId": nil, "tagIds": nil, "cadences": list{"WEEKLY", "MONTHLY"}, "fulfilmentMethods": list{"DELIVERY"}})
	r = s.seller.done(t, createProduct, object{"in": subscription})
	r.is("createProduct.product.category", nil)
	r.is("createProduct.product.cadences", list{"WEEKLY", "MONTHLY"})
}

func productsThatAreRefused(t *testing.T, w world) {
	s := w.shop(t, 6)
	good := draft(s.id, 5, 20000)
	tags := list{"tag_lover", "tag_spouse", "tag_friend", "tag_birthday", "tag_calm", "tag_natural", "tag_purple", "tag_self"}
	id := s.seller.done(t, createProduct, object{"in": good}).str("createProduct.product.id")
	count := func() int {
		return s.seller.must(t, `query($id: ID) { store(id: $id) { products(filter: {status: [DRAFT, ON_SALE, TEMPORARILY_SOLD_OUT, DISCONTINUED]}) { totalCount } } }`,
			object{"id": s.id}).num("store.products.totalCount")
	}
	before := count()
	for name, test := range map[string]struct {
		code    string
		changes object
		create  bool // it can't be said of one that exists
	}{
		"eight tags":                   {"TOO_MANY_TAGS", object{"tagIds": tags}, false},
		"no flowers":                   {"NO_FLOWERS", object{"flowerIds": list{}}, false},
		"not its flower":               {"NOT_ITS_FLOWER", object{"representativeFlowerId": "flw_lily"}, false},
		"unknown flower":               {"INVALID NOT_FOUND", object{"flowerIds": list{"flw_rose", "flw_plastic"}}, false},
		"unknown category":             {"INVALID NOT_FOUND", object{"categoryId": "cat_unknown"}, false},
		"unknown tag":                  {"INVALID NOT_FOUND", object{"tagIds": list{"tag_unknown"}}, false},
		"cadences of a regular one":    {"NOT_FOR_SUBSCRIPTION INVALID", object{"cadences": list{"WEEKLY"}}, false},
		"subscription with a category": {"NOT_FOR_SUBSCRIPTION", object{"kind": "SUBSCRIPTION", "cadences": list{"WEEKLY"}, "tagIds": nil}, true},
		"subscription with tags":       {"NOT_FOR_SUBSCRIPTION", object{"kind": "SUBSCRIPTION", "cadences": list{"WEEKLY"}, "categoryId": nil}, true},
		"subscription, no cadence":     {"INVALID", object{"kind": "SUBSCRIPTION", "categoryId": nil, "tagIds": nil, "cadences": list{}}, true},
		"no category":                  {"INVALID", object{"categoryId": nil}, true},
		"no name":                      {"INVALID", object{"name": " "}, false},
		"a huge name":                  {"INVALID", object{"name": strings.Repeat("꽃", 10_000)}, false},
		"a huge description":           {"INVALID", object{"description": strings.Repeat("꽃", 100_000)}, false},
		"free":                         {"INVALID", object{"price": 0}, false},
		"a negative price":             {"INVALID", object{"price": -1}, false},
		"an absurd price":              {"INVALID", object{"price": 9_000_000_000_000_000}, false},
		"a negative stock":             {"INVALID STOCK_NEGATIVE", object{"stock": -1}, true},
		"no way to hand over":          {"INVALID", object{"fulfilmentMethods": list{}}, false},
		"the same flower twice":        {"INVALID", object{"flowerIds": list{"flw_rose", "flw_rose"}}, false},
		"no key":                       {"INVALID", object{"idempotencyKey": ""}, true},
		"a huge key":                   {"INVALID", object{"idempotencyKey": strings.Repeat("k", 10_000)}, true},
		"a store that is not there":    {"NOT_FOUND", object{"storeId": "str_unknown"}, true},
		"a store of another":           {"NOT_FOUND", object{"storeId": "str_01SEED00000000000000000001"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s.seller.refused(t, createProduct, object{"in": with(with(good, object{"idempotencyKey": unique("bad-")}), test.changes)}, strings.Fields(test.code)...)
			if !test.create {
				s.seller.refused(t, updateProduct, object{"in": with(object{"id": id}, test.changes)}, strings.Fields(test.code)...)
			}
		})
	}
	s.seller.unkept(t, createProduct, object{"in": with(good, object{"idempotencyKey": unique("bad-"), "name": "a\x00b"})})
	s.seller.unkept(t, updateProduct, object{"in": object{"id": id, "description": "a\x00b"}})
	s.seller.refused(t, updateProduct, object{"in": object{"id": "prd_unknown", "name": "x"}}, "NOT_FOUND")
	s.seller.refused(t, updateProduct, object{"in": object{"id": "prd_01SEED00000000000000000001", "name": "x"}}, "NOT_FOUND")
	if after := count(); after != before {
		t.Errorf("%d products became %d", before, after)
	}
	r := s.seller.must(t, `query($id: ID!) { product(id: $id) { name price { amount } flowers { id } tags { id } } }`, object{"id": id})
	r.is("product.name", good["name"])
	r.is("product.price.amount", 20000)
	r.is("product.tags", list{object{"id": "tag_lover"}})
}

func stock(t *testing.T, w world) {
	s := w.shop(t, 6)
	id := s.onSale(t, 5, 21000)
	other := s.onSale(t, 5, 22000)
	s.seller.done(t, adjustStock, object{"key": unique("a-"), "id": id, "delta": 3}).is("adjustStock.product.stock", 8)
	s.seller.refused(t, adjustStock, object{"key": unique("a-"), "id": id, "delta": -9}, "STOCK_NEGATIVE")
	s.seller.refused(t, adjustStock, object{"key": unique("a-"), "id": id, "delta": 0}, "INVALID")
	s.seller.refused(t, adjustStock, object{"key": unique("a-"), "id": id, "delta": 2_147_483_647}, "INVALID")
	s.seller.refused(t, adjustStock, object{"key": unique("a-"), "id": "prd_unknown", "delta": 1}, "NOT_FOUND")
	s.seller.refused(t, adjustStock, object{"key": "", "id": id, "delta": 1}, "INVALID")
	if n := s.stock(t, id); n != 8 {
		t.Errorf("%d left, want 8", n)
	}

	key := unique("many-")
	all := list{object{"productId": id, "delta": -1}, object{"productId": other, "delta": 2}}
	for range 2 {
		s.seller.done(t, adjustStocks, object{"key": key, "all": all}).is("adjustStocks.products", list{object{"id": id, "stock": 7}, object{"id": other, "stock": 7}})
	}
	s.seller.refused(t, adjustStocks, object{"key": key, "all": all[:1]}, "IDEMPOTENCY_KEY_REUSED")
	s.seller.refused(t, adjustStocks, object{"key": unique("m-"), "all": list{object{"productId": other, "delta": 2}, object{"productId": id, "delta": -100}}}, "STOCK_NEGATIVE")
	s.seller.refused(t, adjustStocks, object{"key": unique("m-"), "all": list{object{"productId": other, "delta": 2}, object{"productId": "prd_unknown", "delta": 1}}}, "NOT_FOUND")
	s.seller.refused(t, adjustStocks, object{"key": unique("m-"), "all": list{object{"productId": other, "delta": 2}, object{"productId": "prd_01SEED00000000000000000001", "delta": 1}}}, "NOT_FOUND")
	s.seller.refused(t, adjustStocks, object{"key": unique("m-"), "all": list{}}, "INVALID", "EMPTY")
	many := list{}
	for range 5000 {
		many = append(many, object{"productId": other, "delta": 1})
	}
	r := s.seller.ask(t, adjustStocks, object{"key": unique("m-"), "all": many})
	if len(r.errors) == 0 && len(r.codes()) == 0 {
		t.Errorf("5000 adjustments of one product were taken: %s", short(r.text))
	}
	if a, b := s.stock(t, id), s.stock(t, other); a != 7 || b != 7 {
		t.Errorf("%d and %d left, want 7 and 7", a, b)
	}
	s.seller.done(t, adjustStock, object{"key": unique("a-"), "id": id, "delta": -7}).is("adjustStock.product.availability", "SOLD_OUT")
	eventually(t, "the list knows that it is sold out", func() bool {
		r := w.guest().must(t, products, object{"filter": object{"storeId": s.id}, "sort": "NEWEST", "first": 50})
		for _, p := range r.list("products.nodes") {
			if p := p.(object); p["id"] == id {
				return p["availability"] == "SOLD_OUT"
			}
		}
		return false
	})
}
