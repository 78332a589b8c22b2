//go:build !unix

package http1

import "syscall"

// left is not known here: a request goes on until its answer can't be written.
func left(syscall.RawConn) bool { return false }
