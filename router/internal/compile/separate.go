package compile

import (
	"maps"
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// maxSeparated bounds how many fields separate makes: each of nested conditions may multiply them.
const maxSeparated = 10_000

// separate merges the fields of an answer that have one name. The engine does so, too, but forgets conditions:
// where `plants { near { ... on Moss { a } } ... on Tree { near { a } } }` is asked, moss near a rose would have no a.
// So what is asked for all types, and more of it for some, becomes a field for each type.
func separate(data *resolve.Object) {
	s := separator{}
	s.object(data)
}

type separator struct{ made int }

func (s *separator) object(o *resolve.Object) {
	names := map[string][]*resolve.Field{}
	for _, f := range o.Fields {
		if objectOf(f.Value) != nil {
			names[string(f.Name)] = append(names[string(f.Name)], f)
		}
	}
	var fields []*resolve.Field
	for _, f := range o.Fields {
		group := names[string(f.Name)]
		switch {
		case len(group) < 2 || objectOf(f.Value) == nil || !s.affordable(group, o):
			fields = append(fields, f)
		case group[0] == f:
			fields = append(fields, s.merged(group, o)...)
		}
	}
	o.Fields = fields
	for _, f := range fields {
		if inner := objectOf(f.Value); inner != nil {
			s.object(inner)
		}
	}
}

func (s *separator) affordable(group []*resolve.Field, o *resolve.Object) bool {
	return s.made < maxSeparated && !slices.ContainsFunc(group, func(f *resolve.Field) bool { return f.OnTypeNames == nil && len(o.PossibleTypes) == 0 })
}

// merged is one field where all are for the same types, and one for each type otherwise.
func (s *separator) merged(group []*resolve.Field, o *resolve.Object) []*resolve.Field {
	same := !slices.ContainsFunc(group, func(f *resolve.Field) bool {
		return !slices.EqualFunc(f.OnTypeNames, group[0].OnTypeNames, slices.Equal)
	})
	if same {
		for _, f := range group[1:] {
			into := objectOf(group[0].Value)
			into.Fields = append(into.Fields, objectOf(f.Value).Fields...)
		}
		return group[:1]
	}
	all := slices.Sorted(maps.Keys(o.PossibleTypes))
	var fields []*resolve.Field
	byType := map[string]*resolve.Field{}
	for _, f := range group {
		types := all
		if f.OnTypeNames != nil {
			types = nil
			for _, t := range f.OnTypeNames {
				types = append(types, string(t))
			}
		}
		for _, t := range types {
			if known := byType[t]; known != nil {
				into := objectOf(known.Value)
				into.Fields = append(into.Fields, objectOf(s.copied(f.Value)).Fields...)
				continue
			}
			own := *f
			own.Value, own.OnTypeNames = s.copied(f.Value), [][]byte{[]byte(t)}
			byType[t] = &own
			fields = append(fields, &own)
		}
	}
	return fields
}

// copied is a copy that keeps what the engine's own leaves out.
func (s *separator) copied(n resolve.Node) resolve.Node {
	switch n := n.(type) {
	case *resolve.Object:
		own := *n
		own.Fields = make([]*resolve.Field, len(n.Fields))
		for i, f := range n.Fields {
			field := *f
			field.Value = s.copied(f.Value)
			own.Fields[i] = &field
			s.made++
		}
		return &own
	case *resolve.Array:
		own := *n
		own.Item = s.copied(n.Item)
		return &own
	}
	return n.Copy()
}
