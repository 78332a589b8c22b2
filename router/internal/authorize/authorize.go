// Package authorize enforces what a supergraph says with @authenticated, @requiresScopes and @policy about who
// may see its types and fields. It takes what a caller may not see out of an operation before that is planned,
// so that no subgraph is asked for it.
//
// A field needs what is said at it, and at the type that it gives. Where it belongs to an interface it needs
// what any of the types needs that implement the interface. All that is said has to hold.
package authorize

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Grants are what a caller may do; the zero value is a guest's.
type Grants struct {
	// Authenticated tells whether the caller has signed in.
	Authenticated bool
	// Scopes are held against @requiresScopes, Policies, by their exact names, against @policy.
	Scopes, Policies []string
}

// Rules are what a supergraph says; they never change. nil says nothing.
type Rules struct {
	demands []demand
	types   map[string]*typeRules
	// query, mutation and subscription are the names of the root types.
	query, mutation, subscription string
}

// demand is one thing that may be asked of a caller.
type demand struct {
	kind kind
	// any is a list of alternatives, of which each is a list of names that are needed together.
	any [][]string
}

type kind uint8

const (
	authenticated kind = iota
	requiresScopes
	policy
)

// typeRules are those of a type.
type typeRules struct {
	abstract bool
	// own are the demands, by their numbers, at the type; possible are those at any of the types that an
	// interface stands for.
	own, possible []int
	fields        map[string]*fieldRules
	interfaces    []string
}

type fieldRules struct {
	typ     *ast.Type
	demands []int
	// copied is set for a field of an interface object, which the composer copied to the types of the interface.
	copied bool
}

// Read reads the rules of a supergraph; nil where it has none. It refuses those that can't be enforced.
func Read(doc *ast.SchemaDocument) (*Rules, error) {
	d := directivesOf(doc)
	r := &Rules{types: map[string]*typeRules{}, query: "Query", mutation: "Mutation", subscription: "Subscription"}
	for _, schema := range doc.Schema {
		for _, root := range schema.OperationTypes {
			switch root.Operation {
			case ast.Query:
				r.query = root.Type
			case ast.Mutation:
				r.mutation = root.Type
			case ast.Subscription:
				r.subscription = root.Type
			}
		}
	}
	for _, def := range doc.Definitions {
		if err := r.readType(d, def); err != nil {
			return nil, fmt.Errorf("%s: %w", def.Name, err)
		}
	}
	for _, def := range doc.Extensions {
		list := def.Directives
		for _, f := range def.Fields {
			list = slices.Concat(list, f.Directives)
		}
		if err := d.refuse(list); err != nil {
			return nil, fmt.Errorf("the extension of %s: %w", def.Name, err)
		}
	}
	if len(r.demands) == 0 {
		return nil, nil
	}
	r.settle(doc)
	return r, nil
}

func (r *Rules) readType(d directives, def *ast.Definition) (err error) {
	t := &typeRules{abstract: def.Kind == ast.Interface || def.Kind == ast.Union, fields: map[string]*fieldRules{}, interfaces: def.Interfaces}
	r.types[def.Name] = t
	if t.own, err = r.demandsOf(d, def.Directives); err != nil {
		return err
	}
	for _, v := range def.EnumValues {
		if err := d.refuse(v.Directives); err != nil {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
	}
	if def.Kind == ast.InputObject {
		if len(t.own) > 0 {
			return errElsewhere
		}
		for _, f := range def.Fields {
			if err := d.refuse(f.Directives); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		return nil
	}
	for _, f := range def.Fields {
		rules := &fieldRules{typ: f.Type, copied: copied(f)}
		if rules.demands, err = r.demandsOf(d, f.Directives); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		for _, a := range f.Arguments {
			if err := d.refuse(a.Directives); err != nil {
				return fmt.Errorf("%s(%s): %w", f.Name, a.Name, err)
			}
		}
		t.fields[f.Name] = rules
	}
	return nil
}

// copied tells whether the field is one that a composer copied from an interface object: no subgraph has it
// under this type, so nothing is said at it.
func copied(f *ast.FieldDefinition) bool {
	joined := f.Directives.ForNames("join__field")
	return len(joined) > 0 && !slices.ContainsFunc(joined, func(d *ast.Directive) bool { return d.Arguments.ForName("graph") != nil })
}

// settle gives interfaces what the types need that implement them, and fields of interface objects what they
// need at the interface.
func (r *Rules) settle(doc *ast.SchemaDocument) {
	for _, def := range doc.Definitions {
		t := r.types[def.Name]
		if def.Kind != ast.Object {
			continue
		}
		for _, name := range def.Interfaces {
			of := r.types[name]
			if of == nil {
				continue
			}
			for fieldName, f := range t.fields {
				if above := of.fields[fieldName]; above != nil && f.copied {
					f.demands = union(f.demands, above.demands)
				}
			}
		}
	}
	for _, def := range doc.Definitions {
		t := r.types[def.Name]
		if def.Kind != ast.Object {
			continue
		}
		for _, name := range def.Interfaces {
			of := r.types[name]
			if of == nil {
				continue
			}
			of.possible = union(of.possible, t.own)
			for fieldName, above := range of.fields {
				if f := t.fields[fieldName]; f != nil {
					above.demands = union(above.demands, f.demands)
				}
			}
		}
	}
	// An interface that implements another one may have fields that say more than the objects' do.
	for _, def := range doc.Definitions {
		if def.Kind != ast.Interface {
			continue
		}
		for _, name := range def.Interfaces {
			of := r.types[name]
			if of == nil {
				continue
			}
			for fieldName, above := range of.fields {
				if f := r.types[def.Name].fields[fieldName]; f != nil {
					above.demands = union(above.demands, f.demands)
				}
			}
		}
	}
}

func union(a, b []int) []int {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// number is that of the demand, which is made where it is a new one.
func (r *Rules) number(d demand) int {
	for i, known := range r.demands {
		if known.kind == d.kind && slices.EqualFunc(known.any, d.any, slices.Equal) {
			return i
		}
	}
	r.demands = append(r.demands, d)
	return len(r.demands) - 1
}

// met tells whether the caller fulfils the demand.
func (d *demand) met(g Grants) bool {
	held := g.Scopes
	switch d.kind {
	case authenticated:
		return g.Authenticated
	case policy:
		held = g.Policies
	}
	// Of no alternatives none can be had, so nobody fulfils an empty list.
	return slices.ContainsFunc(d.any, func(all []string) bool {
		return !slices.ContainsFunc(all, func(name string) bool { return !slices.Contains(held, name) })
	})
}
