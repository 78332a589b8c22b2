//go:build !unix

package http1

import "syscall"

// await reads what comes first of a request.
func (c *conn) await() bool {
	c.buffers = c.acquire()
	return c.fill() == ready
}

// peek does not know here: a request goes on until its answer can't be written.
func peek(syscall.RawConn) found { return nothing }
