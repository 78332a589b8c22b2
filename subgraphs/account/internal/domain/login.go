package domain

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// LoginLifetime is how long a sign-in lasts that is not used; each refresh begins it anew.
const LoginLifetime = 30 * 24 * time.Hour

// Ending is why a login is over; empty while it is not.
type Ending string

// How a login ends, other than by its time.
const (
	SignedOut Ending = "SIGNED_OUT"
	// Reused: a refresh token came back after its time, so somebody else may have it.
	Reused Ending = "REUSED"
)

// Login is one sign-in on one device: a chain of refresh tokens, each good for one exchange.
type Login struct{ state LoginState }

// LoginState is all of a login and of the token that was presented for it.
type LoginState struct {
	ID       string
	MemberID string
	Expires  time.Time
	Ended    Ending
	// UsedAt is when the presented token was exchanged; zero if it was not.
	UsedAt time.Time
	// NextUsed tells whether the token that it was exchanged for has been exchanged, too.
	NextUsed bool
}

// NewLogin begins a login now.
func NewLogin(id, memberID string, now time.Time) *Login {
	return &Login{LoginState{ID: id, MemberID: memberID, Expires: now.Add(LoginLifetime)}}
}

// RestoreLogin makes a login of what was kept.
func RestoreLogin(s LoginState) *Login { return &Login{s} }

// State is what is to be kept.
func (l *Login) State() LoginState { return l.state }

// ID is the login's id, which access tokens carry as sid.
func (l *Login) ID() string { return l.state.ID }

// MemberID is whose login it is.
func (l *Login) MemberID() string { return l.state.MemberID }

// Exchange uses the presented token up. arrived is when the request for it came in.
//
// A token that was used before ends the login, since either its owner or a thief has it a second time:
// TOKEN_REUSED. Two cases are not a second time: a request that was already under way when the token was
// used, as from two tabs at once, and one that came within grace of it, as from a client whose answer got
// lost. Both are answered as the first was, with the same next token, and only while that is unused itself.
func (l *Login) Exchange(arrived, now time.Time, grace time.Duration) error {
	switch {
	case l.state.Ended == Reused:
		return fault.New("TOKEN_REUSED")
	case l.state.Ended != "" || !now.Before(l.state.Expires):
		return Expired()
	case l.state.UsedAt.IsZero():
		l.state.UsedAt = now
		l.state.Expires = now.Add(LoginLifetime)
		return nil
	case !l.state.NextUsed && !arrived.After(l.state.UsedAt.Add(grace)):
		return nil
	}
	l.state.Ended = Reused
	return fault.New("TOKEN_REUSED")
}

// SignOut ends the login.
func (l *Login) SignOut() {
	if l.state.Ended == "" {
		l.state.Ended = SignedOut
	}
}

// Expired refuses a refresh token that is none, or of a login that is over.
func Expired() *fault.Fault {
	return fault.New("BAD_CREDENTIALS").Saying("로그인이 만료되었어요. 다시 로그인해 주세요.", "This sign-in is over. Please sign in again.")
}
