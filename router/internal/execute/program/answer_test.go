package program

import "testing"

// TestRoom takes answers of every size, and wants room for them, no more than a fourth too much.
func TestRoom(t *testing.T) {
	var r Room
	for _, n := range []int{0, 1, smallest - 1, smallest, smallest + 1, 1281, 83_107, largest - 1, largest, largest + 1, 3 * largest} {
		a := r.Take(n)
		if len(a.Body) != 0 || cap(a.Body) < n || n > smallest && cap(a.Body) > n+n/steps {
			t.Errorf("%d bytes got %d of %d", n, len(a.Body), cap(a.Body))
		}
		if kept := a.home != nil; kept != (n <= largest) {
			t.Errorf("%d bytes are kept: %t", n, kept)
		}
		a.Body = append(a.Body, "before"...)
		a.Free()
		if again := r.Take(n); len(again.Body) != 0 || cap(again.Body) < n {
			t.Errorf("%d bytes got %d of %d the second time", n, len(again.Body), cap(again.Body))
		}
	}
}
