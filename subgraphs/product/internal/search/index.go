// Package search is the read side: an index of all products in the memory of each replica, fed by the
// snapshots that are published of documents and stock. Lists, facets and searches read nothing else.
package search

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// pause is how long changes are gathered before a new shelf is made of them: far less than the second within
// which shoppers see a change, and long enough that a burst of them costs one shelf.
const pause = 100 * time.Millisecond

// Index is products as they were published.
type Index struct {
	texts atomic.Pointer[texts]
	shelf atomic.Pointer[listing.Shelf]

	refreshing sync.Mutex // one at a time; taken before mu

	mu       sync.Mutex
	products map[string]*domain.Product
	levels   map[string]level
	reworded map[string]bool // products whose texts changed since the last shelf
	changed  chan struct{}
}

// level is what was published of a stock.
type level struct {
	version      int64
	availability domain.Availability
}

var _ app.Index = (*Index)(nil)

// New makes an empty index.
func New() (*Index, error) {
	t, err := newTexts()
	if err != nil {
		return nil, err
	}
	x := &Index{products: map[string]*domain.Product{}, levels: map[string]level{},
		reworded: map[string]bool{}, changed: make(chan struct{}, 1)}
	x.texts.Store(t)
	x.shelf.Store(listing.NewShelf(nil))
	return x, nil
}

// Close gives up the index.
func (x *Index) Close() error { return x.texts.Load().close() }

// Load puts products and their stock into the index, as the stores have them.
func (x *Index) Load(products []*domain.Product, stocks map[string]*domain.Stock) error {
	x.mu.Lock()
	for _, s := range stocks {
		x.level(s.ProductID(), s.Record().Version, s.Availability())
	}
	for _, p := range products {
		sold := 0
		if s := stocks[p.ID()]; s != nil {
			sold = s.Sold()
		}
		x.product(p, sold)
	}
	x.mu.Unlock()
	return x.refresh()
}

// ApplyProduct takes over a message of the products' topic, unless a later one was heard.
func (x *Index) ApplyProduct(_ context.Context, id string, value []byte) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if value == nil {
		delete(x.products, id)
		x.wake()
		return nil
	}
	var s snapshot.Product
	if err := json.Unmarshal(value, &s); err != nil {
		return fmt.Errorf("snapshot of %s: %w", id, err)
	}
	x.product(read(s), s.Sold)
	x.wake()
	return nil
}

// ApplyStock takes over a message of the stock's topic, unless a later one was heard.
func (x *Index) ApplyStock(_ context.Context, id string, value []byte) error {
	if value == nil {
		return nil
	}
	var s snapshot.Stock
	if err := json.Unmarshal(value, &s); err != nil {
		return fmt.Errorf("stock of %s: %w", id, err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.level(s.ProductID, s.Version, domain.Availability(s.Availability))
	x.wake()
	return nil
}

// product keeps a version that is no older than the known one. The figure of sales only grows, also within
// one version of the document.
func (x *Index) product(p *domain.Product, sold int) {
	r := p.Record()
	if known, ok := x.products[r.ID]; ok {
		if known.Version() > r.Version {
			return
		}
		sold = max(sold, known.Sold())
		if sameWords(known, p) {
			r.Availability, r.Sold = x.availability(r.ID), sold
			x.products[r.ID] = domain.Restore(r)
			return
		}
	}
	r.Availability, r.Sold = x.availability(r.ID), sold
	x.products[r.ID] = domain.Restore(r)
	x.reworded[r.ID] = true
}

func (x *Index) level(id string, version int64, a domain.Availability) {
	if known, ok := x.levels[id]; ok && known.version >= version {
		return
	}
	x.levels[id] = level{version, a}
	if p, ok := x.products[id]; ok {
		r := p.Record()
		r.Availability = a
		x.products[id] = domain.Restore(r)
	}
}

func (x *Index) availability(id string) domain.Availability {
	if l, ok := x.levels[id]; ok {
		return l.availability
	}
	return domain.SoldOut
}

func (x *Index) wake() {
	select {
	case x.changed <- struct{}{}:
	default:
	}
}

// Run makes a new shelf of what changed until ctx ends.
func (x *Index) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-x.changed:
		}
		if err := x.refresh(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// refresh makes what was applied visible.
func (x *Index) refresh() error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	x.mu.Lock()
	all := make([]*domain.Product, 0, len(x.products))
	var reworded []*domain.Product
	for id, p := range x.products {
		all = append(all, p)
		if x.reworded[id] {
			reworded = append(reworded, p)
		}
	}
	clear(x.reworded)
	x.mu.Unlock()
	if err := x.reword(reworded, all); err != nil {
		return err
	}
	x.shelf.Store(listing.NewShelf(all))
	return nil
}

// reword indexes the texts of products anew: of those that changed, or of all where the index is worn.
func (x *Index) reword(changed, all []*domain.Product) error {
	now := x.texts.Load()
	if !now.worn() {
		return now.put(changed)
	}
	next, err := newTexts()
	if err != nil {
		return err
	}
	if err := next.put(all); err != nil {
		return err
	}
	x.texts.Store(next)
	// Closing waits for the searches that are under way; one that begins just now finds it closed, and looks
	// at the next one.
	return now.close()
}

// Product is the one with that id; nil where it is not, or not yet, known.
func (x *Index) Product(id string) *domain.Product { return x.shelf.Load().Product(id) }

// StoreRating is the average over all reviews of a store's products; nil without any.
func (x *Index) StoreRating(storeID string) *float64 { return x.shelf.Load().StoreRating(storeID) }

// List is a page of products.
func (x *Index) List(q listing.Query) (*listing.ProductConnection, error) {
	return x.shelf.Load().List(q)
}

// Search is what a text finds; nil for a text without words.
func (x *Index) Search(ctx context.Context, text string) ([]listing.Hit, error) {
	for {
		t := x.texts.Load()
		hits, err := t.search(ctx, text)
		if err == nil || t == x.texts.Load() {
			return hits, err
		}
	}
}

func sameWords(a, b *domain.Product) bool {
	p, q := a.Record(), b.Record()
	return p.Name == q.Name && p.Description == q.Description && p.CategoryID == q.CategoryID && p.Kind == q.Kind &&
		equal(p.FlowerIDs, q.FlowerIDs) && equal(p.TagIDs, q.TagIDs)
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// read is the product of a snapshot.
func read(s snapshot.Product) *domain.Product {
	c := domain.Content{
		Kind: domain.ProductKind(s.Kind), Name: s.Name, Description: s.Description, Price: money.Won(s.Price),
		FlowerIDs: s.FlowerIDs, RepresentativeFlowerID: s.RepresentativeFlower, CategoryID: s.CategoryID, TagIDs: s.TagIDs,
	}
	for _, v := range s.Cadences {
		c.Cadences = append(c.Cadences, domain.Cadence(v))
	}
	for _, v := range s.FulfilmentMethods {
		c.FulfilmentMethods = append(c.FulfilmentMethods, domain.FulfilmentMethod(v))
	}
	return domain.Restore(domain.Record{
		ID: s.ID, Version: s.Version, StoreID: s.StoreID, Status: domain.ProductStatus(s.Status), Content: c,
		LikeCount: s.LikeCount, ReviewCount: s.ReviewCount, RatingSum: s.RatingSum,
		CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	})
}
