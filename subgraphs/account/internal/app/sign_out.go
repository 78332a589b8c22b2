package app

import (
	"context"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// SignOut ends the login that the token belongs to. Whoever has the token may; one that is not known is
// signed out already.
func (a *Accounts) SignOut(ctx context.Context, refresh string) error {
	if refresh == "" || len(refresh) > maxRefreshToken {
		return nil
	}
	_, err := a.Logins.Change(ctx, refresh, "", (*domain.Login).SignOut)
	return err
}
