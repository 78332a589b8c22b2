package compile

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astprinter"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
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
	c.markTypeNames(doc, func(ast.Node, int) bool { return true })
	return c.printed(doc)
}

// withTypesApart is the printed operation with a type name for each object type alone, where a subgraph may have the
// interface as an object. Where only one of the types needs something else, too, the engine forgets to ask what the
// others are.
func (c *Compiler) withTypesApart(text string) (string, error) {
	doc, refusal := c.document(text)
	if refusal != nil {
		return "", refusal
	}
	n := narrowing{doc: doc, schema: c.Router, possible: map[string][]string{}}
	c.eachAbstract(doc, func(typ ast.Node, set int) {
		name := c.Router.NodeNameString(typ)
		if c.Subgraphs == nil || !c.Subgraphs.InterfaceObjectSomewhere(name) {
			return
		}
		doc.SelectionSets[set].SelectionRefs = slices.DeleteFunc(doc.SelectionSets[set].SelectionRefs, func(ref int) bool {
			s := doc.Selections[ref]
			return s.Kind == ast.SelectionKindField && doc.FieldAliasOrNameString(s.Ref) == typeMark
		})
		for _, object := range n.types(name) {
			if inner, ok := fragmentOn(doc, set, object); ok {
				addMark(doc, inner)
				continue
			}
			doc.AddSelection(set, ast.Selection{Kind: ast.SelectionKindInlineFragment, Ref: typed(doc, object)})
		}
	})
	return c.printed(doc)
}

// fragmentOn is the selection of the set's fragment on the type, if there is one that always counts.
func fragmentOn(doc *ast.Document, set int, object string) (inner int, ok bool) {
	for _, ref := range doc.SelectionSets[set].SelectionRefs {
		s := doc.Selections[ref]
		if s.Kind == ast.SelectionKindInlineFragment && !doc.InlineFragmentHasDirectives(s.Ref) && doc.InlineFragmentTypeConditionNameString(s.Ref) == object {
			return doc.InlineFragmentSelectionSet(s.Ref)
		}
	}
	return 0, false
}

// typed is a new fragment with the name of the type.
func typed(doc *ast.Document, object string) (ref int) {
	set := doc.AddSelectionSet()
	addMark(doc, set.Ref)
	return doc.AddInlineFragment(ast.InlineFragment{
		TypeCondition: ast.TypeCondition{Type: doc.AddNamedType([]byte(object))},
		SelectionSet:  set.Ref, HasSelections: true,
	})
}

func addMark(doc *ast.Document, set int) {
	added := doc.AddField(ast.Field{
		Name:  doc.Input.AppendInputString("__typename"),
		Alias: ast.Alias{IsDefined: true, Name: doc.Input.AppendInputString(typeMark)},
	})
	doc.AddSelection(set, ast.Selection{Kind: ast.SelectionKindField, Ref: added.Ref})
}

// markInterfaceObjects adds type names where what an object is matters and may not be known: where fragments
// are on types of an interface that a subgraph has as an object. It tells whether there are any.
func (c *Compiler) markInterfaceObjects(doc *ast.Document) bool {
	if c.Subgraphs == nil {
		return false
	}
	return c.markTypeNames(doc, func(typ ast.Node, set int) bool {
		name := c.Router.NodeNameString(typ)
		return c.Subgraphs.InterfaceObjectSomewhere(name) && slices.ContainsFunc(doc.SelectionSets[set].SelectionRefs, func(ref int) bool {
			s := doc.Selections[ref]
			return s.Kind == ast.SelectionKindInlineFragment && doc.InlineFragmentTypeConditionNameString(s.Ref) != name
		})
	})
}

// markTypeNames adds type names to the selections of abstract types that where tells.
func (c *Compiler) markTypeNames(doc *ast.Document, where func(typ ast.Node, set int) bool) (marked bool) {
	c.eachAbstract(doc, func(typ ast.Node, set int) {
		if !hasTypeName(doc, set) && where(typ, set) {
			marked = true
			addMark(doc, set)
		}
	})
	return marked
}

// eachAbstract visits the selections of abstract types, inner ones first.
func (c *Compiler) eachAbstract(doc *ast.Document, visit func(typ ast.Node, set int)) {
	v := abstracts{c, doc, visit}
	for ref := range doc.OperationDefinitions {
		op := &doc.OperationDefinitions[ref]
		root, ok := c.root(op.OperationType)
		if ok && op.HasSelections {
			v.selection(op.SelectionSet, root)
		}
	}
}

type abstracts struct {
	*Compiler
	doc   *ast.Document
	visit func(typ ast.Node, set int)
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

func (v *abstracts) selection(set int, parent ast.Node) {
	doc := v.doc
	for _, ref := range slices.Clone(doc.SelectionSets[set].SelectionRefs) {
		selection := doc.Selections[ref]
		switch selection.Kind {
		case ast.SelectionKindField:
			inner, ok := doc.FieldSelectionSet(selection.Ref)
			if !ok {
				continue
			}
			typ, ok := v.Router.FieldTypeNode(doc.FieldNameBytes(selection.Ref), parent)
			if !ok {
				continue
			}
			v.selection(inner, typ)
			if typ.Kind == ast.NodeKindInterfaceTypeDefinition || typ.Kind == ast.NodeKindUnionTypeDefinition {
				v.visit(typ, inner)
			}
		case ast.SelectionKindInlineFragment:
			inner, ok := doc.InlineFragmentSelectionSet(selection.Ref)
			if !ok {
				continue
			}
			typ := parent
			if name := doc.InlineFragmentTypeConditionName(selection.Ref); len(name) > 0 {
				if typ, ok = v.Router.Index.FirstNodeByNameBytes(name); !ok {
					continue
				}
			}
			v.selection(inner, typ)
		}
	}
}

// hasTypeName tells whether the set has a type name that the client asked for.
func hasTypeName(doc *ast.Document, set int) bool {
	return slices.ContainsFunc(doc.SelectionSets[set].SelectionRefs, func(ref int) bool {
		s := doc.Selections[ref]
		return s.Kind == ast.SelectionKindField && doc.FieldNameString(s.Ref) == "__typename"
	})
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

// keepObjectTypes takes the type names out of what is asked of interface objects: the name of the interface would
// take the place of the object type's, which may be known already. And where a subgraph that has the interface is
// asked about objects that may go by its name, it is asked for the type of all of them: the engine forgets those that
// it wants nothing else of.
func (c *Compiler) keepObjectTypes(made plan.Plan) {
	if c.Subgraphs == nil {
		return
	}
	for _, item := range responseOf(made).RawFetches {
		fetch, ok := item.Fetch.(*resolve.SingleFetch)
		if !ok || fetch.SubgraphOperation == nil || fetch.Info == nil {
			continue
		}
		doc, subgraph, changed := fetch.SubgraphOperation.Document, fetch.Info.DataSourceName, false
		for ref := range doc.InlineFragments {
			if c.Subgraphs.InterfaceObject(subgraph, doc.InlineFragmentTypeConditionNameString(ref)) {
				changed = withoutTypeName(doc, ref) || changed
			}
		}
		for _, name := range c.interfacesSent(item) {
			if !c.Subgraphs.InterfaceObject(subgraph, name) {
				changed = withTypeName(doc, name, c.Subgraphs.Objects(subgraph, name)) || changed
			}
		}
		if printed, err := astprinter.PrintString(doc); changed && err == nil {
			fetch.SubgraphOperation.SetPrintedQuery([]byte(printed))
		}
	}
}

// interfacesSent are the interfaces by whose names the fetch may ask for objects.
func (c *Compiler) interfacesSent(item *resolve.FetchItem) []string {
	sent := sentBy(item)
	if sent == nil {
		return nil
	}
	var names []string
	for _, f := range sent.Fields {
		for _, name := range f.OnTypeNames {
			if name := string(name); c.Subgraphs.InterfaceObjectSomewhere(name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// withTypeName asks for the type name of all entities that implement the interface, which are of these types; it is
// false where that is asked for already.
func withTypeName(doc *ast.Document, name string, objects []string) bool {
	for ref := range doc.Fields {
		if doc.FieldNameString(ref) != "_entities" {
			continue
		}
		set, ok := doc.FieldSelectionSet(ref)
		if !ok {
			return false
		}
		untold := func(name string) bool {
			inner, ok := fragmentOn(doc, set, name)
			return !ok || !hasTypeName(doc, inner)
		}
		if !untold(name) || !slices.ContainsFunc(objects, untold) {
			return false
		}
		inner := doc.AddSelectionSet()
		added := doc.AddField(ast.Field{Name: doc.Input.AppendInputString("__typename")})
		doc.AddSelection(inner.Ref, ast.Selection{Kind: ast.SelectionKindField, Ref: added.Ref})
		doc.AddSelection(set, ast.Selection{Kind: ast.SelectionKindInlineFragment, Ref: doc.AddInlineFragment(ast.InlineFragment{
			TypeCondition: ast.TypeCondition{Type: doc.AddNamedType([]byte(name))},
			SelectionSet:  inner.Ref, HasSelections: true,
		})})
		return true
	}
	return false
}

// admitInterfaceObjects has fetches not pass by what is below an object that goes by the name of its interface, as
// long as nobody told its type: they are meant for what is below objects of some types.
func (c *Compiler) admitInterfaceObjects(made plan.Plan) {
	if c.Subgraphs == nil {
		return
	}
	for _, item := range responseOf(made).RawFetches {
		item.FetchPath = slices.Clone(item.FetchPath)
		for i := range item.FetchPath {
			names := slices.Clone(item.FetchPath[i].TypeNames)
			for _, object := range item.FetchPath[i].TypeNames {
				for _, name := range c.interfaces(object) {
					if c.Subgraphs.InterfaceObjectSomewhere(name) && !slices.Contains(names, name) {
						names = append(names, name)
					}
				}
			}
			item.FetchPath[i].TypeNames = names
		}
	}
}

// interfaces are those that the object type implements.
func (c *Compiler) interfaces(object string) []string {
	node, ok := c.Router.Index.FirstNodeByNameStr(object)
	if !ok || node.Kind != ast.NodeKindObjectTypeDefinition {
		return nil
	}
	var names []string
	for _, ref := range c.Router.ObjectTypeDefinitions[node.Ref].ImplementsInterfaces.Refs {
		names = append(names, c.Router.ResolveTypeNameString(ref))
	}
	return names
}

func withoutTypeName(doc *ast.Document, fragment int) bool {
	inner, ok := doc.InlineFragmentSelectionSet(fragment)
	if !ok {
		return false
	}
	set := &doc.SelectionSets[inner]
	rest := slices.DeleteFunc(slices.Clone(set.SelectionRefs), func(ref int) bool {
		s := doc.Selections[ref]
		return s.Kind == ast.SelectionKindField && doc.FieldNameString(s.Ref) == "__typename" && !doc.FieldAliasIsDefined(s.Ref)
	})
	if len(rest) == 0 || len(rest) == len(set.SelectionRefs) {
		return false
	}
	set.SelectionRefs = rest
	return true
}
