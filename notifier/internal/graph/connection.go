package graph

import (
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/graph/gen"
)

// connection is a page in the form of a Relay connection, without the count of what is unread.
func connection(read *app.Page) *gen.NotificationConnection {
	list := &gen.NotificationConnection{
		Edges: make([]*gen.NotificationEdge, len(read.Notifications)), Nodes: read.Notifications, PageInfo: &read.Info,
	}
	for i, n := range read.Notifications {
		list.Edges[i] = &gen.NotificationEdge{Cursor: app.Cursor(n), Node: n}
	}
	return list
}
