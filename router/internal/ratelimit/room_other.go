//go:build !unix

package ratelimit

// maxFiles is how many files the process may have open; 0 where there is no limit.
func maxFiles() uint64 { return 0 }
