package ratelimit

import (
	"sync"
	"sync/atomic"
	"syscall"
)

// kept are the file descriptors that streams leave for everything else.
const kept = 256

// Room bounds what is open at this replica, whoever has it.
type Room struct {
	most  int64
	taken atomic.Int64
}

// NewRoom has room for so many streams; 0 for as many as the process's limit of open files allows, if each
// takes two: the client's connection and the subgraph's.
func NewRoom(most int) *Room {
	if most > 0 {
		return &Room{most: int64(most)}
	}
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil || files.Cur > 1<<40 {
		return &Room{most: 1 << 40}
	}
	return &Room{most: max(int64(files.Cur)-kept, 2) / 2}
}

// Enter takes a place until leave is called; false where there is none.
func (r *Room) Enter() (leave func(), ok bool) {
	if r.taken.Add(1) > r.most {
		r.taken.Add(-1)
		return nil, false
	}
	return sync.OnceFunc(func() { r.taken.Add(-1) }), true
}
