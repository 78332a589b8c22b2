package authorize

import (
	"bytes"
	"maps"
	"reflect"
	"slices"

	engine "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/lexer/literal"
)

// A field that was taken out stands in the operation as a __typename with one of these before the key that it
// has in the answer. So the planner keeps its place, also among fields of other types and of later parts, and
// asks nobody for what it stands for.
const (
	nullMark = "denied_null_"
	failMark = "denied_fail_" // where null may not be
)

// mark puts a mark in the place of the field.
func (f *filter) mark(ref int, nullable bool) {
	mark := nullMark
	if !nullable {
		mark = failMark
	}
	field := &f.doc.Fields[ref]
	alias := f.doc.Input.AppendInputString(mark + f.doc.FieldAliasOrNameString(ref))
	field.Alias.IsDefined, field.Alias.Name = true, alias
	field.Name = f.doc.Input.AppendInputBytes(literal.TYPENAME)
	field.HasArguments, field.Arguments.Refs = false, nil
	field.HasSelections, field.SelectionSet = false, engine.InvalidRef
	kept := field.Directives.Refs[:0]
	for _, directive := range field.Directives.Refs {
		if bytes.Equal(f.doc.DirectiveNameBytes(directive), literal.DEFER_INTERNAL) {
			kept = append(kept, directive)
		}
	}
	field.Directives.Refs, field.HasDirectives = kept, len(kept) > 0
}

// Complete turns the marks in the plan of a filtered operation into null. It is false where null may spread:
// only the engine knows how far.
func Complete(answer *resolve.Object) (simple bool) {
	c := completion{simple: true}
	c.object(answer)
	return c.simple
}

type completion struct{ simple bool }

func (c *completion) node(node resolve.Node) {
	switch n := node.(type) {
	case *resolve.Object:
		c.object(n)
	case *resolve.Array:
		c.node(n.Item)
	}
}

func (c *completion) object(o *resolve.Object) {
	if o == nil {
		return
	}
	var denied []*resolve.Field
	for _, field := range o.Fields {
		switch key, of := marked(field.Name); of {
		case nullMark:
			field.Name, field.Value = key, &resolve.Null{}
			denied = append(denied, field)
		case failMark:
			c.simple = false
			// Nothing is ever found there, so it is null, which this may not be.
			field.Name, field.Value = key, &resolve.String{Path: []string{failMark}}
			denied = append(denied, field)
		default:
			c.node(field.Value)
		}
	}
	for _, d := range denied {
		o.Fields = slices.DeleteFunc(o.Fields, func(field *resolve.Field) bool {
			return field != d && bytes.Equal(field.Name, d.Name) && !without(field, d, o.PossibleTypes)
		})
	}
}

// without takes the field away from those objects of which the same is denied: one may be denied of an interface
// and another not of one of its types, and the key stands in each object once. It is false where none are left.
func without(field, denied *resolve.Field, possible map[string]struct{}) bool {
	if !reflect.DeepEqual(field.ParentOnTypeNames, denied.ParentOnTypeNames) && denied.ParentOnTypeNames != nil {
		return true // it depends on what is above
	}
	if denied.OnTypeNames == nil {
		return false
	}
	on := field.OnTypeNames
	if on == nil {
		for _, name := range slices.Sorted(maps.Keys(possible)) {
			on = append(on, []byte(name))
		}
	}
	field.OnTypeNames = slices.DeleteFunc(slices.Clone(on), func(name []byte) bool {
		return slices.ContainsFunc(denied.OnTypeNames, func(other []byte) bool { return bytes.Equal(name, other) })
	})
	return len(field.OnTypeNames) > 0
}

func marked(name []byte) (key []byte, mark string) {
	for _, mark := range []string{nullMark, failMark} {
		if key, ok := bytes.CutPrefix(name, []byte(mark)); ok {
			return bytes.Clone(key), mark
		}
	}
	return name, ""
}
