package fetch

import (
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// The states of a breaker, as the metric shows them.
const (
	closed   int32 = 0 // the subgraph is asked
	halfOpen int32 = 1 // one request finds out whether it is back
	open     int32 = 2 // it is not asked
)

const (
	window = 10 * time.Second
	// enough failures in a window open the breaker, if they are at least half of what was asked: one request
	// that fails says nothing, and a subgraph that answers every second one is better than none.
	enough = 10
	// openFor is how long nobody asks; up to a half more, so that replicas do not all try at once.
	openFor = 2 * time.Second
	// A window may have freeRetries, and one more for each tenth request: a subgraph in trouble is not helped
	// by three times the traffic.
	freeRetries = 20
)

// breaker stops asking a subgraph that does not answer: callers then wait for nothing, and it can recover.
// Each request that allow let through ends in one of succeeded, failed and abandoned.
type breaker struct {
	state   atomic.Int32
	until   atomic.Int64 // when an open one lets somebody try; nanoseconds, like all times here
	began   atomic.Int64 // of the window
	asked   atomic.Int64
	faults  atomic.Int64
	retries atomic.Int64
}

func (b *breaker) allow(now time.Time) bool {
	switch b.state.Load() {
	case closed:
		return true
	case open:
		return now.UnixNano() >= b.until.Load() && b.state.CompareAndSwap(open, halfOpen)
	}
	return false
}

// succeeded tells whether this closed the breaker.
func (b *breaker) succeeded(now time.Time) (back bool) {
	if b.state.Load() != closed { // also a request from before: an answer is an answer
		b.reset(now.UnixNano())
		back = b.state.Swap(closed) != closed
	}
	b.count(now)
	return back
}

// failed tells whether this opened a closed breaker.
func (b *breaker) failed(now time.Time) (opened bool) {
	b.count(now)
	faults := b.faults.Add(1)
	switch state := b.state.Load(); {
	case state == halfOpen:
		b.trip(halfOpen, now)
	case state == closed && faults >= enough && 2*faults >= b.asked.Load():
		return b.trip(closed, now)
	}
	return false
}

// abandoned is for a request whose outcome nobody saw, because its client left.
func (b *breaker) abandoned() {
	b.state.CompareAndSwap(halfOpen, open) // the next one tries: until is past
}

func (b *breaker) trip(from int32, now time.Time) bool {
	b.until.Store(now.Add(openFor + rand.N(openFor/2)).UnixNano())
	return b.state.CompareAndSwap(from, open)
}

func (b *breaker) count(now time.Time) {
	at, began := now.UnixNano(), b.began.Load()
	if at-began > int64(window) && b.began.CompareAndSwap(began, at) {
		b.clear()
	}
	b.asked.Add(1)
}

func (b *breaker) reset(at int64) {
	b.began.Store(at)
	b.clear()
}

func (b *breaker) clear() {
	b.asked.Store(0)
	b.faults.Store(0)
	b.retries.Store(0)
}

// again tells whether one more retry is in proportion.
func (b *breaker) again() bool {
	return b.retries.Add(1) <= freeRetries+b.asked.Load()/10
}
