package app

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

const (
	// maxWords bounds a search, in characters.
	maxWords = 100
	// maxIDs bounds each list of ids in a filter.
	maxIDs = 100
)

// Wanted are the products that a caller wants to see.
type Wanted struct {
	listing.Query
	// Search is free text; "" is none.
	Search string
	// Arrival is when they have to be there; nil where that is open.
	Arrival *Arrival
}

// Arrival is a day on which something is to be handed over.
type Arrival struct {
	Date   calendar.Date
	Method domain.FulfilmentMethod
	// Postcode is where to, for a delivery; "" where that is open.
	Postcode string
}

// ListProducts is a page of what is on sale, from the read side.
func (s *Service) ListProducts(ctx context.Context, who identity.Identity, w Wanted) (*listing.ProductConnection, error) {
	q, err := s.query(who, w)
	if err != nil {
		return nil, err
	}
	if w.Search != "" {
		if utf8.RuneCountInString(w.Search) > maxWords {
			return nil, fault.BadInput("search has 100 characters at most")
		}
		if q.Hits, err = s.Index.Search(ctx, w.Search); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	return s.Index.List(q)
}

// StoreProducts is a page of what a store has: as it was published to shoppers, and as it stands now, in
// every status, to whoever runs the store, so that they read what they have just written.
func (s *Service) StoreProducts(ctx context.Context, who identity.Identity, storeID string, w Wanted) (*listing.ProductConnection, error) {
	w.StoreID = storeID
	q, err := s.query(who, w)
	if err != nil {
		return nil, err
	}
	if !s.runs(who, storeID) {
		return s.Index.List(q)
	}
	documents, err := s.Documents.OfStore(ctx, storeID)
	if err != nil {
		return nil, fmt.Errorf("products of %s: %w", storeID, err)
	}
	if documents, err = s.stocked(ctx, documents...); err != nil {
		return nil, err
	}
	q.Everything = true
	return listing.NewShelf(documents).List(q)
}

// LikedProducts is a page of what a member likes and may still see, the latest like first; nil to others.
func (s *Service) LikedProducts(ctx context.Context, who identity.Identity, memberID string, w Wanted) (*listing.ProductConnection, error) {
	if who.MemberID != memberID {
		return nil, nil
	}
	ids, err := s.Documents.Liked(ctx, memberID)
	if err != nil {
		return nil, fmt.Errorf("what %s likes: %w", memberID, err)
	}
	liked, err := s.NamedProducts(ctx, who, ids)
	if err != nil {
		return nil, err
	}
	liked = slices.DeleteFunc(liked, func(p *domain.Product) bool { return p == nil || !s.sees(who, p) })
	w.Everything = true
	return listing.NewShelf(liked).InOrder(w.Query, ids)
}

// Likes tells which of the products the caller likes.
func (s *Service) Likes(ctx context.Context, who identity.Identity, products []*domain.Product) (map[string]bool, error) {
	likes := map[string]bool{}
	if who.IsGuest() {
		return likes, nil
	}
	ids, err := s.Documents.Liked(ctx, who.MemberID)
	if err != nil {
		return nil, fmt.Errorf("what %s likes: %w", who.MemberID, err)
	}
	for _, p := range products {
		likes[p.ID()] = slices.Contains(ids, p.ID())
	}
	return likes, nil
}

// query checks what the caller wants and adds what the caller may see.
func (s *Service) query(who identity.Identity, w Wanted) (listing.Query, error) {
	q := w.Query
	for _, ids := range [][]string{q.CategoryIDs, q.TagIDs, q.FlowerIDs, q.ExcludeFlowerIDs} {
		if len(ids) > maxIDs {
			return q, fault.BadInput("a filter names 100 ids at most")
		}
	}
	if q.MinPrice != nil && *q.MinPrice < 0 || q.MaxPrice != nil && *q.MaxPrice < 0 {
		return q, fault.BadInput("minPrice and maxPrice are not negative")
	}
	q.Sells = func(storeID string) bool { return s.runs(who, storeID) }
	if a := w.Arrival; a != nil {
		if a.Postcode != "" && !postcode(a.Postcode) {
			return q, fault.BadInput("postcode has 5 digits")
		}
		if q.Method != "" && q.Method != a.Method {
			return q, fault.BadInput("fulfilment and arrival name two methods")
		}
		q.Method = a.Method
		q.Arrives = s.Offers.Arrivals(*a, s.Now())
	}
	return q, nil
}

func postcode(s string) bool {
	if len(s) != 5 {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
