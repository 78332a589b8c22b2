package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// maxReached bounds how often the fragments that operations reach are looked at: each operation may reach all.
const maxReached = 1 << 20

// reach is what each operation and fragment spreads and which variables it has. The rules about that look at each
// fragment once for an operation, where the parser's own walk all that it reaches once for each that spreads it.
type reach struct {
	operations []*ast.OperationDefinition
	fragments  map[string]*ast.FragmentDefinition
	// spread and used are those of the operations and fragments, and of the one that is being walked.
	spread    map[any][]*ast.FragmentSpread
	used      map[any][]usage
	spreading []*ast.FragmentSpread
	using     []usage
	add       core.AddErrFunc
	looked    int
}

// usage is a variable where it stands.
type usage struct {
	*ast.Value
	// expected is nil where anything may stand. It may be null all the same where there is a default.
	expected   *ast.Type
	hasDefault bool
	// oneOf is the input object of which it is the one field.
	oneOf string
}

// standIns are fragments without what is in them, to be found in place of those of the document, so that walking ends
// where a fragment is spread.
func standIns(fragments ast.FragmentDefinitionList) ast.FragmentDefinitionList {
	out := make(ast.FragmentDefinitionList, 0, 2*len(fragments))
	for _, f := range fragments {
		out = append(out, &ast.FragmentDefinition{Name: f.Name, TypeCondition: f.TypeCondition, Position: f.Position})
	}
	return out
}

// observe notes all while the document is walked.
func (r *reach) observe(observers *core.Events, add core.AddErrFunc) {
	r.add = add
	observers.OnFragmentSpread(func(_ *core.Walker, s *ast.FragmentSpread) { r.spreading = append(r.spreading, s) })
	observers.OnValue(func(_ *core.Walker, v *ast.Value) {
		switch {
		case v.Kind == ast.Variable:
			r.using = append(r.using, usage{Value: v, expected: v.ExpectedType, hasDefault: v.ExpectedTypeHasDefault})
		case v.Kind == ast.ObjectValue && v.Definition != nil && v.Definition.Directives.ForName("oneOf") != nil:
			for _, child := range v.Children {
				if child.Value.Kind == ast.Variable {
					r.using = append(r.using, usage{Value: child.Value, oneOf: v.Definition.Name})
				}
			}
		}
	})
	note := func(definition any) {
		r.spread[definition], r.used[definition] = r.spreading, r.using
		r.spreading, r.using = nil, nil
	}
	observers.OnOperation(func(_ *core.Walker, op *ast.OperationDefinition) { note(op) })
	observers.OnFragment(func(_ *core.Walker, f *ast.FragmentDefinition) { note(f) })
}

func reachOf(doc *ast.QueryDocument) *reach {
	r := &reach{operations: doc.Operations, fragments: map[string]*ast.FragmentDefinition{}, spread: map[any][]*ast.FragmentSpread{}, used: map[any][]usage{}}
	for _, f := range doc.Fragments {
		if r.fragments[f.Name] == nil {
			r.fragments[f.Name] = f
		}
	}
	return r
}

// check holds what was noted against the rules.
func (r *reach) check(fragments ast.FragmentDefinitionList) {
	for _, f := range fragments {
		if r.fragments[f.Name] != f {
			r.refuse(f.Position, `There can be only one fragment named "%s".`, f.Name)
		}
	}
	done := map[string]bool{}
	for _, f := range fragments {
		r.cycles(f.Name, done, map[string]int{}, nil)
	}
	reached := map[string]bool{}
	for _, op := range r.operations {
		r.operation(op, reached)
		r.singleField(op)
	}
	for _, f := range fragments {
		if !reached[f.Name] {
			r.refuse(f.Position, `Fragment "%s" is never used.`, f.Name)
		}
	}
}

func (r *reach) refuse(at *ast.Position, message string, names ...any) {
	r.add(core.Message(message, names...), core.At(at))
}

// cycles looks for fragments that are in themselves; path is how the fragment was come by, and on where each on it is.
func (r *reach) cycles(name string, done map[string]bool, on map[string]int, path []string) {
	f := r.fragments[name]
	if f == nil || done[name] {
		return
	}
	done[name] = true
	on[name] = len(path)
	path = append(path, name)
	for _, s := range r.spread[f] {
		first, open := on[s.Name]
		switch {
		case !open:
			r.cycles(s.Name, done, on, path)
		case first == len(path)-1:
			r.refuse(s.Position, `Cannot spread fragment "%s" within itself.`, s.Name)
		default:
			r.refuse(s.Position, `Cannot spread fragment "%s" within itself via "%s".`, s.Name, strings.Join(path[first+1:], `", "`))
		}
	}
	delete(on, name)
}

// operation looks at the variables in all that an operation reaches.
func (r *reach) operation(op *ast.OperationDefinition, reached map[string]bool) {
	declared := make(map[string]*ast.VariableDefinition, len(op.VariableDefinitions))
	for _, d := range op.VariableDefinitions {
		if declared[d.Variable] == nil {
			declared[d.Variable] = d
		}
	}
	used, seen, open := map[string]bool{}, map[string]bool{}, []any{op}
	for len(open) > 0 {
		definition := open[len(open)-1]
		open = open[:len(open)-1]
		if r.looked += 1 + len(r.used[definition]) + len(r.spread[definition]); r.looked > maxReached {
			panic(full{})
		}
		for _, u := range r.used[definition] {
			used[u.Raw] = true
			r.variable(op, declared[u.Raw], u)
		}
		for _, s := range r.spread[definition] {
			if f := r.fragments[s.Name]; f != nil && !seen[s.Name] {
				seen[s.Name], reached[s.Name] = true, true
				open = append(open, f)
			}
		}
	}
	for _, d := range op.VariableDefinitions {
		if d.Definition != nil && !d.Definition.IsInputType() {
			r.refuse(d.Position, `Variable "$%s" cannot be non-input type "%s".`, d.Variable, typeText(d.Type))
		}
		if !used[d.Variable] {
			r.refuse(d.Position, `Variable "$%s" is never used%s.`, d.Variable, inOperation(" in", op))
		}
	}
}

func inOperation(preposition string, op *ast.OperationDefinition) string {
	if op.Name == "" {
		return ""
	}
	return fmt.Sprintf(`%s operation "%s"`, preposition, op.Name)
}

// variable wants a variable to be declared, and of a type that may stand where it does.
func (r *reach) variable(op *ast.OperationDefinition, d *ast.VariableDefinition, u usage) {
	switch {
	case d == nil:
		r.refuse(u.Position, `Variable "$%s" is not defined%s.`, u.Raw, inOperation(" by", op))
	case d.Definition == nil: // its type is not known
	case u.oneOf != "":
		if !d.Type.NonNull {
			r.refuse(u.Position, `Variable "$%s" is of type "%s" but must be non-nullable to be used for OneOf Input Object "%s".`, u.Raw, typeText(d.Type), u.oneOf)
		}
	case u.expected != nil:
		expected := *u.expected
		if u.hasDefault || d.DefaultValue != nil && d.DefaultValue.Kind != ast.NullValue {
			expected.NonNull = false
		}
		if !d.Type.IsCompatible(&expected) {
			r.refuse(u.Position, `Variable "$%s" of type "%s" used in position expecting type "%s".`, u.Raw, typeText(d.Type), typeText(u.expected))
		}
	}
}

// typeText is the type as it is written, if that is not too long: the parser's own takes a time that grows with the
// square of it.
func typeText(t *ast.Type) string {
	var before, after []byte
	for ; ; t = t.Elem {
		if t.NonNull {
			after = append(after, '!')
		}
		if t.Elem == nil {
			break
		}
		before, after = append(before, '['), append(after, ']')
	}
	slices.Reverse(after)
	return answer.Short(string(before) + t.NamedType + string(after))
}

// singleField wants a subscription to have one field at the top, which is not about the schema.
func (r *reach) singleField(op *ast.OperationDefinition) {
	if op.Operation != ast.Subscription {
		return
	}
	var keys []string
	seen := map[string]bool{}
	var walk func(set ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if strings.HasPrefix(s.Name, "__") {
					r.refuse(s.Position, `%s must not select an introspection top level field.`, subscriptionName(op))
				}
				if !slices.Contains(keys, s.Alias) {
					if keys = append(keys, s.Alias); len(keys) == 2 {
						r.refuse(s.Position, `%s must select only one top level field.`, subscriptionName(op))
					}
				}
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				if f := r.fragments[s.Name]; f != nil && !seen[s.Name] {
					seen[s.Name] = true
					walk(f.SelectionSet)
				}
			}
			if len(keys) > 1 {
				return
			}
		}
	}
	walk(op.SelectionSet)
}

func subscriptionName(op *ast.OperationDefinition) string {
	if op.Name == "" {
		return "Anonymous Subscription"
	}
	return fmt.Sprintf("Subscription %q", op.Name)
}
