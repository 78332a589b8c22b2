package delivery

import (
	"context"
	"sync"
	"time"
)

// Bell wakes everyone who publishes from a database when something was committed there. Rung while one of
// them is at work, it makes that one look once more.
type Bell struct {
	mu      sync.Mutex
	waiters []waiter
}

type waiter chan struct{}

// NewBell makes a bell.
func NewBell() *Bell { return &Bell{} }

// Ring wakes all who wait, or will.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.waiters {
		select {
		case w <- struct{}{}:
		default: // it knows already
		}
	}
}

func (b *Bell) listen() waiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := make(waiter, 1)
	b.waiters = append(b.waiters, w)
	return w
}

// wait returns when the bell is rung, after at most so long, or when ctx ends.
func (w waiter) wait(ctx context.Context, atMost time.Duration) {
	t := time.NewTimer(atMost)
	defer t.Stop()
	select {
	case <-w:
	case <-t.C:
	case <-ctx.Done():
	}
}
