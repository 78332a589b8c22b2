package router

import (
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
)

// TestRates lets each member and each key do so much, and nobody suffers for another.
func TestRates(t *testing.T) {
	i := newIssuer(t)
	seed, _, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	key := id.New("key")
	keys := inFile(t, "keys.json", `{"keys":[{"name":"`+key+`","sha256":"`+sha(key)+`","rate":"2/h"}]}`)
	target, _ := market(t, Config{
		JWKSURL: i.url, Issuer: "bloom", IdentityKey: seed,
		Edge: Edge{Rate: "3/h", RedisURL: testenv.Var(t, "REDIS_URL"), APIKeys: keys, Batch: 5},
	}, nil)
	as := func() string {
		return "Authorization: Bearer " + i.token(t, id.New("mem"), "bloom", time.Now().Add(time.Hour))
	}
	one, other, third := as(), as(), as()
	const body, batch = `{"query":"{stores{name}}"}`, `[{"query":"{stores{name}}"},{"query":"{stores{name}}"}]`
	for _, s := range []struct {
		headers, body string
		status        int
	}{
		{one, body, 200}, {one, body, 200}, {one, body, 200}, {one, body, 429}, {one, body, 429},
		{other, batch, 200}, {other, batch, 429}, // of which the first operation was counted
		{"", body, 200}, {"", body, 200}, {"", body, 200}, {"", body, 200},
		{"X-Api-Key: " + key, body, 200}, {third + "; X-Api-Key: " + key, body, 200}, {third + "; X-Api-Key: " + key, body, 429},
		{third, body, 200},
	} {
		status, h, got := send(t, "POST", target, s.headers, s.body)
		if status != s.status {
			t.Errorf("%.40s: %d %s, want %d", s.headers, status, got, s.status)
		}
		if status == 429 && (h.Get("Retry-After") == "" || !strings.Contains(got, "RATE_LIMITED") || !strings.Contains(got, `"retryAfter":`)) {
			t.Errorf("429 with %v %s", h, got)
		}
	}
}
