// Package introspect answers what clients ask about the schema itself: __schema and __type, to any depth and with
// every argument, as graphql-js does.
package introspect

import (
	"crypto/rand"
	_ "embed"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/blooming-blooms/bloom/router/internal/recent"
)

// prelude has what every schema has, with the descriptions of graphql-js.
//
//go:embed prelude.graphql
var prelude string

// deferred is a directive that the router has beside those of every schema.
const deferred = `
"""
Directs the executor to defer this fragment when the ` + "`if`" + ` argument is true or undefined.
"""
directive @defer(
  """Deferred when true or undefined."""
  if: Boolean! = true

  """Unique name"""
  label: String
) on FRAGMENT_SPREAD | INLINE_FRAGMENT
`

// Prelude is what every schema that clients see has beside its own types: what they may ask about it, and directives.
func Prelude() *ast.Source {
	return &ast.Source{Name: "prelude", Input: prelude + deferred, BuiltIn: true}
}

// remembered bounds the answers that are remembered, in bytes: nearly all clients send the same few queries.
const remembered = 16 << 20

// Schema answers for one schema; it is for concurrent use.
type Schema struct {
	types       []*ast.Definition
	byName      map[string]*ast.Definition
	possible    map[string][]*ast.Definition
	directives  ast.DirectiveDefinitionList
	description string
	// query, mutation and subscription are nil where there is no such type.
	query, mutation, subscription *ast.Definition
	// token stands in an answer for what is put there; nobody outside knows it.
	token   string
	answers *recent.Map[[][]byte]
}

// New reads the schema that clients see.
func New(sdl string) (*Schema, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema", Input: sdl})
	if err != nil {
		return nil, fmt.Errorf("introspection: %w", err)
	}
	base, err := parser.ParseSchema(Prelude())
	if err != nil {
		return nil, fmt.Errorf("introspection: %w", err)
	}
	// The parser does not know this location yet.
	old := base.Directives.ForName("deprecated")
	old.Locations = append(old.Locations, "DIRECTIVE_DEFINITION")
	s := &Schema{byName: map[string]*ast.Definition{}, possible: map[string][]*ast.Definition{}, token: rand.Text(), answers: recent.New[[][]byte](remembered)}
	for _, def := range doc.Definitions {
		s.add(def)
	}
	named := namedIn(slices.Concat(doc.Definitions, base.Definitions), slices.Concat(doc.Directives, base.Directives))
	for _, def := range base.Definitions {
		if def.Kind != ast.Scalar || named[def.Name] {
			s.add(def)
		}
	}
	s.directives = doc.Directives
	for _, d := range base.Directives {
		if s.directives.ForName(d.Name) == nil {
			s.directives = append(s.directives, d)
		}
	}
	s.query, s.mutation, s.subscription = s.byName["Query"], s.byName["Mutation"], s.byName["Subscription"]
	for _, schema := range doc.Schema {
		s.description = schema.Description
		s.query, s.mutation, s.subscription = nil, nil, nil
		for _, root := range schema.OperationTypes {
			switch root.Operation {
			case ast.Query:
				s.query = s.byName[root.Type]
			case ast.Mutation:
				s.mutation = s.byName[root.Type]
			case ast.Subscription:
				s.subscription = s.byName[root.Type]
			}
		}
	}
	if s.query == nil {
		return nil, fmt.Errorf("introspection: there is no query type")
	}
	return s, nil
}

func (s *Schema) add(def *ast.Definition) {
	if s.byName[def.Name] != nil {
		return
	}
	s.types = append(s.types, def)
	s.byName[def.Name] = def
	if def.Kind == ast.Object {
		for _, name := range def.Interfaces {
			s.possible[name] = append(s.possible[name], def)
		}
	}
}

// namedIn are the types that fields and arguments have: a built-in scalar that nobody uses is not part of a schema.
func namedIn(types ast.DefinitionList, directives ast.DirectiveDefinitionList) map[string]bool {
	named := map[string]bool{}
	arguments := func(list ast.ArgumentDefinitionList) {
		for _, a := range list {
			named[a.Type.Name()] = true
		}
	}
	for _, def := range types {
		for _, f := range def.Fields {
			named[f.Type.Name()] = true
			arguments(f.Arguments)
		}
	}
	for _, d := range directives {
		arguments(d.Arguments)
	}
	return named
}
