package service

import (
	"context"
	"log/slog"
	"time"
)

// Every is a worker that does work now and then, the first time after one pause. What fails is logged, in the words of
// failed, and tried again the next time.
func Every(pause time.Duration, log *slog.Logger, failed string, work func(context.Context) error) Worker {
	return func(ctx context.Context) error {
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
			if err := work(ctx); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, failed, "error", err)
			}
		}
	}
}
