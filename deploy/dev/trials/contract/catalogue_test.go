package contract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const products = `query($search: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String, $last: Int, $before: String) {
	products(search: $search, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
		totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
		nodes { id kind name description price { amount currency } status availability stock flowers { id name } representativeFlower { id }
			category { id name } tags { id kind name } cadences fulfilmentMethods images { id url alt width height } store { id name } averageRating reviewCount
			likeCount likedByMe createdAt updatedAt }
		facets { categories { id name count } tags { id name count } flowers { id name count } priceRange { min { amount } max { amount } } } } }`

func catalogue(t *testing.T, w world) {
	guest := w.guest()
	r := guest.must(t, `{ flowers { id name meaning meanings { colour text tone } colours months imageUrl } categories { id name(locale: EN) } tags { id kind name }
		moods: tags(kind: MOOD) { kind } }`, nil)
	if len(r.list("flowers")) != 22 || len(r.list("categories")) != 9 || len(r.list("tags")) != 56 {
		t.Errorf("%d flowers, %d categories, %d tags", len(r.list("flowers")), len(r.list("categories")), len(r.list("tags")))
	}
	for _, kind := range r.strs("moods", "kind") {
		if kind != "MOOD" {
			t.Errorf("a tag of kind %s among the moods", kind)
		}
	}

	r = guest.must(t, products, object{"first": 100})
	all := r.num("products.totalCount")
	if all < 300 || len(r.list("products.nodes")) != 100 {
		t.Errorf("%d products, %d on the page", all, len(r.list("products.nodes")))
	}
	for i := range 100 {
		at := fmt.Sprint("products.nodes.", i, ".")
		if !strings.HasPrefix(r.str(at+"id"), "prd_") || !strings.HasPrefix(r.str(at+"store.id"), "str_") || r.str(at+"price.currency") != "KRW" {
			t.Errorf("%v", r.at(fmt.Sprint("products.nodes.", i)))
		}
		if status := r.str(at + "status"); status != "ON_SALE" && status != "TEMPORARILY_SOLD_OUT" {
			t.Errorf("a guest sees a product that is %s", status)
		}
		if r.at(at+"stock") != nil {
			t.Errorf("a guest sees the stock of %s", r.str(at+"id"))
		}
		if !slices.Contains(r.strs(at+"flowers", "id"), r.str(at+"representativeFlower.id")) {
			t.Errorf("the representative flower of %s is not one of its own", r.str(at+"id"))
		}
		if len(r.list(at+"images")) == 0 {
			t.Errorf("%s has no picture", r.str(at+"id"))
		}
		regular := r.str(at+"kind") == "REGULAR"
		if (r.at(at+"category") != nil) != regular || (len(r.list(at+"cadences")) > 0) == regular || len(r.list(at+"tags")) > 7 {
			t.Errorf("%s: category %v, cadences %v, tags %v", r.str(at+"kind"), r.at(at+"category"), r.at(at+"cadences"), r.at(at+"tags"))
		}
		r.timeAt(at + "createdAt")
	}
	for kind, at := range map[string]string{"categories": "products.facets.categories", "tags": "products.facets.tags", "flowers": "products.facets.flowers"} {
		if len(r.list(at)) == 0 {
			t.Errorf("no facets of %s", kind)
		}
	}
	facet := r.list("products.facets.flowers")[0].(object)
	one := guest.must(t, products, object{"filter": object{"flowerIds": list{facet["id"]}}})
	one.is("products.totalCount", facet["count"])
	facet = r.list("products.facets.categories")[0].(object)
	one = guest.must(t, products, object{"filter": object{"categoryIds": list{facet["id"]}}})
	one.is("products.totalCount", facet["count"])
	facet = r.list("products.facets.tags")[0].(object)
	one = guest.must(t, products, object{"filter": object{"tagIds": list{facet["id"]}}})
	one.is("products.totalCount", facet["count"])

	filters(t, guest)
	sorts(t, guest)
}

func filters(t *testing.T, guest caller) {
	each := func(name string, filter object, holds func(p object) bool) {
		t.Run(name, func(t *testing.T) {
			r := guest.must(t, products, object{"filter": filter, "first": 100})
			if len(r.list("products.nodes")) == 0 {
				t.Fatal("nothing is found")
			}
			for _, p := range r.list("products.nodes") {
				if p := p.(object); !holds(p) {
					t.Errorf("%v", p)
				}
			}
		})
	}
	ids := func(v any) []string {
		var all []string
		for _, item := range v.(list) {
			all = append(all, item.(object)["id"].(string))
		}
		return all
	}
	amount := func(p object) int { return int(p["price"].(object)["amount"].(float64)) }
	each("kind", object{"kind": "SUBSCRIPTION"}, func(p object) bool { return p["kind"] == "SUBSCRIPTION" })
	each("categories", object{"categoryIds": list{"cat_bouquet", "cat_basket"}}, func(p object) bool {
		id := p["category"].(object)["id"]
		return id == "cat_bouquet" || id == "cat_basket"
	})
	each("every tag", object{"tagIds": list{"tag_lover", "tag_birthday"}}, func(p object) bool {
		return slices.Contains(ids(p["tags"]), "tag_lover") && slices.Contains(ids(p["tags"]), "tag_birthday")
	})
	each("any flower", object{"flowerIds": list{"flw_rose", "flw_tulip"}}, func(p object) bool {
		return slices.Contains(ids(p["flowers"]), "flw_rose") || slices.Contains(ids(p["flowers"]), "flw_tulip")
	})
	each("without a flower", object{"excludeFlowerIds": list{"flw_rose"}}, func(p object) bool { return !slices.Contains(ids(p["flowers"]), "flw_rose") })
	each("store", object{"storeId": "str_01SEED00000000000000000004"}, func(p object) bool { return p["store"].(object)["id"] == "str_01SEED00000000000000000004" })
	each("price", object{"minPrice": 30000, "maxPrice": 40000}, func(p object) bool { return amount(p) >= 30000 && amount(p) <= 40000 })
	each("in stock", object{"inStockOnly": true}, func(p object) bool { return p["availability"] != "SOLD_OUT" && p["status"] == "ON_SALE" })
	each("pickup", object{"fulfilment": "PICKUP"}, func(p object) bool { return slices.Contains(p["fulfilmentMethods"].(list), any("PICKUP")) })
	each("status", object{"status": list{"TEMPORARILY_SOLD_OUT"}}, func(p object) bool { return p["status"] == "TEMPORARILY_SOLD_OUT" })

	for name, filter := range map[string]object{
		"prices the wrong way round": {"minPrice": 40000, "maxPrice": 30000},
		"unknown store":              {"storeId": "str_unknown"},
		"unknown flower":             {"flowerIds": list{"flw_unknown"}},
		"drafts":                     {"status": list{"DRAFT"}},
		"discontinued":               {"status": list{"DISCONTINUED"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := guest.ask(t, products, object{"filter": filter})
			if len(r.errors) > 0 {
				r.failed(name, "BAD_USER_INPUT")
			} else if n := r.num("products.totalCount"); n != 0 {
				t.Errorf("%d found", n)
			}
		})
	}

	r := guest.must(t, products, object{"search": "장미", "sort": "RELEVANCE"})
	if r.num("products.totalCount") == 0 {
		t.Error("no roses are found")
	}
	guest.must(t, products, object{"search": "qqqzzzxxx"}).is("products.totalCount", 0)
}

func sorts(t *testing.T, guest caller) {
	for sort, value := range map[string]func(p object) float64{
		"PRICE_ASC":  func(p object) float64 { return -p["price"].(object)["amount"].(float64) },
		"PRICE_DESC": func(p object) float64 { return p["price"].(object)["amount"].(float64) },
		"MOST_LIKED": func(p object) float64 { return p["likeCount"].(float64) },
		"NEWEST": func(p object) float64 {
			at, err := time.Parse(time.RFC3339, p["createdAt"].(string))
			if err != nil {
				t.Error(err)
			}
			return float64(at.UnixMilli())
		},
	} {
		t.Run(sort, func(t *testing.T) {
			nodes := guest.must(t, products, object{"sort": sort, "first": 50}).list("products.nodes")
			for i := 1; i < len(nodes); i++ {
				if value(nodes[i-1].(object)) < value(nodes[i].(object)) {
					t.Errorf("place %d: %v before %v", i, value(nodes[i-1].(object)), value(nodes[i].(object)))
				}
			}
		})
	}
	for _, sort := range []string{"BEST_RATED", "BEST_SELLING", "RELEVANCE"} {
		if len(guest.must(t, products, object{"sort": sort}).list("products.nodes")) == 0 {
			t.Errorf("nothing by %s", sort)
		}
	}
}

func paging(t *testing.T, w world) {
	guest := w.guest()
	filter := object{"storeId": "str_01SEED00000000000000000005"}
	whole := guest.must(t, products, object{"filter": filter, "sort": "PRICE_ASC", "first": 100}).strs("products.nodes", "id")
	if len(whole) < 8 {
		t.Fatalf("%d products are too few", len(whole))
	}
	var forward []string
	var after any
	for range whole {
		r := guest.must(t, products, object{"filter": filter, "sort": "PRICE_ASC", "first": 7, "after": after})
		r.is("products.totalCount", len(whole))
		forward = append(forward, r.strs("products.nodes", "id")...)
		if r.at("products.pageInfo.hasNextPage") == false {
			break
		}
		after = r.str("products.pageInfo.endCursor")
	}
	if !slices.Equal(forward, whole) {
		t.Errorf("forward %v, want %v", forward, whole)
	}
	var backward []string
	var before any
	for range whole {
		r := guest.must(t, products, object{"filter": filter, "sort": "PRICE_ASC", "last": 7, "before": before})
		backward = append(slices.Clone(r.strs("products.nodes", "id")), backward...)
		if r.at("products.pageInfo.hasPreviousPage") == false {
			break
		}
		before = r.str("products.pageInfo.startCursor")
	}
	if !slices.Equal(backward, whole) {
		t.Errorf("backward %v, want %v", backward, whole)
	}

	me := w.newMember(t)
	for name, query := range map[string]string{
		"products":      `query($first: Int, $after: String) { products(first: $first, after: $after) { pageInfo { endCursor } } }`,
		"stores":        `query($first: Int, $after: String) { stores(first: $first, after: $after) { pageInfo { endCursor } } }`,
		"reviews":       `query($first: Int, $after: String) { product(id: "prd_01SEED00000000000000000001") { reviews(first: $first, after: $after) { pageInfo { endCursor } } } }`,
		"storeProducts": `query($first: Int, $after: String) { store(slug: "moonlight-flowers") { products(first: $first, after: $after) { pageInfo { endCursor } } } }`,
		"orders":        `query($first: Int, $after: String) { me { orders(first: $first, after: $after) { pageInfo { endCursor } } } }`,
		"notifications": `query($first: Int, $after: String) { me { notifications(first: $first, after: $after) { pageInfo { endCursor } } } }`,
		"liked":         `query($first: Int, $after: String) { me { likedProducts(first: $first, after: $after) { pageInfo { endCursor } } } }`,
		"subscriptions": `query($first: Int, $after: String) { me { subscriptions(first: $first, after: $after) { pageInfo { endCursor } } } }`,
	} {
		t.Run("bounds of "+name, func(t *testing.T) {
			for _, first := range []int{-1, 101, 2_000_000_000} {
				me.fails(t, query, object{"first": first}, "BAD_USER_INPUT", "TOO_COMPLEX")
			}
			for _, cursor := range []string{"bogus", "' OR 1=1", "a\x00b", "eyJhIjoxfQ==", "AAAA", "_____w", strings.Repeat("A", 10_000)} {
				me.fails(t, query, object{"first": 5, "after": cursor}, "BAD_USER_INPUT")
			}
			// One that is well formed but of no list may lead to an empty page.
			if r := me.ask(t, query, object{"first": 5, "after": "aGVsbG8"}); len(r.errors) > 0 {
				r.failed("a cursor of no list", "BAD_USER_INPUT")
			}
			me.must(t, query, object{"first": 100})
		})
	}
	guest.fails(t, products, object{"first": 5, "last": 5}, "BAD_USER_INPUT")
	guest.fails(t, products, object{"last": 101}, "BAD_USER_INPUT", "TOO_COMPLEX")
	guest.fails(t, products, object{"last": -1}, "BAD_USER_INPUT")
	guest.fails(t, products, object{"last": 5, "before": "bogus"}, "BAD_USER_INPUT")
	me.fails(t, `{ me { orders(first: 5, last: 5) { totalCount } } }`, nil, "BAD_USER_INPUT")
	me.fails(t, `{ me { orders(last: 5, before: "bogus") { totalCount } } }`, nil, "BAD_USER_INPUT")
}

func searchTakesAnyText(t *testing.T, w world) {
	guest := w.guest()
	all := guest.must(t, products, nil).num("products.totalCount")
	for _, text := range []string{
		"", "   ", "' OR '1'='1", `"; DROP TABLE products; --`, "<script>alert(1)</script>", ".*", "[", "(", "\\", "🌷", "장미🌹",
		"%", "_", "*", "?", "+name:장미", "name:/.*/", "~1", "장미^1000", "-장미", "\"", "$where", "{$ne:null}", "꽃\u200b다발", "ㄱㄴㄷ", "\r\n\t",
	} {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			r := guest.must(t, products, object{"search": text})
			if n := r.num("products.totalCount"); n < 0 || n > all {
				t.Errorf("%d found", n)
			}
		})
	}
	r := guest.ask(t, products, object{"search": strings.Repeat("장미 ", 20_000)})
	if len(r.errors) > 0 {
		r.failed("a huge search", "BAD_USER_INPUT", "TOO_COMPLEX")
	}
	r = guest.must(t, `query($text: String) { stores(filter: {text: $text}) { totalCount nodes { name } } }`, object{"text": "달빛"})
	r.is("stores.totalCount", 1)
	for _, text := range []string{"%", "_", "' OR '1'='1", "\\", "🌷", "[", strings.Repeat("x", 50_000)} {
		r := guest.ask(t, `query($text: String) { stores(filter: {text: $text}) { totalCount } }`, object{"text": text})
		if len(r.errors) > 0 {
			r.failed(fmt.Sprintf("stores %q", short(text)), "BAD_USER_INPUT")
		} else if n := r.num("stores.totalCount"); n != 0 {
			t.Errorf("%d stores for %q", n, short(text))
		}
	}
}

func reviews(t *testing.T, w world) {
	guest := w.guest()
	r := guest.must(t, `{ product(id: "prd_01SEED00000000000000000001") { reviewCount averageRating reviews(first: 1) { totalCount pageInfo { hasNextPage endCursor }
		nodes { id author rating body createdAt images { id } product { id } } } } }`, nil)
	r.is("product.reviews.totalCount", r.at("product.reviewCount"))
	if n := r.num("product.reviews.nodes.0.rating"); n < 1 || n > 5 {
		t.Errorf("a rating of %d", n)
	}
	if !strings.HasPrefix(r.str("product.reviews.nodes.0.id"), "rev_") {
		t.Error(r.text)
	}
	r.is("product.reviews.nodes.0.product.id", "prd_01SEED00000000000000000001")
	next := guest.must(t, `query($after: String) { product(id: "prd_01SEED00000000000000000001") { reviews(first: 1, after: $after) { nodes { id } } } }`,
		object{"after": r.str("product.reviews.pageInfo.endCursor")})
	if next.str("product.reviews.nodes.0.id") == r.str("product.reviews.nodes.0.id") {
		t.Error("the second page is the first")
	}
}

func arrival(t *testing.T, w world) {
	guest := w.guest()
	found := func(date, method string, postcode any) int {
		t.Helper()
		return guest.must(t, products, object{"filter": object{"arrival": object{"date": date, "method": method, "postcode": postcode}}}).num("products.totalCount")
	}
	if found(day(2), "PICKUP", nil) == 0 {
		t.Error("nothing can be picked up the day after tomorrow")
	}
	// The store at Seogwipo is open every day, and alone serves this postcode.
	r := guest.must(t, products, object{"first": 100, "filter": object{"arrival": object{"date": day(3), "method": "DELIVERY", "postcode": "63592"}}})
	if r.num("products.totalCount") == 0 {
		t.Error("nothing is delivered on Jeju")
	}
	for i := range r.list("products.nodes") {
		if id := r.str(fmt.Sprint("products.nodes.", i, ".store.id")); id != "str_01SEED00000000000000000012" {
			t.Errorf("%s delivers on Jeju", id)
		}
	}
	if n := found(day(3), "DELIVERY", "99999"); n != 0 {
		t.Errorf("%d are delivered where nobody delivers", n)
	}
	if n := found(day(-1), "PICKUP", nil); n != 0 {
		t.Errorf("%d can be picked up yesterday", n)
	}
	r = guest.ask(t, products, object{"filter": object{"arrival": object{"date": day(3), "method": "DELIVERY", "postcode": "not a postcode"}}})
	if len(r.errors) > 0 {
		r.failed("a postcode that is none", "BAD_USER_INPUT")
	} else {
		r.is("products.totalCount", 0)
	}
}

func likes(t *testing.T, w world) {
	me := w.newMember(t)
	const id = "prd_01SEED00000000000000000040"
	count := func() int {
		return me.must(t, `query($id: ID!) { product(id: $id) { likeCount } }`, object{"id": id}).num("product.likeCount")
	}
	before := count()
	like := `mutation($id: ID!) { likeProduct(productId: $id) { product { id likedByMe likeCount } userErrors { code message field } } }`
	unlike := `mutation($id: ID!) { unlikeProduct(productId: $id) { product { id likedByMe likeCount } userErrors { code message field } } }`
	for range 2 {
		r := me.done(t, like, object{"id": id})
		r.is("likeProduct.product.likedByMe", true)
		r.is("likeProduct.product.likeCount", before+1)
	}
	if count() != before+1 {
		t.Errorf("%d likes, then %d", before, count())
	}
	r := me.must(t, `{ me { likedProducts(first: 5) { totalCount nodes { id likedByMe } } } }`, nil)
	r.is("me.likedProducts.totalCount", 1)
	r.is("me.likedProducts.nodes.0.id", id)
	w.guest().must(t, `query($id: ID!) { product(id: $id) { likedByMe } }`, object{"id": id}).is("product.likedByMe", false)
	for range 2 {
		r := me.done(t, unlike, object{"id": id})
		r.is("unlikeProduct.product.likedByMe", false)
		r.is("unlikeProduct.product.likeCount", before)
	}
	me.must(t, `{ me { likedProducts(first: 5) { totalCount } } }`, nil).is("me.likedProducts.totalCount", 0)
	me.refused(t, like, object{"id": "prd_unknown"}, "NOT_FOUND")
	me.refused(t, unlike, object{"id": "prd_unknown"}, "NOT_FOUND")
}
