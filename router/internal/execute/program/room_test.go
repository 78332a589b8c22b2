package program

import "testing"

// TestRoom takes buffers of every size, and wants room for them, no more than a fourth too much.
func TestRoom(t *testing.T) {
	var r Room
	for _, n := range []int{0, 1, smallest - 1, smallest, smallest + 1, 1281, 83_107, largest - 1, largest, largest + 1, 3 * largest} {
		b := r.Take(n)
		if len(b.Bytes) != 0 || cap(b.Bytes) < n || n > smallest && cap(b.Bytes) > n+n/steps {
			t.Errorf("%d bytes got %d of %d", n, len(b.Bytes), cap(b.Bytes))
		}
		if kept := b.home != nil; kept != (n <= largest) {
			t.Errorf("%d bytes are kept: %t", n, kept)
		}
		b.Bytes = append(b.Bytes, "before"...)
		b.Free()
		if again := r.Take(n); len(again.Bytes) != 0 || cap(again.Bytes) < n {
			t.Errorf("%d bytes got %d of %d the second time", n, len(again.Bytes), cap(again.Bytes))
		}
	}
}
