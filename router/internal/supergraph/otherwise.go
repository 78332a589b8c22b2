package supergraph

import (
	"fmt"
	"iter"
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// Otherwise are configurations for operations that have a plan which the planner does not find with
// Configuration. Every plan that it finds with one of these is as right. fields are the names of the fields that
// the operation asks for.
//
// The planner stumbles where a value type lies in several subgraphs and not all of them can go on: so there is
// one without each subgraph, and one for each field that several subgraphs could give, without one of them. It
// asks a data source for all fields that it can give at a place, also where one of them has to wait for another
// by way of a second subgraph: so there are two in which each field that requires others has a data source of
// its own. It takes objects from where a field of theirs is provided, also where nobody can go on from there: so
// there is one in which nothing is provided. It gets lost between keys that share a field. And it does not see everything that fragments on abstract types mean.
func (p *Planning) Otherwise(fields map[string]bool) iter.Seq2[plan.Configuration, error] {
	return func(yield func(plan.Configuration, error) bool) {
		for i := range p.sources {
			if !yield(p.configuration(p.withoutSubgraph(i))) {
				return
			}
		}
		for _, parts := range [][]part{p.unprovided(), p.apart(false), p.apart(true), p.flat(), flattened(p.unprovided()), p.keysApart(false), p.keysApart(true)} {
			if parts != nil && !yield(p.configuration(parts)) {
				return
			}
		}
		for _, at := range p.elsewhere(fields) {
			if !yield(p.configuration(p.withoutField(at))) {
				return
			}
		}
	}
}

// withoutSubgraph also forgets external fields that nobody owns any more: with nobody to choose from, the
// planner would take such a field from where it is external.
func (p *Planning) withoutSubgraph(gone int) []part {
	var parts []part
	owned := map[plan.FieldCoordinate]bool{}
	for i, s := range p.sources {
		if i == gone {
			continue
		}
		m := p.graph.metadata(s.subgraph)
		for _, node := range slices.Concat(m.RootNodes, m.ChildNodes) {
			for _, f := range node.FieldNames {
				owned[plan.FieldCoordinate{TypeName: node.TypeName, FieldName: f}] = true
			}
		}
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: m})
	}
	for _, part := range parts {
		for _, nodes := range []plan.TypeFields{part.metadata.RootNodes, part.metadata.ChildNodes} {
			for i := range nodes {
				nodes[i].ExternalFieldNames = slices.DeleteFunc(nodes[i].ExternalFieldNames, func(f string) bool {
					return !owned[plan.FieldCoordinate{TypeName: nodes[i].TypeName, FieldName: f}]
				})
			}
		}
	}
	return parts
}

// unprovided forgets what fields provide.
func (p *Planning) unprovided() []part {
	var parts []part
	for _, s := range p.sources {
		m := p.graph.metadata(s.subgraph)
		m.Provides = nil
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: m})
	}
	return parts
}

// maxApart bounds the data sources that apart adds: planning time grows with them.
const maxApart = 64

// apart has each field that requires others in a data source of its own, which is the same subgraph under
// another ID. alone leaves nothing else of its type there but keys: what stands beside it would be fetched with it,
// and wait for what it waits for.
func (p *Planning) apart(alone bool) []part {
	var parts []part
	added := 0
	for _, s := range p.sources {
		whole := p.graph.metadata(s.subgraph)
		if added += len(whole.Requires); added > maxApart || len(whole.Requires) == 0 {
			parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: whole})
			continue
		}
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: withoutFields(whole, whole.Requires)})
		var done []plan.FederationFieldConfiguration
		for i, field := range whole.Requires {
			if slices.ContainsFunc(done, func(d plan.FederationFieldConfiguration) bool { return same(d, field) }) {
				continue
			}
			one := []plan.FederationFieldConfiguration{field}
			if alone {
				one = together(whole, field)
				done = append(done, one...)
			}
			others := slices.DeleteFunc(slices.Clone(whole.Requires), func(f plan.FederationFieldConfiguration) bool {
				return slices.ContainsFunc(one, func(o plan.FederationFieldConfiguration) bool { return same(o, f) })
			})
			some := withoutFields(whole, others)
			if alone {
				for _, field := range one {
					onlyKeysAnd(some, field)
				}
			}
			parts = append(parts, part{source: s, id: fmt.Sprintf("%s#%d", s.subgraph.ID, i), metadata: some})
		}
	}
	return parts
}

func withoutFields(whole *plan.DataSourceMetadata, fields plan.FederationFieldConfigurations) *plan.DataSourceMetadata {
	gone := func(typeName, fieldName string) bool {
		return slices.ContainsFunc(fields, func(f plan.FederationFieldConfiguration) bool {
			return f.TypeName == typeName && f.FieldName == fieldName
		})
	}
	some := &plan.DataSourceMetadata{FederationMetaData: whole.FederationMetaData, ChildNodes: whole.ChildNodes}
	for _, node := range whole.RootNodes {
		name := node.TypeName
		node.FieldNames = slices.DeleteFunc(slices.Clone(node.FieldNames), func(f string) bool { return gone(name, f) })
		some.RootNodes = append(some.RootNodes, node)
	}
	some.Keys = slices.Clone(whole.Keys) // Init parses them in place
	some.Requires = slices.DeleteFunc(slices.Clone(whole.Requires), func(f plan.FederationFieldConfiguration) bool {
		return gone(f.TypeName, f.FieldName)
	})
	return some
}

func same(a, b plan.FederationFieldConfiguration) bool {
	return a.TypeName == b.TypeName && a.FieldName == b.FieldName
}

// together are the field and, if it is an interface object's, the same field of the interface and its other objects.
func together(m *plan.DataSourceMetadata, field plan.FederationFieldConfiguration) []plan.FederationFieldConfiguration {
	types := []string{field.TypeName}
	for _, i := range m.InterfaceObjects {
		if i.InterfaceTypeName == field.TypeName || slices.Contains(i.ConcreteTypeNames, field.TypeName) {
			types = append(append(types, i.InterfaceTypeName), i.ConcreteTypeNames...)
		}
	}
	return slices.DeleteFunc(slices.Clone(m.Requires), func(f plan.FederationFieldConfiguration) bool {
		return f.FieldName != field.FieldName || !slices.Contains(types, f.TypeName)
	})
}

// onlyKeysAnd leaves, of the type of the field, the field and what keys are made of.
func onlyKeysAnd(m *plan.DataSourceMetadata, field plan.FederationFieldConfiguration) {
	keep := map[string]bool{field.FieldName: true}
	for _, k := range m.Keys {
		if k.TypeName != field.TypeName {
			continue
		}
		if set, err := parseFieldSet(k.SelectionSet); err == nil {
			for _, name := range set.names() {
				keep[name] = true
			}
		}
	}
	for i := range m.RootNodes {
		if m.RootNodes[i].TypeName == field.TypeName {
			m.RootNodes[i].FieldNames = slices.DeleteFunc(slices.Clone(m.RootNodes[i].FieldNames), func(f string) bool { return !keep[f] })
		}
	}
}

// flattening makes the planner write fragments on object types instead of those on abstract ones.
type flattening struct {
	*graphql_datasource.Factory[graphql_datasource.Configuration]
}

// PlanningBehavior is the factory's, but for the fragments.
func (f flattening) PlanningBehavior() plan.DataSourcePlanningBehavior {
	b := f.Factory.PlanningBehavior()
	b.AlwaysFlattenFragments = true
	return b
}

func (p *Planning) flat() []part {
	var parts []part
	for _, s := range p.sources {
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: p.graph.metadata(s.subgraph)})
	}
	return flattened(parts)
}

func flattened(parts []part) []part {
	for i := range parts {
		parts[i].flat = true
	}
	return parts
}

// place is a field of a subgraph.
type place struct {
	source         int
	typeName, name string
}

// maxElsewhere bounds how many fields are tried elsewhere.
const maxElsewhere = 48

// elsewhere are the fields of these names that several subgraphs give, at each of them.
func (p *Planning) elsewhere(names map[string]bool) []place {
	given := map[plan.FieldCoordinate][]int{}
	var order []plan.FieldCoordinate
	for i, s := range p.sources {
		for _, name := range s.subgraph.order {
			t := s.subgraph.types[name]
			for _, f := range t.fields {
				at := plan.FieldCoordinate{TypeName: name, FieldName: f.def.Name}
				if f.external || !names[f.def.Name] {
					continue
				}
				if given[at] == nil {
					order = append(order, at)
				}
				given[at] = append(given[at], i)
			}
		}
	}
	var all []place
	for _, at := range order {
		if len(given[at]) < 2 {
			continue
		}
		for _, i := range given[at] {
			if all = append(all, place{i, at.TypeName, at.FieldName}); len(all) == maxElsewhere {
				return all
			}
		}
	}
	return all
}

// withoutField has the field external in one subgraph, so that it comes from another.
func (p *Planning) withoutField(at place) []part {
	var parts []part
	for i, s := range p.sources {
		m := p.graph.metadata(s.subgraph)
		if i == at.source {
			for _, nodes := range []plan.TypeFields{m.RootNodes, m.ChildNodes} {
				for j := range nodes {
					if nodes[j].TypeName == at.typeName && slices.Contains(nodes[j].FieldNames, at.name) {
						nodes[j].FieldNames = slices.DeleteFunc(nodes[j].FieldNames, func(f string) bool { return f == at.name })
						nodes[j].ExternalFieldNames = append(nodes[j].ExternalFieldNames, at.name)
					}
				}
			}
		}
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: m})
	}
	return parts
}
