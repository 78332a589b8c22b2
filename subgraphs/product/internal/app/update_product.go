package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// rewrites is how often a change is made anew because the document changed meanwhile, as it does when
// somebody likes it.
const rewrites = 5

// UpdateProduct changes what a seller says of a product, or its status.
func (s *Service) UpdateProduct(ctx context.Context, who identity.Identity, productID string, c domain.Change) (*domain.Product, error) {
	now, err := s.own(ctx, who, productID, "id")
	if err != nil {
		return nil, err
	}
	if _, err := now.Changed(c, s.Now()); err != nil {
		return nil, err
	}
	if err := s.announce(ctx, productID); err != nil {
		return nil, err
	}
	for range rewrites {
		changed, err := now.Changed(c, s.Now())
		if err != nil {
			return nil, err
		}
		done, err := s.Documents.Replace(ctx, changed)
		if err != nil {
			return nil, fmt.Errorf("update product %s: %w", productID, err)
		}
		if done {
			if err := s.published(ctx, changed); err != nil {
				return nil, err
			}
			return s.one(ctx, changed)
		}
		if now, err = s.own(ctx, who, productID, "id"); err != nil {
			return nil, err
		}
	}
	return nil, fault.New("CONFLICT")
}

// own is a product that the caller may change, as its document stands.
func (s *Service) own(ctx context.Context, who identity.Identity, productID string, field ...string) (*domain.Product, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	if !s.sells(who) {
		return nil, fault.Forbidden()
	}
	p, err := s.Documents.Product(ctx, productID)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.NotFound(field...)
	}
	return p, s.mayRun(who, p.StoreID(), field...)
}

// announce says that a document is about to be written, so that it is published even if whoever writes it
// does not live to say that it is done.
func (s *Service) announce(ctx context.Context, productID string) error {
	err := s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) {
		return nil, desk.Announce(ctx, productID)
	})
	if err != nil {
		return fmt.Errorf("announce %s: %w", productID, err)
	}
	return nil
}
