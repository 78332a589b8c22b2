// Package graph answers the subgraph of notifications: it reads the identity, calls one verb and returns.
package graph

import "github.com/blooming-blooms/bloom/notifier/internal/app"

// Resolver is the root of all resolvers.
type Resolver struct{ notifications *app.Notifications }

// NewResolver takes what the resolvers call.
func NewResolver(notifications *app.Notifications) *Resolver { return &Resolver{notifications} }
