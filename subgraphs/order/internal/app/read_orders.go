package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// Order is the caller's order with that id; an admin sees every one. nil if there is none, or it is another's.
func (a *Orders) Order(ctx context.Context, id string) (*domain.Order, error) {
	orders, err := a.OrdersByID(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return orders[0], nil
}

// OrdersByID are the orders with the ids, in their order; nil where Order would be.
func (a *Orders) OrdersByID(ctx context.Context, ids []string) ([]*domain.Order, error) {
	who := identity.From(ctx)
	all := make([]*domain.Order, len(ids))
	if who.IsGuest() {
		return all, nil
	}
	found, err := a.Shelf.Orders(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*domain.Order, len(found))
	for _, o := range found {
		if o.IsFor(who.MemberID) || who.Has(identity.Admin) {
			byID[o.ID()] = o
		}
	}
	for i, id := range ids {
		all[i] = byID[id]
	}
	return all, nil
}

// OrderConnection is a page of a member's orders.
type OrderConnection struct {
	Edges    []*OrderEdge
	Nodes    []*domain.Order
	PageInfo *page.Info
	count    func(context.Context) (int, error)
}

// OrderEdge is an order and its place in the list.
type OrderEdge struct {
	Cursor string
	Node   *domain.Order
}

// TotalCount is how many orders the list has; counted only when asked for.
func (c *OrderConnection) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// OrdersOf is a page of a member's orders, the newest first; nil if the caller is not that member.
func (a *Orders) OrdersOf(ctx context.Context, memberID string, w page.Window) (*OrderConnection, error) {
	if who := identity.From(ctx); who.MemberID != memberID {
		return nil, nil
	}
	read, err := a.Shelf.OrdersOf(ctx, memberID, w)
	if err != nil {
		return nil, err
	}
	cursor := func(o *domain.Order) string { return page.Cursor(o.ID()) }
	orders, info := page.Cut(w, read, cursor)
	c := &OrderConnection{Nodes: orders, Edges: make([]*OrderEdge, len(orders)), PageInfo: &info,
		count: func(ctx context.Context) (int, error) { return a.Shelf.CountOrdersOf(ctx, memberID) }}
	for i, o := range orders {
		c.Edges[i] = &OrderEdge{cursor(o), o}
	}
	return c, nil
}
