// Package caller is the second stage: who is calling. A token is verified once; subgraphs hear of the
// caller by a short-lived identity that the router signs, and by nothing that a client could send itself.
package caller

import (
	"hash/maphash"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
)

// resignAfter is how long a signed identity is used: it is good for a minute, and a subgraph request may
// wait some seconds for a connection.
const resignAfter = 20 * time.Second

// Caller is who is calling; its zero value is a guest.
type Caller struct {
	identity.Identity
	grants authorize.Grants
	signer *identity.Signer
	signed atomic.Pointer[signature]
	hash   uint64
}

type signature struct {
	value string
	until time.Time
}

// newCaller takes a seed that nobody outside knows, so that nobody can look for a caller, or a request, that
// would be taken for another.
func newCaller(who identity.Identity, scopes []string, signer *identity.Signer, seed maphash.Seed) *Caller {
	c := &Caller{Identity: who, signer: signer}
	c.grants = authorize.Grants{Authenticated: true, Scopes: scopes, Policies: who.Roles}
	var d maphash.Hash
	d.SetSeed(seed)
	for _, part := range slices.Concat([]string{who.MemberID, who.Session, who.Expires.String()}, who.Roles, []string{""}, scopes) {
		_, _ = d.WriteString(part)
		_ = d.WriteByte(0)
	}
	c.hash = d.Sum64()
	return c
}

// Hash tells callers apart: nothing is ever shared between two callers with different hashes. 0 is a guest.
func (c *Caller) Hash() uint64 { return c.hash }

// Grants are what the caller may see of the graph.
func (c *Caller) Grants() authorize.Grants { return c.grants }

// Sign adds the signed identity to the headers of a subgraph request; a guest has none.
func (c *Caller) Sign(h http.Header) error {
	if c.signer == nil || c.IsGuest() {
		return nil
	}
	now := time.Now()
	s := c.signed.Load()
	if s == nil || now.After(s.until) {
		value, err := c.signer.Sign(c.Identity, now)
		if err != nil {
			return err
		}
		s = &signature{value, now.Add(resignAfter)}
		c.signed.Store(s)
	}
	h[identity.Header] = []string{s.value}
	return nil
}
