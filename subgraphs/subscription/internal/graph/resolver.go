// Package graph answers the subgraph of subscriptions: it reads the identity, calls one verb and returns.
package graph

import "github.com/blooming-blooms/bloom/subgraphs/subscription/internal/app"

// Resolver is the root of all resolvers.
type Resolver struct{ subscriptions *app.Subscriptions }

// NewResolver takes what the resolvers call.
func NewResolver(subscriptions *app.Subscriptions) *Resolver { return &Resolver{subscriptions} }
