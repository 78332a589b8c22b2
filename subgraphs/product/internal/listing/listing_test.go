package listing

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// goods are n products, the same each time for a seed, with many that are alike in what they are sorted by.
func goods(seed uint64, n int) []*domain.Product {
	r := rand.New(rand.NewPCG(seed, 1))
	c := catalogue.All()
	statuses := []domain.ProductStatus{domain.OnSale, domain.OnSale, domain.TemporarilySoldOut, domain.Draft, domain.Discontinued}
	all := make([]*domain.Product, n)
	for i := range all {
		content := domain.Content{
			Kind: domain.Regular, Price: money.Won(int64(1+r.IntN(9)) * 10_000), CategoryID: c.Categories[r.IntN(len(c.Categories))].ID,
			FlowerIDs: []string{c.Flowers[r.IntN(8)].ID}, FulfilmentMethods: []domain.FulfilmentMethod{domain.Delivery},
		}
		if other := c.Flowers[r.IntN(8)].ID; other != content.FlowerIDs[0] {
			content.FlowerIDs = append(content.FlowerIDs, other)
		}
		for _, k := range r.Perm(6)[:r.IntN(4)] {
			content.TagIDs = append(content.TagIDs, c.Tags[k].ID)
		}
		if r.IntN(3) == 0 {
			content.FulfilmentMethods = append(content.FulfilmentMethods, domain.Pickup)
		}
		if r.IntN(5) == 0 {
			content.Kind, content.CategoryID, content.TagIDs = domain.Subscription, "", nil
		}
		reviews := r.IntN(4)
		all[i] = domain.Restore(domain.Record{
			ID: fmt.Sprintf("prd_%03d", i), Version: 1, StoreID: fmt.Sprintf("str_%d", r.IntN(4)), Status: statuses[r.IntN(len(statuses))],
			Content: content, LikeCount: r.IntN(4), ReviewCount: reviews, RatingSum: reviews * (3 + r.IntN(3)), Sold: r.IntN(5),
			CreatedAt: time.Unix(int64(r.IntN(6)), 0), Availability: []domain.Availability{domain.InStock, domain.LowStock, domain.SoldOut}[r.IntN(3)],
		})
	}
	return all
}

// plainly is what the filter chooses, looked at one product at a time.
func plainly(p *domain.Product, q Query) bool {
	any := func(wanted, has []string) bool {
		return slices.ContainsFunc(wanted, func(id string) bool { return slices.Contains(has, id) })
	}
	visible := p.Status().Shown() || q.Sells != nil && q.Sells(p.StoreID())
	switch {
	case q.Status == nil && !q.Everything && !p.Status().Shown(),
		q.Status != nil && !(slices.Contains(q.Status, p.Status()) && visible),
		q.Kind != "" && p.Kind() != q.Kind,
		q.StoreID != "" && p.StoreID() != q.StoreID,
		q.Method != "" && !slices.Contains(p.FulfilmentMethods(), q.Method),
		q.InStockOnly && p.Availability() == domain.SoldOut,
		len(q.CategoryIDs) > 0 && !slices.Contains(q.CategoryIDs, p.CategoryID()),
		len(q.FlowerIDs) > 0 && !any(q.FlowerIDs, p.FlowerIDs()),
		any(q.ExcludeFlowerIDs, p.FlowerIDs()),
		q.MinPrice != nil && p.Price().Amount() < *q.MinPrice,
		q.MaxPrice != nil && p.Price().Amount() > *q.MaxPrice,
		q.Arrives != nil && !q.Arrives(p.StoreID()):
		return false
	}
	for _, id := range q.TagIDs {
		if !slices.Contains(p.TagIDs(), id) {
			return false
		}
	}
	return true
}

// filters are at least one for each thing that can be asked, alone and together.
func filters() map[string]Query {
	shop := func(id string) func(string) bool { return func(s string) bool { return s == id } }
	return map[string]Query{
		"nothing":             {},
		"kind":                {Filter: Filter{Kind: domain.Subscription}},
		"categories":          {Filter: Filter{CategoryIDs: []string{"cat_bouquet", "cat_box"}}},
		"an unknown category": {Filter: Filter{CategoryIDs: []string{"cat_none"}}},
		"tags":                {Filter: Filter{TagIDs: []string{"tag_lover", "tag_friend"}}},
		"an unknown tag":      {Filter: Filter{TagIDs: []string{"tag_lover", "tag_none"}}},
		"flowers":             {Filter: Filter{FlowerIDs: []string{"flw_rose", "flw_tulip"}}},
		"not these flowers":   {Filter: Filter{ExcludeFlowerIDs: []string{"flw_rose", "flw_none"}}},
		"store":               {Filter: Filter{StoreID: "str_1"}},
		"an unknown store":    {Filter: Filter{StoreID: "str_none"}},
		"prices":              {Filter: Filter{MinPrice: new(int64(30_000)), MaxPrice: new(int64(60_000))}},
		"no such price":       {Filter: Filter{MinPrice: new(int64(60_001)), MaxPrice: new(int64(60_002))}},
		"in stock":            {Filter: Filter{InStockOnly: true}},
		"pickup":              {Filter: Filter{Method: domain.Pickup}},
		"arrival":             {Filter: Filter{Arrives: shop("str_2")}},
		"drafts for everyone": {Filter: Filter{Status: []domain.ProductStatus{domain.Draft, domain.TemporarilySoldOut}}},
		"drafts of a seller":  {Filter: Filter{Status: []domain.ProductStatus{domain.Draft}}, Sells: shop("str_3")},
		"a seller's own":      {Everything: true},
		"all together": {Filter: Filter{Kind: domain.Regular, CategoryIDs: []string{"cat_bouquet", "cat_basket", "cat_vase"}, TagIDs: []string{"tag_lover"},
			FlowerIDs: []string{"flw_rose", "flw_tulip", "flw_lily"}, MaxPrice: new(int64(70_000)), InStockOnly: true}},
	}
}

func TestListChoosesWhatTheFilterSays(t *testing.T) {
	all := goods(1, 400)
	s := NewShelf(all)
	for name, q := range filters() {
		t.Run(name, func(t *testing.T) {
			q.Window.Size = len(all)
			c, err := s.List(q)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, p := range all {
				if plainly(p, q) {
					want = append(want, p.ID())
				}
			}
			got := ids(c)
			slices.Sort(got)
			if !slices.Equal(got, want) || c.TotalCount() != len(want) {
				t.Errorf("chose %d, counts %d; want %d", len(got), c.TotalCount(), len(want))
			}
		})
	}
}

func ids(c *ProductConnection) []string {
	var all []string
	for _, p := range c.Nodes() {
		all = append(all, p.ID())
	}
	return all
}

func TestFacets(t *testing.T) {
	all := goods(2, 400)
	s := NewShelf(all)
	counted := func(facets []*FacetCount, id string) int {
		for _, f := range facets {
			if f.ID == id {
				return f.Count
			}
		}
		return 0
	}
	for name, q := range filters() {
		t.Run(name, func(t *testing.T) {
			c, err := s.List(q)
			if err != nil {
				t.Fatal(err)
			}
			facets := c.Facets()
			count := func(q Query, has func(*domain.Product) bool) int {
				n := 0
				for _, p := range all {
					if plainly(p, q) && has(p) {
						n++
					}
				}
				return n
			}
			anyCategory, anyFlower, anyPrice := q, q, q
			anyCategory.CategoryIDs, anyFlower.FlowerIDs, anyPrice.MinPrice, anyPrice.MaxPrice = nil, nil, nil, nil
			for _, w := range catalogue.All().Categories {
				if got, want := counted(facets.Categories(), w.ID), count(anyCategory, func(p *domain.Product) bool { return p.CategoryID() == w.ID }); got != want {
					t.Errorf("%s: %d, want %d", w.ID, got, want)
				}
			}
			for _, w := range catalogue.All().Tags {
				if got, want := counted(facets.Tags(), w.ID), count(q, func(p *domain.Product) bool { return slices.Contains(p.TagIDs(), w.ID) }); got != want {
					t.Errorf("%s: %d, want %d", w.ID, got, want)
				}
			}
			for _, w := range catalogue.All().Flowers {
				if got, want := counted(facets.Flowers(), w.ID), count(anyFlower, func(p *domain.Product) bool { return slices.Contains(p.FlowerIDs(), w.ID) }); got != want {
					t.Errorf("%s: %d, want %d", w.ID, got, want)
				}
			}
			var want *PriceRange
			for _, p := range all {
				if !plainly(p, anyPrice) {
					continue
				}
				if want == nil {
					want = &PriceRange{p.Price(), p.Price()}
				}
				if p.Price().Less(want.Min) {
					want.Min = p.Price()
				}
				if want.Max.Less(p.Price()) {
					want.Max = p.Price()
				}
			}
			got := facets.PriceRange()
			if (got == nil) != (want == nil) || got != nil && *got != *want {
				t.Errorf("prices %v, want %v", got, want)
			}
		})
	}
}

// Pages in either direction make up the whole list, each product once, in every order.
func TestPagesMakeUpTheList(t *testing.T) {
	all := goods(3, 150)
	s := NewShelf(all)
	hits := make([]Hit, 0, 90)
	for i, p := range all[:90] {
		hits = append(hits, Hit{p.ID(), float64(i%7) + 0.25})
	}
	for _, sort := range []Sort{"", Relevance, Newest, PriceAsc, PriceDesc, MostLiked, BestRated, BestSelling} {
		for name, found := range map[string][]Hit{"listed": nil, "searched": hits} {
			q := Query{Sort: sort, Hits: found, Window: page.Window{Size: 150}}
			whole, err := s.List(q)
			if err != nil {
				t.Fatal(err)
			}
			want := ids(whole)
			for _, size := range []int{1, 7, 100} {
				forward := pages(t, func(w page.Window) (*ProductConnection, error) { q.Window = w; return s.List(q) }, size, false)
				if !slices.Equal(forward, want) {
					t.Errorf("%s by %s, %d at a time: %v, want %v", name, sort, size, forward, want)
				}
				backward := pages(t, func(w page.Window) (*ProductConnection, error) { q.Window = w; return s.List(q) }, size, true)
				if !slices.Equal(backward, want) {
					t.Errorf("%s by %s, %d at a time, backwards: %v, want %v", name, sort, size, backward, want)
				}
			}
		}
	}
}

func pages(t *testing.T, list func(page.Window) (*ProductConnection, error), size int, backward bool) []string {
	t.Helper()
	var all []string
	w := page.Window{Size: size, Backward: backward}
	for range 1000 {
		c, err := list(w)
		if err != nil {
			t.Fatal(err)
		}
		info := c.PageInfo()
		more, from := info.HasNextPage, info.EndCursor
		if backward {
			all = append(ids(c), all...)
			more, from = info.HasPreviousPage, info.StartCursor
		} else {
			all = append(all, ids(c)...)
		}
		if !more {
			return all
		}
		if w.Keys, _ = page.Keys(*from); w.Keys == nil {
			t.Fatalf("%s is no cursor", *from)
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

func TestOrders(t *testing.T) {
	all := goods(4, 300)
	s := NewShelf(all)
	// Each tells by what the first of two comes first.
	before := map[Sort]func(a, b *domain.Product) int{
		Newest:      func(a, b *domain.Product) int { return b.CreatedAt().Compare(a.CreatedAt()) },
		PriceAsc:    func(a, b *domain.Product) int { return cmp.Compare(a.Price().Amount(), b.Price().Amount()) },
		PriceDesc:   func(a, b *domain.Product) int { return cmp.Compare(b.Price().Amount(), a.Price().Amount()) },
		MostLiked:   func(a, b *domain.Product) int { return cmp.Compare(b.LikeCount(), a.LikeCount()) },
		BestSelling: func(a, b *domain.Product) int { return cmp.Compare(b.Sold(), a.Sold()) },
	}
	for sort, order := range before {
		c, err := s.List(Query{Sort: sort, Window: page.Window{Size: 300}})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(c.Nodes(), func(a, b *domain.Product) int {
			return cmp.Or(order(a, b), cmp.Compare(b.ID(), a.ID()))
		}) {
			t.Errorf("%s: %v", sort, ids(c))
		}
	}
}

// One review of five stars does not win against many that are nearly as good.
func TestBestRated(t *testing.T) {
	rated := func(id string, sum, n int) *domain.Product {
		return domain.Restore(domain.Record{ID: id, Status: domain.OnSale, RatingSum: sum, ReviewCount: n})
	}
	s := NewShelf([]*domain.Product{rated("lone", 5, 1), rated("many", 196, 40), rated("none", 0, 0), rated("bad", 2, 1)})
	c, err := s.List(Query{Sort: BestRated, Window: page.Window{Size: 9}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"many", "lone", "none", "bad"}; !slices.Equal(ids(c), want) {
		t.Errorf("%v, want %v", ids(c), want)
	}
}

// A cursor is good though its product has moved, or is gone.
func TestCursorOutlivesItsProduct(t *testing.T) {
	all := goods(5, 100)
	q := Query{Sort: PriceAsc, Window: page.Window{Size: 10}}
	first, err := NewShelf(all).List(q)
	if err != nil {
		t.Fatal(err)
	}
	end := first.Nodes()[9].ID()
	gone := slices.DeleteFunc(slices.Clone(all), func(p *domain.Product) bool { return p.ID() == end })
	q.Window, err = page.Forward(new(10), first.PageInfo().EndCursor)
	if err != nil {
		t.Fatal(err)
	}
	want, err := NewShelf(all).List(q)
	if err != nil {
		t.Fatal(err)
	}
	got, err := NewShelf(gone).List(q)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(got), ids(want)) {
		t.Errorf("after a product that is gone: %v, want %v", ids(got), ids(want))
	}
}

func TestBadCursors(t *testing.T) {
	s := NewShelf(goods(6, 10))
	for name, keys := range map[string][]string{
		"of another order": {"NEWEST", "1", "prd_001"}, "too short": {"PRICE_ASC", "1"}, "not a number": {"PRICE_ASC", "!", "prd_001"},
	} {
		if _, err := s.List(Query{Sort: PriceAsc, Window: page.Window{Size: 1, Keys: keys}}); !fault.Has(err, "BAD_USER_INPUT") {
			t.Errorf("%s: %v, want BAD_USER_INPUT", name, err)
		}
	}
}

func TestEmptyShelf(t *testing.T) {
	c, err := NewShelf(nil).List(Query{Filter: Filter{CategoryIDs: []string{"cat_box"}, MinPrice: new(int64(1))}, Hits: []Hit{}, Window: page.Window{Size: 5}})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Edges()) != 0 || c.TotalCount() != 0 || c.Facets().PriceRange() != nil || c.PageInfo().HasNextPage {
		t.Errorf("got %+v", c)
	}
}

// New likes come before the others, and leave the others where they are.
func TestInOrder(t *testing.T) {
	s := NewShelf(goods(7, 50))
	liked := []string{"prd_030", "prd_003", "prd_none", "prd_017", "prd_044"}
	q := Query{Everything: true, Window: page.Window{Size: 2}}
	first, err := s.InOrder(q, liked)
	if err != nil {
		t.Fatal(err)
	}
	if want := liked[:2]; !slices.Equal(ids(first), want) {
		t.Errorf("%v, want %v", ids(first), want)
	}
	if q.Window, err = page.Forward(new(2), first.PageInfo().EndCursor); err != nil {
		t.Fatal(err)
	}
	next, err := s.InOrder(q, append([]string{"prd_001"}, liked...))
	if err != nil {
		t.Fatal(err)
	}
	if want := liked[3:]; !slices.Equal(ids(next), want) {
		t.Errorf("%v, want %v", ids(next), want)
	}
}

func TestStoreRating(t *testing.T) {
	rated := func(id, store string, sum, n int) *domain.Product {
		return domain.Restore(domain.Record{ID: id, StoreID: store, RatingSum: sum, ReviewCount: n})
	}
	s := NewShelf([]*domain.Product{rated("a", "str_1", 5, 1), rated("b", "str_1", 8, 2), rated("c", "str_2", 0, 0)})
	if got := s.StoreRating("str_1"); got == nil || *got != 4.33 {
		t.Errorf("got %v, want 4.33", got)
	}
	if got := s.StoreRating("str_2"); got != nil {
		t.Errorf("got %v, want none", *got)
	}
	if got := s.StoreRating("str_3"); got != nil {
		t.Errorf("got %v, want none", *got)
	}
}
