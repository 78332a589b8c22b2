package http1

import (
	"net/http"
	"sync/atomic"
	"time"
)

// tick is how often all connections are looked at: how late a client's leaving is seen at most.
const tick = 250 * time.Millisecond

// What a connection does.
type state uint64

const (
	fresh     state = iota // nothing was ever sent on it
	idle                   // between two requests
	reading                // a head has begun to arrive
	receiving              // a body is on its way
	handling               // a handler runs
	writing                // an answer is on its way
	managed                // a handler runs that has set deadlines of its own
	handed                 // net/http goes on with it
	closed
	states
)

const (
	bodyTime  = 20 * time.Second // for a body to arrive
	writeTime = 2 * time.Minute  // for one piece of an answer to be taken
)

// What would be read of a connection.
type found int

const (
	nothing found = iota
	something
	end // the client has closed it, or at least its half
)

// watch is the time, in ticks, and the text of the Date header; both change once in a tick.
type watch struct {
	now  atomic.Uint64
	date atomic.Pointer[string]
}

func newWatch() *watch {
	w := &watch{}
	w.set()
	return w
}

func (w *watch) set() {
	text := time.Now().UTC().Format(http.TimeFormat)
	w.date.Store(&text)
}

// most is how many ticks a connection may be in a state; 0 is any number.
func (s *Server) most() [states]uint64 {
	head, idleTime := or(s.http.ReadHeaderTimeout, 10*time.Second), or(s.http.IdleTimeout, 2*time.Minute)
	return [states]uint64{fresh: ticks(head), idle: ticks(idleTime), reading: ticks(head), receiving: ticks(bodyTime), writing: ticks(writeTime)}
}

// look holds all connections to the time until ended.
func (s *Server) look(ended <-chan struct{}) {
	t := time.NewTicker(tick)
	defer t.Stop()
	most := s.most()
	for {
		select {
		case <-ended:
			s.mu.Lock()
			left := len(s.conns)
			s.mu.Unlock()
			if left == 0 {
				return
			}
			ended = nil // requests in flight are still watched
		case <-t.C:
			now := s.watch.now.Add(1)
			s.watch.set()
			if s.stopping.Load() {
				// Whoever has connected just before has perhaps not got round to saying something.
				most[fresh] = 1
			}
			s.mu.Lock()
			if ended == nil && len(s.conns) == 0 {
				s.mu.Unlock()
				return
			}
			for c := range s.conns {
				c.look(now, &most)
			}
			s.mu.Unlock()
		}
	}
}

func (c *conn) look(now uint64, most *[states]uint64) {
	in := c.state.Load()
	what, age := state(in)%states, now-in/uint64(states)
	switch {
	case what == handling || what == managed:
		if age > 0 && peek(c.raw) == end {
			c.cancel() // as net/http does; whoever has closed only a half still gets the answer
		}
	case most[what] > 0 && age > most[what]:
		// In between it may have begun to do something else, and then it stays.
		if c.state.CompareAndSwap(in, uint64(closed)) {
			c.close()
		}
	}
}

func or(d, fallback time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return fallback
}

func ticks(d time.Duration) uint64 { return uint64((d + tick - 1) / tick) }
