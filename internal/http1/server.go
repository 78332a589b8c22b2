// Package http1 is a leaner server for HTTP/1.1, for requests that are small and all alike: what net/http
// spends on each of them (a goroutine that watches for the client to leave, five deadlines, buffers, a head
// parsed that is the same as the one before) is spent once a connection, or by one watcher for all of them.
//
// Whatever is out of the ordinary (a chunked or large body, Expect, an upgrade, HEAD, another version, a head
// that is not beyond doubt) goes on with net/http, with what was read of it, and stays there; so net/http says
// what is wrong with it, too. What a handler sees of a request must not be changed by it: the header and the
// URL are shared with the next one of the connection. Answers are those of net/http, but for these: there are
// no trailers and no informational ones, and a body of unknown length is kept for longer before it is sent.
package http1

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server serves an http.Server's Handler. Of that server's settings it keeps Handler (which is needed),
// BaseContext, ReadHeaderTimeout (10 seconds where there is none), IdleTimeout (2 minutes) and ErrorLog; all
// of them hold for what net/http goes on with.
type Server struct {
	http    *http.Server
	handler http.Handler
	rest    *handedOver
	watch   *watch
	spare   sync.Pool // of *buffers
	first   int       // the size of new ones

	mu       sync.Mutex
	listener net.Listener
	serving  bool
	conns    map[*conn]struct{}
	drained  chan struct{} // made by Shutdown, closed when the last connection is gone
	cut      bool          // by Close
	stopping atomic.Bool
}

// New is a server that serves what standard would, and leaves to it what is out of the ordinary. Nobody else
// may use standard from then on.
func New(standard *http.Server) *Server {
	s := &Server{
		http: standard, handler: standard.Handler, first: firstBuffer,
		conns: map[*conn]struct{}{}, rest: newHandedOver(), watch: newWatch(),
	}
	standard.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.stopping.Load() { // net/http is told later than the others, and may get some of them until then
			w.Header().Set("Connection", "close")
		}
		s.handler.ServeHTTP(w, r)
	})
	return s
}

// Serve takes the listener's connections until Shutdown or Close, and returns http.ErrServerClosed then. It is
// called once.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	s.listener = l
	stopped := s.stopping.Load()
	s.serving = !stopped
	s.mu.Unlock()
	if stopped {
		_ = l.Close()
		return http.ErrServerClosed
	}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.serving = false
		s.settle()
	}()
	s.rest.addr = l.Addr()
	base := context.Background()
	if s.http.BaseContext != nil {
		base = s.http.BaseContext(l)
	}
	base = context.WithValue(base, http.ServerContextKey, s.http)
	s.watch.set()

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
			s.logf("http: accept: %v; trying again in %v", err, pause)
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
	raw, err := tcp.SyscallConn()
	if err != nil { // it is closed
		return
	}
	c := &conn{server: s, tcp: tcp, raw: raw, remote: tcp.RemoteAddr().String()}
	c.ctx, c.cancel = context.WithCancel(context.WithValue(base, http.LocalAddrContextKey, tcp.LocalAddr()))
	c.enter(fresh)
	s.mu.Lock()
	if s.conns[c] = struct{}{}; s.cut {
		c.close()
	}
	s.mu.Unlock()
	go c.serve()
}

// forget lets go of a connection that was closed, or that is somebody else's now.
func (s *Server) forget(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	s.settle()
}

// settle tells Shutdown, if all is over. It is called with s.mu held.
func (s *Server) settle() {
	if s.drained == nil || s.serving || len(s.conns) > 0 {
		return
	}
	select {
	case <-s.drained:
	default:
		close(s.drained)
	}
}

// stop ends listening, and tells whoever asks anything that it is the last answer.
func (s *Server) stop() {
	s.stopping.Store(true)
	if s.listener != nil {
		_ = s.listener.Close()
	}
}

// Shutdown stops listening, closes connections on which nothing happens, and waits for the others until ctx
// ends; then Close cuts them off. It leaves alone what was hijacked.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.stop()
	if s.drained == nil {
		s.drained = make(chan struct{})
	}
	drained := s.drained
	for c := range s.conns {
		c.closeIfIdle()
	}
	s.settle()
	s.mu.Unlock()
	select {
	case <-drained:
	case <-ctx.Done():
		return ctx.Err()
	}
	// Only now: until the last connection is gone, one may still be handed over.
	return s.http.Shutdown(ctx)
}

// Close cuts all connections off that were not hijacked.
func (s *Server) Close() error {
	s.mu.Lock()
	s.stop()
	s.cut = true
	for c := range s.conns {
		c.close()
	}
	s.mu.Unlock()
	return s.http.Close()
}

// logf is for what nobody else is told.
func (s *Server) logf(format string, args ...any) {
	if s.http.ErrorLog != nil {
		s.http.ErrorLog.Printf(format, args...)
		return
	}
	log.Printf(format, args...) // as net/http does
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
	if b.read = b.read[n:]; len(b.read) == 0 {
		b.read = nil
	}
	return n, nil
}

// WriteTo implements io.WriterTo: the connection's own would leave out what was read.
func (b *begun) WriteTo(w io.Writer) (int64, error) {
	read := b.read
	b.read = nil
	n, err := w.Write(read)
	if err != nil {
		return int64(n), err
	}
	more, err := b.TCPConn.WriteTo(w)
	return int64(n) + more, err
}
