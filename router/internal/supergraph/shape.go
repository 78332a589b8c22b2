package supergraph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Objects are the object types that a value of the type may have in the subgraph.
func (s *Supergraph) Objects(subgraph, typeName string) []string {
	t := s.member(subgraph, typeName)
	if t == nil {
		return nil
	}
	switch {
	case t.interfaceObject:
		return s.implementers[typeName]
	case t.def.Kind == ast.Union:
		return t.unionMembers
	case t.def.Kind == ast.Interface:
		var objects []string
		for _, name := range s.implementers[typeName] {
			if s.member(subgraph, name) != nil {
				objects = append(objects, name)
			}
		}
		return objects
	}
	return []string{typeName}
}

// FieldType is the name of the field's type in the subgraph; "" where it has no such field.
func (s *Supergraph) FieldType(subgraph, typeName, field string) string {
	if t := s.member(subgraph, typeName); t != nil {
		if f := t.field(field); f != nil {
			return f.typ.Name()
		}
	}
	return ""
}

// InterfaceObject tells whether the type is an object in the subgraph and an interface elsewhere.
func (s *Supergraph) InterfaceObject(subgraph, typeName string) bool {
	t := s.member(subgraph, typeName)
	return t != nil && t.interfaceObject
}

// InterfaceObjectSomewhere tells whether it is that in any subgraph.
func (s *Supergraph) InterfaceObjectSomewhere(typeName string) bool {
	return s.isInterfaceObjectElsewhere(typeName)
}

// Requires are the fields, of those at the top, that the field requires in the subgraph.
func (s *Supergraph) Requires(subgraph, typeName, name string) []string {
	if set := s.fieldSet(subgraph, typeName, name, func(f *field) string { return f.requires }); set != nil {
		return set.names()
	}
	return nil
}

// Provides is what the field provides in the subgraph.
func (s *Supergraph) Provides(subgraph, typeName, name string) ast.SelectionSet {
	if set := s.fieldSet(subgraph, typeName, name, func(f *field) string { return f.provides }); set != nil {
		return set.selections
	}
	return nil
}

// fieldSet is one that the field has in the subgraph; nil if it has none.
func (s *Supergraph) fieldSet(subgraph, typeName, name string, of func(*field) string) *fieldSet {
	t := s.member(subgraph, typeName)
	if t == nil {
		return nil
	}
	f := t.field(name)
	if f == nil || of(f) == "" {
		return nil
	}
	set, err := parseFieldSet(of(f))
	if err != nil {
		return nil // which Load refuses
	}
	return &set
}

// Keys are the fields, of those at the top, of each key by which the type is looked up in the subgraph; or, where the subgraph has
// its interface as an object, of the interface's.
func (s *Supergraph) Keys(subgraph, typeName string) [][]string {
	names := []string{typeName}
	if def := s.types[typeName]; def != nil && s.member(subgraph, typeName) == nil {
		names = def.Interfaces
	}
	var keys [][]string
	for _, name := range names {
		if t := s.member(subgraph, name); t != nil && (name == typeName || t.interfaceObject) {
			for _, k := range t.keys {
				if k.resolvable {
					keys = append(keys, k.fields.names())
				}
			}
		}
	}
	return keys
}

// EverywhereIn tells whether each subgraph that gives the field has the object type in the union.
func (s *Supergraph) EverywhereIn(union, object string, typeNames []string, field string) bool {
	for _, g := range s.Subgraphs {
		if t := g.types[union]; t == nil || slices.Contains(t.unionMembers, object) {
			continue
		}
		for _, name := range typeNames {
			if t := g.types[name]; t != nil && t.field(field) != nil && (!t.field(field).external || g.provides(field)) {
				return false
			}
		}
	}
	return true
}

// Overridden tells whether another subgraph has taken the field over.
func (s *Supergraph) Overridden(subgraph, typeName, field string) bool {
	if t := s.member(subgraph, typeName); t != nil {
		f := t.field(field)
		return f != nil && f.overridden
	}
	return false
}

func (s *Supergraph) member(subgraph, typeName string) *member {
	for _, g := range s.Subgraphs {
		if g.Name == subgraph {
			return g.types[typeName]
		}
	}
	return nil
}
