// Package batch gathers look-ups that many places make at the same time, as the resolvers of a list do, into
// one look-up for all of them.
package batch

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// gather is how long the first of a batch waits for others: far more than the resolvers of one request
	// need to all have asked, far less than a look-up takes.
	gather = 500 * time.Microsecond
	// full is how many keys end the waiting.
	full = 500
	// patience bounds a look-up, which does not end with the request that happened to begin it.
	patience = 5 * time.Second
)

// Loader looks keys up together. It remembers nothing: what it answers is as fresh as a look-up of one's own.
type Loader[K comparable, V any] struct {
	load func(context.Context, []K) (map[K]V, error)
	mu   sync.Mutex
	open *pending[K, V]
}

// pending is a batch that still takes keys, or is being looked up.
type pending[K comparable, V any] struct {
	keys  map[K]struct{}
	start chan struct{} // closed when it is full
	done  chan struct{}
	found map[K]V
	err   error
}

// New makes a loader over a look-up. A key that is not found is missing in what it answers.
func New[K comparable, V any](load func(context.Context, []K) (map[K]V, error)) *Loader[K, V] {
	return &Loader[K, V]{load: load}
}

// Load looks the keys up, together with whatever others ask for at this moment. What it answers may hold
// keys of theirs, and must not be changed.
func (l *Loader[K, V]) Load(ctx context.Context, keys []K) (map[K]V, error) {
	b := l.join(ctx, keys)
	select {
	case <-b.done:
		return b.found, b.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *Loader[K, V]) join(ctx context.Context, keys []K) *pending[K, V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == nil {
		l.open = &pending[K, V]{keys: map[K]struct{}{}, start: make(chan struct{}), done: make(chan struct{})}
		go l.run(context.WithoutCancel(ctx), l.open)
	}
	b := l.open
	for _, k := range keys {
		b.keys[k] = struct{}{}
	}
	if len(b.keys) >= full {
		l.open = nil
		close(b.start)
	}
	return b
}

func (l *Loader[K, V]) run(ctx context.Context, b *pending[K, V]) {
	defer close(b.done)
	defer func() {
		if thrown := recover(); thrown != nil {
			b.err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	t := time.NewTimer(gather)
	defer t.Stop()
	select {
	case <-t.C:
	case <-b.start:
	}
	l.mu.Lock()
	if l.open == b {
		l.open = nil
	}
	keys := make([]K, 0, len(b.keys))
	for k := range b.keys {
		keys = append(keys, k)
	}
	l.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	b.found, b.err = l.load(ctx, keys)
}
