package compile

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// overlaps finds fields of one name in the answer that are not one field: `a: first(n: 1) a: second`. The engine
// looks at scalars only, and after it merged what it took for one field, so that the client would get the one
// without hearing of it. Fields that can't come for the same object may differ.
type overlaps struct {
	doc, schema *ast.Document
	// budget is for how many fields may be looked at: types that exclude each other multiply the ways.
	budget int
}

// overlapBudget and maxRepeated, how often one selection may have a field, are far beyond what a query has that
// somebody wrote. Merging fields takes the engine a time that grows with the square of their number.
const (
	overlapBudget = 1 << 20
	maxRepeated   = 1000
)

// asked is a field where it is asked for.
type asked struct {
	ref int
	on  string // the type that it is asked of
}

// scope is a selection and the type that it is made of.
type scope struct {
	set int
	on  string
}

func (c *Compiler) checkOverlaps(doc *ast.Document, operation int) *answer.Refusal {
	op := doc.OperationDefinitions[operation]
	if !op.HasSelections {
		return nil
	}
	o := &overlaps{doc: doc, schema: c.Client, budget: overlapBudget}
	all := []scope{{op.SelectionSet, c.rootType(op.OperationType)}}
	if refusal := o.check(all); refusal != nil {
		return refusal
	}
	return o.shapes(all)
}

// collect gives the names, in order, and the fields of each name that the selections have, with those of their
// fragments.
func (o *overlaps) collect(scopes []scope) (names []string, fields map[string][]asked) {
	fields = map[string][]asked{}
	spread := map[string]bool{}
	var collect func(s scope)
	collect = func(s scope) {
		for _, ref := range o.doc.SelectionSets[s.set].SelectionRefs {
			o.budget--
			switch one := o.doc.Selections[ref]; one.Kind {
			case ast.SelectionKindField:
				name := o.doc.FieldAliasOrNameString(one.Ref)
				if fields[name] == nil {
					names = append(names, name)
				}
				fields[name] = append(fields[name], asked{one.Ref, s.on})
			case ast.SelectionKindInlineFragment:
				inside := scope{o.doc.InlineFragments[one.Ref].SelectionSet, s.on}
				if o.doc.InlineFragmentHasTypeCondition(one.Ref) {
					inside.on = o.doc.InlineFragmentTypeConditionNameString(one.Ref)
				}
				if o.doc.InlineFragments[one.Ref].HasSelections {
					collect(inside)
				}
			case ast.SelectionKindFragmentSpread:
				name := o.doc.FragmentSpreadNameString(one.Ref)
				ref, ok := o.doc.FragmentDefinitionRef([]byte(name))
				if !ok || spread[name] || !o.doc.FragmentDefinitions[ref].HasSelections {
					continue
				}
				spread[name] = true
				collect(scope{o.doc.FragmentDefinitions[ref].SelectionSet, o.doc.FragmentDefinitionTypeNameString(ref)})
			}
		}
	}
	for _, s := range scopes {
		collect(s)
	}
	return names, fields
}

// check looks at selections that are made of the same object.
func (o *overlaps) check(scopes []scope) *answer.Refusal {
	names, fields := o.collect(scopes)
	for _, name := range names {
		if o.budget < 0 || len(fields[name]) > maxRepeated {
			return tooComplex("the query asks for too many fields of one name")
		}
		for _, group := range o.together(fields[name]) {
			for _, f := range group[1:] {
				if !o.alike(group[0].ref, f.ref) {
					return answer.Invalid(answer.New(answer.BadUserInput, fmt.Sprintf(
						"Fields %q conflict: they are different fields, or have different arguments. Use different aliases.", name)))
				}
			}
			if refusal := o.inside(group); refusal != nil {
				return refusal
			}
		}
	}
	return nil
}

// together parts fields into those that may come for the same object: one of an abstract type may come with any.
func (o *overlaps) together(fields []asked) [][]asked {
	var concrete []string
	for _, f := range fields {
		if o.isObject(f.on) && !slices.Contains(concrete, f.on) {
			concrete = append(concrete, f.on)
		}
	}
	if len(concrete) <= 1 {
		return [][]asked{fields}
	}
	groups := make([][]asked, len(concrete))
	for i, on := range concrete {
		for _, f := range fields {
			if f.on == on || !o.isObject(f.on) {
				groups[i] = append(groups[i], f)
			}
		}
		o.budget -= len(groups[i])
	}
	return groups
}

func (o *overlaps) isObject(name string) bool {
	node, ok := o.schema.Index.FirstNodeByNameStr(name)
	return ok && node.Kind == ast.NodeKindObjectTypeDefinition
}

func (o *overlaps) inside(group []asked) *answer.Refusal {
	if scopes := o.selected(group); len(scopes) > 0 {
		return o.check(scopes)
	}
	return nil
}

// selected is what is selected of the fields.
func (o *overlaps) selected(group []asked) (scopes []scope) {
	for _, f := range group {
		if !o.doc.Fields[f.ref].HasSelections {
			continue
		}
		if definition, ok := o.definition(f); ok {
			scopes = append(scopes, scope{o.doc.Fields[f.ref].SelectionSet, o.schema.FieldDefinitionTypeNameString(definition)})
		}
	}
	return scopes
}

func (o *overlaps) definition(f asked) (ref int, ok bool) {
	node, ok := o.schema.Index.FirstNodeByNameStr(f.on)
	if !ok {
		return 0, false
	}
	return o.schema.NodeFieldDefinitionByName(node, o.doc.FieldNameBytes(f.ref))
}

// alike tells whether they are one field, with the same arguments in whatever order.
func (o *overlaps) alike(a, b int) bool {
	if a == b {
		return true
	}
	if !bytes.Equal(o.doc.FieldNameBytes(a), o.doc.FieldNameBytes(b)) {
		return false
	}
	left, right := o.doc.FieldArguments(a), o.doc.FieldArguments(b)
	if len(left) != len(right) {
		return false
	}
	for _, l := range left {
		o.budget -= len(right)
		if !slices.ContainsFunc(right, func(r int) bool { return o.doc.ArgumentsAreEqual(l, r) }) {
			return false
		}
	}
	return true
}
