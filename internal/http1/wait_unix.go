//go:build unix

package http1

import "syscall"

// await reads what comes first of a request, and has buffers for it only then.
func (c *conn) await() bool {
	if c.first == nil {
		c.first = c.readFirst
	}
	return c.raw.Read(c.first) == nil && c.buffers != nil
}

// readFirst is false where there is nothing yet.
func (c *conn) readFirst(fd uintptr) bool {
	c.buffers = c.acquire()
	n, err := syscall.Read(int(fd), c.in[:cap(c.in)])
	for err == syscall.EINTR {
		n, err = syscall.Read(int(fd), c.in[:cap(c.in)])
	}
	if n > 0 {
		c.in = c.in[:n]
		return true
	}
	c.release()
	return err != syscall.EAGAIN
}

// peek tells what would be read, without taking anything from it.
func peek(raw syscall.RawConn) (found found) {
	_ = raw.Control(func(fd uintptr) {
		var one [1]byte
		n, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		switch {
		case n > 0:
			found = something
		case err != syscall.EAGAIN && err != syscall.EINTR:
			found = end
		}
	})
	return found
}
