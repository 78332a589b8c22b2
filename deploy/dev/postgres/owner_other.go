//go:build !linux

package postgres

import "syscall"

// dieWithUs can't be asked for here: a server whose parent was killed runs on, and the next start says which it is.
func dieWithUs(*syscall.SysProcAttr) {}
