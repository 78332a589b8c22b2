package graph

import (
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/graph/gen"
)

// connection is a page in the form of a Relay connection, without its total.
func connection(read *app.Page) *gen.SubscriptionContractConnection {
	list := &gen.SubscriptionContractConnection{
		Edges: make([]*gen.SubscriptionContractEdge, len(read.Contracts)), Nodes: read.Contracts, PageInfo: &read.Info,
	}
	for i, c := range read.Contracts {
		list.Edges[i] = &gen.SubscriptionContractEdge{Cursor: app.Cursor(c), Node: c}
	}
	return list
}
