package compile

import "github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

// tame keeps the engine from panicking where a list in a list has an item that is not as it should be: it
// means to make the inner list null, and looks for the name of a field to do so by. So it is told that no inner
// list may be null, and makes the outer one null, or what that is in. Programs, which are built before, know
// better; the engine runs what they can't, where that is a null too many in what is rare anyway.
func tame(response *resolve.GraphQLResponse) {
	if response != nil && response.Data != nil {
		tameNode(response.Data)
	}
}

func tameNode(node resolve.Node) {
	switch n := node.(type) {
	case *resolve.Object:
		for _, f := range n.Fields {
			tameNode(f.Value)
		}
	case *resolve.Array:
		if inner, ok := n.Item.(*resolve.Array); ok {
			inner.Nullable = inner.Nullable && len(inner.Path) > 0
		}
		tameNode(n.Item)
	}
}
