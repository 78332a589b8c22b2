package fetch

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// query sends a query, as direct would.
func query(t *testing.T, p *Pool, address, text string) (string, error) {
	t.Helper()
	return queryWithin(t, p, address, text, 10*time.Second)
}

func queryWithin(t *testing.T, p *Pool, address, text string, within time.Duration) (string, error) {
	t.Helper()
	address = strings.TrimPrefix(address, "http://")
	_, answer, err := p.ask(&question{
		address: address, head: []byte("POST / HTTP/1.1\r\nHost: " + address), header: http.Header{"X-Test": {"yes"}},
		body: []byte(text), until: time.Now().Add(within), room: &program.Room{}, most: 1 << 20,
	})
	if err != nil {
		return "", err
	}
	return string(answer.Bytes), nil
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
		if err != nil || r.Header.Get("X-Test") != "yes" {
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
		if got, err := query(t, p, server.URL, c.send); err != nil || got != c.want {
			t.Errorf("%.10s: got %.20q (%d), %v", c.send, got, len(got), err)
		}
	}
	if n := len(connections); n != 1 {
		t.Errorf("%d connections were made for requests one after the other", n)
	}
	// One that the subgraph closed in the meantime is replaced.
	server.CloseClientConnections()
	if got, err := query(t, p, server.URL, "again"); err != nil || got != "echo again" {
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
				got, err := query(t, p, url, "q")
				if c.want == "" && err == nil || c.want != "" && (err != nil || got != c.want) {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
}

// TestSilentSubgraph wants a request to end in time, however far it came.
func TestSilentSubgraph(t *testing.T) {
	p, url := newPool(t), odd(t, "")
	for _, timeout := range []time.Duration{50 * time.Millisecond, time.Microsecond, 0} {
		began := time.Now()
		_, err := queryWithin(t, p, url, "q", timeout)
		if took := time.Since(began); err == nil || took < timeout-5*time.Millisecond || took > timeout+20*time.Second {
			t.Errorf("in %s: got %v after %s", timeout, err, took)
		}
	}
}

// TestTooLarge wants no more memory taken than is allowed, whether or not the subgraph says how much there is.
func TestTooLarge(t *testing.T) {
	for name, answer := range map[string]string{
		"said":   "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n!",
		"unsaid": "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("a", 2_000_000) + "!",
		"chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1e8480\r\n" + strings.Repeat("a", 2_000_000) + "\r\n0\r\n\r\n!",
	} {
		if _, err := query(t, newPool(t), odd(t, answer), "q"); !errors.Is(err, errTooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestDirect holds what direct does, over real connections, against what transport does.
func TestDirect(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := asked.Add(1)
		_, _ = io.Copy(io.Discard, r.Body) // else nobody sees the router leave
		switch r.URL.Path {
		case "/good":
			if r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Accept") != "application/json" || r.Header.Get("X-Test") != "yes" {
				t.Errorf("the subgraph got %v", r.Header)
			}
			_, _ = io.WriteString(w, good)
		case "/once":
			if n == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, good)
		case "/errors":
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"errors":[{"message":"x"}]}`)
		case "/large":
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		case "/late":
			<-r.Context().Done()
		case "/half":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, good)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(server.Close)
	for path, c := range map[string]struct {
		want  string
		asked int64
	}{
		"/good":   {good, 1},
		"/once":   {good, 2},
		"/errors": {`"message":"x"`, 1},
		"/large":  {"SUBGRAPH_UNAVAILABLE", 1},
		"/late":   {"SUBGRAPH_UNAVAILABLE", 1},
		"/half":   {"", 2},
	} {
		asked.Store(0)
		silent := slog.New(slog.DiscardHandler)
		client, err := Client(Options{
			Connections: newPool(t), Guards: NewGuards(observe.New(observe.Options{}), silent), MaxBody: 1 << 20, Retries: 2, Log: silent,
			Subgraphs: []Subgraph{{Name: "a", URL: server.URL + path, Timeout: 500 * time.Millisecond}},
		})
		if err != nil {
			t.Fatal(err)
		}
		source, err := NewSource(client, []string{server.URL + path})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := source.Send(t.Context(), server.URL+path, http.Header{"X-Test": {"yes"}}, []byte(ask))
		switch {
		case asked.Load() != c.asked:
			t.Errorf("%s was asked %d times", path, asked.Load())
		case c.want == "" && !errors.Is(err, errBrokeOff), c.want != "" && (err != nil || !strings.Contains(string(answer.Bytes), c.want)):
			t.Errorf("%s: got %v, %v", path, answer, err)
		}
	}
}
