// Package token makes the tokens that clients hold: access tokens that anyone can verify by the published
// keys, and refresh tokens that only account understands.
package token

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// Lifetime of an access token: how long somebody who was signed out or suspended may go on at most.
const Lifetime = 5 * time.Minute

const refreshPrefix = "rft_"

// Maker makes tokens.
type Maker struct {
	issuer string
	key    jwk.Key
	public []byte // the JWKS
	chain  []byte
}

// New makes a maker that signs as issuer with the Ed25519 key of that seed: 32 bytes, base64.
func New(seed, issuer string) (*Maker, error) {
	raw, err := base64.StdEncoding.DecodeString(seed)
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, fmt.Errorf("token: the signing key is %d bytes in base64", ed25519.SeedSize)
	}
	key, err := jwk.Import(ed25519.NewKeyFromSeed(raw))
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	// The key's own thumbprint is its name, so that a new key never shares the old one's.
	if err := jwk.AssignKeyID(key); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	if err := key.Set(jwk.AlgorithmKey, jwa.EdDSA()); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	if err := key.Set(jwk.KeyUsageKey, jwk.ForSignature); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	public, err := key.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	set := jwk.NewSet()
	if err := set.AddKey(public); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	body, err := json.Marshal(set)
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	// A key of its own for the chain of refresh tokens: one key, one use.
	return &Maker{issuer: issuer, key: key, public: body, chain: mac(raw, "refresh token chain")}, nil
}

// Access is a JWT (EdDSA) with the claims iss, sub (the member), sid (the login), roles, iat and exp.
func (m *Maker) Access(member *domain.Member, loginID string, now time.Time) (string, time.Time, error) {
	now = now.Truncate(time.Second) // a JWT has no fractions, and the client should not be told more than it says
	expires := now.Add(Lifetime)
	claims, err := jwt.NewBuilder().Issuer(m.issuer).Subject(member.ID()).IssuedAt(now).Expiration(expires).
		Claim("sid", loginID).Claim("roles", member.Roles()).Build()
	if err != nil {
		return "", time.Time{}, fmt.Errorf("token: %w", err)
	}
	signed, err := jwt.Sign(claims, jwt.WithKey(jwa.EdDSA(), m.key))
	if err != nil {
		return "", time.Time{}, fmt.Errorf("token: %w", err)
	}
	return string(signed), expires, nil
}

// First is a refresh token of 256 random bits.
func (m *Maker) First() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return refreshPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}

// Next is the token that follows one. It is computed, so that it can be answered a second time although only
// its hash is kept; without our key nobody can compute it.
func (m *Maker) Next(refresh string) string {
	return refreshPrefix + base64.RawURLEncoding.EncodeToString(mac(m.chain, refresh))
}

// ServeHTTP answers with the public keys as a JWKS.
func (m *Maker) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(m.public)
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
