package router

import (
	"context"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{0: 800, 4 << 20: 400, 16 << 20: 100, 32 << 20: 50, 64 << 20: 45, 1 << 40: 45} {
		if got := percentFor(live); got != want {
			t.Errorf("%d bytes: %d%%, want %d%%", live, got, want)
		}
	}
}

// TestCollectAtPace wants the pace set by a collection, and Go's own in the end.
func TestCollectAtPace(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reaches := func(wanted func(uint64) bool) {
		t.Helper()
		now := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
			if metrics.Read(now); wanted(now[0].Value.Uint64()) {
				return
			}
		}
		t.Errorf("GOGC stays %d", now[0].Value.Uint64())
	}
	collectAtPace(ctx)
	runtime.GC()
	reaches(func(percent uint64) bool { return percent != goPercent })
	cancel()
	reaches(func(percent uint64) bool { return percent == goPercent })
}
