package system

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/supervise"
)

// patience is how long the start of a service may take, its first data included.
const patience = 3 * time.Minute

// startServices starts all services and the router, each under supervision, and returns when all are ready.
func (s *System) startServices(ctx context.Context, o Options) error {
	p := s.plan
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stops = append(s.stops, func() error {
		stop()
		return s.allEnded()
	})
	starts, err := inProcess(p)
	if o.Processes {
		starts, err = ownProcesses(p)
	}
	if err != nil {
		return err
	}
	for name, run := range starts {
		s.running.Store(name, nil)
		s.services.Go(func() {
			defer s.running.Delete(name)
			supervise.Keep(running, run, func(err error, wait time.Duration) {
				p.logger(name).Error("ended", "error", err)
				s.out.say("%-14s ended: %.200v; it starts again in %v, and its log is %s", name, err, wait, p.logs[name].Name())
			})
		})
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	errs := make(chan error, len(starts))
	var waiting sync.WaitGroup
	for name := range starts {
		waiting.Go(func() {
			if err := untilReady(ctx, p.base(name).JoinPath("health", "ready").String()); err != nil {
				errs <- fmt.Errorf("%s did not become ready (%w): see %s", name, err, p.logs[name].Name())
				return
			}
			s.out.ready(name, p.addrs[name])
		})
	}
	waiting.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// allEnded waits for the services to finish what they have begun, but not for ever.
func (s *System) allEnded() error {
	done := make(chan struct{})
	go func() { s.services.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-time.After(farewell + 5*time.Second):
		var names []string
		s.running.Range(func(name, _ any) bool { names = append(names, name.(string)); return true })
		return fmt.Errorf("these did not end when told to: %v", names)
	}
}

// untilReady asks a probe until it says yes.
func untilReady(ctx context.Context, probe string) error {
	client := http.Client{Timeout: 5 * time.Second}
	defer client.CloseIdleConnections()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, probe, nil)
		if err != nil {
			return err
		}
		if resp, err := client.Do(r); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
