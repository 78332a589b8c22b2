// Package http1 is a leaner server for HTTP/1.1, for requests that are small and all alike: what net/http
// spends on each of them (a goroutine that watches for the client to leave, five deadlines, buffers, a head
// parsed that is the same as the one before) is spent once a connection, or by one watcher for all of them.
//
// Whatever is out of the ordinary (a chunked or large body, Expect, an upgrade, HEAD, another version, a head
// that is not beyond doubt) goes on with net/http, with what was read of it, and stays there; so net/http says
// what is wrong with it, too. The request that a handler sees must not be changed by it: its header is shared
// with the next one of the connection.
package http1

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server serves an http.Server's Handler. Of that server's settings it keeps Handler, BaseContext,
// ReadHeaderTimeout, IdleTimeout and ErrorLog; all of them hold for what net/http goes on with.
type Server struct {
	http  *http.Server
	rest  *handedOver
	watch *watch

	mu       sync.Mutex
	listener net.Listener
	conns    map[*conn]struct{}
	empty    chan struct{} // closed when the last connection is gone, after Shutdown
	stopping atomic.Bool
}

// New is a server that serves what standard would, and leaves to it what is out of the ordinary.
func New(standard *http.Server) *Server {
	return &Server{http: standard, conns: map[*conn]struct{}{}, rest: newHandedOver(), watch: newWatch()}
}

// Serve takes the listener's connections until Shutdown or Close, and returns http.ErrServerClosed then.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	s.listener = l
	stopped := s.stopping.Load()
	s.mu.Unlock()
	if stopped {
		_ = l.Close()
		return http.ErrServerClosed
	}
	s.rest.addr = l.Addr()
	base := context.Background()
	if s.http.BaseContext != nil {
		base = s.http.BaseContext(l)
	}
	base = context.WithValue(base, http.ServerContextKey, s.http)
	base = context.WithValue(base, http.LocalAddrContextKey, l.Addr())

	ended := make(chan struct{})
	defer close(ended)
	go s.look(ended)
	go func() { _ = s.http.Serve(s.rest) }()

	pause := time.Duration(0)
	for {
		accepted, err := l.Accept()
		switch {
		case err == nil:
			pause = 0
			s.begin(base, accepted)
		case s.stopping.Load():
			return http.ErrServerClosed
		case errors.Is(err, net.ErrClosed):
			return err
		default: // too many open files, most likely: it passes
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			time.Sleep(pause)
		}
	}
}

func (s *Server) begin(base context.Context, accepted net.Conn) {
	tcp, ok := accepted.(*net.TCPConn)
	if !ok {
		s.rest.give(accepted)
		return
	}
	c := &conn{server: s, tcp: tcp, remote: tcp.RemoteAddr().String()}
	c.ctx, c.cancel = context.WithCancel(base)
	c.raw, _ = tcp.SyscallConn()
	c.enter(fresh)
	s.mu.Lock()
	s.conns[c] = struct{}{}
	s.mu.Unlock()
	go c.serve()
	if s.stopping.Load() {
		c.closeIfIdle()
	}
}

// forget lets go of a connection that was closed, or that is somebody else's now.
func (s *Server) forget(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if s.empty != nil && len(s.conns) == 0 {
		close(s.empty)
		s.empty = nil
	}
}

// Shutdown stops listening, closes connections on which nothing happens, and waits for the others until ctx
// ends. It leaves alone what was hijacked.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	empty := make(chan struct{})
	s.mu.Lock()
	if s.listener != nil {
		_ = s.listener.Close()
	}
	if len(s.conns) == 0 {
		close(empty)
	} else {
		s.empty = empty
	}
	for c := range s.conns {
		c.closeIfIdle()
	}
	s.mu.Unlock()
	select {
	case <-empty:
	case <-ctx.Done():
		return ctx.Err()
	}
	// Only now: until the last connection is gone, one may still be handed over.
	return s.http.Shutdown(ctx)
}

// Close cuts all connections off that were not hijacked.
func (s *Server) Close() error {
	s.stopping.Store(true)
	s.mu.Lock()
	if s.listener != nil {
		_ = s.listener.Close()
	}
	for c := range s.conns {
		c.close()
	}
	s.mu.Unlock()
	return s.http.Close()
}

// handedOver are connections that net/http goes on with.
type handedOver struct {
	addr  net.Addr
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newHandedOver() *handedOver {
	return &handedOver{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (h *handedOver) give(c net.Conn) {
	select {
	case h.conns <- c:
	case <-h.done:
		_ = c.Close()
	}
}

// Accept implements net.Listener.
func (h *handedOver) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (h *handedOver) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

// Addr implements net.Listener.
func (h *handedOver) Addr() net.Addr { return h.addr }

// begun is a connection of which something was read already.
type begun struct {
	*net.TCPConn
	read []byte
}

// Read implements net.Conn.
func (b *begun) Read(p []byte) (int, error) {
	if len(b.read) == 0 {
		return b.TCPConn.Read(p)
	}
	n := copy(p, b.read)
	b.read = b.read[n:]
	return n, nil
}
