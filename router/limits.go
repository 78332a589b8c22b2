package router

import "github.com/blooming-blooms/bloom/router/internal/compile"

// Limits bound what one request may cost; 0 is no limit, but for Body, which always has one.
type Limits struct {
	Body       int64 // bytes of a request
	Tokens     int   // in a query
	Depth      int   // of nested fields
	Aliases    int
	RootFields int
	Fields     int // with fragments counted where they are spread
	Cost       int // estimated fields of the answer: lists count as often as first or last say
	// NoIntrospection refuses __schema and __type; the schema is still at /schema.graphql.
	NoIntrospection bool
}

// DefaultLimits suit a graph whose clients are one's own.
func DefaultLimits() Limits {
	return Limits{Body: 1 << 20, Tokens: 10_000, Depth: 30, Aliases: 200, RootFields: 50, Fields: 10_000, Cost: 500_000}
}

// StrictLimits suit a graph that is open to anybody. They let every page of the storefront through, and
// the introspection query of GraphiQL.
func StrictLimits() Limits {
	return Limits{Body: 128 << 10, Tokens: 3_000, Depth: 18, Aliases: 30, RootFields: 15, Fields: 1_500, Cost: 50_000}
}

// OpenLimits are wide, but no request that gets through takes the process down.
func OpenLimits() Limits {
	return Limits{Body: 4 << 20, Tokens: 50_000, Depth: 60, Aliases: 1_000, RootFields: 500, Fields: 50_000, Cost: 2_000_000}
}

func (l Limits) compile() compile.Limits {
	return compile.Limits{
		Tokens: l.Tokens, Depth: l.Depth, Aliases: l.Aliases, RootFields: l.RootFields, Fields: l.Fields,
		Cost:            l.Cost,
		NoIntrospection: l.NoIntrospection,
	}
}
