// Package service runs a process: its listener, its workers, its probes, and how all of them stop.
package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/blooming-blooms/bloom/internal/http1"
	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// drain is how long requests in flight may take to finish once the process was told to stop.
const drain = 10 * time.Second

// answerWithin is how long a process may take to find out whether it is ready; one that can't is not.
const answerWithin = 2 * time.Second

// Worker is work in the background; it runs until ctx ends. One that returns an error ends the process, for
// whoever supervises it to start it anew.
type Worker func(ctx context.Context) error

// Options say what a process is made of.
type Options struct {
	Name string
	// Addr is the host:port to listen on; port 0 chooses one.
	Addr    string
	Log     *slog.Logger
	Handler http.Handler
	Workers []Worker
	// Ready tells whether the process can do its work; nil means that it can once it listens.
	Ready func(ctx context.Context) error
	// Metrics answers GET /metrics; nil is what every process has.
	Metrics http.Handler
	// Listening is called with the address once the process listens; may be nil.
	Listening func(addr net.Addr)
	// Lean serves by package http1 what is plain HTTP/1.1. The Handler must not change a request's header or URL
	// then.
	Lean bool
}

// Run serves until ctx ends, then lets requests in flight finish and stops the workers. It answers
// GET /health/live once it listens, /health/ready while Ready says so, and /metrics.
func Run(ctx context.Context, o Options) error {
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	if o.Listening != nil {
		o.Listening(listener.Addr())
	}

	var stopping atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /health/ready", func(w http.ResponseWriter, r *http.Request) {
		if stopping.Load() {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if o.Ready != nil {
			ctx, cancel := context.WithTimeout(r.Context(), answerWithin)
			defer cancel()
			if err := o.Ready(ctx); err != nil {
				o.Log.WarnContext(r.Context(), "not ready", "service", o.Name, "error", err)
				http.Error(w, "not ready", http.StatusServiceUnavailable)
			}
		}
	})
	if o.Metrics == nil {
		o.Metrics = telemetry.Metrics(telemetry.NewRegistry())
	}
	mux.Handle("GET /metrics", o.Metrics)
	mux.Handle("/", o.Handler)

	group, workCtx := errgroup.WithContext(ctx)
	// Requests live until the drain is over, not until ctx ends: what was begun may finish. Streams are told
	// by Stopping that they should end at once.
	base, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	base = context.WithValue(base, stoppingKey{}, workCtx.Done())
	server := &http.Server{
		Handler:           mux,
		BaseContext:       func(net.Listener) context.Context { return base },
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}

	for _, work := range o.Workers {
		group.Go(func() error {
			if err := work(workCtx); err != nil && workCtx.Err() == nil {
				return fmt.Errorf("%s: %w", o.Name, err)
			}
			return nil
		})
	}
	var serving interface {
		Serve(net.Listener) error
		Shutdown(context.Context) error
		Close() error
	} = server
	if o.Lean {
		serving = http1.New(server)
	}
	group.Go(func() error {
		if err := serving.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
		return nil
	})
	group.Go(func() error {
		<-workCtx.Done()
		stopping.Store(true)
		deadline, cancel := context.WithTimeout(base, drain)
		defer cancel()
		if err := serving.Shutdown(deadline); err != nil {
			cut()
			_ = serving.Close() // what did not finish in time is cut off
		}
		return nil
	})
	o.Log.InfoContext(ctx, "listening", "service", o.Name, "addr", listener.Addr().String())
	return group.Wait()
}

type stoppingKey struct{}

// Stopping is closed when the process that serves this request was told to stop; a stream ends then.
func Stopping(ctx context.Context) <-chan struct{} {
	done, _ := ctx.Value(stoppingKey{}).(<-chan struct{})
	return done
}
