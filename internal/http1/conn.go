package http1

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
)

// maxHead and maxBody are the most that is read here; more goes on with net/http, which streams it.
const maxHead, maxBody = 16 << 10, 256 << 10

// conn is a client's connection. Its goroutine reads a request, has it handled, and writes the answer.
type conn struct {
	server *Server
	tcp    *net.TCPConn
	raw    syscall.RawConn
	remote string
	ctx    context.Context
	cancel context.CancelFunc

	state atomic.Uint64 // what it does, and since which tick

	*buffers                    // nil while nothing has come of a request: one that waits has no memory to read into
	first    func(uintptr) bool // reads what comes first of one
	head     *head              // of the request before: most are the same
}

func (c *conn) enter(what state) {
	c.state.Store(c.server.watch.now.Load()*uint64(states) + uint64(what))
}

// leaves goes from waiting to reading. It is false where the connection was closed for being idle.
func (c *conn) leaves(in uint64) bool {
	return c.state.CompareAndSwap(in, c.server.watch.now.Load()*uint64(states)+uint64(reading))
}

// close cuts the connection off; its goroutine notices, and ends. A handler that hears of it can't answer any
// more.
func (c *conn) close() {
	_ = c.tcp.Close()
	c.cancel()
}

// closeIfIdle is for a server that stops. A request that has arrived is still answered.
func (c *conn) closeIfIdle() {
	in := c.state.Load()
	if state(in)%states == idle && peek(c.raw) != something && c.state.CompareAndSwap(in, uint64(closed)) {
		c.close()
	}
}

func (c *conn) serve() {
	defer c.server.forget(c)
	defer c.cancel()
	for {
		request, next := c.read()
		switch next {
		case gone:
			_ = c.tcp.Close()
			c.release()
			return
		case other:
			c.handOver()
			return
		}
		if !c.handle(request) {
			return
		}
	}
}

// handOver has net/http go on.
func (c *conn) handOver() {
	read := append([]byte(nil), c.in...)
	if c.head != nil && c.head.method == http.MethodPost { // net/http bears with these after a POST only
		for n := 0; n < 4 && len(read) > 0 && (read[0] == '\r' || read[0] == '\n'); n++ {
			read = read[1:]
		}
	}
	c.enter(handed)
	c.release()
	c.server.rest.give(&begun{c.tcp, read})
}

// What comes after reading.
type outcome int

const (
	ready outcome = iota
	gone          // the connection is of no use any more
	other         // it is net/http's
)

// read waits for a whole request. It lies in c.in until used is called.
func (c *conn) read() (*incoming, outcome) {
	if c.buffers == nil {
		waiting := c.state.Load()
		if what := state(waiting) % states; what != fresh && what != idle || !c.await() || !c.leaves(waiting) {
			return nil, gone
		}
	}
	end, seen := headEnd(c.in), 0
	for end < 0 {
		little := c.head != nil && len(c.in) < 4 // net/http waits for as much between two requests
		if !little {
			if len(c.in) >= maxHead || bareNewline(c.in, seen) {
				return nil, other
			}
			seen = len(c.in)
		}
		switch next := c.fill(); {
		case next == other && little:
			return nil, gone
		case next != ready:
			return nil, next
		}
		end = headEnd(c.in)
	}
	h := c.head
	if h == nil || h.text != string(c.in[:end]) { // the compiler does not copy this
		if h = parse(c.in[:end]); h == nil || h.length > maxBody {
			return nil, other
		}
		c.head = h
	}
	whole := end + int(h.length)
	if len(c.in) < whole {
		c.enter(receiving)
	}
	for len(c.in) < whole {
		if next := c.fill(); next != ready {
			return nil, next
		}
	}
	return &incoming{head: h, body: body{rest: c.in[end:whole]}, size: whole}, ready
}

// incoming is a request that has arrived.
type incoming struct {
	*head
	body body
	size int
}

// body is read from memory. Whoever still reads it when the handler has returned, such as a client that
// passes it on, is told that it is over: the memory is another request's then.
type body struct {
	mu     sync.Mutex
	rest   []byte
	closed bool
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return 0, http.ErrBodyReadAfterClose
	case len(b.rest) == 0:
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close implements io.Closer.
func (b *body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rest, b.closed = nil, true
	return nil
}

// handle answers the request. It is false where the connection is not for another one.
func (c *conn) handle(in *incoming) (again bool) {
	c.enter(handling)
	ctx, cancel := context.WithCancel(c.ctx)
	request := (&http.Request{
		Method: in.method, URL: in.url, RequestURI: in.target, Host: in.host, RemoteAddr: c.remote,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: in.header, ContentLength: in.length, Body: http.NoBody, Close: in.close,
	}).WithContext(ctx)
	if in.length > 0 {
		request.Body = &in.body
	}
	w := &response{conn: c, size: in.size, close: in.close, header: make(http.Header)}
	defer func() {
		if thrown := recover(); thrown != nil && thrown != http.ErrAbortHandler {
			c.server.logf("http: panic serving %s: %v\n%s", c.remote, thrown, debug.Stack())
		}
		cancel()
		_ = in.body.Close()
		w.failed = errOver
		if !again { // also after a panic
			if !w.hijacked {
				_ = c.tcp.Close()
			}
			c.release()
		}
	}()
	c.server.handler.ServeHTTP(w, request)
	if w.hijacked || !w.finish() {
		return false
	}
	if c.used(in.size); c.buffers != nil { // the next one did not wait for the answer
		c.enter(reading)
		return true
	}
	c.enter(idle)
	if c.server.stopping.Load() { // it may have looked at this connection while it was not idle
		c.closeIfIdle()
	}
	return true
}
