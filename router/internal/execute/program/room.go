package program

import (
	"math/bits"
	"sync"
)

// Buffer is memory for the body of a subgraph request, or of its answer.
type Buffer struct {
	Bytes []byte
	home  *sync.Pool // where it is kept; nil leaves it to the garbage collector
}

// Free gives the memory back. Nobody may read the body any more.
func (b *Buffer) Free() {
	if b.home != nil {
		b.home.Put(b)
	}
}

// holds makes text the buffer's; it was appended to Bytes, or stands in their place.
func (b *Buffer) holds(text []byte) {
	if cap(text) < cap(b.Bytes) {
		b.home = nil // others count on its size
	}
	b.Bytes = text
}

// Room is what buffers are taken from, and go back to: they are most of what a query takes. The zero value is
// ready, for concurrent use.
type Room struct {
	sizes [steps*doublings + 1]sync.Pool
}

const (
	// smallest is the least size of a buffer, in bytes, and largest the most that is kept for others. In
	// between there are so many steps from a size to its double: a fifth of a buffer is wasted at most.
	smallest  = 1 << 10
	steps     = 4
	doublings = 10
	largest   = smallest << doublings
)

// Take is an empty buffer with room for so many bytes.
func (r *Room) Take(bytes int) *Buffer {
	i, size := sizeOf(bytes)
	if i >= len(r.sizes) {
		return &Buffer{Bytes: make([]byte, 0, bytes)}
	}
	b, _ := r.sizes[i].Get().(*Buffer)
	if b == nil {
		return &Buffer{Bytes: make([]byte, 0, size), home: &r.sizes[i]}
	}
	b.Bytes = b.Bytes[:0]
	return b
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
