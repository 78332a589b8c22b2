package router

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

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

// TestRatesOfGuests counts guests by their addresses, which only a trusted proxy may say.
func TestRatesOfGuests(t *testing.T) {
	i := newIssuer(t)
	seed, _, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	key := id.New("key")
	keys := inFile(t, "keys.json", `{"keys":[{"name":"`+key+`","sha256":"`+sha(key)+`"}]}`)
	target, _ := market(t, Config{
		JWKSURL: i.url, Issuer: "bloom", IdentityKey: seed,
		Edge: Edge{GuestRate: "2/h", TrustedProxies: []string{"127.0.0.0/8"}, RedisURL: testenv.Var(t, "REDIS_URL"), APIKeys: keys},
	}, nil)
	// Addresses of nobody's, other ones in each run.
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	from := func() string {
		return fmt.Sprintf("X-Forwarded-For: 2001:db8:%x:%x", random.IntN(1<<16), random.IntN(1<<16))
	}
	one, other := from(), from()
	for _, s := range []struct {
		headers string
		status  int
	}{
		{one + "::1", 200}, {one + "::2", 200}, {one + "::3", 429},
		{other + "::1", 200}, {"X-Forwarded-For: " + "2001:db8::9, " + strings.TrimPrefix(one, "X-Forwarded-For: ") + "::4", 429},
		{one + "::1; X-Api-Key: " + key, 200},
		{one + "::1; Authorization: Bearer " + i.token(t, id.New("mem"), "bloom", time.Now().Add(time.Hour)), 200},
	} {
		status, h, got := send(t, "POST", target, s.headers, `{"query":"{stores{name}}"}`)
		if status != s.status {
			t.Errorf("%.60s: %d %s, want %d", s.headers, status, got, s.status)
		}
		if status == 429 && (h.Get("Retry-After") == "" || !strings.Contains(got, "RATE_LIMITED")) {
			t.Errorf("429 with %v %s", h, got)
		}
	}
}

// TestSocketOfTooMany is closed in a way after which clients come back.
func TestSocketOfTooMany(t *testing.T) {
	i := newIssuer(t)
	target, _ := market(t, Config{JWKSURL: i.url, Issuer: "bloom", Edge: Edge{Rate: "1/h", RedisURL: testenv.Var(t, "REDIS_URL")}}, nil)
	header := http.Header{"Authorization": {"Bearer " + i.token(t, id.New("mem"), "bloom", time.Now().Add(time.Hour))}}
	first := dial(t, target, header, "graphql-transport-ws")
	first.say(hello)
	first.want(ack)
	second := dial(t, target, header, "graphql-transport-ws")
	second.say(hello)
	second.wantClosed(websocket.StatusTryAgainLater)
}

// TestRedisAway serves everybody, and says so once and in the metrics.
func TestRedisAway(t *testing.T) {
	_, urls, _ := marketGraphs(t, nil)
	said := &journal{}
	url, _, _ := start(t, Config{
		Supergraph: marketFile(t), SubgraphURLs: urls, Log: slog.New(slog.NewTextHandler(said, nil)),
		Edge: Edge{GuestRate: "1/h", RedisURL: "redis://127.0.0.1:1/0"},
	})
	for range 20 {
		if status, _, got := send(t, "POST", url+"/graphql", "", `{"query":"{stores{name}}"}`); status != 200 {
			t.Fatalf("%d %s", status, got)
		}
	}
	if n := said.count("rates are not limited"); n != 1 || said.count("level=WARN") != 1 {
		t.Errorf("it was said %d times", n)
	}
	if _, metrics := get(t, url+"/metrics"); !strings.Contains(metrics, "router_rate_uncounted_total 20\n") {
		t.Error("the metrics do not count them")
	}
}
