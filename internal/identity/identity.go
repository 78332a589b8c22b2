// Package identity is who is calling. The router verifies a caller's token once and signs what it found;
// a subgraph believes that signature and no other header, so that nobody can say who they are by
// themselves, also not from inside the network.
package identity

import (
	"context"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// Roles that a member may have.
const (
	Member = "MEMBER"
	Seller = "SELLER"
	Admin  = "ADMIN"
)

// Identity is a caller; its zero value is a guest.
type Identity struct {
	MemberID string   `json:"sub"`
	Roles    []string `json:"roles,omitempty"`
	// Session is the session that the caller's token belongs to.
	Session string `json:"sid,omitempty"`
	// Expires is when the caller's own token does; a stream ends before it.
	Expires time.Time `json:"exp"`
}

// IsGuest tells whether the caller has not signed in.
func (i Identity) IsGuest() bool { return i.MemberID == "" }

// Has tells whether the caller has the role.
func (i Identity) Has(role string) bool { return slices.Contains(i.Roles, role) }

type key struct{}

// With puts the caller into the context.
func With(ctx context.Context, who Identity) context.Context {
	return context.WithValue(ctx, key{}, who)
}

// From is the caller; a guest where nobody signed in.
func From(ctx context.Context) Identity {
	who, _ := ctx.Value(key{}).(Identity)
	return who
}

// Required is the caller, or UNAUTHENTICATED.
func Required(ctx context.Context) (Identity, error) {
	who := From(ctx)
	if who.IsGuest() {
		return who, fault.Unauthenticated()
	}
	return who, nil
}
