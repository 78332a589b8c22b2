package program

import (
	"math/bits"
	"sync"
)

// Answer is the body of a subgraph's answer.
type Answer struct {
	Body []byte
	home *sync.Pool // where its memory is kept; nil leaves it to the garbage collector
}

// Free gives the memory back. Nobody may read the body any more.
func (a *Answer) Free() {
	if a.home != nil {
		a.home.Put(a)
	}
}

// Room is the memory that answers lie in, used again by those that follow: it is most of what a query
// takes. The zero value is ready, for concurrent use.
type Room struct {
	sizes [steps*doublings + 1]sync.Pool
}

const (
	// smallest is the least that an answer takes, in bytes, and largest the most that is kept for others.
	// In between there are so many steps from a size to its double: an answer wastes a fifth at most.
	smallest  = 1 << 10
	steps     = 4
	doublings = 10
	largest   = smallest << doublings
)

// Take is an empty answer with room for so many bytes.
func (r *Room) Take(bytes int) *Answer {
	i, size := sizeOf(bytes)
	if i >= len(r.sizes) {
		return &Answer{Body: make([]byte, 0, bytes)}
	}
	a, _ := r.sizes[i].Get().(*Answer)
	if a == nil {
		return &Answer{Body: make([]byte, 0, size), home: &r.sizes[i]}
	}
	a.Body = a.Body[:0]
	return a
}

// sizeOf is the least size that so many bytes fit into, and which one that is.
func sizeOf(n int) (index, size int) {
	if n <= smallest {
		return 0, smallest
	}
	if n > largest {
		return steps*doublings + 1, n
	}
	doubled := bits.Len(uint((n - 1) / smallest)) // the first size in question is smallest << (doubled - 1)
	from := smallest << (doubled - 1)
	step := from / steps
	over := (n - from + step - 1) / step
	return (doubled-1)*steps + over, from + over*step
}
