// Package graph is the order service's part of the graph: each resolver calls one verb and returns.
package graph

import (
	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/graph/gen"
)

// Resolver answers from the order book.
type Resolver struct{ orders *app.Orders }

// NewResolver makes the root of all resolvers.
func NewResolver(orders *app.Orders) *Resolver { return &Resolver{orders} }

func cartPayload(cart *domain.Cart, err error) (*gen.CartPayload, error) {
	userErrors, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.CartPayload{Cart: cart, UserErrors: userErrors}, nil
}
