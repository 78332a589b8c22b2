// Package system runs all of Blooming Blooms on one machine: the servers that it stands on, its services, the
// router, and the front that puts everything on one origin.
package system

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/front"
	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
)

// Options say how to run it.
type Options struct {
	Home home.Home
	// Keep is where programs that had to be fetched are kept, whatever becomes of the data.
	Keep string
	// Port is where the front listens; the services take the ports after it that are free. 0 chooses one.
	Port int
	// Processes runs each service as a process of its own.
	Processes bool
	Real      stack.Real
	PgBin     string
	// Limits are "open", or "strict" as in production.
	Limits string
	// LogLevel is that of the services, whose logs lie in the logs folder of Home.
	LogLevel string
	// CheckoutTimeLimit is how long an order may take until it is called off; 0: as in production.
	CheckoutTimeLimit time.Duration
	// Out is told what becomes ready, and what ends.
	Out io.Writer
}

// System is running.
type System struct {
	// URL is the one origin.
	URL string

	out      *report
	plan     plan
	services sync.WaitGroup
	running  sync.Map // the names of the services that have not ended
	failed   chan error
	stops    []func() error // in the order of starting
}

// Start starts everything and returns when all is ready. One that was stopped starts with the data it had.
func Start(ctx context.Context, o Options) (_ *System, err error) {
	s := &System{out: newReport(o.Out), failed: make(chan error, 2)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Stop())
		}
	}()
	unlock, err := lock(o.Home)
	if err != nil {
		return nil, err
	}
	s.stops = append(s.stops, unlock)
	listeners, port, err := listen(o.Port)
	if err != nil {
		return nil, err
	}
	s.stops = append(s.stops, func() error { return closeAll(listeners) })
	s.URL = "http://localhost:" + strconv.Itoa(port)

	servers, err := s.startStack(ctx, o)
	if err != nil {
		return nil, err
	}
	s.plan, err = makePlan(o, port, servers)
	s.stops = append(s.stops, s.plan.closeLogs)
	if err != nil {
		return nil, err
	}
	if o.Processes {
		s.out.say("The programs of the services are built …")
		if err := build(ctx, o.Home); err != nil {
			return nil, err
		}
	}
	s.serve(listeners, servers, o)
	if err := s.startServices(ctx, o); err != nil {
		return nil, err
	}
	s.untilOpen(ctx)
	return s, nil
}

func (s *System) startStack(ctx context.Context, o Options) (*stack.Stack, error) {
	data, err := o.Home.Remember("postgres-data", func() (string, error) {
		dir, err := postgres.Place(o.Home.Kept("postgres"))
		return filepath.Join(dir, "data"), err
	})
	if err != nil {
		return nil, err
	}
	password, err := o.Home.Remember("postgres-password", func() (string, error) { return stack.Secret(), nil })
	if err != nil {
		return nil, err
	}
	servers, err := stack.Start(ctx, stack.Options{
		Real: o.Real,
		Dir:  o.Home.Kept("data"),
		Postgres: postgres.Options{
			Bin: o.PgBin, Keep: o.Keep, Data: data, Password: password,
			Fetching: func() { s.out.say("PostgreSQL is fetched, once (60 MB) …") },
		},
		Started: s.out.ready,
	})
	if err != nil {
		return nil, err
	}
	s.stops = append(s.stops, servers.Stop)
	go func() {
		select {
		case err := <-servers.Failed():
			s.failed <- err
		case <-ctx.Done():
		}
	}()
	return servers, nil
}

// serve opens the front at once: what is not ready yet says so by itself.
func (s *System) serve(listeners []net.Listener, servers *stack.Stack, o Options) {
	p := s.plan
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: front.New(front.Options{
		Router: p.base("router"), Product: p.base("product"), Gift: p.base("gift"),
		Storefront: o.Home.Path("storefront", "dist"),
		Playground: o.Home.Path("deploy", "dev", "front", "playground"),
		SMS:        servers.SMS(),
		Log:        p.logger("router"),
	})}
	var serving sync.WaitGroup
	for _, listener := range listeners {
		serving.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				s.failed <- fmt.Errorf("the front has ended: %w", err)
			}
		})
	}
	s.stops = append(s.stops, func() error {
		defer serving.Wait()
		return server.Close()
	})
}

// Failed gives the error of a part that the system cannot be without.
func (s *System) Failed() <-chan error { return s.failed }

// Stop ends everything, the last that was started first.
func (s *System) Stop() error {
	var errs []error
	for i := len(s.stops) - 1; i >= 0; i-- {
		errs = append(errs, s.stops[i]())
	}
	s.stops = nil
	return errors.Join(errs...)
}

// listen takes the port on both loopback addresses, for a browser may know localhost by either.
func listen(port int) ([]net.Listener, int, error) {
	if port == 0 {
		// Below the ports that the kernel gives to outgoing connections; at random, for others may choose now.
		var err error
		if port, err = freePort(10_000 + rand.N(20_000)); err != nil {
			return nil, 0, err
		}
	}
	v4, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, 0, fmt.Errorf("port %d is in use: stop what listens there, or choose another one, as in PORT=%d make up", port, port+100)
	}
	listeners := []net.Listener{v4}
	if v6, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port))); err == nil {
		listeners = append(listeners, v6) // a machine without IPv6 does without
	}
	return listeners, port, nil
}

func closeAll(listeners []net.Listener) error {
	for _, l := range listeners {
		// The HTTP server has closed it already, unless the start was broken off before.
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
	}
	return nil
}

func baseURL(addr string) *url.URL { return &url.URL{Scheme: "http", Host: addr} }
