package supergraph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// arguments lists every field that has arguments: one that is missing here is sent without them, silently.
func (s *Supergraph) arguments() plan.FieldConfigurations {
	var all plan.FieldConfigurations
	for _, def := range s.doc.Definitions {
		if def.Kind != ast.Object && def.Kind != ast.Interface || helper(def.Name) {
			continue
		}
		for _, f := range def.Fields {
			if len(f.Arguments) == 0 {
				continue
			}
			c := plan.FieldConfiguration{TypeName: def.Name, FieldName: f.Name}
			for _, a := range f.Arguments {
				c.Arguments = append(c.Arguments, plan.ArgumentConfiguration{Name: a.Name, SourceType: plan.FieldArgumentSource})
			}
			all = append(all, c)
		}
	}
	return all
}

// metadata says which fields the subgraph has and by which keys it is entered.
func (s *Supergraph) metadata(g *Subgraph) *plan.DataSourceMetadata {
	m := &plan.DataSourceMetadata{}
	for _, name := range g.order {
		t := g.types[name]
		if t.def.Kind != ast.Object && t.def.Kind != ast.Interface {
			continue
		}
		s.addType(m, g, t, name, s.implicitKeys(g, t, name))
		if !t.interfaceObject {
			if t.def.Kind == ast.Interface && len(t.keys) > 0 && s.isInterfaceObjectElsewhere(name) {
				m.EntityInterfaces = append(m.EntityInterfaces, plan.EntityInterfaceConfiguration{
					InterfaceTypeName: name, ConcreteTypeNames: s.implementers[name],
				})
			}
			continue
		}
		m.InterfaceObjects = append(m.InterfaceObjects, plan.EntityInterfaceConfiguration{
			InterfaceTypeName: name, ConcreteTypeNames: s.implementers[name],
		})
		for _, concrete := range s.implementers[name] {
			if g.types[concrete] == nil {
				s.addType(m, g, t, concrete, slices.Concat(s.implicitKeys(g, t, name), s.implicitKeys(g, t, concrete)))
			}
		}
	}
	return m
}

// addType adds the fields and keys of t under the name, which is t's own, or that of a concrete type whose
// interface is an interface object here.
func (s *Supergraph) addType(m *plan.DataSourceMetadata, g *Subgraph, t *member, name string, implicit []string) {
	fields := plan.TypeField{TypeName: name}
	for _, f := range t.fields {
		switch {
		case f.external && s.isUnion(f) && !g.provides(f.def.Name):
			// The planner would leave out what is no member of the union here, though nobody asks for it here.
		case f.external:
			fields.ExternalFieldNames = append(fields.ExternalFieldNames, f.def.Name)
		default:
			fields.FieldNames = append(fields.FieldNames, f.def.Name)
		}
		if f.requires != "" {
			m.Requires = append(m.Requires, plan.FederationFieldConfiguration{TypeName: name, FieldName: f.def.Name, SelectionSet: f.requires})
		}
		if f.provides != "" {
			m.Provides = append(m.Provides, plan.FederationFieldConfiguration{TypeName: name, FieldName: f.def.Name, SelectionSet: f.provides})
		}
	}
	for _, k := range t.keys {
		m.Keys = append(m.Keys, plan.FederationFieldConfiguration{TypeName: name, SelectionSet: k.fields.text, DisableEntityResolver: !k.resolvable})
	}
	for i, fields := range implicit {
		if slices.Contains(implicit[:i], fields) {
			continue
		}
		m.Keys = append(m.Keys, plan.FederationFieldConfiguration{
			TypeName: name, SelectionSet: fields, DisableEntityResolver: true,
			// Only that there are conditions matters: the planner works out by itself on which paths the
			// fields are available.
			Conditions: []plan.KeyCondition{{}},
		})
	}
	if len(fields.FieldNames)+len(fields.ExternalFieldNames) == 0 {
		return
	}
	if len(t.keys)+len(implicit) > 0 || t.interfaceObject || s.isRoot(name) {
		m.RootNodes = append(m.RootNodes, fields)
	} else {
		m.ChildNodes = append(m.ChildNodes, fields)
	}
}

func (s *Supergraph) isUnion(f *field) bool {
	def := s.types[f.typ.Name()]
	return def != nil && def.Kind == ast.Union
}

// provides tells whether any field of the subgraph provides one of that name.
func (g *Subgraph) provides(name string) bool {
	for _, t := range g.types {
		for _, f := range t.fields {
			if strings.Contains(f.provides, name) {
				return true
			}
		}
	}
	return false
}

// implicitKeys are keys of other subgraphs whose fields t has too: from t one can go there.
func (s *Supergraph) implicitKeys(g *Subgraph, t *member, name string) []string {
	var found []string
	for _, other := range s.Subgraphs {
		there := other.types[name]
		if other == g || there == nil {
			continue
		}
		for _, k := range there.keys {
			own := slices.ContainsFunc(t.keys, func(mine key) bool { return mine.fields.text == k.fields.text })
			if !own && !slices.Contains(found, k.fields.text) && k.fields.existsIn(g, t.def.Name) {
				found = append(found, k.fields.text)
			}
		}
	}
	return found
}

func (s *Supergraph) isInterfaceObjectElsewhere(name string) bool {
	return slices.ContainsFunc(s.Subgraphs, func(g *Subgraph) bool {
		t := g.types[name]
		return t != nil && t.interfaceObject
	})
}

// isRoot tells whether the type is one of the root operation types.
func (s *Supergraph) isRoot(name string) bool {
	for _, def := range s.doc.Schema {
		for _, op := range def.OperationTypes {
			if op.Type == name {
				return true
			}
		}
	}
	return len(s.doc.Schema) == 0 && (name == "Query" || name == "Mutation" || name == "Subscription")
}
