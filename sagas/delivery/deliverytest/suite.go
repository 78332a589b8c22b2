// Package deliverytest is the suite that every transaction store has to pass: what is said is published, and
// what is heard is handled once, whatever crashes in between.
package deliverytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Said is the event of the suite.
type Said struct {
	About string
	N     int
}

// Topic is the suite's.
func (Said) Topic() string { return "suite" }

// Key is what the event is about.
func (s Said) Key() string { return s.About }

// Counter is all that the work of the suite does.
type Counter interface {
	Add(ctx context.Context, n int) error
}

// Store is what is under test.
type Store interface {
	saga.Store[Counter]
	// Sum is what was added and committed.
	Sum(t testing.TB) int
	// Relay publishes what was said, by one of several relays; an error of write is a crash after publishing.
	Relay(ctx context.Context, write func(...saga.Envelope) error) error
}

var errCrash = errors.New("crash")

// Run runs the suite; each test gets a store of its own.
func Run(t *testing.T, open func(t *testing.T) Store) {
	t.Helper()
	tests := []struct {
		name string
		run  func(t *testing.T, s Store)
	}{
		{"what is said is published", published},
		{"delivered twice, handled once", twice},
		{"delivered twice at the same time, handled once", twiceAtOnce},
		{"crash before commit: nothing happened", beforeCommit},
		{"crash before commit of what was heard: it is handled again", beforeCommitOnce},
		{"crash after publishing: published again", afterPublish},
		{"order kept", orderKept},
		{"two relays at once: nothing lost, order kept", twoRelays},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// log collects what was published.
type log struct {
	mu   sync.Mutex
	said []saga.Envelope
}

func (l *log) write(es ...saga.Envelope) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, es...)
	return nil
}

func add(n int, say saga.Event) func(context.Context, Counter) (saga.Event, error) {
	return func(ctx context.Context, c Counter) (saga.Event, error) { return say, c.Add(ctx, n) }
}

func relay(t *testing.T, s Store, l *log) {
	t.Helper()
	if err := s.Relay(t.Context(), l.write); err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, s Store, n int, say saga.Event) {
	t.Helper()
	if err := s.Do(t.Context(), add(n, say)); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, s Store, sum int) {
	t.Helper()
	if got := s.Sum(t); got != sum {
		t.Fatalf("sum is %d, want %d", got, sum)
	}
}

func published(t *testing.T, s Store) {
	do(t, s, 1, Said{"a", 1})
	do(t, s, 1, nil)
	var l log
	relay(t, s, &l)
	relay(t, s, &l)
	if len(l.said) != 1 || l.said[0].Name != "Said" || l.said[0].Topic != "suite" || l.said[0].Key != "a" || l.said[0].ID == "" {
		t.Fatalf("published %+v", l.said)
	}
	want(t, s, 2)
}

func heard(t *testing.T, s Store) saga.Envelope {
	t.Helper()
	do(t, s, 0, Said{"a", 1})
	var l log
	relay(t, s, &l)
	return l.said[0]
}

func twice(t *testing.T, s Store) {
	e := heard(t, s)
	var l log
	for range 2 {
		if err := s.Once(t.Context(), e, add(1, Said{"b", 2})); err != nil {
			t.Fatal(err)
		}
	}
	relay(t, s, &l)
	want(t, s, 1)
	if len(l.said) != 1 {
		t.Fatalf("%d events were said, want 1", len(l.said))
	}
}

func twiceAtOnce(t *testing.T, s Store) {
	e := heard(t, s)
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { errs[i] = s.Once(t.Context(), e, add(1, nil)) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	want(t, s, 1)
}

func beforeCommit(t *testing.T, s Store) {
	err := s.Do(t.Context(), func(ctx context.Context, c Counter) (saga.Event, error) {
		return Said{"a", 1}, errors.Join(c.Add(ctx, 1), errCrash)
	})
	if !errors.Is(err, errCrash) {
		t.Fatalf("error is %v", err)
	}
	var l log
	relay(t, s, &l)
	want(t, s, 0)
	if len(l.said) != 0 {
		t.Fatalf("%d events were published, want none", len(l.said))
	}
}

func beforeCommitOnce(t *testing.T, s Store) {
	e := heard(t, s)
	err := s.Once(t.Context(), e, func(ctx context.Context, c Counter) (saga.Event, error) {
		return nil, errors.Join(c.Add(ctx, 1), errCrash)
	})
	if !errors.Is(err, errCrash) {
		t.Fatalf("error is %v", err)
	}
	if err := s.Once(t.Context(), e, add(1, nil)); err != nil {
		t.Fatal(err)
	}
	want(t, s, 1)
}

func afterPublish(t *testing.T, s Store) {
	do(t, s, 1, Said{"a", 1})
	var l log
	err := s.Relay(t.Context(), func(es ...saga.Envelope) error {
		_ = l.write(es...)
		return errCrash
	})
	if !errors.Is(err, errCrash) {
		t.Fatalf("error is %v", err)
	}
	relay(t, s, &l)
	if len(l.said) != 2 || l.said[0].ID != l.said[1].ID {
		t.Fatalf("published %+v, want the same event twice", l.said)
	}
}

const many = 300

func orderKept(t *testing.T, s Store) {
	for n := range many {
		do(t, s, 1, Said{"a", n})
	}
	var l log
	relay(t, s, &l)
	inOrder(t, &l)
}

func twoRelays(t *testing.T, s Store) {
	ctx, stop := context.WithCancel(t.Context())
	var l log
	var relays sync.WaitGroup
	for range 2 {
		relays.Go(func() {
			for ctx.Err() == nil {
				if err := s.Relay(ctx, l.write); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	for n := range many {
		do(t, s, 1, Said{"a", n})
	}
	stop()
	relays.Wait()
	relay(t, s, &l)
	inOrder(t, &l)
}

// inOrder wants every event, and the first time that each is published in the order in which it was said.
func inOrder(t *testing.T, l *log) {
	t.Helper()
	var seen []string
	for _, e := range l.said {
		if body := string(e.Body); !slices.Contains(seen, body) {
			seen = append(seen, body)
		}
	}
	if len(seen) != many {
		t.Fatalf("%d events were published, want %d", len(seen), many)
	}
	for n, body := range seen {
		var number int
		if _, err := fmt.Sscanf(body[len(body)-1-len(fmt.Sprint(n)):], "%d}", &number); err != nil || number != n {
			t.Fatalf("event %d is %s", n, body)
		}
	}
}
