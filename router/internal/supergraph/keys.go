package supergraph

import (
	"maps"
	"slices"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// keysApart has no two keys of a type share a field: where a key has one that is in another key, too, it is left out,
// and the fields that are found by the key require it instead. The planner can't go from one such key to the other,
// by way of a subgraph that has both. Of each two, the key that comes first keeps the field; or, backwards, the last.
// It is nil where no keys share anything.
func (p *Planning) keysApart(backwards bool) []part {
	var parts []part
	found := false
	less := p.lesserKeys(backwards)
	for _, s := range p.sources {
		m := p.graph.metadata(s.subgraph)
		for i, k := range m.Keys {
			lesser, ok := less[k.TypeName][k.SelectionSet]
			if !ok {
				continue
			}
			found = true
			m.Keys[i].SelectionSet = lesser.left
			if !k.DisableEntityResolver {
				requireInstead(m, k.TypeName, lesser.shared)
			}
		}
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: m})
	}
	if !found {
		return nil
	}
	return parts
}

// lesserKey is what is left of a key without what it shares with others.
type lesserKey struct {
	left   string
	shared []string
}

func (p *Planning) lesserKeys(backwards bool) map[string]map[string]lesserKey {
	keys := map[string]map[string]fieldSet{}
	for _, s := range p.sources {
		for name, t := range s.subgraph.types {
			for _, k := range t.keys {
				if keys[name] == nil {
					keys[name] = map[string]fieldSet{}
				}
				keys[name][k.fields.text] = k.fields
			}
		}
	}
	less := map[string]map[string]lesserKey{}
	for name, sets := range keys {
		less[name] = map[string]lesserKey{}
		order := slices.Sorted(maps.Keys(sets))
		if backwards {
			slices.Reverse(order)
		}
		var taken []string
		for _, text := range order {
			var left, shared []string
			for _, field := range sets[text].names() {
				if slices.Contains(taken, field) {
					shared = append(shared, field)
				} else {
					left = append(left, field)
				}
			}
			taken = append(taken, left...)
			// What has fields inside is left as it is.
			if len(left) > 0 && len(shared) > 0 && !strings.Contains(text, "{") {
				slices.Sort(left)
				less[name][text] = lesserKey{strings.Join(left, " "), shared}
			}
		}
	}
	return less
}

// requireInstead has all fields of the type but those of keys require the shared ones, which come from elsewhere.
func requireInstead(m *plan.DataSourceMetadata, typeName string, shared []string) {
	var inKeys []string
	for _, k := range m.Keys {
		if set, err := parseFieldSet(k.SelectionSet); err == nil && k.TypeName == typeName {
			inKeys = append(inKeys, set.names()...)
		}
	}
	for i := range m.RootNodes {
		node := &m.RootNodes[i]
		if node.TypeName != typeName {
			continue
		}
		for _, field := range shared {
			if j := slices.Index(node.FieldNames, field); j >= 0 {
				node.FieldNames = slices.Delete(node.FieldNames, j, j+1)
				node.ExternalFieldNames = append(node.ExternalFieldNames, field)
			}
		}
		for _, field := range node.FieldNames {
			if slices.Contains(inKeys, field) {
				continue
			}
			required := strings.Join(shared, " ")
			at := slices.IndexFunc(m.Requires, func(r plan.FederationFieldConfiguration) bool { return r.TypeName == typeName && r.FieldName == field })
			if at >= 0 {
				m.Requires[at].SelectionSet += " " + required
				continue
			}
			m.Requires = append(m.Requires, plan.FederationFieldConfiguration{TypeName: typeName, FieldName: field, SelectionSet: required})
		}
	}
}
