package supervise

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		wilted := errors.New("wilted")
		runs := []func() error{
			func() error { return wilted },
			func() error { panic("thorns") },
			func() error { return nil },
			func() error { <-time.After(steady); return wilted }, // of the test's own clock: it takes no time
			func() error { cancel(); <-ctx.Done(); return ctx.Err() },
		}
		var waits []time.Duration
		var errs []error
		turn := 0
		Keep(ctx, func(context.Context) error { turn++; return runs[turn-1]() }, func(err error, wait time.Duration) {
			errs, waits = append(errs, err), append(waits, wait)
		})
		if turn != len(runs) {
			t.Fatalf("it ran %d times, not %d", turn, len(runs))
		}
		for i, want := range []error{wilted, errPanic, errEnded, wilted} {
			if !errors.Is(errs[i], want) {
				t.Errorf("end %d: %v, not %v", i, errs[i], want)
			}
		}
		for i, want := range []time.Duration{first, 2 * first, 4 * first, first} {
			if waits[i] != want {
				t.Errorf("it waited %v before start %d, not %v", waits[i], i+2, want)
			}
		}
	})
}
