package http1

import "io"

// firstBuffer holds most requests, and most answers; those up to keptBuffer are used again.
const firstBuffer, keptBuffer = 4 << 10, 64 << 10

// buffers are what a connection needs while it has a request.
type buffers struct {
	in  []byte // what has been read and not been used
	out []byte // the answer's head, and a small body
}

// acquire takes buffers that nobody uses.
func (c *conn) acquire() *buffers {
	if b, ok := c.server.spare.Get().(*buffers); ok {
		return b
	}
	return &buffers{in: make([]byte, 0, c.server.first)}
}

// release gives them back.
func (c *conn) release() {
	b := c.buffers
	if c.buffers = nil; b == nil || cap(b.in) > keptBuffer {
		return
	}
	if b.in, b.out = b.in[:0], b.out[:0]; cap(b.out) > keptBuffer {
		b.out = nil
	}
	c.server.spare.Put(b)
}

// fill reads what is there, in the middle of a request. Where the client has closed its half, it may still be
// told what is wrong with it: by net/http.
func (c *conn) fill() outcome {
	if len(c.in) == cap(c.in) {
		bigger := make([]byte, len(c.in), 2*cap(c.in))
		copy(bigger, c.in)
		c.in = bigger
	}
	n, err := c.tcp.Read(c.in[len(c.in):cap(c.in)])
	c.in = c.in[:len(c.in)+n]
	switch {
	case n > 0 || err == nil:
		return ready
	case err == io.EOF:
		return other
	}
	return gone
}

// used forgets a request that was answered.
func (c *conn) used(size int) {
	rest := c.in[size:]
	if len(rest) == 0 {
		c.release()
		return
	}
	if cap(c.in) > keptBuffer {
		c.in = make([]byte, 0, max(firstBuffer, len(rest)))
	}
	c.in = c.in[:copy(c.in[:cap(c.in)], rest)]
}
