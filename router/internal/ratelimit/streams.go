package ratelimit

import "sync"

// Streams counts the streams that each caller has open at this replica.
type Streams struct {
	most int

	mu   sync.Mutex
	open map[string]int
}

// NewStreams allows so many streams to each caller; 0 any number.
func NewStreams(most int) *Streams { return &Streams{most: most, open: map[string]int{}} }

// Open counts one more stream until done is called; false where the caller has too many.
func (s *Streams) Open(who string) (done func(), ok bool) {
	if s.most <= 0 || who == "" {
		return func() {}, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[who] >= s.most {
		return nil, false
	}
	s.open[who]++
	return sync.OnceFunc(func() { s.end(who) }), true
}

func (s *Streams) end(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[who]--; s.open[who] == 0 {
		delete(s.open, who)
	}
}
