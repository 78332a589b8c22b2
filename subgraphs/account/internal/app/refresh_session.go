package app

import (
	"context"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// maxRefreshToken bounds what is worth looking up.
const maxRefreshToken = 200

// RefreshSession exchanges a refresh token for a new one, with an access token that says who the member is
// by now.
func (a *Accounts) RefreshSession(ctx context.Context, refresh string) (*Session, error) {
	arrived := a.Now()
	if refresh == "" || len(refresh) > maxRefreshToken {
		return nil, domain.Expired()
	}
	next := a.Tokens.Next(refresh)
	var l *domain.Login
	var refused error
	found, err := a.Logins.Change(ctx, refresh, next, func(held *domain.Login) {
		l = held
		refused = held.Exchange(arrived, a.Now(), a.Grace)
	})
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, domain.Expired()
	case refused != nil:
		return nil, refused
	}
	members, err := a.Members.ByIDs(ctx, []string{l.MemberID()})
	if err != nil {
		return nil, err
	}
	m, ok := members[l.MemberID()]
	if !ok {
		return nil, domain.Expired()
	}
	if err := m.MaySignIn(); err != nil {
		return nil, err
	}
	return a.session(m, l, next, a.Now())
}
