package http1

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"syscall"
)

const (
	// firstBuffer holds most requests; a connection keeps at most keptBuffer between two of them.
	firstBuffer, keptBuffer = 4 << 10, 64 << 10
	// maxHead and maxBody are the most that is read here; more goes on with net/http, which streams it.
	maxHead, maxBody = 16 << 10, 256 << 10
)

// conn is a client's connection. Its goroutine reads a request, has it handled, and writes the answer.
type conn struct {
	server *Server
	tcp    *net.TCPConn
	raw    syscall.RawConn
	remote string
	ctx    context.Context
	cancel context.CancelFunc

	state atomic.Uint64 // what it does, and since which tick

	in      []byte      // what has been read and not been used
	head    *head       // of the request before: most are the same
	out     []byte      // the answer's head, and a small body
	answers http.Header // what the handlers answer with, one after the other
}

func (c *conn) enter(what state) {
	c.state.Store(c.server.watch.now.Load()*uint64(states) + uint64(what))
}

// leaves goes from waiting to reading. It is false where the connection was closed for being idle.
func (c *conn) leaves(in uint64) bool {
	return c.state.CompareAndSwap(in, c.server.watch.now.Load()*uint64(states)+uint64(reading))
}

// close cuts the connection off; its goroutine notices, and ends.
func (c *conn) close() {
	c.cancel()
	_ = c.tcp.Close()
}

// closeIfIdle is for a server that stops.
func (c *conn) closeIfIdle() {
	in := c.state.Load()
	if what := state(in) % states; (what == idle || what == fresh) && c.state.CompareAndSwap(in, uint64(closed)) {
		c.cancel()
		_ = c.tcp.Close()
	}
}

func (c *conn) serve() {
	defer c.server.forget(c)
	c.in, c.answers = make([]byte, 0, firstBuffer), make(http.Header, 8)
	for {
		request, next := c.read()
		switch next {
		case gone:
			c.cancel()
			_ = c.tcp.Close()
			return
		case other:
			c.enter(managed)
			c.cancel()
			c.server.rest.give(&begun{c.tcp, bytes.Clone(c.in)})
			return
		}
		if !c.handle(request) {
			return
		}
	}
}

// What comes after reading.
type outcome int

const (
	ready outcome = iota
	gone          // the connection is of no use any more
	other         // it is net/http's
)

// read waits for a whole request. What it returns is taken out of c.in, but its body still lies there.
func (c *conn) read() (*incoming, outcome) {
	waiting := c.state.Load()
	if len(c.in) > 0 { // of the next request, which did not wait for the answer
		if !c.leaves(waiting) {
			return nil, gone
		}
	} else if what := state(waiting) % states; what != fresh && what != idle {
		return nil, gone
	}
	end := headEnd(c.in)
	for end < 0 {
		if len(c.in) >= maxHead {
			return nil, other
		}
		began := len(c.in) == 0
		if !c.fill() {
			return nil, gone
		}
		if began && !c.leaves(waiting) {
			return nil, gone
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
		if !c.fill() {
			return nil, gone
		}
	}
	return &incoming{head: h, body: body{rest: c.in[end:whole]}, size: whole}, ready
}

// fill reads what is there.
func (c *conn) fill() bool {
	if len(c.in) == cap(c.in) {
		bigger := make([]byte, len(c.in), 2*cap(c.in))
		copy(bigger, c.in)
		c.in = bigger
	}
	n, err := c.tcp.Read(c.in[len(c.in):cap(c.in)])
	c.in = c.in[:len(c.in)+n]
	return n > 0 || err == nil
}

// used forgets a request that was answered.
func (c *conn) used(size int) {
	rest := c.in[size:]
	if cap(c.in) > keptBuffer {
		c.in = make([]byte, 0, max(firstBuffer, len(rest)))
	}
	c.in = c.in[:copy(c.in[:cap(c.in)], rest)]
	if cap(c.out) > keptBuffer {
		c.out = nil
	}
}

// incoming is a request that has arrived.
type incoming struct {
	*head
	body body
	size int
}

// body is read from memory.
type body struct{ rest []byte }

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close implements io.Closer.
func (b *body) Close() error {
	b.rest = nil
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
	w := &response{conn: c, size: in.size, close: in.close, header: c.answers}
	defer func() {
		thrown := recover()
		cancel()
		_ = in.body.Close()
		if thrown != nil && thrown != http.ErrAbortHandler && c.server.http.ErrorLog != nil {
			c.server.http.ErrorLog.Printf("http: panic serving: %v\n%s", thrown, debug.Stack())
		}
		switch {
		case w.hijacked:
			again = false
			c.cancel()
		case thrown != nil || !again:
			again = false
			c.cancel()
			_ = c.tcp.Close()
		}
	}()
	c.server.http.Handler.ServeHTTP(w, request)
	if w.hijacked || !w.finish() {
		return false
	}
	c.used(in.size)
	clear(c.answers)
	c.enter(idle)
	if c.server.stopping.Load() { // it may have looked at this connection while it was not idle
		c.closeIfIdle()
	}
	return true
}
