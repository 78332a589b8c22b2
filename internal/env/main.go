package env

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// Main is the body of a service's main function: it reads a Config from the environment and runs until the
// process is told to stop, by SIGTERM or Ctrl-C.
func Main[C any](name string, read func(*Reader) C, run func(context.Context, C) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var r Reader
	cfg := read(&r)
	err := r.Err()
	if err == nil {
		err = traced(ctx, name, func(ctx context.Context) error { return run(ctx, cfg) })
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// flushTime is how long the last traces may take to be sent.
const flushTime = 3 * time.Second

// traced runs with a context whose spans are exported, where the environment says whereto.
func traced(ctx context.Context, name string, run func(context.Context) error) error {
	ctx, stop, err := telemetry.Start(ctx, name)
	if err != nil {
		return err
	}
	err = run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	if lost := stop(last); lost != nil {
		fmt.Fprintf(os.Stderr, "%s: the last traces were not sent: %v\n", name, lost)
	}
	return err
}
