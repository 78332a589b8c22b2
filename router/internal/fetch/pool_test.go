package fetch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// query sends a query, as the transport would, and reads the whole answer.
func query(ctx context.Context, t *testing.T, p *Pool, url, text string) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "POST", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header["X-Idempotency-Key"] = nil
	r.Header.Set("X-Test", "yes")
	r.Body = newPayload([]byte(text))
	resp, err := p.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return string(raw), err
}

func newPool(t *testing.T) *Pool {
	t.Helper()
	p := Connections(3 * time.Second)
	t.Cleanup(p.CloseIdleConnections)
	return p
}

func TestPool(t *testing.T) {
	connections := make(chan struct{}, 100)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("X-Test") != "yes" || r.Header.Get("X-Idempotency-Key") != "" {
			t.Errorf("the subgraph got %v, %v", r.Header, err)
		}
		switch string(body) {
		case "chunks": // no length, flushed between
			for range 3 {
				_, _ = io.WriteString(w, strings.Repeat("c", 5000))
				w.(http.Flusher).Flush()
			}
		case "nothing":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header()["Content-Type"] = []string{"application/json"}
			_, _ = io.WriteString(w, "echo "+string(body))
		}
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections <- struct{}{}
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	p := newPool(t)
	for _, c := range []struct{ send, want string }{
		{"a", "echo a"}, {"chunks", strings.Repeat("c", 15000)}, {"nothing", ""}, {strings.Repeat("b", 100_000), "echo " + strings.Repeat("b", 100_000)},
	} {
		if got, err := query(t.Context(), t, p, server.URL, c.send); err != nil || got != c.want {
			t.Errorf("%.10s: got %.20q (%d), %v", c.send, got, len(got), err)
		}
	}
	if n := len(connections); n != 1 {
		t.Errorf("%d connections were made for requests one after the other", n)
	}
	// One that the subgraph closed in the meantime is replaced.
	server.CloseClientConnections()
	if got, err := query(t.Context(), t, p, server.URL, "again"); err != nil || got != "echo again" {
		t.Errorf("after the connection was closed: %q, %v", got, err)
	}
}

// odd answers each connection's requests with the text.
func odd(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
					if _, err := io.WriteString(c, answer); err != nil || strings.HasSuffix(answer, "!") {
						return
					}
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func TestOddAnswers(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"to the end":         {"HTTP/1.1 200 OK\r\n\r\nall of it!", "all of it!"},
		"HTTP/1.0":           {"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", "a"},
		"a hint before":      {"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a"},
		"a long header":      {"HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 20_000) + "\r\nContent-Length: 1\r\n\r\na", "a"},
		"closed after":       {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na", "a"},
		"too much":           {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc", "a"},
		"cut off":            {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na!", ""},
		"no HTTP":            {"hello\r\n\r\n!", ""},
		"two lengths":        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab!", ""},
		"endless headers":    {"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: "+strings.Repeat("x", 1000)+"\r\n", 100) + "\r\n!", ""},
		"a malformed length": {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n!", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, url := newPool(t), odd(t, c.answer)
			for range 2 { // the second must not read what is left of the first
				got, err := query(t.Context(), t, p, url, "q")
				if c.want == "" && err == nil || c.want != "" && (err != nil || got != c.want) {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
}

// silent takes requests, says so, and never answers.
func silent(t *testing.T) (url string, asked chan struct{}) {
	t.Helper()
	asked = make(chan struct{}, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done() // the client hangs up
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

// TestSilentSubgraph wants a request to end with its context, in time or cancelled, and however far it came.
func TestSilentSubgraph(t *testing.T) {
	t.Run("in time", func(t *testing.T) {
		p := newPool(t)
		url, _ := silent(t)
		for _, timeout := range []time.Duration{50 * time.Millisecond, time.Microsecond, 0} {
			ctx, cancel := context.WithTimeout(t.Context(), timeout)
			if _, err := query(ctx, t, p, url, "q"); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				t.Errorf("in %s: got %v", timeout, err)
			}
			cancel()
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		p := newPool(t)
		url, asked := silent(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 1)
		go func() {
			_, err := query(ctx, t, p, url, "q")
			ended <- err
		}()
		<-asked
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
