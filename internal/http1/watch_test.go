//go:build unix

package http1

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"testing"
	"time"
)

// accepted is a connection that nobody serves, and its client's end.
func accepted(t *testing.T, s *Server) (*conn, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	in, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	c := &conn{server: s, tcp: in.(*net.TCPConn)}
	if c.raw, err = c.tcp.SyscallConn(); err != nil {
		t.Fatal(err)
	}
	c.ctx, c.cancel = context.WithCancel(t.Context())
	t.Cleanup(c.cancel)
	return c, client
}

// TestLook has time pass for connections that do something.
func TestLook(t *testing.T) {
	s := New(&http.Server{})
	most := s.most()
	for _, test := range []struct {
		name  string
		state state
		ends  bool
	}{
		{"fresh", fresh, true}, {"idle", idle, true}, {"reading", reading, true}, {"receiving", receiving, true}, {"writing", writing, true},
		{"handling", handling, false}, {"managed", managed, false}, {"handed", handed, false}, {"closed", closed, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _ := accepted(t, s)
			c.enter(test.state)
			for now := range uint64(10_000) {
				if c.look(now, &most); c.ctx.Err() != nil {
					if !test.ends || now != most[test.state]+1 {
						t.Errorf("it is cut off after %d ticks", now)
					}
					return
				}
			}
			if test.ends {
				t.Error("it goes on for ever")
			}
		})
	}
}

// TestCloseIfIdle is about a server that stops just as a request arrives.
func TestCloseIfIdle(t *testing.T) {
	c, client := accepted(t, New(&http.Server{}))
	for what := range states {
		if what == idle {
			continue
		}
		if c.enter(what); c.state.Load() != uint64(what) {
			t.Fatalf("it is in %d, not %d", c.state.Load(), what)
		}
		if c.closeIfIdle(); c.ctx.Err() != nil {
			t.Errorf("it is closed in %d", what)
		}
	}
	c.enter(idle)
	if _, err := client.Write([]byte("G")); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(patience); peek(c.raw) != something; runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatal("nothing arrives")
		}
	}
	if c.closeIfIdle(); c.ctx.Err() != nil {
		t.Error("it is closed although there is a request")
	}
	if _, err := c.tcp.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if c.closeIfIdle(); c.ctx.Err() == nil {
		t.Error("it is kept although nothing comes")
	}
	if c.leaves(uint64(idle)) {
		t.Error("it goes on")
	}
}
