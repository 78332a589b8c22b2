package service_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/service"
)

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// process is a running one.
type process struct {
	addr  string
	stop  context.CancelFunc
	ended chan error
}

// run starts a process by both kinds of server, one after the other.
func run(t *testing.T, o service.Options, test func(t *testing.T, p *process)) {
	t.Helper()
	for _, lean := range []bool{false, true} {
		t.Run(fmt.Sprintf("lean %v", lean), func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			listening := make(chan net.Addr, 1)
			o := o
			o.Name, o.Addr, o.Lean, o.Log = "test", "127.0.0.1:0", lean, slog.New(slog.DiscardHandler)
			o.Listening = func(addr net.Addr) { listening <- addr }
			p := &process{stop: stop, ended: make(chan error, 1)}
			go func() { p.ended <- service.Run(ctx, o) }()
			p.addr = (<-listening).String()
			test(t, p)
		})
	}
}

// end waits until the process has stopped.
func (p *process) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-p.ended:
		return err
	case <-time.After(patience):
		t.Fatal("it does not stop")
		return nil
	}
}

// get asks on a connection of its own.
func (p *process) get(t *testing.T, path string) (*http.Response, string) {
	t.Helper()
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get("http://" + p.addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestProbes(t *testing.T) {
	fails := make(chan error, 1)
	run(t, service.Options{
		Handler: http.NotFoundHandler(),
		Ready: func(context.Context) error {
			select {
			case err := <-fails:
				return err
			default:
				return nil
			}
		},
	}, func(t *testing.T, p *process) {
		for path, want := range map[string]int{"/health/live": 200, "/health/ready": 200, "/metrics": 200, "/else": 404} {
			if response, body := p.get(t, path); response.StatusCode != want || body != "" && response.Header.Get("Content-Type") == "" {
				t.Errorf("%s: %d, %v", path, response.StatusCode, response.Header)
			}
		}
		fails <- errors.New("the database is away")
		if response, body := p.get(t, "/health/ready"); response.StatusCode != http.StatusServiceUnavailable || strings.Contains(body, "database") {
			t.Errorf("it is %d, and says %q", response.StatusCode, body)
		}
		p.stop()
		if err := p.end(t); err != nil {
			t.Error(err)
		}
	})
}

// TestDrain stops a process with a request in flight and a stream open: the one finishes, the other is told.
func TestDrain(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	run(t, service.Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began <- struct{}{}
		if r.URL.Path == "/stream" {
			<-service.Stopping(r.Context())
		}
		<-finish
		if err := r.Context().Err(); err != nil {
			t.Errorf("its context has ended: %v", err)
		}
		_, _ = io.WriteString(w, r.URL.Path)
	})}, func(t *testing.T, p *process) {
		var conns []net.Conn
		for _, path := range []string{"/stream", "/slow"} {
			c, err := net.Dial("tcp", p.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
				t.Fatal(err)
			}
			<-began
			conns = append(conns, c)
		}
		p.stop()
		for range conns {
			finish <- struct{}{}
		}
		for i, want := range []string{"/stream", "/slow"} {
			response, err := http.ReadResponse(bufio.NewReader(conns[i]), nil)
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(response.Body); string(body) != want {
				t.Errorf("the answer is %q, %v", body, err)
			}
		}
		if err := p.end(t); err != nil {
			t.Error(err)
		}
	})
}

func TestWorkerFails(t *testing.T) {
	broken := errors.New("broken")
	run(t, service.Options{
		Handler: http.NotFoundHandler(),
		Workers: []service.Worker{
			func(context.Context) error { return broken },
			func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		},
	}, func(t *testing.T, p *process) {
		if err := p.end(t); !errors.Is(err, broken) {
			t.Errorf("it ends with %v", err)
		}
	})
}
