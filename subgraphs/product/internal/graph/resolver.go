// Package graph is the GraphQL side of the product service: it reads who calls, calls one verb, and returns.
package graph

import (
	"context"
	"errors"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// Resolver resolves all fields that are not read from what another one returned.
type Resolver struct {
	App *app.Service
	// MediaURL is what the addresses of pictures begin with, without a slash at its end.
	MediaURL string
}

// shown notes the products that an answer has, so that what else is asked of them is looked up for all at once.
func shown(ctx context.Context, c *listing.ProductConnection, err error) (*listing.ProductConnection, error) {
	if err != nil || c == nil {
		return nil, err
	}
	batchesFrom(ctx).note(c.Nodes()...)
	return c, nil
}

func productPayload(p *domain.Product, err error) (*gen.ProductPayload, error) {
	faults, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.ProductPayload{Product: p, UserErrors: faults}, nil
}

func productsPayload(products []*domain.Product, err error) (*gen.ProductsPayload, error) {
	faults, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.ProductsPayload{Products: products, UserErrors: faults}, nil
}

// named are products in the order of their ids, nil where there is none; what else is asked of them is looked
// up for all at once.
func (r *Resolver) named(ctx context.Context, ids []string) ([]*domain.Product, error) {
	products, err := r.App.NamedProducts(ctx, identity.From(ctx), ids)
	if err != nil {
		return nil, err
	}
	for _, p := range products {
		if p != nil {
			batchesFrom(ctx).note(p)
		}
	}
	return products, nil
}

// errGone is for what a non-null field points at and is not there.
var errGone = errors.New("graph: a product that something points at is gone")
