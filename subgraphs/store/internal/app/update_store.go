package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// UpdateStore changes a store for one of its sellers, or for an admin; to all others it is NOT_FOUND.
func (a *Shops) UpdateStore(ctx context.Context, who identity.Identity, in domain.UpdateStoreInput) (*domain.Store, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	s, err := a.Stores.Update(ctx, in.ID, func(s *domain.Store) error {
		if !mayRun(who, s) {
			return fault.NotFound("id")
		}
		return s.Update(in, fulfilment.Today(a.Now()))
	})
	if err == nil && s == nil {
		err = fault.NotFound("id")
	}
	return s, err
}
