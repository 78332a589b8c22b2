package router

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/blooming-blooms/bloom/internal/identity"
)

// issuer signs tokens and publishes its keys.
type issuer struct {
	url     string
	private jwk.Key
	fetched atomic.Int64
	mu      sync.Mutex
	set     jwk.Set
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{}
	i.rotate(t, "one")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		i.fetched.Add(1)
		i.mu.Lock()
		defer i.mu.Unlock()
		if err := json.NewEncoder(w).Encode(i.set); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	i.url = server.URL
	return i
}

// rotate makes a new key the only one.
func (i *issuer) rotate(t *testing.T, kid string) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(private)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := jwk.Import(public)
	if err != nil {
		t.Fatal(err)
	}
	set := jwk.NewSet()
	for _, k := range []jwk.Key{key, shown} {
		if err := k.Set(jwk.KeyIDKey, kid); err != nil {
			t.Fatal(err)
		}
	}
	if err := set.AddKey(shown); err != nil {
		t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.private, i.set = key, set
}

func (i *issuer) token(t *testing.T, member, iss string, expires time.Time) string {
	t.Helper()
	return i.tokenOf(t, member, iss, expires, identity.Member)
}

func (i *issuer) tokenOf(t *testing.T, member, iss string, expires time.Time, roles ...string) string {
	t.Helper()
	claims, err := jwt.NewBuilder().Subject(member).Issuer(iss).Expiration(expires).
		Claim("roles", roles).Claim("sid", "ses_"+member).Build()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := jwt.Sign(claims, jwt.WithKey(jwa.EdDSA(), i.private))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

// mirror is the subgraph members: it answers with what it was told of the caller.
func mirror(t *testing.T, public string) http.Handler {
	t.Helper()
	verifier, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := verifier.Verify(r.Header.Get(identity.Header), time.Now())
		if err != nil {
			t.Errorf("the identity is not signed: %v", err)
		}
		seen := fmt.Sprintf("%s/%s/%s/%s%s", who.MemberID, who.Session, strings.Join(who.Roles, "+"),
			r.Header.Get("Accept-Language"), r.Header.Get("Authorization")+r.Header.Get("Cookie")+r.Header.Get("X-Other"))
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"me": map[string]any{"name": seen}}})
	})
}

// signedIn starts the market with an issuer and a mirror.
func signedIn(t *testing.T) (url string, i *issuer) {
	t.Helper()
	seed, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	i = newIssuer(t)
	url, _ = market(t, Config{JWKSURL: i.url, Issuer: "bloom", IdentityKey: seed},
		map[string]http.Handler{"members": mirror(t, public)})
	return url, i
}

func ask(t *testing.T, url, token, language string) (int, response) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(`{"query":"{me{name}}"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if language != "" {
		req.Header.Set("Accept-Language", language)
	}
	// None of these is the router's to believe or to pass on.
	req.Header.Set(identity.Header, "forged")
	req.Header.Set("Cookie", "a=b")
	req.Header.Set("X-Other", "c")
	return do(t, req)
}

func name(t *testing.T, r response) string {
	t.Helper()
	var data struct{ Me struct{ Name string } }
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatalf("%v: %s", err, text(r))
	}
	return data.Me.Name
}

func TestIdentity(t *testing.T) {
	url, i := signedIn(t)
	soon := time.Now().Add(time.Hour)
	good := i.token(t, "mem_1", "bloom", soon)
	for _, c := range []struct {
		name, token string
		status      int
		want        string
	}{
		{"guest", "", 200, "///"},
		{"member", good, 200, "mem_1/ses_mem_1/MEMBER/"},
		{"member again", good, 200, "mem_1/ses_mem_1/MEMBER/"},
		{"expired", i.token(t, "mem_1", "bloom", time.Now().Add(-time.Minute)), 401, "UNAUTHENTICATED"},
		{"another issuer", i.token(t, "mem_1", "other", soon), 401, "UNAUTHENTICATED"},
		{"nobody's", i.token(t, "", "bloom", soon), 401, "UNAUTHENTICATED"},
		{"garbage", "garbage", 401, "UNAUTHENTICATED"},
		{"tampered", good[:len(good)-4] + "AAAA", 401, "UNAUTHENTICATED"},
		{"unsigned", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZW1fMSIsImV4cCI6OTk5OTk5OTk5OX0.", 401, "UNAUTHENTICATED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, got := ask(t, url, c.token, "")
			shown := got.code()
			if status == 200 {
				shown = name(t, got)
			}
			if status != c.status || shown != c.want {
				t.Errorf("got %d %s; want %d %s", status, shown, c.status, c.want)
			}
		})
	}
	t.Run("issuer away", func(t *testing.T) {
		seed, _, err := identity.NewKeys()
		if err != nil {
			t.Fatal(err)
		}
		url, _ := market(t, Config{JWKSURL: "http://127.0.0.1:1", IdentityKey: seed}, nil)
		if status, got := ask(t, url, good, ""); status != 503 || got.code() != "SUBGRAPH_UNAVAILABLE" {
			t.Errorf("got %d %s", status, text(got))
		}
		if status, _ := ask(t, url, "", ""); status != 200 {
			t.Errorf("a guest got %d", status)
		}
	})
	t.Run("made-up keys", func(t *testing.T) {
		before := i.fetched.Load()
		other := newIssuer(t)
		other.rotate(t, "two")
		for range 20 {
			if status, _ := ask(t, url, other.token(t, "mem_1", "bloom", soon), ""); status != 401 {
				t.Errorf("got %d", status)
			}
		}
		if asked := i.fetched.Load() - before; asked > 1 {
			t.Errorf("the issuer was asked %d times", asked)
		}
	})
}
