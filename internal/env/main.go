package env

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

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
		err = telemetry.Run(ctx, name, func(ctx context.Context) error { return run(ctx, cfg) })
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
