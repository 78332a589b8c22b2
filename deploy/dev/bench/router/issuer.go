package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"
)

// issuer signs a token for each connection, and publishes the key to verify them with.
type issuer struct {
	url     string
	private ed25519.PrivateKey
	// identityKey is the seed by which the router signs identities.
	identityKey string
	close       func()
}

func newIssuer() (*issuer, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	keys, err := json.Marshal(map[string]any{"keys": []any{map[string]any{
		"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "bench", "use": "sig",
		"x": base64.RawURLEncoding.EncodeToString(public),
	}}})
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(keys)
	}))
	return &issuer{server.URL, private, base64.StdEncoding.EncodeToString(private.Seed()), server.Close}, nil
}

func (i *issuer) token(member int) string {
	part := base64.RawURLEncoding.EncodeToString
	text := part([]byte(`{"alg":"EdDSA","kid":"bench","typ":"JWT"}`)) + "." +
		part(fmt.Appendf(nil, `{"sub":"mem_%d","sid":"ses_%d","roles":["MEMBER"],"exp":%d}`, member, member, time.Now().Add(time.Hour).Unix()))
	return text + "." + part(ed25519.Sign(i.private, []byte(text)))
}
