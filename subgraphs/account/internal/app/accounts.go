// Package app is what members can do with their accounts, a file for each verb.
package app

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// Members keeps the members.
type Members interface {
	// Add keeps a new member with their first login; an email that another has is EMAIL_TAKEN.
	Add(ctx context.Context, m *domain.Member, first *domain.Login, token string) error
	// ByEmail is the member with that normalised email, or nil.
	ByEmail(ctx context.Context, email string) (*domain.Member, error)
	// ByIDs are those that are there, by their id.
	ByIDs(ctx context.Context, ids []string) (map[string]*domain.Member, error)
	// Update changes a member in one transaction; what change refuses is not kept. nil where there is none.
	Update(ctx context.Context, id string, change func(*domain.Member) error) (*domain.Member, error)
}

// Logins keeps the sign-ins. Of a refresh token it keeps only a hash.
type Logins interface {
	Add(ctx context.Context, l *domain.Login, token string) error
	// Change loads the login that a token belongs to, and keeps what change does to it, with next as the
	// token that follows, in one transaction: two exchanges of one token come one after the other. It tells
	// whether there is such a login. next may be empty.
	Change(ctx context.Context, token, next string, change func(*domain.Login)) (bool, error)
}

// Tokens makes what clients hold.
type Tokens interface {
	// Access is a token that says who the member is, and when it ends.
	Access(m *domain.Member, loginID string, now time.Time) (string, time.Time, error)
	// First is a refresh token that nobody can guess.
	First() string
	// Next is the one that follows it: always the same, and only for us to know.
	Next(refresh string) string
}

// Passwords makes and compares hashes; it takes long, as it should.
type Passwords interface {
	Hash(ctx context.Context, password string) (string, error)
	// Matches with an empty hash takes as long as with any other, and is false.
	Matches(ctx context.Context, hash, password string) (bool, error)
}

// Attempts bounds how often somebody may try to sign in as one member.
type Attempts interface {
	// Begin counts an attempt, or refuses it as RATE_LIMITED.
	Begin(ctx context.Context, email string) error
	// Succeeded forgets the attempts so far.
	Succeeded(ctx context.Context, email string) error
}

// Unlimited bounds nothing.
type Unlimited struct{}

// Begin counts nothing.
func (Unlimited) Begin(context.Context, string) error { return nil }

// Succeeded forgets nothing.
func (Unlimited) Succeeded(context.Context, string) error { return nil }

// Accounts is everything that members can do. All of it has to be set.
type Accounts struct {
	Members   Members
	Logins    Logins
	Tokens    Tokens
	Passwords Passwords
	Attempts  Attempts
	// Grace is how long after its exchange a refresh token may come again from a client whose answer got
	// lost; see domain.Login.Exchange.
	Grace time.Duration
	Now   func() time.Time
}

// Session is what a member who has signed in holds.
type Session struct {
	AccessToken          string
	AccessTokenExpiresAt time.Time
	RefreshToken         string
	Member               *domain.Member
}

// session makes the tokens of a login.
func (a *Accounts) session(m *domain.Member, l *domain.Login, refresh string, now time.Time) (*Session, error) {
	access, expires, err := a.Tokens.Access(m, l.ID(), now)
	if err != nil {
		return nil, err
	}
	return &Session{access, expires, refresh, m}, nil
}
