package authorize

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	engine "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
)

// Denied is a field that the caller may not see.
type Denied struct {
	// Path are the keys of the answer that lead to it. Indices of lists are not among them.
	Path []string
	// Listed tells whether the path leads through a list.
	Listed bool
	// Part is the number of the deferred part that it would come with; 0 is the first.
	Part int
}

// Outcome is what became of an operation.
type Outcome struct {
	// Denied are the fields that were taken out, in their order.
	Denied []Denied
	// Nothing tells that nothing is left, or that what is left has to be null: there is nothing to plan.
	Nothing bool
}

// Filter takes out of the operation of a document, which is normalised and valid, what callers with the key may
// not see. Each field is replaced by a mark, which Complete turns into null once the operation is planned. A field goes with all that
// is in it: where that may not be seen either way, and where nothing of what was asked of it may be seen and it
// can be null.
func (n *Needs) Filter(doc *engine.Document, key string) Outcome {
	if n == nil || key == "" {
		return Outcome{}
	}
	at := slices.IndexFunc(doc.RootNodes, func(node engine.Node) bool { return node.Kind == engine.NodeKindOperationDefinition })
	if at < 0 || !doc.OperationDefinitions[doc.RootNodes[at].Ref].HasSelections {
		return Outcome{}
	}
	op := doc.OperationDefinitions[doc.RootNodes[at].Ref]
	f := &filter{rules: n.rules, unmet: n.unmet(key), doc: doc, mutation: op.OperationType == engine.OperationTypeMutation}
	root := n.rules.root(op.OperationType)
	top := place{typeName: root, root: true}
	var left remains
	if t := n.rules.types[root]; t != nil && f.holds(t.own) {
		left = f.selection(op.SelectionSet, top)
	} else {
		left = f.denyAll(op.SelectionSet, top)
	}
	return Outcome{Denied: f.denied, Nothing: len(f.denied) > 0 && (left.null || !left.something)}
}

type filter struct {
	rules    *Rules
	unmet    map[int]bool
	doc      *engine.Document
	mutation bool
	denied   []Denied
}

// place is where in the operation the filter is.
type place struct {
	typeName string
	path     []string
	listed   bool
	part     int
	root     bool
}

// remains are what is left of a selection.
type remains struct {
	// something that was asked for can be seen.
	something bool
	// null is set where the object that it is selected from has to be null, because a field in it is that
	// must not be.
	null bool
}

// holds tells whether the caller fulfils the demands.
func (f *filter) holds(demands []int) bool {
	return !slices.ContainsFunc(demands, func(number int) bool { return f.unmet[number] })
}

func (f *filter) selection(set int, at place) remains {
	var left remains
	for _, ref := range f.doc.SelectionSets[set].SelectionRefs {
		selected := f.doc.Selections[ref]
		var here remains
		switch selected.Kind {
		case engine.SelectionKindField:
			here = f.field(selected.Ref, at)
		case engine.SelectionKindInlineFragment:
			here = f.fragment(selected.Ref, at)
		}
		left.something = left.something || here.something
		left.null = left.null || here.null
	}
	return left
}

// fragment filters one that may be about a part of the objects only: then it says nothing about the others.
func (f *filter) fragment(ref int, at place) remains {
	if !f.doc.InlineFragments[ref].HasSelections {
		return remains{}
	}
	set, inside := f.doc.InlineFragments[ref].SelectionSet, at
	if f.doc.InlineFragmentHasTypeCondition(ref) {
		inside.typeName = f.doc.InlineFragmentTypeConditionNameString(ref)
	}
	of := f.rules.types[at.typeName]
	always := inside.typeName == at.typeName || of != nil && slices.Contains(of.interfaces, inside.typeName)
	if always && of != nil && !of.abstract {
		inside.typeName = at.typeName // whatever else implements the interface is not here
	}
	var left remains
	if t := f.rules.types[inside.typeName]; t != nil && (!f.holds(t.own) || !f.holds(t.possible) && f.asksItself(set)) {
		left = f.denyAll(set, inside)
	} else {
		left = f.selection(set, inside)
	}
	left.null = left.null && always
	return left
}

// asksItself tells whether the selection has fields of the abstract type that it is on, and not only of the
// types that it stands for.
func (f *filter) asksItself(set int) bool {
	for _, ref := range f.doc.SelectionSets[set].SelectionRefs {
		selected := f.doc.Selections[ref]
		switch selected.Kind {
		case engine.SelectionKindField:
			if !meta(f.doc.FieldNameString(selected.Ref)) {
				return true
			}
		case engine.SelectionKindInlineFragment:
			inner := f.doc.InlineFragments[selected.Ref]
			if !f.doc.InlineFragmentHasTypeCondition(selected.Ref) && inner.HasSelections && f.asksItself(inner.SelectionSet) {
				return true
			}
		}
	}
	return false
}

// meta tells whether the field is about the schema: those are everybody's to see.
func meta(name string) bool { return name == "__typename" || name == "__schema" || name == "__type" }

func (f *filter) field(ref int, at place) remains {
	name := f.doc.FieldNameString(ref)
	if meta(name) {
		return remains{something: true}
	}
	var rules *fieldRules
	if t := f.rules.types[at.typeName]; t != nil {
		rules = t.fields[name]
	}
	if rules == nil { // it can't be: the operation is valid
		return f.deny(ref, at, nil)
	}
	gives := f.rules.types[rules.typ.Name()]
	selects := f.doc.Fields[ref].HasSelections
	if !f.holds(rules.demands) || gives != nil && (!f.holds(gives.own) || selects && !f.holds(gives.possible) && f.asksItself(f.doc.Fields[ref].SelectionSet)) {
		return f.deny(ref, at, rules.typ)
	}
	if !selects {
		return remains{something: true}
	}
	inside := f.inside(ref, at, rules.typ)
	left := f.selection(f.doc.Fields[ref].SelectionSet, inside)
	switch {
	case f.mutation && at.root: // it is done, whatever may be seen of it
		return remains{something: true}
	case inside.part != at.part, rules.typ.Elem != nil && left.null:
		// What comes later can't take back what came first, and an empty list has no objects that were null.
		return remains{something: true}
	case left.null && rules.typ.NonNull:
		return remains{something: left.something, null: true}
	case left.null, !left.something && !rules.typ.NonNull:
		f.mark(ref, true)
		return remains{}
	}
	return remains{something: left.something}
}

func (f *filter) inside(ref int, at place, typ *ast.Type) place {
	inside := place{
		path: append(slices.Clone(at.path), f.doc.FieldAliasOrNameString(ref)), listed: at.listed, part: at.part,
	}
	if typ != nil {
		inside.typeName, inside.listed = typ.Name(), at.listed || typ.Elem != nil
	}
	if part, deferred := f.doc.FieldInternalDeferID(ref); deferred {
		inside.part = part
	}
	return inside
}

// denyAll denies all fields of the selection, and of what is in its fragments.
func (f *filter) denyAll(set int, at place) remains {
	var left remains
	for _, ref := range f.doc.SelectionSets[set].SelectionRefs {
		selected := f.doc.Selections[ref]
		switch selected.Kind {
		case engine.SelectionKindField:
			name := f.doc.FieldNameString(selected.Ref)
			if meta(name) {
				left.something = true
				continue
			}
			var typ *ast.Type
			if t := f.rules.types[at.typeName]; t != nil && t.fields[name] != nil {
				typ = t.fields[name].typ
			}
			left.null = f.deny(selected.Ref, at, typ).null || left.null
		case engine.SelectionKindInlineFragment:
			inner := f.doc.InlineFragments[selected.Ref]
			if !inner.HasSelections {
				continue
			}
			inside := at
			if f.doc.InlineFragmentHasTypeCondition(selected.Ref) {
				inside.typeName = f.doc.InlineFragmentTypeConditionNameString(selected.Ref)
			}
			here := f.denyAll(inner.SelectionSet, inside)
			left.something = left.something || here.something
			left.null = left.null || here.null && inside.typeName == at.typeName
		}
	}
	return left
}

// deny takes the field out, and says so.
func (f *filter) deny(ref int, at place, typ *ast.Type) remains {
	inside := f.inside(ref, at, nil)
	d := Denied{Path: inside.path, Listed: at.listed, Part: inside.part}
	if !slices.ContainsFunc(f.denied, func(known Denied) bool { return slices.Equal(known.Path, d.Path) }) {
		f.denied = append(f.denied, d)
	}
	nullable := typ == nil || !typ.NonNull
	f.mark(ref, nullable)
	return remains{null: !nullable && inside.part == at.part}
}
