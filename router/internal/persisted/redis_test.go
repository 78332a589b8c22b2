package persisted_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/persisted"
	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
)

func store(t *testing.T, url string) *persisted.Store {
	t.Helper()
	client, err := ratelimit.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return persisted.New(persisted.Options{Automatic: true, Redis: client, Log: slog.New(slog.DiscardHandler)})
}

// TestReplicas registers an operation at one replica and asks another for it.
func TestReplicas(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	ctx := context.Background()
	text := "{" + id.New("a") + "}"
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	ask := func(s *persisted.Store) string {
		req := &accept.Request{PersistedID: hash}
		if refusal := s.Resolve(ctx, req); refusal != nil {
			return refusal.Errors[0].Extensions["code"].(string)
		}
		return req.Query
	}
	one, two := store(t, url), store(t, url)
	if got := ask(two); got != persisted.NotFound {
		t.Errorf("before it is registered: %s", got)
	}
	one.Remember(ctx, &accept.Request{PersistedID: hash, Query: text})
	if got := ask(two); got != text {
		t.Errorf("the other replica: %s", got)
	}

	// Whoever can write to Redis can't make clients run something else.
	client, err := ratelimit.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if err := client.Set(ctx, "router:apq:"+hash, "{forged}", time.Minute).Err(); err != nil {
		t.Fatal(err)
	}
	if got := ask(store(t, url)); got != persisted.NotFound {
		t.Errorf("a forged text: %s", got)
	}
}

// TestWithoutRedis registers and asks while Redis is away: memory has to do.
func TestWithoutRedis(t *testing.T) {
	s := store(t, "redis://127.0.0.1:1/0")
	sum := sha256.Sum256([]byte("{a}"))
	req := &accept.Request{PersistedID: hex.EncodeToString(sum[:])}
	if refusal := s.Resolve(t.Context(), req); refusal == nil || refusal.Status != 200 || !strings.Contains(refusal.Error(), "PersistedQueryNotFound") {
		t.Errorf("got %v", refusal)
	}
	s.Remember(t.Context(), &accept.Request{PersistedID: req.PersistedID, Query: "{a}"})
	if refusal := s.Resolve(t.Context(), req); refusal != nil || req.Query != "{a}" {
		t.Errorf("got %v, %q", refusal, req.Query)
	}
}
