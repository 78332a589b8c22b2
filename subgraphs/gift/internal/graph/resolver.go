// Package graph answers the subgraph of gifts: it calls one verb and returns.
package graph

import "github.com/blooming-blooms/bloom/subgraphs/gift/internal/app"

// Resolver is the root of all resolvers.
type Resolver struct {
	cards    *app.Cards
	products app.Products
}

// NewResolver takes what the resolvers call.
func NewResolver(cards *app.Cards, products app.Products) *Resolver {
	return &Resolver{cards, products}
}
