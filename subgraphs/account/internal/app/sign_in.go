package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// SignIn begins a login. Whoever has not shown the password learns nothing about the account, not even
// whether there is one: the answer is the same, and so is the time it takes.
func (a *Accounts) SignIn(ctx context.Context, in domain.SignInInput) (*Session, error) {
	email, err := domain.Email(in.Email)
	if err != nil || !domain.PlausiblePassword(in.Password) {
		return nil, fault.New("BAD_CREDENTIALS") // what no account can have needs no time to hide
	}
	if err := a.Attempts.Begin(ctx, email); err != nil {
		return nil, err
	}
	m, err := a.Members.ByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	hash := ""
	if m != nil {
		hash = m.PasswordHash()
	}
	ok, err := a.Passwords.Matches(ctx, hash, in.Password)
	if err != nil {
		return nil, err
	}
	if !ok || m == nil {
		return nil, fault.New("BAD_CREDENTIALS")
	}
	if err := m.MaySignIn(); err != nil {
		return nil, err
	}
	if err := a.Attempts.Succeeded(ctx, email); err != nil {
		return nil, err
	}
	now := a.Now()
	l, refresh := domain.NewLogin(id.New("ses"), m.ID(), now), a.Tokens.First()
	if err := a.Logins.Add(ctx, l, refresh); err != nil {
		return nil, err
	}
	return a.session(m, l, refresh, now)
}
