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
	// NoIntrospection refuses __schema and __type; the schema is still at /schema.graphql.
	NoIntrospection bool
}

// DefaultLimits suit a graph whose clients are one's own.
func DefaultLimits() Limits {
	return Limits{Body: 1 << 20, Tokens: 10_000, Depth: 30, Aliases: 200, RootFields: 50, Fields: 10_000}
}

// StrictLimits suit a graph that is open to anybody. They let every page of the storefront through, and
// the introspection query of GraphiQL.
func StrictLimits() Limits {
	return Limits{Body: 128 << 10, Tokens: 3_000, Depth: 18, Aliases: 30, RootFields: 15, Fields: 1_500}
}

// OpenLimits only keep one request from taking the process down.
func OpenLimits() Limits {
	return Limits{Body: 16 << 20, Tokens: 200_000, Depth: 200, Fields: 200_000}
}

func (l Limits) compile() compile.Limits {
	return compile.Limits{
		Tokens: l.Tokens, Depth: l.Depth, Aliases: l.Aliases, RootFields: l.RootFields, Fields: l.Fields,
		NoIntrospection: l.NoIntrospection,
	}
}
