package validate

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// possibleSpreads wants fragments to be of a type that may be there. The parser's own rule holds all types against
// each other for each fragment, which in a graph of a thousand types takes seconds for a query full of fragments.
func possibleSpreads() core.Rule {
	return core.Rule{Name: "PossibleFragmentSpreads", RuleFunc: func(observers *core.Events, add core.AddErrFunc) {
		known := map[[2]string]bool{}
		possible := func(schema *ast.Schema, parent *ast.Definition, condition string) bool {
			fragment := schema.Types[condition]
			if parent == nil || fragment == nil || !parent.IsCompositeType() || !fragment.IsCompositeType() {
				return true // other rules mind that
			}
			pair := [2]string{parent.Name, condition}
			met, ok := known[pair]
			if !ok {
				met = meet(schema.GetPossibleTypes(parent), schema.GetPossibleTypes(fragment))
				known[pair] = met
			}
			return met
		}
		observers.OnInlineFragment(func(w *core.Walker, f *ast.InlineFragment) {
			if !possible(w.Schema, f.ObjectDefinition, f.TypeCondition) {
				add(core.Message(`Fragment cannot be spread here as objects of type "%s" can never be of type "%s".`, f.ObjectDefinition.Name, f.TypeCondition), core.At(f.Position))
			}
		})
		observers.OnFragmentSpread(func(w *core.Walker, s *ast.FragmentSpread) {
			if s.Definition != nil && !possible(w.Schema, s.ObjectDefinition, s.Definition.TypeCondition) {
				add(core.Message(`Fragment "%s" cannot be spread here as objects of type "%s" can never be of type "%s".`, s.Name, s.ObjectDefinition.Name, s.Definition.TypeCondition), core.At(s.Position))
			}
		})
	}}
}

// meet tells whether a type is among both.
func meet(left, right []*ast.Definition) bool {
	names := make(map[string]bool, len(left))
	for _, t := range left {
		names[t.Name] = true
	}
	for _, t := range right {
		if names[t.Name] {
			return true
		}
	}
	return false
}
