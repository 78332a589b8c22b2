package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// maxMine is how many stores one member can see as their own.
const maxMine = 100

// SeeStore is the store with that id or slug; nil where there is none that the caller may see. Asking for
// both at once, or for neither, is BAD_USER_INPUT.
func (a *Shops) SeeStore(ctx context.Context, who identity.Identity, id, slug *string) (*domain.Store, error) {
	if (id == nil) == (slug == nil) {
		return nil, fault.BadInput("ask for a store by id or by slug")
	}
	if id != nil {
		found, err := a.SeeStores(ctx, who, []string{*id})
		if err != nil {
			return nil, err
		}
		return found[0], nil
	}
	s, err := a.Stores.BySlug(ctx, *slug)
	if err != nil || s == nil || !maySee(who, s) {
		return nil, err
	}
	return s, nil
}

// SeeStores are the stores with these ids, in their order; nil for one that the caller may not see.
func (a *Shops) SeeStores(ctx context.Context, who identity.Identity, ids []string) ([]*domain.Store, error) {
	stores, err := a.Stores.ByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	seen := make([]*domain.Store, len(ids))
	for i, id := range ids {
		if s := stores[id]; s != nil && maySee(who, s) {
			seen[i] = s
		}
	}
	return seen, nil
}

// MyStores are those that the caller runs.
func (a *Shops) MyStores(ctx context.Context, who identity.Identity) ([]*domain.Store, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	return a.Stores.BySeller(ctx, who.MemberID, maxMine)
}

// Sellers are the members who run a store; nil, which is nobody's business, to all but them and admins.
func (a *Shops) Sellers(who identity.Identity, s *domain.Store) []*domain.Member {
	if !mayRun(who, s) {
		return nil
	}
	members := []*domain.Member{}
	for _, id := range s.SellerIDs() {
		members = append(members, domain.MemberOf(id))
	}
	return members
}
