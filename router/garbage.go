package router

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// How much garbage there may be before it is collected, in bytes, or in parts of what lives. Go's own rule, as
// much as lives, makes a router that is asked for much hold twice what it needs, and one that is asked for
// little collect a dozen times a second.
const (
	leastGarbage = 16 << 20
	garbagePart  = 0.45
	goPercent    = 100 // Go's own
)

// collectAtPace sets, after each collection, when the next one is due. It ends with ctx, and leaves Go's own
// rule behind. The process should be the router's alone.
func collectAtPace(ctx context.Context) {
	var mu sync.Mutex // between setting it and the end
	now := goPercent
	set := func(percent int) {
		if percent != now {
			now = percent
			debug.SetGCPercent(percent)
		}
	}
	context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		set(goPercent)
	})
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	// An object that nobody has is finalised by the next collection: that is how one hears of it.
	var collected func(*[64]byte)
	collected = func(again *[64]byte) {
		mu.Lock()
		defer mu.Unlock()
		if ctx.Err() != nil {
			return
		}
		metrics.Read(live)
		set(percentFor(live[0].Value.Uint64()))
		runtime.SetFinalizer(again, collected)
	}
	runtime.SetFinalizer(new([64]byte), collected)
}

// percentFor is GOGC for a heap of which so much lives, in steps: setting it stops the world for a moment.
func percentFor(live uint64) int {
	const step, most = 5, 800
	live = max(live, 1<<20)
	garbage := max(leastGarbage, garbagePart*float64(live))
	return min(int(100*garbage/float64(live))/step*step, most)
}
