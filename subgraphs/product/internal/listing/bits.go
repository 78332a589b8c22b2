package listing

import "math/bits"

// set is a set of places on a shelf.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int32)      { s[i>>6] |= 1 << (i & 63) }
func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// countWith is the size of what both have in common; nil has nothing.
func (s set) countWith(o set) int {
	n := 0
	for i := range o {
		n += bits.OnesCount64(s[i] & o[i])
	}
	return n
}

// and keeps only what o has, too; nil has nothing.
func (s set) and(o set) {
	if o == nil {
		clear(s)
		return
	}
	for i := range s {
		s[i] &= o[i]
	}
}

// andNot takes away what o has.
func (s set) andNot(o set) {
	for i := range o {
		s[i] &^= o[i]
	}
}

// or adds what o has.
func (s set) or(o set) {
	for i := range o {
		s[i] |= o[i]
	}
}

func (s set) clone() set { return append(set(nil), s...) }

// fill puts the first n places into the set.
func (s set) fill(n int) set {
	for i := range n {
		s.add(int32(i))
	}
	return s
}
