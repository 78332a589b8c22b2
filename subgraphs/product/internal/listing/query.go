package listing

import (
	"math"
	"slices"
	"sort"
	"strconv"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Filter says which products are wanted; what is empty does not matter.
type Filter struct {
	Kind             domain.ProductKind
	CategoryIDs      []string
	TagIDs           []string // all of them
	FlowerIDs        []string // any of them
	ExcludeFlowerIDs []string
	StoreID          string
	Status           []domain.ProductStatus
	MinPrice         *int64
	MaxPrice         *int64
	InStockOnly      bool
	Method           domain.FulfilmentMethod
	// Arrives tells which stores can still hand over when the shopper wants it; nil where that is open.
	Arrives func(storeID string) bool
}

// Query is a page of products that is wanted.
type Query struct {
	Filter
	Sort   Sort
	Window page.Window
	// Hits are what a search found; nil where nothing was searched for.
	Hits []Hit
	// Sells tells in which stores the caller sees products that are not shown to everyone; nil: in none.
	Sells func(storeID string) bool
	// Everything shows products of every status where the filter names none: a seller's own list.
	Everything bool
}

// Hit is a product that a search found, and how well it fits.
type Hit struct {
	ID    string
	Score float64
}

// List is the page of the shelf that is wanted.
func (s *Shelf) List(q Query) (*ProductConnection, error) {
	if q.Sort == "" || q.Sort == Relevance && q.Hits == nil {
		q.Sort = Newest
		if q.Hits != nil {
			q.Sort = Relevance
		}
	}
	o := s.orders[q.Sort]
	found := newSet(len(s.products))
	if q.Hits == nil {
		found.fill(len(s.products))
	} else {
		hits := make(order, 0, len(q.Hits))
		for _, h := range q.Hits {
			if i, ok := s.at[h.ID]; ok {
				found.add(i)
				// The bits of a positive number sort as the number does.
				hits = append(hits, place{-int64(math.Float64bits(h.Score)), i})
			}
		}
		if q.Sort == Relevance {
			slices.SortFunc(hits, compare)
			o = hits
		}
	}
	return s.connect(q, o, found)
}

// InOrder is a page of the shelf's products in the order of these ids; those that are not on it are left out.
// A product's cursor says how far it is from the end, so that more products before it leave it where it is.
func (s *Shelf) InOrder(q Query, ids []string) (*ProductConnection, error) {
	o := make(order, 0, len(ids))
	for k, id := range ids {
		if i, ok := s.at[id]; ok {
			o = append(o, place{int64(k - len(ids)), i})
		}
	}
	q.Sort = "ORDER"
	return s.connect(q, o, newSet(len(s.products)).fill(len(s.products)))
}

func (s *Shelf) connect(q Query, o order, found set) (*ProductConnection, error) {
	c := &ProductConnection{shelf: s, selected: s.choose(q, found)}
	start, err := s.start(q, o)
	if err != nil {
		return nil, err
	}
	whole := c.selected.all()
	var read []place
	step := 1
	if q.Window.Backward {
		step = -1
	}
	for at := start; at >= 0 && at < len(o) && len(read) <= q.Window.Size; at += step {
		if whole.has(o[at].i) {
			read = append(read, o[at])
		}
	}
	cursor := func(p place) string {
		return page.Cursor(string(q.Sort), strconv.FormatInt(p.key, 36), s.products[p.i].ID())
	}
	places, info := page.Cut(q.Window, read, cursor)
	c.info = info
	for _, p := range places {
		c.edges = append(c.edges, &ProductEdge{cursor(p), s.products[p.i]})
	}
	return c, nil
}

// start is where in the order the page begins. The product that the cursor was made of may have moved, or
// gone: its keys still say where it was.
func (s *Shelf) start(q Query, o order) (int, error) {
	if q.Window.Keys == nil {
		if q.Window.Backward {
			return len(o) - 1, nil
		}
		return 0, nil
	}
	none := fault.BadInput("the cursor is not of a list in this order")
	if len(q.Window.Keys) != 3 || q.Window.Keys[0] != string(q.Sort) {
		return 0, none
	}
	key, err := strconv.ParseInt(q.Window.Keys[1], 36, 64)
	if err != nil {
		return 0, none
	}
	id := q.Window.Keys[2]
	// after is the first place behind the cursor's, from the first place that is not before it.
	at := sort.Search(len(o), func(k int) bool {
		return o[k].key > key || o[k].key == key && s.products[o[k].i].ID() <= id
	})
	if q.Window.Backward {
		return at - 1, nil
	}
	if at < len(o) && o[at].key == key && s.products[o[at].i].ID() == id {
		at++
	}
	return at, nil
}

// selected is what a filter chose, with what each facet leaves out of it kept apart.
type selected struct{ others, byCategory, byFlower, byPrice set }

// all is what every part of the filter chose.
func (c selected) all() set { return c.but(nil) }

// but is what the filter chose without one of its parts.
func (c selected) but(part set) set {
	chosen := c.others.clone()
	for _, s := range []set{c.byCategory, c.byFlower, c.byPrice} {
		if s != nil && (part == nil || &s[0] != &part[0]) {
			chosen.and(s)
		}
	}
	return chosen
}

func (s *Shelf) choose(q Query, found set) selected {
	n := len(s.products)
	if n == 0 {
		return selected{others: found}
	}
	c := selected{others: found}
	c.others.and(s.visible(q))
	if q.Kind != "" {
		c.others.and(s.kinds[q.Kind])
	}
	if q.StoreID != "" {
		c.others.and(s.stores[q.StoreID])
	}
	if q.Method != "" {
		c.others.and(s.methods[q.Method])
	}
	if q.InStockOnly {
		c.others.and(s.inStock)
	}
	for _, id := range q.TagIDs {
		c.others.and(s.tags[id])
	}
	for _, id := range q.ExcludeFlowerIDs {
		c.others.andNot(s.flowers[id])
	}
	if q.Arrives != nil {
		c.others.and(s.ofStores(q.Arrives))
	}
	if len(q.CategoryIDs) > 0 {
		c.byCategory = union(n, s.categories, q.CategoryIDs)
	}
	if len(q.FlowerIDs) > 0 {
		c.byFlower = union(n, s.flowers, q.FlowerIDs)
	}
	if q.MinPrice != nil || q.MaxPrice != nil {
		c.byPrice = s.priced(q.MinPrice, q.MaxPrice)
	}
	return c
}

// visible is what the caller may see of the statuses that are wanted.
func (s *Shelf) visible(q Query) set {
	n := len(s.products)
	shown := []domain.ProductStatus{domain.OnSale, domain.TemporarilySoldOut}
	switch {
	case q.Everything && q.Status == nil:
		return newSet(n).fill(n)
	case q.Status == nil:
		return union(n, s.statuses, shown)
	}
	wanted := union(n, s.statuses, q.Status)
	if slices.ContainsFunc(q.Status, func(st domain.ProductStatus) bool { return !st.Shown() }) {
		seen := union(n, s.statuses, shown)
		if q.Sells != nil {
			seen.or(s.ofStores(q.Sells))
		}
		wanted.and(seen)
	}
	return wanted
}

func (s *Shelf) ofStores(which func(string) bool) set {
	all := newSet(len(s.products))
	for id, in := range s.stores {
		if which(id) {
			all.or(in)
		}
	}
	return all
}

// priced is what costs no less than low and no more than high, where they are given.
func (s *Shelf) priced(low, high *int64) set {
	in := newSet(len(s.products))
	o := s.orders[PriceAsc]
	from := 0
	if low != nil {
		from = sort.Search(len(o), func(k int) bool { return o[k].key >= *low })
	}
	for _, p := range o[from:] {
		if high != nil && p.key > *high {
			break
		}
		in.add(p.i)
	}
	return in
}

func union[K comparable](n int, of map[K]set, keys []K) set {
	all := newSet(n)
	for _, k := range keys {
		all.or(of[k])
	}
	return all
}
