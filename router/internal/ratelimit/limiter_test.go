package ratelimit_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
)

func limiter(t *testing.T, url string) *ratelimit.Limiter {
	t.Helper()
	client, err := ratelimit.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return ratelimit.New(client, slog.New(slog.DiscardHandler))
}

func rate(t *testing.T, text string) ratelimit.Rate {
	t.Helper()
	r, err := ratelimit.ParseRate(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTake takes all there is at two replicas, then waits as long as it is told to, and takes again.
func TestTake(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	one, two := limiter(t, url), limiter(t, url)
	who, hourly := id.New("who"), rate(t, "6/h")
	for i := range 3 {
		if wait := one.Take(t.Context(), who, hourly, 1); wait != 0 {
			t.Errorf("number %d has to wait %s", i, wait)
		}
	}
	if wait := two.Take(t.Context(), who, hourly, 4); wait <= 9*time.Minute || wait > 10*time.Minute {
		t.Errorf("four of the three that are left: wait %s", wait)
	}
	if wait := two.Take(t.Context(), who, hourly, 3); wait != 0 {
		t.Errorf("the refused one took something: wait %s", wait)
	}
	if wait := one.Take(t.Context(), who, hourly, 1); wait <= 9*time.Minute || wait > 10*time.Minute {
		t.Errorf("one too many: wait %s", wait)
	}
	if wait := one.Take(t.Context(), id.New("who"), hourly, 100); wait != 0 {
		t.Errorf("another one, who asks for more than can be had, has to wait %s", wait)
	}
	if wait := one.Take(t.Context(), who, ratelimit.Rate{}, 1); wait != 0 {
		t.Errorf("without a rate: wait %s", wait)
	}

	quick, second := id.New("who"), rate(t, "10/s")
	one.Take(t.Context(), quick, second, 10)
	wait := one.Take(t.Context(), quick, second, 1)
	if wait <= 0 || wait > 100*time.Millisecond {
		t.Fatalf("wait %s, want up to a tenth of a second", wait)
	}
	<-time.After(wait)
	if again := one.Take(t.Context(), quick, second, 1); again != 0 {
		t.Errorf("after it has waited: wait %s", again)
	}
}

// TestRedisAway lets everything through, counts that, says it once, and does not ask each time: the server takes
// the connection and then says nothing.
func TestRedisAway(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	client, err := ratelimit.Open("redis://" + silent.Addr().String() + "/0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	var said bytes.Buffer
	l, uncounted := ratelimit.New(client, slog.New(slog.NewTextHandler(&said, nil))), 0
	l.Uncounted = func() { uncounted++ }
	// If each of them asked, they would have to wait for minutes.
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for range 1000 {
		if wait := l.Take(ctx, "who", rate(t, "1/h"), 1); wait != 0 {
			t.Fatalf("wait %s", wait)
		}
	}
	if ctx.Err() != nil {
		t.Error("a thousand requests waited for Redis")
	}
	if lines := strings.Count(said.String(), "\n"); lines != 1 || uncounted != 1000 {
		t.Errorf("%d were not counted, and the log has %d lines: %s", uncounted, lines, said.String())
	}
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]ratelimit.Rate{
		"300/m": {Count: 300, Period: time.Minute}, "5/s": {Count: 5, Period: time.Second}, "1/h": {Count: 1, Period: time.Hour},
	} {
		if got := rate(t, text); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
	for _, text := range []string{"", "300", "0/m", "-1/m", "1/d", "x/m", "1/m/m", "10000000/s"} {
		if r, err := ratelimit.ParseRate(text); err == nil {
			t.Errorf("%q is %v", text, r)
		}
	}
}
