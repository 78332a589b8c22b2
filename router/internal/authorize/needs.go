package authorize

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
)

// Needs are the demands that an operation may meet; nil meets none.
type Needs struct {
	rules   *Rules
	demands []int
}

// Of finds what the operation of the document may need. Its fragments need not be inlined, and it need not be
// valid.
func (r *Rules) Of(doc *ast.Document, operation int) *Needs {
	op := doc.OperationDefinitions[operation]
	if r == nil || !op.HasSelections {
		return nil
	}
	s := &survey{rules: r, doc: doc, seen: map[string]bool{}}
	root := r.root(op.OperationType)
	s.note(root)
	s.selection(op.SelectionSet, root)
	if len(s.found) == 0 {
		return nil
	}
	return &Needs{r, s.found}
}

func (r *Rules) root(kind ast.OperationType) string {
	switch kind {
	case ast.OperationTypeMutation:
		return r.mutation
	case ast.OperationTypeSubscription:
		return r.subscription
	}
	return r.query
}

// Key tells callers apart as far as the operation is concerned: all with the same key may see the same of it.
// It is empty for those who may see all of it.
func (n *Needs) Key(g Grants) string {
	if n == nil {
		return ""
	}
	var key []byte
	for i, number := range n.demands {
		if n.rules.demands[number].met(g) {
			continue
		}
		if key == nil {
			key = slices.Repeat([]byte{'1'}, len(n.demands))
		}
		key[i] = '0'
	}
	return string(key)
}

// unmet are the demands that a caller with the key does not fulfil.
func (n *Needs) unmet(key string) map[int]bool {
	unmet := map[int]bool{}
	for i := range key {
		if key[i] == '0' {
			unmet[n.demands[i]] = true
		}
	}
	return unmet
}

type survey struct {
	rules *Rules
	doc   *ast.Document
	found []int
	seen  map[string]bool // fragments
}

// note notes what seeing anything of the type may need.
func (s *survey) note(typeName string) {
	if t := s.rules.types[typeName]; t != nil {
		s.found = union(s.found, union(t.own, t.possible))
	}
}

func (s *survey) selection(set int, typeName string) {
	t := s.rules.types[typeName]
	for _, ref := range s.doc.SelectionSets[set].SelectionRefs {
		selected := s.doc.Selections[ref]
		switch selected.Kind {
		case ast.SelectionKindField:
			if t == nil {
				continue
			}
			f := t.fields[s.doc.FieldNameString(selected.Ref)]
			if f == nil {
				continue
			}
			s.found = union(s.found, f.demands)
			s.note(f.typ.Name())
			if s.doc.Fields[selected.Ref].HasSelections {
				s.selection(s.doc.Fields[selected.Ref].SelectionSet, f.typ.Name())
			}
		case ast.SelectionKindInlineFragment:
			on := typeName
			if s.doc.InlineFragmentHasTypeCondition(selected.Ref) {
				on = s.doc.InlineFragmentTypeConditionNameString(selected.Ref)
			}
			s.note(on)
			if f := s.doc.InlineFragments[selected.Ref]; f.HasSelections {
				s.selection(f.SelectionSet, on)
			}
		case ast.SelectionKindFragmentSpread:
			name := s.doc.FragmentSpreadNameString(selected.Ref)
			ref, ok := s.doc.FragmentDefinitionRef([]byte(name))
			if !ok || s.seen[name] || !s.doc.FragmentDefinitions[ref].HasSelections {
				continue
			}
			s.seen[name] = true
			on := s.doc.FragmentDefinitionTypeNameString(ref)
			s.note(on)
			s.selection(s.doc.FragmentDefinitions[ref].SelectionSet, on)
		}
	}
}
