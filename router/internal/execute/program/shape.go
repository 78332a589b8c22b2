package program

import (
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

type shapeKind uint8

const (
	anObject shapeKind = iota
	aList
	aText
	aTruth
	aNumber
	anEnum
	anything
	aConstant
	nowhere // whatever is there is an error
)

// shape is how a part of an answer is written.
type shape struct {
	kind     shapeKind
	nullable bool
	path     []string
	fields   []field
	item     *shape
	// possible are the types that an object may be; it must say its own where it is abstract.
	possible map[string]struct{}
	abstract bool
	values   map[string]struct{}
	constant []byte
}

type field struct {
	name  []byte // `"name":`
	on    [][]byte
	above []resolve.ParentOnTypeNames
	shape *shape
}

const maxDepth = 512

func (p *Program) shape(node resolve.Node, depth int) (*shape, error) {
	if depth > maxDepth {
		return nil, errUnusual
	}
	s := &shape{nullable: node.NodeNullable(), path: node.NodePath()}
	switch n := node.(type) {
	case *resolve.Object:
		return s, p.object(s, n, depth)
	case *resolve.Array:
		if n.SkipItem != nil {
			return nil, errUnusual
		}
		var err error
		s.kind = aList
		s.item, err = p.shape(n.Item, depth+1)
		return s, err
	case *resolve.String:
		if n.UnescapeResponseJson {
			return nil, errUnusual
		}
		s.kind = aText
	case *resolve.StaticString:
		s.kind, s.constant = aConstant, []byte(`"`+n.Value+`"`)
	case *resolve.Boolean:
		s.kind = aTruth
	case *resolve.Integer, *resolve.Float:
		s.kind = aNumber
	case *resolve.BigInt, *resolve.Scalar:
		s.kind = anything
	case *resolve.Enum:
		s.kind, s.values = anEnum, map[string]struct{}{}
		for _, v := range n.Values {
			s.values[v] = struct{}{}
		}
		for _, v := range n.InaccessibleValues {
			delete(s.values, v)
		}
	case *resolve.Null:
		s.kind, s.constant = aConstant, []byte("null")
	case *resolve.EmptyObject:
		s.kind, s.constant = aConstant, []byte("{}")
	case *resolve.EmptyArray:
		s.kind, s.constant = aConstant, []byte("[]")
	default:
		return nil, errUnusual
	}
	return s, nil
}

func (p *Program) object(s *shape, n *resolve.Object, depth int) error {
	if n.Unresolvable {
		s.kind = nowhere
		return nil
	}
	s.possible = n.PossibleTypes
	if len(n.PossibleTypes) > 1 {
		s.abstract = true
	} else if len(n.PossibleTypes) == 1 {
		_, itself := n.PossibleTypes[n.TypeName]
		s.abstract = !itself
	}
	for _, f := range n.Fields {
		if f.Defer != nil || f.Stream != nil || f.Info != nil && f.Info.HasAuthorizationRule {
			return errUnusual
		}
		below, err := p.shape(f.Value, depth+1)
		if err != nil {
			return err
		}
		if f.ParentOnTypeNames != nil {
			p.inPlace = true
		}
		if f.OnTypeNames != nil || f.ParentOnTypeNames != nil {
			p.conditional = true
		}
		name := append(append([]byte{'"'}, f.Name...), '"', ':')
		s.fields = append(s.fields, field{name, f.OnTypeNames, f.ParentOnTypeNames, below})
	}
	return nil
}
