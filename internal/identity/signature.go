package identity

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Header carries the signed identity from the router to a subgraph.
const Header = "Bloom-Identity"

// lifetime of a signed identity: longer than any request takes to reach a subgraph, and short enough that
// one that leaks is soon worth nothing. It bounds when a request may begin, not how long it may run.
const lifetime = time.Minute

// ErrNotSigned says that an identity is not the router's, or is no longer.
var ErrNotSigned = errors.New("identity: not signed by the router")

type signed struct {
	Identity
	Until int64 `json:"until"` // Unix seconds
}

// Signer is the router's side.
type Signer struct{ key ed25519.PrivateKey }

// NewSigner takes the seed of the router's key: 32 bytes, base64.
func NewSigner(seed string) (*Signer, error) {
	raw, err := base64.StdEncoding.DecodeString(seed)
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, fmt.Errorf("identity: the signing key is %d bytes in base64", ed25519.SeedSize)
	}
	return &Signer{ed25519.NewKeyFromSeed(raw)}, nil
}

// Sign is the header's value for a caller, good for a minute from now.
func (s *Signer) Sign(who Identity, now time.Time) (string, error) {
	body, err := json.Marshal(signed{who, now.Add(lifetime).Unix()})
	if err != nil {
		return "", fmt.Errorf("identity: %w", err)
	}
	payload := base64.RawURLEncoding.EncodeToString(body)
	return payload + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.key, []byte(payload))), nil
}

// Verifier is a subgraph's side.
type Verifier struct{ key ed25519.PublicKey }

// NewVerifier takes the router's public key: 32 bytes, base64.
func NewVerifier(public string) (*Verifier, error) {
	raw, err := base64.StdEncoding.DecodeString(public)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("identity: the router's public key is %d bytes in base64", ed25519.PublicKeySize)
	}
	return &Verifier{raw}, nil
}

// Verify reads the header's value. No value is a guest; one that the router did not sign, or not lately,
// is ErrNotSigned.
func (v *Verifier) Verify(value string, now time.Time) (Identity, error) {
	if value == "" {
		return Identity{}, nil
	}
	payload, signature, ok := strings.Cut(value, ".")
	if !ok {
		return Identity{}, ErrNotSigned
	}
	sig, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !ed25519.Verify(v.key, []byte(payload), sig) {
		return Identity{}, ErrNotSigned
	}
	body, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return Identity{}, ErrNotSigned
	}
	var s signed
	if err := json.Unmarshal(body, &s); err != nil || now.Unix() > s.Until {
		return Identity{}, ErrNotSigned
	}
	return s.Identity, nil
}

// NewKeys makes a signing key and its public half, both base64.
func NewKeys() (seed, public string, err error) {
	pub, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", fmt.Errorf("identity: %w", err)
	}
	return base64.StdEncoding.EncodeToString(private.Seed()), base64.StdEncoding.EncodeToString(pub), nil
}
