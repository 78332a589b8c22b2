package ratelimit

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/testenv"
)

// replica is one that counts streams in the Redis at url, until stop is called.
func replica(t *testing.T, url string, most int, lease time.Duration) (s *Streams, stop func()) {
	t.Helper()
	client, err := Open(url)
	if err != nil {
		t.Fatal(err)
	}
	s = NewStreams(most, client, slog.New(slog.DiscardHandler))
	s.lease = lease
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		_ = client.Close()
	})
	t.Cleanup(stop)
	return s, stop
}

func open(t *testing.T, s *Streams, who string) (done func()) {
	t.Helper()
	done, ok := s.Open(t.Context(), who)
	if !ok {
		t.Fatal("a stream is refused")
	}
	return done
}

func refused(t *testing.T, s *Streams, who string) {
	t.Helper()
	if _, ok := s.Open(t.Context(), who); ok {
		t.Error("one stream too many is open")
	}
}

// opens waits until there is room for one more stream.
func opens(t *testing.T, s *Streams, who string) (done func()) {
	t.Helper()
	for deadline := time.After(10 * time.Second); ; {
		if done, ok := s.Open(t.Context(), who); ok {
			return done
		}
		select {
		case <-deadline:
			t.Fatal("there is never room")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// TestStreamsTogether counts the streams of one caller at two replicas.
func TestStreamsTogether(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	one, _ := replica(t, url, 3, time.Minute)
	two, _ := replica(t, url, 3, time.Minute)
	who := id.New("who")
	first := open(t, one, who)
	open(t, one, who)
	third := open(t, two, who)
	refused(t, one, who)
	refused(t, two, who)
	open(t, two, id.New("who")) // somebody else
	third()
	third() // twice is once
	open(t, two, who)
	refused(t, two, who)
	first()
	opens(t, two, who) // as soon as the first replica has told of it
	refused(t, one, who)
	for range 10 {
		open(t, one, "") // of nobody who could be counted
	}
}

// TestStreamsAtOnce opens many at the same time and wants exactly as many as there may be.
func TestStreamsAtOnce(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	one, _ := replica(t, url, 10, time.Minute)
	two, _ := replica(t, url, 10, time.Minute)
	who := id.New("who")
	results := make(chan func(), 100)
	renewing, enough := context.WithCancel(t.Context())
	var renewals, all sync.WaitGroup
	for _, s := range []*Streams{one, two} {
		renewals.Go(func() {
			for renewing.Err() == nil {
				s.tell(renewing, true)
			}
		})
	}
	for i := range 100 {
		all.Go(func() {
			done, ok := []*Streams{one, two}[i%2].Open(t.Context(), who)
			if ok {
				results <- done
			}
		})
	}
	all.Wait()
	enough()
	renewals.Wait()
	if len(results) != 10 {
		t.Errorf("%d streams are open", len(results))
	}
	close(results)
	for done := range results {
		done()
	}
	for _, s := range []*Streams{one, two} {
		s.Settle(t.Context())
		if len(s.callers) > 0 {
			t.Errorf("%d callers are left over", len(s.callers))
		}
	}
	if n, err := one.redis.Exists(t.Context(), key(who)).Result(); n != 0 || err != nil {
		t.Errorf("Redis still knows of them: %d, %v", n, err)
	}
}

// TestLeases wants the streams of a replica that died to be forgotten, and those of one that lives to be kept.
func TestLeases(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	const lease = time.Second
	alive, _ := replica(t, url, 2, lease)
	dead, die := replica(t, url, 2, lease)
	who := id.New("who")
	open(t, alive, who)
	open(t, dead, who)
	refused(t, alive, who)
	die()
	opens(t, alive, who)
	<-time.After(2 * lease)
	other, _ := replica(t, url, 2, lease)
	refused(t, other, who)
}

// TestRedisForgets wants a Redis that lost everything, its scripts too, to learn it anew.
func TestRedisForgets(t *testing.T) {
	url := testenv.Var(t, "REDIS_URL")
	one, _ := replica(t, url, 2, 200*time.Millisecond)
	two, _ := replica(t, url, 2, 200*time.Millisecond)
	who := id.New("who")
	open(t, one, who)
	open(t, one, who)
	if err := one.redis.ScriptFlush(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if err := one.redis.Del(t.Context(), key(who)).Err(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.After(10 * time.Second); ; {
		known, err := one.redis.ZRange(t.Context(), key(who), 0, -1).Result()
		if err != nil {
			t.Fatal(err)
		}
		if slices.Sort(known); len(known) == 2 {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("Redis knows %v", known)
		case <-time.After(5 * time.Millisecond):
		}
	}
	refused(t, two, who)
}

// TestStreamsWithoutRedis wants the replica's own count to hold where there is no Redis, and while it is away.
func TestStreamsWithoutRedis(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	away, err := Open("redis://" + silent.Addr().String() + "/0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = away.Close() })
	for name, client := range map[string]*redis.Client{"none": nil, "silent": away} {
		t.Run(name, func(t *testing.T) {
			s := NewStreams(2, client, slog.New(slog.DiscardHandler))
			first := open(t, s, "who")
			open(t, s, "who")
			refused(t, s, "who")
			first()
			open(t, s, "who")
			refused(t, s, "who")
		})
	}
}

func TestRoom(t *testing.T) {
	r := NewRoom(2)
	for range 2 {
		if !r.Enter() {
			t.Fatal("there is no room at first")
		}
	}
	if r.Enter() {
		t.Error("there is room for one too many")
	}
	r.Leave()
	if !r.Enter() {
		t.Error("a place that was left is not free")
	}
	if r.Enter() {
		t.Error("a place that was left once is free twice")
	}
	if NewRoom(0).most < 1 {
		t.Error("there is no room by default")
	}
}
