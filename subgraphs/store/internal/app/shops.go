// Package app is what people do with stores, a file for each verb, and the store's part of the checkout.
package app

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// Stores keeps the stores.
type Stores interface {
	// ByIDs are those that are there, by their id.
	ByIDs(ctx context.Context, ids []string) (map[string]*domain.Store, error)
	// BySlug is the store with that slug, or nil.
	BySlug(ctx context.Context, slug string) (*domain.Store, error)
	// BySeller are the first stores that a member runs.
	BySeller(ctx context.Context, memberID string, limit int) ([]*domain.Store, error)
	// Find is a page of what was searched for.
	Find(ctx context.Context, q Search, page Page) ([]Found, error)
	// Count is how many there are in all.
	Count(ctx context.Context, q Search) (int, error)
	// Update changes a store in one transaction, with what is to be published of it; what change refuses is
	// not kept. nil where there is none.
	Update(ctx context.Context, id string, change func(*domain.Store) error) (*domain.Store, error)
	// Follow and Unfollow may be repeated; they answer with the store as it then stands, nil where there is none.
	Follow(ctx context.Context, storeID, memberID string) (*domain.Store, error)
	Unfollow(ctx context.Context, storeID, memberID string) (*domain.Store, error)
}

// Following is a member, and a store that they may follow.
type Following struct{ StoreID, MemberID string }

// Taken is how much of a slot is booked.
type Taken struct {
	Booked     int
	Start, End time.Time
}

// Shops is everything that people can do with stores. All of it has to be set. Followed and Taken are asked
// from many places of one request at the same time: whoever provides them gathers these into few look-ups.
type Shops struct {
	Stores Stores
	// Followed tells who follows what.
	Followed func(ctx context.Context, of []Following) (map[Following]bool, error)
	// Taken is of the slots in which anything was ever booked, by their id.
	Taken func(ctx context.Context, slotIDs []string) (map[string]Taken, error)
	Now   func() time.Time
}

// maySee tells whether a store exists for the caller: others' are shown while they are open or paused.
func maySee(who identity.Identity, s *domain.Store) bool { return s.IsShown() || mayRun(who, s) }

// mayRun tells whether the caller is a seller of the store, or an admin.
func mayRun(who identity.Identity, s *domain.Store) bool {
	return !who.IsGuest() && (s.IsRunBy(who.MemberID) || who.Has(identity.Admin))
}
