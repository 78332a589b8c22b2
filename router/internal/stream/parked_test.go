package stream

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/idle"
)

const patience = 10 * time.Second

// stage is a parked stream with its client.
type stage struct {
	t      *testing.T
	lot    *Lot
	stream *Parked
	client *net.TCPConn
	lines  *bufio.Reader
	ended  chan error
}

// parkedStream parks a stream with the options.
func parkedStream(t *testing.T, watcher *idle.Watcher, o Options) *stage {
	t.Helper()
	s := &stage{t: t, lot: NewLot(watcher), ended: make(chan error, 10)}
	o.Tidy = func(_ *http.Request, body []byte) []byte { return body }
	begun := make(chan *Parked, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.Request = r
		err := s.lot.Park(w, r, o, func(p *Parked) error {
			begun <- p
			return nil
		}, func(why error) { s.ended <- why })
		if err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.client = conn.(*net.TCPConn)
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case s.stream = <-begun:
	case <-time.After(patience):
		t.Fatal("the stream does not begin")
	}
	if err := conn.SetReadDeadline(time.Now().Add(2 * patience)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReaderSize(conn, 64), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.lines = bufio.NewReader(resp.Body)
	s.want(":", "")
	return s
}

func (s *stage) want(lines ...string) {
	s.t.Helper()
	for _, want := range lines {
		got, err := s.lines.ReadString('\n')
		if err != nil || strings.TrimSuffix(got, "\n") != want {
			s.t.Fatalf("got %.200q (%v), want %.200q", got, err, want)
		}
	}
}

func (s *stage) say(text string) error {
	_, _ = io.WriteString(s.stream, text)
	return s.stream.Flush()
}

// over is why the stream ended. It ends once.
func (s *stage) over() error {
	s.t.Helper()
	select {
	case why := <-s.ended:
		s.lot.mu.Lock()
		defer s.lot.mu.Unlock()
		if len(s.lot.streams) > 0 {
			s.t.Error("the stream is in the lot still")
		}
		return why
	case <-time.After(patience):
		s.t.Fatal("the stream does not end")
		return nil
	}
}

func (s *stage) wantEnd() {
	s.t.Helper()
	if rest, err := io.ReadAll(s.lines); err != nil || len(rest) > 0 {
		s.t.Errorf("at the end there is %.200q, %v", rest, err)
	}
}

func ways(t *testing.T, test func(t *testing.T, watcher *idle.Watcher)) {
	t.Run("parked", func(t *testing.T) {
		w, err := idle.New()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.Close)
		test(t, w)
	})
	t.Run("by a goroutine", func(t *testing.T) { test(t, nil) })
}

func usual() Options { return Options{Heartbeat: time.Hour, WriteTimeout: patience, Lag: 64} }

func TestParked(t *testing.T) {
	ways(t, func(t *testing.T, watcher *idle.Watcher) {
		t.Run("events, and what the client says", func(t *testing.T) {
			s := parkedStream(t, watcher, usual())
			_, _ = io.WriteString(s.client, strings.Repeat("hello", 100)) // nobody listens
			for i := range 200 {
				if err := s.say(fmt.Sprintf("{\n%d}", i)); err != nil {
					t.Fatal(err)
				}
				s.want("event: next", "data: {", fmt.Sprintf("data: %d}", i), "")
			}
			s.stream.Complete()
			s.want("event: complete", "data:", "")
			s.wantEnd()
			if why := s.over(); why != nil {
				t.Error(why)
			}
			if s.say("late") == nil {
				t.Error("an event is taken after the end")
			}
		})
		t.Run("heartbeats", func(t *testing.T) {
			o := usual()
			o.Heartbeat = 80 * time.Millisecond
			s := parkedStream(t, watcher, o)
			last := time.Now()
			for range 5 {
				s.want(":", "")
				if took := time.Since(last); took < o.Heartbeat/2 {
					t.Errorf("a heartbeat after %s", took)
				}
				last = time.Now()
			}
			_ = s.client.Close()
			if why := s.over(); !errors.Is(why, context.Canceled) {
				t.Error(why)
			}
		})
		t.Run("the token expires", func(t *testing.T) {
			o := usual()
			o.Heartbeat, o.Expires = 400*time.Millisecond, time.Now().Add(100*time.Millisecond)
			s := parkedStream(t, watcher, o)
			s.want("event: next")
			if line, err := s.lines.ReadString('\n'); err != nil || !strings.Contains(line, "UNAUTHENTICATED") {
				t.Errorf("got %s, %v", line, err)
			}
			if time.Now().Before(o.Expires) {
				t.Error("it expired too soon")
			}
			s.want("", "event: complete", "data:", "")
			s.wantEnd()
			_ = s.over()
		})
		t.Run("the process stops", func(t *testing.T) {
			o := usual()
			stopping := make(chan struct{})
			o.Stopping = stopping
			s := parkedStream(t, watcher, o)
			close(stopping)
			s.want("retry: 1000", "")
			s.wantEnd()
			_ = s.over()
		})
		t.Run("the client closes its half", func(t *testing.T) {
			s := parkedStream(t, watcher, usual())
			_ = s.client.CloseWrite()
			if why := s.over(); !errors.Is(why, context.Canceled) {
				t.Error(why)
			}
		})
		t.Run("all at once", func(t *testing.T) {
			s := parkedStream(t, watcher, usual())
			var all sync.WaitGroup
			for _, end := range []func(){s.stream.Complete, s.stream.retry, s.stream.expire, func() { _ = s.client.Close() }, func() { s.stream.close(errLag) }} {
				all.Go(end)
			}
			all.Go(func() { _ = s.say("x") })
			all.Wait()
			_ = s.over()
			if len(s.ended) > 0 {
				t.Error("the stream ended twice")
			}
		})
	})
}

// TestParkedSlow wants a client that reads late to get everything in its order, also long after a write had
// to wait, and one that reads nothing to be cut off.
func TestParkedSlow(t *testing.T) {
	big := strings.Repeat("x", 256<<10)
	ways(t, func(t *testing.T, watcher *idle.Watcher) {
		t.Run("reads late", func(t *testing.T) {
			o := usual()
			o.WriteTimeout, o.Lag = 200*time.Millisecond, 64
			s := parkedStream(t, watcher, o)
			waits := func() bool {
				s.stream.mu.Lock()
				defer s.stream.mu.Unlock()
				return s.stream.behind > 1
			}
			n := 0
			for ; n < 60 && !waits(); n++ {
				if err := s.say(fmt.Sprint(n, big)); err != nil {
					t.Fatal(err)
				}
			}
			if !waits() {
				t.Fatal("the connection takes everything")
			}
			for i := range n {
				s.want("event: next", "data: "+fmt.Sprint(i, big), "")
			}
			<-time.After(2 * o.WriteTimeout) // the deadline of the last write that had to wait is over
			if err := s.say("after all"); err != nil {
				t.Fatal(err)
			}
			s.want("event: next", "data: after all", "")
		})
		t.Run("is too far behind", func(t *testing.T) {
			o := usual()
			o.Lag = 4
			s := parkedStream(t, watcher, o)
			var err error
			for i := 0; i < 1000 && err == nil; i++ {
				err = s.say(big)
			}
			if !errors.Is(err, errLag) || !errors.Is(s.over(), errLag) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("takes nothing for too long", func(t *testing.T) {
			o := usual()
			o.WriteTimeout, o.Lag = 50*time.Millisecond, 1000
			s := parkedStream(t, watcher, o)
			for range 60 {
				if s.say(big) != nil {
					break
				}
			}
			var timeout net.Error
			if why := s.over(); !errors.As(why, &timeout) || !timeout.Timeout() {
				t.Errorf("ended with %v", why)
			}
		})
	})
}
