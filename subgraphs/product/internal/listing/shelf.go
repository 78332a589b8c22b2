// Package listing is products in a row: filtered, sorted, counted and paged, all in memory. A shelf is made
// of products once and never changes; a set of places for each word that products are filtered by makes a
// page, its total and its facets a matter of microseconds, also over ten thousand products.
package listing

import (
	"cmp"
	"slices"

	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Sort is an order of products.
type Sort string

// The orders. Relevance without a search is Newest.
const (
	Relevance   Sort = "RELEVANCE"
	Newest      Sort = "NEWEST"
	PriceAsc    Sort = "PRICE_ASC"
	PriceDesc   Sort = "PRICE_DESC"
	MostLiked   Sort = "MOST_LIKED"
	BestRated   Sort = "BEST_RATED"
	BestSelling Sort = "BEST_SELLING"
)

// Shelf is products as they stood at one moment.
type Shelf struct {
	products   []*domain.Product
	at         map[string]int32
	kinds      map[domain.ProductKind]set
	statuses   map[domain.ProductStatus]set
	methods    map[domain.FulfilmentMethod]set
	categories map[string]set
	tags       map[string]set
	flowers    map[string]set
	stores     map[string]set
	inStock    set
	orders     map[Sort]order
}

// place is a product's in an order: by key, then the newer id first.
type place struct {
	key int64
	i   int32
}

type order []place

// NewShelf puts products on a shelf.
func NewShelf(products []*domain.Product) *Shelf {
	n := len(products)
	// The newer id first, so that places that are equal otherwise are in the order of their numbers.
	products = slices.SortedFunc(slices.Values(products), func(a, b *domain.Product) int { return cmp.Compare(b.ID(), a.ID()) })
	s := &Shelf{
		products:   products,
		at:         make(map[string]int32, n),
		kinds:      map[domain.ProductKind]set{},
		statuses:   map[domain.ProductStatus]set{},
		methods:    map[domain.FulfilmentMethod]set{},
		categories: map[string]set{},
		tags:       map[string]set{},
		flowers:    map[string]set{},
		stores:     map[string]set{},
		inStock:    newSet(n),
		orders:     map[Sort]order{},
	}
	for k, p := range products {
		i := int32(k)
		s.at[p.ID()] = i
		put(s.kinds, p.Kind(), i, n)
		put(s.statuses, p.Status(), i, n)
		put(s.stores, p.StoreID(), i, n)
		put(s.categories, p.CategoryID(), i, n)
		for _, m := range p.FulfilmentMethods() {
			put(s.methods, m, i, n)
		}
		for _, id := range p.TagIDs() {
			put(s.tags, id, i, n)
		}
		for _, id := range p.FlowerIDs() {
			put(s.flowers, id, i, n)
		}
		if p.Availability() != domain.SoldOut {
			s.inStock.add(i)
		}
	}
	for sort, key := range keys() {
		s.orders[sort] = s.sorted(key)
	}
	return s
}

func put[K comparable](in map[K]set, k K, i int32, n int) {
	if in[k] == nil {
		in[k] = newSet(n)
	}
	in[k].add(i)
}

// keys are the numbers that products are sorted by, the smallest first.
func keys() map[Sort]func(*domain.Product) int64 {
	return map[Sort]func(*domain.Product) int64{
		Newest:      func(p *domain.Product) int64 { return -p.CreatedAt().UnixMilli() },
		PriceAsc:    func(p *domain.Product) int64 { return p.Price().Amount() },
		PriceDesc:   func(p *domain.Product) int64 { return -p.Price().Amount() },
		MostLiked:   func(p *domain.Product) int64 { return -int64(p.LikeCount()) },
		BestRated:   func(p *domain.Product) int64 { return -standing(p) },
		BestSelling: func(p *domain.Product) int64 { return -int64(p.Sold()) },
	}
}

// standing is a rating that a single review can't win: as if three more had been given that are 4 each.
func standing(p *domain.Product) int64 {
	const imagined, each = 3, 4
	return int64(p.RatingSum()+imagined*each) * 1_000_000 / int64(p.ReviewCount()+imagined)
}

func (s *Shelf) sorted(key func(*domain.Product) int64) order {
	o := make(order, len(s.products))
	for i, p := range s.products {
		o[i] = place{key(p), int32(i)}
	}
	slices.SortFunc(o, compare)
	return o
}

func compare(a, b place) int {
	if c := cmp.Compare(a.key, b.key); c != 0 {
		return c
	}
	return cmp.Compare(a.i, b.i)
}

// Len is how many products there are.
func (s *Shelf) Len() int { return len(s.products) }

// Product is the one with that id; nil if it is not there.
func (s *Shelf) Product(id string) *domain.Product {
	i, ok := s.at[id]
	if !ok {
		return nil
	}
	return s.products[i]
}

// StoreRating is the average over all reviews of a store's products; nil without any.
func (s *Shelf) StoreRating(storeID string) *float64 {
	sum, n := 0, 0
	in, ok := s.stores[storeID]
	if !ok {
		return nil
	}
	for i, p := range s.products {
		if in.has(int32(i)) {
			sum += p.RatingSum()
			n += p.ReviewCount()
		}
	}
	return domain.Average(sum, n)
}
