package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// LikeProduct notes that the caller likes a product; liked before, nothing happens.
func (s *Service) LikeProduct(ctx context.Context, who identity.Identity, productID string) (*domain.Product, error) {
	return s.like(ctx, who, productID, 1, s.Documents.Like)
}

// UnlikeProduct takes it back; not liked, nothing happens.
func (s *Service) UnlikeProduct(ctx context.Context, who identity.Identity, productID string) (*domain.Product, error) {
	return s.like(ctx, who, productID, -1, s.Documents.Unlike)
}

func (s *Service) like(ctx context.Context, who identity.Identity, productID string, n int, do func(ctx context.Context, memberID, productID string) (bool, error)) (*domain.Product, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	p, err := s.Documents.Product(ctx, productID)
	if err != nil {
		return nil, err
	}
	if p == nil || !s.sees(who, p) {
		return nil, fault.NotFound("productId")
	}
	if err := s.announce(ctx, productID); err != nil {
		return nil, err
	}
	changed, err := do(ctx, who.MemberID, productID)
	if err != nil {
		return nil, fmt.Errorf("like %s: %w", productID, err)
	}
	if changed {
		if err := s.Documents.CountLike(ctx, productID, n); err != nil {
			return nil, fmt.Errorf("like %s: %w", productID, err)
		}
	}
	if p, err = s.Documents.Product(ctx, productID); err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.NotFound("productId")
	}
	err = s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) { return nil, desk.Touch(ctx, productID) })
	if err != nil {
		return nil, fmt.Errorf("publish %s: %w", productID, err)
	}
	return s.one(ctx, p)
}
