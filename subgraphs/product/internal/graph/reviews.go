package graph

import (
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph/gen"
)

// reviewConnection is a page of the reviews that were read.
func reviewConnection(of *domain.Product, w page.Window, read []*domain.Review) *gen.ReviewConnection {
	cursor := func(r *domain.Review) string { return page.Cursor(r.Keys()...) }
	reviews, info := page.Cut(w, read, cursor)
	c := &gen.ReviewConnection{Nodes: reviews, PageInfo: &info, TotalCount: of.ReviewCount()}
	for _, r := range reviews {
		c.Edges = append(c.Edges, &gen.ReviewEdge{Cursor: cursor(r), Node: r})
	}
	return c
}

// pointers are those of all that are wanted, in their order; a nil want is every one.
func pointers[T any](all []T, want func(T) bool) []*T {
	var some []*T
	for i := range all {
		if want == nil || want(all[i]) {
			some = append(some, &all[i])
		}
	}
	return some
}
