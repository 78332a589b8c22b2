// Package redis runs a Redis-compatible server in this process: miniredis. It keeps nothing.
package redis

import (
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// tick is how late a key may expire.
const tick = 50 * time.Millisecond

// Server is a running server.
type Server struct {
	redis   *miniredis.Miniredis
	stop    chan struct{}
	stopped chan struct{}
}

// Start runs a server on a free loopback port.
func Start() (*Server, error) {
	redis, err := miniredis.Run()
	if err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	s := &Server{redis: redis, stop: make(chan struct{}), stopped: make(chan struct{})}
	go s.age()
	return s, nil
}

// age lets keys expire: miniredis was made for tests, and its time stands still unless somebody moves it.
func (s *Server) age() {
	defer close(s.stopped)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for last := time.Now(); ; {
		select {
		case now := <-ticker.C:
			s.redis.FastForward(now.Sub(last))
			last = now
		case <-s.stop:
			return
		}
	}
}

// URL is for REDIS_URL.
func (s *Server) URL() string { return "redis://" + s.redis.Addr() + "/0" }

// Stop ends the server, and with it all that it held.
func (s *Server) Stop() {
	close(s.stop)
	<-s.stopped
	s.redis.Close()
}
