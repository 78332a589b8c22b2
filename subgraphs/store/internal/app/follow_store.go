package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// FollowStore makes the caller a follower; whoever is one already stays one.
func (a *Shops) FollowStore(ctx context.Context, who identity.Identity, storeID string) (*domain.Store, error) {
	return a.follow(ctx, who, storeID, a.Stores.Follow)
}

// UnfollowStore ends that; whoever is no follower stays none.
func (a *Shops) UnfollowStore(ctx context.Context, who identity.Identity, storeID string) (*domain.Store, error) {
	return a.follow(ctx, who, storeID, a.Stores.Unfollow)
}

func (a *Shops) follow(ctx context.Context, who identity.Identity, storeID string, do func(ctx context.Context, storeID, memberID string) (*domain.Store, error)) (*domain.Store, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	seen, err := a.SeeStores(ctx, who, []string{storeID})
	if err != nil {
		return nil, err
	}
	if seen[0] == nil {
		return nil, fault.NotFound("storeId")
	}
	s, err := do(ctx, storeID, who.MemberID)
	if err == nil && s == nil {
		err = fault.NotFound("storeId")
	}
	return s, err
}

// FollowedBy tells whether the caller follows the store; guests follow none.
func (a *Shops) FollowedBy(ctx context.Context, who identity.Identity, s *domain.Store) (bool, error) {
	if who.IsGuest() {
		return false, nil
	}
	of := Following{StoreID: s.ID(), MemberID: who.MemberID}
	followed, err := a.Followed(ctx, []Following{of})
	return followed[of], err
}
