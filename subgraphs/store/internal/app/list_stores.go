package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

const (
	maxText = 100
	// maxMetres is farther than any two shops of the country are apart.
	maxMetres = 1_000_000
)

// Search says which stores are looked for, and in what order: the nearest first where Near is set, else the
// oldest.
type Search struct {
	// Words all occur in a store's name, description or address.
	Words    []string
	Near     *domain.GeoPoint
	Within   *int // metres from Near
	Postcode string
	Statuses []domain.StoreStatus
}

// Page is so many stores after one: After is the id, with Metres, where the search has Near.
type Page struct {
	Size   int
	After  string
	Metres int
}

// Found is a store with its distance from Search.Near, in metres; 0 without that.
type Found struct {
	Store  *domain.Store
	Metres int
}

// StoreConnection is a page of stores. How many there are in all is counted only when it is asked for.
type StoreConnection struct {
	Edges    []StoreEdge
	PageInfo *page.Info
	count    func(context.Context) (int, error)
}

// StoreEdge is a store of a page; DistanceMetres is nil where no place was asked for.
type StoreEdge struct {
	Cursor         string
	Node           *domain.Store
	DistanceMetres *int
}

// Nodes are the stores of the page.
func (c *StoreConnection) Nodes() []*domain.Store {
	nodes := make([]*domain.Store, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// TotalCount is how many stores there are on all pages.
func (c *StoreConnection) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// StoreFilter says which stores a client wants to see; nil does not filter.
type StoreFilter struct {
	Text         *string
	Near         *domain.GeoPoint
	WithinMetres *int
	DeliversTo   *string
	Status       *domain.StoreStatus
}

// ListStores is a page of the stores that the caller may see.
func (a *Shops) ListStores(ctx context.Context, who identity.Identity, filter *StoreFilter, w page.Window) (*StoreConnection, error) {
	q, err := search(who, filter)
	if err != nil {
		return nil, err
	}
	from := Page{Size: w.Size + 1}
	if w.Keys != nil {
		if from.Metres, from.After, err = position(w.Keys); err != nil {
			return nil, err
		}
	}
	found := []Found{}
	if len(q.Statuses) > 0 {
		if found, err = a.Stores.Find(ctx, q, from); err != nil {
			return nil, err
		}
	}
	cut, info := page.Cut(w, found, func(f Found) string { return page.Cursor(strconv.Itoa(f.Metres), f.Store.ID()) })
	edges := make([]StoreEdge, len(cut))
	for i, f := range cut {
		edges[i] = StoreEdge{Cursor: page.Cursor(strconv.Itoa(f.Metres), f.Store.ID()), Node: f.Store}
		if q.Near != nil {
			edges[i].DistanceMetres = &f.Metres
		}
	}
	return &StoreConnection{Edges: edges, PageInfo: &info, count: func(ctx context.Context) (int, error) {
		if len(q.Statuses) == 0 {
			return 0, nil
		}
		return a.Stores.Count(ctx, q)
	}}, nil
}

// search checks a filter, and narrows it to what the caller may see.
func search(who identity.Identity, f *StoreFilter) (Search, error) {
	q := Search{Statuses: domain.Shown()}
	if who.Has(identity.Admin) {
		q.Statuses = []domain.StoreStatus{domain.PendingApproval, domain.Open, domain.Paused, domain.Suspended, domain.Rejected}
	}
	if f == nil {
		return q, nil
	}
	if f.Status != nil {
		q.Statuses = slices.DeleteFunc(q.Statuses, func(s domain.StoreStatus) bool { return s != *f.Status })
	}
	if f.Text != nil {
		if utf8.RuneCountInString(*f.Text) > maxText {
			return q, fault.BadInput("filter.text has 100 characters at most")
		}
		q.Words = strings.Fields(strings.ToLower(*f.Text))
	}
	if f.DeliversTo != nil {
		if !isPostcode(*f.DeliversTo) {
			return q, fault.BadInput("filter.deliversTo is a postcode of five digits")
		}
		q.Postcode = *f.DeliversTo
	}
	if f.Near != nil && !f.Near.Valid() {
		return q, fault.BadInput("filter.near is no place on earth")
	}
	if f.WithinMetres != nil && (f.Near == nil || *f.WithinMetres < 0 || *f.WithinMetres > maxMetres) {
		return q, fault.BadInput("filter.withinMetres is a number from 0 to 1000000, and needs filter.near")
	}
	q.Near, q.Within = f.Near, f.WithinMetres
	return q, nil
}

// position reads the sort keys of a cursor.
func position(keys []string) (int, string, error) {
	if len(keys) == 2 {
		if metres, err := strconv.Atoi(keys[0]); err == nil {
			return metres, keys[1], nil
		}
	}
	return 0, "", fault.BadInput("after is not a cursor of this list")
}

func isPostcode(s string) bool {
	return len(s) == 5 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
