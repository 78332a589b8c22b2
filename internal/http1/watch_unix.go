//go:build unix

package http1

import "syscall"

// left tells whether the client has closed the connection, without taking anything from it.
func left(raw syscall.RawConn) (gone bool) {
	if raw == nil {
		return false
	}
	_ = raw.Control(func(fd uintptr) {
		var one [1]byte
		n, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		switch err {
		case nil:
			gone = n == 0
		case syscall.EAGAIN, syscall.EINTR:
		default:
			gone = true
		}
	})
	return gone
}
