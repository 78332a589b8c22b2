package execute

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func gated(few, most int, behind *atomic.Bool) *gate {
	return &gate{few: few, most: most, behind: behind.Load}
}

// TestGateBehind lets many through a gate whose processors are behind: there are few at a time, and all get through.
func TestGateBehind(t *testing.T) {
	var behind atomic.Bool
	behind.Store(true)
	g := gated(4, 100, &behind)
	var in, through atomic.Int32
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			g.enter()
			defer g.leave()
			if n := in.Add(1); n > 4 {
				t.Errorf("%d are in", n)
			}
			through.Add(1)
			in.Add(-1)
		})
	}
	all.Wait()
	if through.Load() != 200 || g.running != 0 || len(g.waiting) != 0 {
		t.Errorf("%d got through; %d run and %d wait", through.Load(), g.running, len(g.waiting))
	}
}

// TestGateKeepsUp wants programs that wait for subgraphs not to wait for each other, and those who came while the
// processors were behind to be let in once they are not, though nobody leaves; in the order in which they came.
func TestGateKeepsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var behind atomic.Bool
		g := gated(2, 10, &behind)
		for range 8 {
			g.enter()
		}
		behind.Store(true)
		var order []int
		var mu sync.Mutex
		for i := range 4 {
			go func() {
				g.enter()
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			}()
			synctest.Wait()
		}
		if len(order) != 0 {
			t.Fatalf("%v are in while the processors are behind", order)
		}
		behind.Store(false)
		g.mu.Lock() // two have room, and whoever looks lets them in
		g.admit()
		g.mu.Unlock()
		synctest.Wait()
		if len(order) != 2 || g.running != 10 {
			t.Fatalf("%v are in, %d run", order, g.running)
		}
		g.leave()
		synctest.Wait()
		g.leave()
		synctest.Wait()
		slices.Sort(order[:2]) // they were let in together
		if !slices.Equal(order, []int{0, 1, 2, 3}) || len(g.waiting) != 0 {
			t.Errorf("%v are in, %d wait", order, len(g.waiting))
		}
	})
}

// TestGateLooks wants those who wait to be let in by the clock where nobody leaves.
func TestGateLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var behind atomic.Bool
		behind.Store(true)
		g := gated(1, 10, &behind)
		g.enter()
		in := make(chan struct{})
		go func() { g.enter(); close(in) }()
		synctest.Wait()
		behind.Store(false)
		<-in // or the bubble is dead
		synctest.Wait()
	})
}
