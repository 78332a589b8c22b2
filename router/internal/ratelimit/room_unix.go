//go:build unix

package ratelimit

import "syscall"

// maxFiles is how many files the process may have open; 0 where there is no limit.
func maxFiles() uint64 {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil || files.Cur > 1<<40 {
		return 0
	}
	return uint64(files.Cur)
}
