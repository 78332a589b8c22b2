package supergraph

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// readTypes collects what the join__ directives say about the types of one subgraph.
func (s *Supergraph) readTypes(g *Subgraph) error {
	for _, def := range s.doc.Definitions {
		if helper(def.Name) {
			continue
		}
		m, err := s.readType(g, def)
		if err != nil {
			return fmt.Errorf("%s: %w", def.Name, err)
		}
		if m != nil {
			g.types[def.Name] = m
			g.order = append(g.order, def.Name)
		}
	}
	return s.readInterfaceObjects(g)
}

// readType is nil where the subgraph does not know the type.
func (s *Supergraph) readType(g *Subgraph, def *ast.Definition) (*member, error) {
	m := &member{def: def}
	known := false
	for _, d := range def.Directives.ForNames("join__type") {
		if text(d, "graph") != g.ID {
			continue
		}
		known = true
		m.extension = m.extension || truth(d, "extension")
		m.interfaceObject = m.interfaceObject || truth(d, "isInterfaceObject")
		if fields := text(d, "key"); fields != "" {
			set, err := parseFieldSet(fields)
			if err != nil {
				return nil, err
			}
			m.keys = append(m.keys, key{set, text(d, "resolvable") != "false"})
		}
	}
	if !known {
		return nil, nil
	}
	m.interfaces = s.of(g, def, "join__implements", "interface", def.Interfaces)
	m.unionMembers = s.of(g, def, "join__unionMember", "member", def.Types)
	for _, v := range def.EnumValues {
		in := v.Directives.ForNames("join__enumValue")
		if len(in) == 0 || slices.ContainsFunc(in, func(d *ast.Directive) bool { return text(d, "graph") == g.ID }) {
			m.enumValues = append(m.enumValues, v.Name)
		}
	}
	for _, def := range def.Fields {
		f, err := readField(g, def)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", def.Name, err)
		}
		if f != nil {
			m.fields = append(m.fields, f)
		}
	}
	if m.extension {
		// In Federation 1 an extension must mark its keys @external, but does resolve them.
		for _, k := range m.keys {
			for _, name := range k.fields.names() {
				if f := m.field(name); f != nil {
					f.external = false
				}
			}
		}
	}
	return m, nil
}

// of reads a directive that lists something for each subgraph; where the composer wrote none, all counts.
func (s *Supergraph) of(g *Subgraph, def *ast.Definition, directive, argument string, all []string) []string {
	list := def.Directives.ForNames(directive)
	if len(list) == 0 {
		return all
	}
	var mine []string
	for _, d := range list {
		if text(d, "graph") == g.ID {
			mine = append(mine, text(d, argument))
		}
	}
	return mine
}

// readField is nil where the subgraph does not have the field. A field with no @join__field is in every
// subgraph of its type; one with a @join__field that names no graph is the copy of an interface object's
// field, and in none.
func readField(g *Subgraph, def *ast.FieldDefinition) (*field, error) {
	list := def.Directives.ForNames("join__field")
	if len(list) == 0 {
		return &field{def: def, typ: def.Type}, nil
	}
	for _, d := range list {
		if text(d, "graph") != g.ID {
			continue
		}
		f := &field{
			def:        def,
			typ:        def.Type,
			external:   truth(d, "external") || truth(d, "usedOverridden"),
			overridden: truth(d, "usedOverridden"),
			requires:   text(d, "requires"),
			provides:   text(d, "provides"),
		}
		if typ := text(d, "type"); typ != "" {
			parsed, err := parseType(typ)
			if err != nil {
				return nil, err
			}
			f.typ = parsed
		}
		for _, fields := range []string{f.requires, f.provides} {
			if fields == "" {
				continue
			}
			if _, err := parseFieldSet(fields); err != nil {
				return nil, err
			}
		}
		return f, nil
	}
	return nil, nil
}

func parseType(text string) (*ast.Type, error) {
	doc, err := parser.ParseSchema(&ast.Source{Input: "type T { f: " + text + " }"})
	if err != nil || len(doc.Definitions) != 1 || len(doc.Definitions[0].Fields) != 1 {
		return nil, fmt.Errorf("%q is not a type", text)
	}
	return doc.Definitions[0].Fields[0].Type, nil
}

// readInterfaceObjects marks what a field of an interface object requires as external where the composer
// left that out (@theguild/federation-composition does).
func (s *Supergraph) readInterfaceObjects(g *Subgraph) error {
	for _, m := range g.types {
		if !m.interfaceObject {
			continue
		}
		var keys []string
		for _, k := range m.keys {
			keys = append(keys, k.fields.names()...)
		}
		for _, f := range m.fields {
			if f.requires == "" {
				continue
			}
			set, err := parseFieldSet(f.requires)
			if err != nil {
				return err
			}
			for _, name := range set.names() {
				if required := m.field(name); required != nil && !slices.Contains(keys, name) {
					required.external = true
				}
			}
		}
	}
	return nil
}

// widenFieldTypes gives a field the widest type that any subgraph gives it. Where one subgraph says Book
// and another a union with Book in it, some composers merge that to Book.
func (s *Supergraph) widenFieldTypes() {
	for _, def := range s.doc.Definitions {
		if def.Kind != ast.Object && def.Kind != ast.Interface || helper(def.Name) {
			continue
		}
		for _, f := range def.Fields {
			for _, d := range f.Directives.ForNames("join__field") {
				typ, err := parseType(text(d, "type"))
				if err != nil {
					continue // no type:, or one that readField will complain about
				}
				if wide, narrow := typ.Name(), f.Type.Name(); wide != narrow && s.includes(wide, narrow) {
					f.Type = renamed(f.Type, wide)
				}
			}
		}
	}
}

// includes tells whether every value of the type narrow is also one of wide.
func (s *Supergraph) includes(wide, narrow string) bool {
	def, inner := s.types[wide], s.types[narrow]
	if def == nil || inner == nil {
		return false
	}
	switch def.Kind {
	case ast.Union:
		if inner.Kind == ast.Union {
			return !slices.ContainsFunc(inner.Types, func(t string) bool { return !slices.Contains(def.Types, t) })
		}
		return slices.Contains(def.Types, narrow)
	case ast.Interface:
		return slices.Contains(inner.Interfaces, wide)
	}
	return false
}

func renamed(t *ast.Type, name string) *ast.Type {
	if t.Elem != nil {
		return &ast.Type{Elem: renamed(t.Elem, name), NonNull: t.NonNull}
	}
	return &ast.Type{NamedType: name, NonNull: t.NonNull}
}
