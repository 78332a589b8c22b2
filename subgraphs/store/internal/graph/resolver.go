// Package graph shows stores on the graph.
package graph

import (
	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/graph/gen"
)

// Resolver answers the graph from the verbs of app.
type Resolver struct{ Shops *app.Shops }

func storePayload(s *domain.Store, err error) (*gen.StorePayload, error) {
	refused, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.StorePayload{Store: s, UserErrors: refused}, nil
}
