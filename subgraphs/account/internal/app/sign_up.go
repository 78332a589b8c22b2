package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// SignUp makes an account and signs its member in.
func (a *Accounts) SignUp(ctx context.Context, in domain.SignUpInput) (*Session, error) {
	now := a.Now()
	m, err := domain.SignUp(id.New("mem"), in, now)
	if err != nil {
		return nil, err
	}
	hash, err := a.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return nil, err
	}
	m.SetPassword(hash)
	l, refresh := domain.NewLogin(id.New("ses"), m.ID(), now), a.Tokens.First()
	if err := a.Members.Add(ctx, m, l, refresh); err != nil {
		return nil, err
	}
	return a.session(m, l, refresh, now)
}
