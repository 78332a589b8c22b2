package compile

import "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

// inlineSpreads puts each fragment where the operation spreads it. The engine does not know that a value of one union
// may be one of another's, takes such a spread for invalid, and leaves it. The query is valid and was measured:
// fragments end.
func inlineSpreads(doc *ast.Document, operation string) {
	for i := range doc.OperationDefinitions {
		if op := doc.OperationDefinitions[i]; op.HasSelections && doc.OperationDefinitionNameString(i) == operation {
			inlineSpreadsIn(doc, op.SelectionSet)
		}
	}
}

func inlineSpreadsIn(doc *ast.Document, set int) {
	for i := range doc.SelectionSets[set].SelectionRefs {
		ref := doc.SelectionSets[set].SelectionRefs[i]
		if one := doc.Selections[ref]; one.Kind == ast.SelectionKindFragmentSpread {
			if fragment, ok := doc.FragmentDefinitionRef(doc.FragmentSpreadNameBytes(one.Ref)); ok {
				definition := doc.FragmentDefinitions[fragment]
				doc.ReplaceFragmentSpreadWithInlineFragment(set, one.Ref, definition.SelectionSet, definition.TypeCondition, doc.FragmentSpreads[one.Ref].Directives)
			}
		}
		switch one := doc.Selections[doc.SelectionSets[set].SelectionRefs[i]]; one.Kind {
		case ast.SelectionKindField:
			if f := doc.Fields[one.Ref]; f.HasSelections {
				inlineSpreadsIn(doc, f.SelectionSet)
			}
		case ast.SelectionKindInlineFragment:
			if f := doc.InlineFragments[one.Ref]; f.HasSelections {
				inlineSpreadsIn(doc, f.SelectionSet)
			}
		}
	}
}
