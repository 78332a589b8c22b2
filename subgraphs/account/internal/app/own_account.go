package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// UpdateProfile changes the caller's own profile.
func (a *Accounts) UpdateProfile(ctx context.Context, who identity.Identity, in domain.UpdateProfileInput) (*domain.Member, error) {
	return a.change(ctx, who, func(m *domain.Member) error { return m.UpdateProfile(in) })
}

// SaveAddress adds or changes one of the caller's addresses.
func (a *Accounts) SaveAddress(ctx context.Context, who identity.Identity, in domain.SaveAddressInput) (*domain.Member, error) {
	return a.change(ctx, who, func(m *domain.Member) error { return m.SaveAddress(in, id.New("adr")) })
}

// RemoveAddress removes one of the caller's addresses.
func (a *Accounts) RemoveAddress(ctx context.Context, who identity.Identity, addressID string) (*domain.Member, error) {
	return a.change(ctx, who, func(m *domain.Member) error { return m.RemoveAddress(addressID) })
}

func (a *Accounts) change(ctx context.Context, who identity.Identity, change func(*domain.Member) error) (*domain.Member, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	m, err := a.Members.Update(ctx, who.MemberID, func(m *domain.Member) error {
		// A token outlives a suspension by a few minutes; nothing is changed in them.
		if err := m.MaySignIn(); err != nil {
			return err
		}
		return change(m)
	})
	if err == nil && m == nil {
		return nil, fault.Unauthenticated() // signed in as somebody who is gone
	}
	return m, err
}
