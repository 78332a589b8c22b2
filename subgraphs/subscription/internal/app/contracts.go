// Package app is what can be done with subscriptions.
package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/domain"
)

// Contracts are where contracts are kept.
type Contracts interface {
	// ByID gives the contracts with these ids, in any order; ids that are nobody's are left out.
	ByID(ctx context.Context, ids []string) ([]*domain.SubscriptionContract, error)
	// OfMember gives a member's contracts, the newest first, after the one that the window's key names: one more
	// than the window's size where there are more.
	OfMember(ctx context.Context, memberID string, w page.Window) ([]*domain.SubscriptionContract, error)
	// CountOf is how many contracts a member has.
	CountOf(ctx context.Context, memberID string) (int, error)
}

// Subscriptions answers what members ask of their contracts.
type Subscriptions struct{ contracts Contracts }

// NewSubscriptions takes where contracts are kept.
func NewSubscriptions(contracts Contracts) *Subscriptions { return &Subscriptions{contracts} }

// Mine gives the caller's contracts with these ids, each at its id's place; nil at the place of one that is
// not there, or someone else's.
func (s *Subscriptions) Mine(ctx context.Context, who identity.Identity, ids []string) ([]*domain.SubscriptionContract, error) {
	mine := make([]*domain.SubscriptionContract, len(ids))
	if who.IsGuest() || len(ids) == 0 {
		return mine, nil
	}
	found, err := s.contracts.ByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("contracts by id: %w", err)
	}
	byID := make(map[string]*domain.SubscriptionContract, len(found))
	for _, c := range found {
		if c.IsFor(who.MemberID) {
			byID[c.ID()] = c
		}
	}
	for i, id := range ids {
		mine[i] = byID[id]
	}
	return mine, nil
}

// Page is one page of a member's contracts.
type Page struct {
	Contracts []*domain.SubscriptionContract
	Info      page.Info
}

// OfMember is a page of the member's contracts, the newest first; nil where the member is not the caller.
func (s *Subscriptions) OfMember(ctx context.Context, who identity.Identity, memberID string, first *int, after *string) (*Page, error) {
	if who.IsGuest() || who.MemberID != memberID {
		return nil, nil
	}
	w, err := page.Forward(first, after)
	if err != nil {
		return nil, err
	}
	read, err := s.contracts.OfMember(ctx, memberID, w)
	if err != nil {
		return nil, fmt.Errorf("contracts of a member: %w", err)
	}
	contracts, info := page.Cut(w, read, Cursor)
	return &Page{contracts, info}, nil
}

// Count is how many contracts the caller has.
func (s *Subscriptions) Count(ctx context.Context, who identity.Identity) (int, error) {
	n, err := s.contracts.CountOf(ctx, who.MemberID)
	if err != nil {
		return 0, fmt.Errorf("count contracts: %w", err)
	}
	return n, nil
}

// Cursor is a contract's place in its member's list.
func Cursor(c *domain.SubscriptionContract) string { return page.Cursor(c.ID()) }
