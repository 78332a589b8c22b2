package recent_test

import (
	"fmt"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/recent"
)

func TestMap(t *testing.T) {
	m := recent.New[int](10)
	m.Put("used", 1, 1)
	for i := range 100 {
		m.Put(fmt.Sprint(i), i, 1)
		if _, ok := m.Get("used"); !ok {
			t.Fatalf("what is used all the time is forgotten after %d others", i)
		}
	}
	remembered := 0
	for i := range 100 {
		if v, ok := m.Get(fmt.Sprint(i)); ok {
			remembered++
			if v != i {
				t.Errorf("%d is %d", i, v)
			}
		}
	}
	if remembered == 0 || remembered > 10 {
		t.Errorf("%d of 100 are remembered", remembered)
	}
	if _, ok := m.Get("99"); !ok {
		t.Error("the last one is forgotten")
	}
}
