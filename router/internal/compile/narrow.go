package compile

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astnormalization"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/lexer/literal"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/operationreport"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// narrow rewrites fragments whose condition the planner would forget: it takes a selection of an abstract type
// apart by object types, and minds the innermost condition only. Of `plant { ... on Guest { ... on Plant { season } } }`
// it would make the season of any plant, guest or not. So such a fragment becomes one for each object type that it can
// be about here, and what is in it keeps what is about that type. Only fragments that leave out some of what may be
// there and hold another abstract type, or a type name, are rewritten.
//
// It comes after all that minds the schema that clients see: an object may be of a type that they don't see.
func (c *Compiler) narrow(doc *ast.Document, name string) *answer.Refusal {
	return c.narrowed(doc, name, false)
}

// onObjects is the printed operation with no fragments on abstract types: the engine does not see everything that
// they mean.
func (c *Compiler) onObjects(text, name string) (string, error) {
	doc, refusal := c.document(text)
	if refusal != nil {
		return "", refusal
	}
	if refusal := c.narrowed(doc, name, true); refusal != nil {
		return "", refusal
	}
	return c.printed(doc)
}

func (c *Compiler) narrowed(doc *ast.Document, name string, always bool) *answer.Refusal {
	n := narrowing{doc: doc, schema: c.Router, possible: map[string][]string{}, always: always, room: c.Limits.room()}
	if !slices.ContainsFunc(doc.InlineFragments, func(f ast.InlineFragment) bool {
		return f.TypeCondition.Type >= 0 && n.isAbstract(doc.TypeNameString(f.TypeCondition.Type))
	}) {
		return nil
	}
	for _, op := range doc.OperationDefinitions {
		if root, ok := c.root(op.OperationType); ok && op.HasSelections {
			n.fill(op.SelectionSet, c.Router.NodeNameString(root))
		}
	}
	switch {
	case n.room < 0:
		return tooComplex("the query asks for too many fields of types in types")
	case !n.changed:
		return nil
	}
	// A new fragment may be on the same type as another beside it.
	var report operationreport.Report
	astnormalization.NewWithOpts().NormalizeNamedOperation(doc, c.Router, []byte(name), &report)
	if report.HasErrors() {
		c.Log.Error("compiling failed", "step", "narrow", "error", report.Error())
		return internal()
	}
	return nil
}

// maxGrowth is by how much an operation may grow where types are taken apart: with 10,000 fields more, planning it
// takes a second or two, and the time grows with the square.
const maxGrowth = 10_000

// room is how many selections rewriting may make.
func (l Limits) room() int {
	if l.Fields > 0 {
		return min(perField*l.Fields, maxGrowth)
	}
	return maxGrowth
}

type narrowing struct {
	doc, schema *ast.Document
	// possible are the object types that each type stands for.
	possible map[string][]string
	// always is set where no fragment is left on an abstract type.
	always bool
	// room is for selections that may still be made; below 0, all is left as it is.
	room    int
	changed bool
}

// fill rewrites all that is selected from a field of the type, or from an operation.
func (n *narrowing) fill(set int, on string) {
	refs := n.selection(set, on, n.types(on))
	if len(refs) == 0 {
		n.changed = true
		added := n.doc.AddField(ast.Field{
			Name:  n.doc.Input.AppendInputBytes(literal.TYPENAME),
			Alias: ast.Alias{IsDefined: true, Name: n.doc.Input.AppendInputBytes(literal.INTERNAL_TYPENAME)},
		})
		refs = append(refs, n.doc.AddSelectionToDocument(ast.Selection{Kind: ast.SelectionKindField, Ref: added.Ref}))
	}
	n.doc.SelectionSets[set].SelectionRefs = refs
}

// selection is what becomes of a set that is selected from an object whose type is on, and is one of types.
func (n *narrowing) selection(set int, on string, types []string) []int {
	var refs []int
	for _, ref := range n.doc.SelectionSets[set].SelectionRefs {
		selected := n.doc.Selections[ref]
		switch {
		case n.room < 0:
			refs = append(refs, ref)
		case selected.Kind == ast.SelectionKindField:
			n.field(selected.Ref, on)
			refs = append(refs, ref)
		case selected.Kind == ast.SelectionKindInlineFragment:
			refs = append(refs, n.fragment(ref, on, types)...)
		default:
			refs = append(refs, ref)
		}
	}
	return refs
}

func (n *narrowing) field(ref int, on string) {
	inner, ok := n.doc.FieldSelectionSet(ref)
	if !ok {
		return
	}
	parent, ok := n.schema.Index.FirstNodeByNameStr(on)
	if !ok {
		return
	}
	if typ, ok := n.schema.FieldTypeNode(n.doc.FieldNameBytes(ref), parent); ok {
		n.fill(inner, n.schema.NodeNameString(typ))
	}
}

// fragment is what stands in the place of the fragment that is selected; nothing, where no object can be of its type.
func (n *narrowing) fragment(selection int, on string, types []string) []int {
	ref := n.doc.Selections[selection].Ref
	set, ok := n.doc.InlineFragmentSelectionSet(ref)
	if !ok {
		return []int{selection}
	}
	condition := on
	if n.doc.InlineFragmentHasTypeCondition(ref) {
		condition = n.doc.InlineFragmentTypeConditionNameString(ref)
	}
	own := n.types(condition)
	if len(own) == 0 || len(types) == 0 {
		return []int{selection} // a type that the router knows no objects of
	}
	var left []string
	for _, t := range types {
		if slices.Contains(own, t) {
			left = append(left, t)
		}
	}
	switch {
	case len(left) == 0:
		n.changed = true
		return nil
	case !n.isAbstract(on) && condition != on && !n.doc.InlineFragmentHasDirectives(ref):
		n.changed = true
		return n.selection(set, on, types) // the condition always holds
	case !n.isAbstract(on) && condition != on:
		return n.apart(ref, set, left)
	case n.isAbstract(condition) && (n.always || len(left) < len(types) && n.matters(set)):
		return n.apart(ref, set, left)
	}
	refs := n.selection(set, condition, left)
	if len(refs) == 0 {
		return nil
	}
	n.doc.SelectionSets[set].SelectionRefs = refs
	return []int{selection}
}

// matters tells whether the planner would forget the condition of a fragment with the set.
func (n *narrowing) matters(set int) bool {
	return slices.ContainsFunc(n.doc.SelectionSets[set].SelectionRefs, func(ref int) bool {
		switch s := n.doc.Selections[ref]; s.Kind {
		case ast.SelectionKindField:
			return string(n.doc.FieldNameBytes(s.Ref)) == "__typename"
		case ast.SelectionKindInlineFragment:
			if n.doc.InlineFragmentHasTypeCondition(s.Ref) {
				return n.isAbstract(n.doc.InlineFragmentTypeConditionNameString(s.Ref))
			}
			return n.doc.InlineFragments[s.Ref].HasSelections && n.matters(n.doc.InlineFragments[s.Ref].SelectionSet)
		}
		return false
	})
}

// apart is a fragment for each of the object types, in place of the one on a type that stands for them all.
func (n *narrowing) apart(fragment, set int, types []string) []int {
	n.changed = true
	size := n.size(set)
	var refs []int
	for i, t := range types {
		if n.room -= size; n.room < 0 {
			return refs
		}
		own := set
		if i < len(types)-1 { // the last may have the set itself
			own = n.doc.CopySelectionSet(set)
		}
		selected := n.selection(own, t, []string{t})
		if len(selected) == 0 {
			continue
		}
		n.doc.SelectionSets[own].SelectionRefs = selected
		one := ast.InlineFragment{
			TypeCondition: ast.TypeCondition{Type: n.doc.AddNamedType([]byte(t))},
			SelectionSet:  own, HasSelections: true,
		}
		if from := n.doc.InlineFragments[fragment]; from.HasDirectives {
			one.HasDirectives, one.Directives = true, n.doc.CopyDirectiveList(from.Directives)
		}
		refs = append(refs, n.doc.AddSelectionToDocument(ast.Selection{Kind: ast.SelectionKindInlineFragment, Ref: n.doc.AddInlineFragment(one)}))
	}
	return refs
}

// size is how many selections are in the set.
func (n *narrowing) size(set int) int {
	size := 1
	for _, ref := range n.doc.SelectionSets[set].SelectionRefs {
		inner, ok := -1, false
		switch s := n.doc.Selections[ref]; s.Kind {
		case ast.SelectionKindField:
			inner, ok = n.doc.FieldSelectionSet(s.Ref)
		case ast.SelectionKindInlineFragment:
			inner, ok = n.doc.InlineFragmentSelectionSet(s.Ref)
		}
		if size++; ok {
			size += n.size(inner)
		}
	}
	return size
}

func (n *narrowing) isAbstract(name string) bool {
	node, ok := n.schema.Index.FirstNodeByNameStr(name)
	return ok && (node.Kind == ast.NodeKindInterfaceTypeDefinition || node.Kind == ast.NodeKindUnionTypeDefinition)
}

// types are the object types that the type stands for: itself, if it is one.
func (n *narrowing) types(name string) []string {
	known, ok := n.possible[name]
	if ok {
		return known
	}
	if node, ok := n.schema.Index.FirstNodeByNameStr(name); ok {
		switch node.Kind {
		case ast.NodeKindObjectTypeDefinition:
			known = []string{name}
		case ast.NodeKindInterfaceTypeDefinition:
			known, _ = n.schema.InterfaceTypeDefinitionImplementedByObjectWithNames(node.Ref)
		case ast.NodeKindUnionTypeDefinition:
			known, _ = n.schema.UnionTypeDefinitionMemberTypeNames(node.Ref)
		}
	}
	slices.Sort(known)
	n.possible[name] = known
	return known
}
