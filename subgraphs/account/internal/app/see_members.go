package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// Me is the caller; nil for guests.
func (a *Accounts) Me(ctx context.Context, who identity.Identity) (*domain.Member, error) {
	if who.IsGuest() {
		return nil, nil
	}
	members, err := a.Members.ByIDs(ctx, []string{who.MemberID})
	if err != nil {
		return nil, err
	}
	return members[who.MemberID], nil
}

// SeeMembers are the members with these ids, in their order, as the caller may see them; nil for one that
// there is not. Members see all of themselves, admins see all of everyone. Other members are seen only where
// another service points at them (a store's sellers), and that service decides who may see that; of those
// members only the public part is shown. Guests see nobody.
func (a *Accounts) SeeMembers(ctx context.Context, who identity.Identity, ids []string) ([]*domain.Member, error) {
	seen := make([]*domain.Member, len(ids))
	if who.IsGuest() {
		return seen, nil
	}
	members, err := a.Members.ByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		m := members[id]
		if m != nil && id != who.MemberID && !who.Has(identity.Admin) {
			m = m.Public()
		}
		seen[i] = m
	}
	return seen, nil
}
