package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

const (
	// calls of the card network at the same time, so that one that hangs does not hold up the others.
	calls = 16
	// lookAgain finds intents whose worker died, or whose time to try again has come.
	lookAgain = 200 * time.Millisecond
)

// Settler carries intents out, as a worker of its own: a consumer must not wait for the outside.
type Settler struct {
	orders *Orders
	log    *slog.Logger
	wake   chan struct{}
}

// NewSettler makes the worker.
func NewSettler(orders *Orders, log *slog.Logger) *Settler {
	return &Settler{orders, log, make(chan struct{}, 1)}
}

// Wake makes it look at once.
func (s *Settler) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends; calls that are under way are waited for.
func (s *Settler) Run(ctx context.Context) error {
	free := make(chan struct{}, calls)
	for range calls {
		free <- struct{}{}
	}
	var working sync.WaitGroup
	defer working.Wait()
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for ctx.Err() == nil {
		due, err := s.orders.Shelf.DueIntents(ctx, max(len(free), 1), Lease)
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "intents not read; trying again", "error", err)
		}
		for _, d := range due {
			<-free
			working.Go(func() {
				defer func() { free <- struct{}{} }()
				s.settle(ctx, d)
			})
		}
		if len(due) > 0 {
			continue
		}
		select {
		case <-s.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return nil
}

func (s *Settler) settle(ctx context.Context, d Due) {
	err := s.orders.Settle(telemetry.Continued(ctx, d.Trace), d)
	if err == nil || ctx.Err() != nil {
		return
	}
	pause, stuck := d.Again(errors.Is(err, ErrSenseless))
	s.log.WarnContext(ctx, "the card network gave no answer; asking again", "intent", d.ID, "attempt", d.Attempts, "in", pause.String(), "error", err)
	news, late := s.orders.Shelf.Postpone(ctx, d.ID, pause, stuck)
	if late != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "intent not put off; its lease runs out by itself", "intent", d.ID, "error", late)
	}
	if news {
		s.log.ErrorContext(ctx, "ALARM: a payment is stuck", "intent", d.ID, "order", d.OrderID, "state", d.State, "attempt", d.Attempts, "error", err)
	}
}
