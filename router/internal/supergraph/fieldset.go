package supergraph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// fieldSet is the value of fields: in @key, @requires and @provides.
type fieldSet struct {
	// text has the fields in one canonical order: the planner compares keys as strings, and "id sku" in one
	// subgraph is "sku id" in another.
	text       string
	selections ast.SelectionSet
}

func parseFieldSet(fields string) (fieldSet, error) {
	doc, err := parser.ParseQuery(&ast.Source{Input: "{" + fields + "}"})
	if err != nil || len(doc.Operations) != 1 || len(doc.Operations[0].SelectionSet) == 0 {
		return fieldSet{}, fmt.Errorf("%q is not a set of fields", fields)
	}
	set := doc.Operations[0].SelectionSet
	return fieldSet{canonical(set), set}, nil
}

func canonical(set ast.SelectionSet) string {
	var parts []string
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			part := s.Name
			if len(s.Arguments) > 0 {
				var args []string
				for _, a := range s.Arguments {
					args = append(args, a.Name+": "+a.Value.String())
				}
				part += "(" + strings.Join(args, ", ") + ")"
			}
			if len(s.SelectionSet) > 0 {
				part += " { " + canonical(s.SelectionSet) + " }"
			}
			parts = append(parts, part)
		case *ast.InlineFragment:
			parts = append(parts, "... on "+s.TypeCondition+" { "+canonical(s.SelectionSet)+" }")
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// existsIn tells whether the subgraph knows every field of the set on the type, external ones included.
func (f fieldSet) existsIn(g *Subgraph, typeName string) bool {
	return selectionExists(g, typeName, f.selections)
}

func selectionExists(g *Subgraph, typeName string, set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "__typename" {
				continue
			}
			m := g.types[typeName]
			if m == nil {
				return false
			}
			f := m.field(s.Name)
			if f == nil || len(s.SelectionSet) > 0 && !selectionExists(g, f.typ.Name(), s.SelectionSet) {
				return false
			}
		case *ast.InlineFragment:
			on := s.TypeCondition
			if on == "" {
				on = typeName
			}
			if !selectionExists(g, on, s.SelectionSet) {
				return false
			}
		}
	}
	return true
}

// names are the fields at the top of the set.
func (f fieldSet) names() []string {
	var names []string
	for _, s := range f.selections {
		if field, ok := s.(*ast.Field); ok {
			names = append(names, field.Name)
		}
	}
	return names
}
