package aside

import (
	"bytes"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// Restore gives the fields of a planned answer the client's own aliases. What is read from the subgraphs' answers,
// and where errors say that they happened, keeps the other names.
func Restore(data *resolve.Object) { restoring{}.object(data) }

// restoring knows the fields that were seen, because some stand in several places.
type restoring map[*resolve.Field]bool

func (r restoring) object(o *resolve.Object) {
	for _, field := range o.Fields {
		if r[field] {
			continue
		}
		r[field] = true
		if name, ok := bytes.CutPrefix(field.Name, []byte(prefix)); ok {
			field.Name = name
		}
		r.node(field.Value)
	}
}

func (r restoring) node(node resolve.Node) {
	switch n := node.(type) {
	case *resolve.Object:
		r.object(n)
	case *resolve.Array:
		r.node(n.Item)
	}
}
