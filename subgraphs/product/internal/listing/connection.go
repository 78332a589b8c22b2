package listing

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// ProductConnection is a page of products. Its total and its facets are counted when they are asked for.
type ProductConnection struct {
	shelf    *Shelf
	selected selected
	edges    []*ProductEdge
	info     page.Info
}

// ProductEdge is a product on a page.
type ProductEdge struct {
	Cursor string
	Node   *domain.Product
}

// Edges of the page.
func (c *ProductConnection) Edges() []*ProductEdge { return c.edges }

// Nodes are the products of the page.
func (c *ProductConnection) Nodes() []*domain.Product {
	nodes := make([]*domain.Product, len(c.edges))
	for i, e := range c.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// PageInfo says whether there is more.
func (c *ProductConnection) PageInfo() *page.Info { return &c.info }

// TotalCount is how many products the whole list has.
func (c *ProductConnection) TotalCount() int { return c.selected.all().count() }

// Facets are what the list could be narrowed to. Categories and flowers, of which any may be chosen, are
// counted as if none were; so is the range of prices. Tags, of which each narrows the list, are not.
func (c *ProductConnection) Facets() *ProductFacets {
	f := &ProductFacets{}
	if c.shelf.Len() == 0 {
		return f
	}
	whole := c.selected.all()
	words := catalogue.All()
	without := c.selected.but(c.selected.byCategory)
	for _, w := range words.Categories {
		f.count(&f.categories, w.ID, w.KO, w.EN, without.countWith(c.shelf.categories[w.ID]))
	}
	for _, w := range words.Tags {
		f.count(&f.tags, w.ID, w.KO, w.EN, whole.countWith(c.shelf.tags[w.ID]))
	}
	without = c.selected.but(c.selected.byFlower)
	for _, w := range words.Flowers {
		f.count(&f.flowers, w.ID, w.KO, w.EN, without.countWith(c.shelf.flowers[w.ID]))
	}
	f.prices = c.shelf.priceRange(c.selected.but(c.selected.byPrice))
	return f
}

// ProductFacets are what a list could be narrowed to, in the catalogue's order; what would leave nothing is
// left out.
type ProductFacets struct {
	categories, tags, flowers []*FacetCount
	prices                    *PriceRange
}

func (*ProductFacets) count(in *[]*FacetCount, id, ko, en string, n int) {
	if n > 0 {
		*in = append(*in, &FacetCount{ID: id, Count: n, ko: ko, en: en})
	}
}

// Categories that products of the list are in.
func (f *ProductFacets) Categories() []*FacetCount { return f.categories }

// Tags that products of the list have.
func (f *ProductFacets) Tags() []*FacetCount { return f.tags }

// Flowers that are in products of the list.
func (f *ProductFacets) Flowers() []*FacetCount { return f.flowers }

// PriceRange is that of the list; nil where it is empty.
func (f *ProductFacets) PriceRange() *PriceRange { return f.prices }

// FacetCount is how many products of a list have a word of the catalogue.
type FacetCount struct {
	ID     string
	Count  int
	ko, en string
}

// Name of the word.
func (f *FacetCount) Name(ctx context.Context, locale *locale.Locale) string {
	return pick(ctx, locale, f.ko, f.en)
}

// pick is locale.Pick under a name that a parameter called as in the SDL does not hide.
func pick(ctx context.Context, asked *locale.Locale, ko, en string) string {
	return locale.Pick(ctx, asked, ko, en)
}

// PriceRange is the cheapest and the dearest of a list.
type PriceRange struct{ Min, Max money.Money }

func (s *Shelf) priceRange(of set) *PriceRange {
	o := s.orders[PriceAsc]
	var r PriceRange
	first := -1
	for k, p := range o {
		if of.has(p.i) {
			first, r.Min = k, money.Won(p.key)
			break
		}
	}
	if first < 0 {
		return nil
	}
	for k := len(o) - 1; k >= first; k-- {
		if of.has(o[k].i) {
			r.Max = money.Won(o[k].key)
			break
		}
	}
	return &r
}
