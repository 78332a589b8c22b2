package compile

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// typeMark is the alias of type names that the client did not ask for.
const typeMark = "_routerTypename"

// withTypeNames is the printed operation with a type name in each selection of an abstract type. The engine
// finds no plan for some such selections that have nothing else which a subgraph could be asked for.
func (c *Compiler) withTypeNames(text string) (string, error) {
	doc, refusal := c.document(text)
	if refusal != nil {
		return "", refusal
	}
	for ref := range doc.OperationDefinitions {
		op := &doc.OperationDefinitions[ref]
		root, ok := c.root(op.OperationType)
		if ok && op.HasSelections {
			c.markTypeNames(doc, op.SelectionSet, root)
		}
	}
	return c.printed(doc)
}

func (c *Compiler) root(kind ast.OperationType) (ast.Node, bool) {
	name := c.Router.Index.QueryTypeName
	switch kind {
	case ast.OperationTypeMutation:
		name = c.Router.Index.MutationTypeName
	case ast.OperationTypeSubscription:
		name = c.Router.Index.SubscriptionTypeName
	}
	return c.Router.Index.FirstNodeByNameBytes(name)
}

func (c *Compiler) markTypeNames(doc *ast.Document, set int, parent ast.Node) {
	for _, ref := range slices.Clone(doc.SelectionSets[set].SelectionRefs) {
		selection := doc.Selections[ref]
		switch selection.Kind {
		case ast.SelectionKindField:
			inner, ok := doc.FieldSelectionSet(selection.Ref)
			if !ok {
				continue
			}
			typ, ok := c.Router.FieldTypeNode(doc.FieldNameBytes(selection.Ref), parent)
			if !ok {
				continue
			}
			c.markTypeNames(doc, inner, typ)
			if typ.Kind == ast.NodeKindInterfaceTypeDefinition || typ.Kind == ast.NodeKindUnionTypeDefinition {
				added := doc.AddField(ast.Field{
					Name:  doc.Input.AppendInputString("__typename"),
					Alias: ast.Alias{IsDefined: true, Name: doc.Input.AppendInputString(typeMark)},
				})
				doc.AddSelection(inner, ast.Selection{Kind: ast.SelectionKindField, Ref: added.Ref})
			}
		case ast.SelectionKindInlineFragment:
			inner, ok := doc.InlineFragmentSelectionSet(selection.Ref)
			if !ok {
				continue
			}
			typ := parent
			if name := doc.InlineFragmentTypeConditionName(selection.Ref); len(name) > 0 {
				if typ, ok = c.Router.Index.FirstNodeByNameBytes(name); !ok {
					continue
				}
			}
			c.markTypeNames(doc, inner, typ)
		}
	}
}

// withoutMarks takes the type names out of the answer again.
func withoutMarks(n resolve.Node) {
	switch n := n.(type) {
	case *resolve.Array:
		withoutMarks(n.Item)
	case *resolve.Object:
		n.Fields = slices.DeleteFunc(n.Fields, func(f *resolve.Field) bool { return string(f.Name) == typeMark })
		for _, f := range n.Fields {
			withoutMarks(f.Value)
		}
	}
}
