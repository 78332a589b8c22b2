package http1

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// TestLook has time pass for connections that do something.
func TestLook(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
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
			client, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = client.Close() }()
			accepted, err := l.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = accepted.Close() }()
			c := &conn{server: s, tcp: accepted.(*net.TCPConn)}
			if c.raw, err = c.tcp.SyscallConn(); err != nil {
				t.Fatal(err)
			}
			c.ctx, c.cancel = context.WithCancel(t.Context())
			defer c.cancel()
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
