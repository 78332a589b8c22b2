// Package supervise keeps something running: what ends by itself is started again, later each time that it
// ends soon after its start.
package supervise

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// The time before it is started again doubles from first to most, and is first again for one that ran for
// at least steady.
const (
	first  = 200 * time.Millisecond
	most   = 10 * time.Second
	steady = 20 * time.Second
)

// Errors for what is not an error of its own.
var (
	errEnded = errors.New("it ended by itself")
	errPanic = errors.New("it panicked")
)

// Keep runs run until ctx ends, again and again if need be, and tells ended of each time that it ended by
// itself: why, and how long it waits before the next start. A panic in run ends only run.
func Keep(ctx context.Context, run func(context.Context) error, ended func(err error, wait time.Duration)) {
	wait := first
	for ctx.Err() == nil {
		started := time.Now()
		err := once(ctx, run)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errEnded
		}
		if time.Since(started) >= steady {
			wait = first
		}
		ended(err, wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, most)
	}
}

func once(ctx context.Context, run func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, r, debug.Stack())
		}
	}()
	return run(ctx)
}
