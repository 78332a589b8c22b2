package ratelimit

import "sync/atomic"

// kept are the file descriptors that streams leave for everything else, at most.
const kept = 512

// Room bounds the connections of streams and sockets that this replica has open, to clients and to subgraphs.
type Room struct {
	most  int64
	taken atomic.Int64
}

// NewRoom has room for so many connections; 0 is for as many as the process may open files, but for a few.
func NewRoom(most int) *Room {
	if most > 0 {
		return &Room{most: int64(most)}
	}
	files := maxFiles()
	if files == 0 {
		return &Room{most: 1 << 40}
	}
	return &Room{most: int64(files - min(files/4, kept))}
}

// Enter takes a place; false where there is none.
func (r *Room) Enter() bool {
	if r.taken.Add(1) > r.most {
		r.taken.Add(-1)
		return false
	}
	return true
}

// Leave gives a place back, once for each Enter.
func (r *Room) Leave() { r.taken.Add(-1) }
