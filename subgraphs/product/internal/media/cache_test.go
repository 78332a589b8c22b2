package media

import (
	"fmt"
	"testing"
)

func TestCacheKeepsWhatWasAskedForLast(t *testing.T) {
	c := newCache(100)
	made := 0
	get := func(key string, size int) {
		t.Helper()
		if got := len(c.get(key, func() []byte { made++; return make([]byte, size) })); got != size {
			t.Fatalf("%s has %d bytes, want %d", key, got, size)
		}
	}
	get("a", 40)
	get("b", 40)
	get("a", 40) // now b is the one that was asked for longest ago
	get("c", 40)
	if made != 3 {
		t.Fatalf("made %d, want 3", made)
	}
	get("a", 40)
	get("b", 40)
	if made != 4 {
		t.Errorf("made %d, want 4: b was given up, a was not", made)
	}
	get("huge", 101)
	get("huge", 101)
	if made != 6 {
		t.Errorf("made %d, want 6: what is larger than all of it is not kept", made)
	}
	for i := range 1000 {
		get(fmt.Sprint(i), 30)
	}
	if c.size > 100 || len(c.at) != c.order.Len() {
		t.Errorf("it has %d bytes in %d and %d entries", c.size, len(c.at), c.order.Len())
	}
}
