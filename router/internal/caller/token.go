package caller

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash/maphash"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/answer"
)

const (
	// rememberedTokens bounds the memory of verified tokens; the oldest half is forgotten at once.
	rememberedTokens = 20_000
	// maxToken is the longest token that is looked at.
	maxToken = 8 << 10
	// skew is how far the issuer's clock may be ahead of ours.
	skew = 10 * time.Second
)

// algorithms are asymmetric without exception: a key that is published must not verify what anybody signs.
var algorithms = map[jwa.SignatureAlgorithm]bool{
	jwa.EdDSA(): true, jwa.ES256(): true, jwa.ES384(): true, jwa.RS256(): true, jwa.PS256(): true,
}

// Options say whose tokens are believed.
type Options struct {
	// JWKSURL is where the issuer publishes its keys. Empty: every caller is a guest.
	JWKSURL string
	// Issuer has to be the token's iss; empty takes any.
	Issuer string
	// Signer signs the identity for subgraphs; nil signs none.
	Signer *identity.Signer
	Log    *slog.Logger
}

// Verifier finds out who calls.
type Verifier struct {
	options Options
	keys    *keys
	guest   *Caller
	seed    maphash.Seed

	mu       sync.RWMutex
	young    map[[32]byte]*Caller
	old      map[[32]byte]*Caller
	capacity int
}

// NewVerifier makes a verifier; it fetches keys when it first needs them.
func NewVerifier(o Options) *Verifier {
	return &Verifier{
		options: o, keys: newKeys(o.JWKSURL), guest: &Caller{}, seed: maphash.MakeSeed(),
		young: map[[32]byte]*Caller{}, capacity: rememberedTokens / 2,
	}
}

var errNoKeys = errors.New("the issuer's keys can't be had")

// Identify is the caller by the request's Authorization header: a guest without one, and a refusal where
// the token in it is not good.
func (v *Verifier) Identify(r *http.Request) (*Caller, *answer.Refusal) {
	header := r.Header.Get("Authorization")
	if header == "" || v.options.JWKSURL == "" {
		return v.guest, nil
	}
	scheme, token, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > maxToken {
		return nil, unauthenticated(r)
	}
	// The hash, not the token, is kept: a dump of the memory should not hold thousands of them.
	id := sha256.Sum256([]byte(token))
	if c := v.remembered(id); c != nil {
		if time.Now().Before(c.Expires) {
			return c, nil
		}
		return nil, unauthenticated(r)
	}
	who, scopes, err := v.verify(r.Context(), []byte(token))
	switch {
	case errors.Is(err, errNoKeys):
		v.options.Log.WarnContext(r.Context(), "tokens can't be verified", "error", err)
		return nil, &answer.Refusal{Status: http.StatusServiceUnavailable, Errors: []answer.Error{answer.Fault(r, answer.SubgraphUnavailable)}}
	case err != nil:
		v.options.Log.DebugContext(r.Context(), "token refused", "error", err)
		return nil, unauthenticated(r)
	}
	c := newCaller(who, scopes, v.options.Signer, v.seed)
	v.remember(id, c)
	return c, nil
}

func (v *Verifier) verify(ctx context.Context, token []byte) (who identity.Identity, scopes []string, err error) {
	message, err := jws.Parse(token)
	if err != nil {
		return who, nil, err
	}
	if len(message.Signatures()) != 1 {
		return who, nil, errors.New("not one signature")
	}
	headers := message.Signatures()[0].ProtectedHeaders()
	kid, _ := headers.KeyID()
	algorithm, _ := headers.Algorithm()
	if !algorithms[algorithm] {
		return who, nil, errors.New("not an accepted algorithm")
	}
	key, err := v.keys.get(ctx, kid)
	if err != nil {
		return who, nil, err
	}
	options := []jwt.ParseOption{
		jwt.WithKey(algorithm, key), jwt.WithValidate(true), jwt.WithAcceptableSkew(skew),
		jwt.WithRequiredClaim(jwt.ExpirationKey), jwt.WithRequiredClaim(jwt.SubjectKey),
	}
	if v.options.Issuer != "" {
		options = append(options, jwt.WithIssuer(v.options.Issuer))
	}
	t, err := jwt.Parse(token, options...)
	if err != nil {
		return who, nil, err
	}
	who.MemberID, _ = t.Subject()
	who.Expires, _ = t.Expiration()
	if who.MemberID == "" || !time.Now().Before(who.Expires) {
		return who, nil, errors.New("expired, or nobody's")
	}
	if who.Roles, err = names(t, "roles"); err != nil {
		return who, nil, err
	}
	if t.Has("sid") {
		if err := t.Get("sid", &who.Session); err != nil {
			return who, nil, err
		}
	}
	scopes, err = scopesOf(t, who.Roles)
	return who, scopes, err
}

func (v *Verifier) remembered(id [32]byte) *Caller {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if c := v.young[id]; c != nil {
		return c
	}
	return v.old[id]
}

func (v *Verifier) remember(id [32]byte, c *Caller) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.young) >= v.capacity {
		v.old, v.young = v.young, make(map[[32]byte]*Caller, v.capacity/4)
	}
	v.young[id] = c
}

func unauthenticated(r *http.Request) *answer.Refusal {
	return &answer.Refusal{
		Status: http.StatusUnauthorized,
		Errors: []answer.Error{answer.Fault(r, answer.Unauthenticated)},
		Header: http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}},
	}
}
