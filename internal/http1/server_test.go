package http1_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/http1"
)

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// serve runs a server for the test.
func serve(t *testing.T, standard *http.Server) (*http1.Server, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := http1.New(standard)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s, l.Addr().String()
}

// echo tells what it was asked, and whether net/http goes on with the connection.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("X-Server", fmt.Sprintf("%T", w))
	_, _ = fmt.Fprintf(w, "%s %s %s %s", r.Method, r.RequestURI, r.Header.Get("X-Word"), body)
}

func dial(t *testing.T, addr string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewReader(c)
}

func send(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, strings.ReplaceAll(text, "|", "\r\n")); err != nil {
		t.Fatal(err)
	}
}

func receive(t *testing.T, from *bufio.Reader, method string) (*http.Response, string) {
	t.Helper()
	response, err := http.ReadResponse(from, &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestRequests(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(echo)})
	big := strings.Repeat("b", 300<<10)
	for _, test := range []struct{ name, ask, want, server string }{
		{"plain", "POST /a?b=c HTTP/1.1|Host: x|X-Word: w|Content-Length: 4||body", "POST /a?b=c w body", "http1"},
		{"without a body", "GET / HTTP/1.1|Host: x||", "GET /  ", "http1"},
		{"chunked", "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||2|bo|2|dy|0||", "POST /  body", "http."},
		{"large", fmt.Sprintf("POST / HTTP/1.1|Host: x|Content-Length: %d||", len(big)) + big, "POST /  " + big, "http."},
		{"a long head", "GET / HTTP/1.1|Host: x|X-Word: w|X-Long: " + strings.Repeat("a", 20<<10) + "||", "GET / w ", "http."},
		{"wrong", "POST / HTTP/1.1|Host: x|Content-Length: one||", "400 Bad Request", ""},
		{"without a host", "GET / HTTP/1.1||", "400 Bad Request: missing required Host header", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, from := dial(t, addr)
			send(t, c, test.ask)
			response, body := receive(t, from, "POST")
			if body != test.want || !strings.Contains(response.Header.Get("X-Server"), test.server) {
				t.Errorf("by %s: %.100q", response.Header.Get("X-Server"), body)
			}
		})
	}
}

func TestKeptConnection(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(echo)})
	c, from := dial(t, addr)
	for i := range 3 { // the same head, then another, all in pieces
		for _, piece := range []string{"POST /same HT", "TP/1.1|Host: x|Content-Length: 1|", "|", fmt.Sprint(i)} {
			send(t, c, piece)
		}
		if _, body := receive(t, from, "POST"); body != fmt.Sprintf("POST /same  %d", i) {
			t.Errorf("the answer is %q", body)
		}
	}
	// Several at once, the last of which net/http goes on with.
	send(t, c, "GET /1 HTTP/1.1|Host: x||GET /2 HTTP/1.1|Host: x|X-Word: w||HEAD /3 HTTP/1.1|Host: x||GET /4 HTTP/1.1|Host: x|Connection: close||")
	for _, want := range []string{"GET /1  ", "GET /2 w ", "", "GET /4  "} {
		method := "GET"
		if want == "" {
			method = "HEAD"
		}
		if _, body := receive(t, from, method); body != want {
			t.Errorf("the answer is %q, not %q", body, want)
		}
	}
	if _, err := from.ReadByte(); err != io.EOF {
		t.Errorf("the connection is not closed: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	long := bytes.Repeat([]byte("0123456789"), 20<<10)
	handlers := map[string]http.HandlerFunc{
		"/nothing": func(http.ResponseWriter, *http.Request) {},
		"/none":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"/unsaid":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(long[:10]); _, _ = w.Write(long[10:]) },
		"/declared": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(long)))
			_, _ = w.Write(long[:10])
			_, _ = w.Write(long[10:])
		},
		"/flushed": func(w http.ResponseWriter, _ *http.Request) {
			for _, piece := range [][]byte{long[:10], nil, long[10:]} {
				_, _ = w.Write(piece)
				_ = http.NewResponseController(w).Flush()
			}
		},
		"/split": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Split", "a\r\nX-Injected: b")
			w.Header()["Bad Name"] = []string{"c"}
		},
		"/more": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "2")
			if _, err := w.Write([]byte("abc")); !errors.Is(err, http.ErrContentLength) {
				panic(err)
			}
			_, _ = w.Write([]byte("ab"))
		},
	}
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handlers[r.URL.Path](w, r) })})
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/nothing": {200, ""}, "/none": {204, ""}, "/unsaid": {200, string(long)}, "/declared": {200, string(long)},
		"/flushed": {200, string(long)}, "/split": {200, ""}, "/more": {200, "ab"},
	} {
		c, from := dial(t, addr)
		send(t, c, "GET "+path+" HTTP/1.1|Host: x||")
		response, body := receive(t, from, "GET")
		if response.StatusCode != want.status || body != want.body || response.Header.Get("Date") == "" {
			t.Errorf("%s: %d, %d bytes, %v", path, response.StatusCode, len(body), response.Header)
		}
		if response.Header.Get("X-Injected") != "" || path != "/split" && response.Header.Get("X-Split") != "" {
			t.Errorf("%s: %v", path, response.Header)
		}
	}
}

func TestLessThanDeclared(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "9")
		_, _ = w.Write([]byte("short"))
	})})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	response, err := http.ReadResponse(from, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the client can't tell: %v", err)
	}
}

func TestPanic(t *testing.T) {
	var said bytes.Buffer
	done := make(chan struct{})
	_, addr := serve(t, &http.Server{ErrorLog: log.New(writer(func(p []byte) { said.Write(p); close(done) }), "", 0), Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") })})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	if _, err := from.ReadByte(); err == nil {
		t.Error("there is an answer")
	}
	<-done
	if !strings.Contains(said.String(), "oh") {
		t.Errorf("the log says %q", said.String())
	}
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }

func TestClientLeaves(t *testing.T) {
	over := make(chan error, 1)
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		over <- r.Context().Err()
	})})
	c, _ := dial(t, addr)
	send(t, c, "POST / HTTP/1.1|Host: x|Content-Length: 1||a")
	_ = c.Close()
	select {
	case <-over:
	case <-time.After(patience):
		t.Fatal("the request goes on for nobody")
	}
}

func TestContextEnds(t *testing.T) {
	seen := make(chan context.Context, 1)
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen <- r.Context() })})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	receive(t, from, "GET")
	select {
	case <-(<-seen).Done():
	case <-time.After(patience):
		t.Fatal("the context outlives its request")
	}
}

func TestSlowClients(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(echo), ReadHeaderTimeout: time.Millisecond, IdleTimeout: time.Millisecond})
	for name, text := range map[string]string{"silent": "", "a slow head": "GET / HT", "idle": "GET / HTTP/1.1|Host: x||"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, from := dial(t, addr)
			send(t, c, text)
			if name == "idle" {
				receive(t, from, "GET")
			}
			if _, err := from.ReadByte(); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the connection is still there: %v", err)
			}
		})
	}
}

func TestHijack(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, both, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			defer func() { _ = conn.Close() }()
			line, _ := both.ReadString('\n')
			_, _ = both.WriteString("heard " + line)
			_ = both.Flush()
		}()
	})})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||hello, ")
	send(t, c, "world|")
	if line, err := from.ReadString('\n'); err != nil || line != "heard hello, world\r\n" {
		t.Errorf("%q, %v", line, err)
	}
}

func TestShutdown(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	s, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(began)
			<-finish
		}
		_, _ = io.WriteString(w, "done")
	})})
	unused, fromUnused := dial(t, addr)
	_ = unused
	waiting, fromWaiting := dial(t, addr)
	send(t, waiting, "GET / HTTP/1.1|Host: x||")
	receive(t, fromWaiting, "GET")
	busy, fromBusy := dial(t, addr)
	send(t, busy, "GET /slow HTTP/1.1|Host: x||")
	<-began

	over := make(chan error, 1)
	go func() { over <- s.Shutdown(t.Context()) }()
	for name, from := range map[string]*bufio.Reader{"unused": fromUnused, "idle": fromWaiting} {
		if _, err := from.ReadByte(); err == nil {
			t.Errorf("the %s connection says something", name)
		}
	}
	select {
	case err := <-over:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	close(finish)
	response, body := receive(t, fromBusy, "GET")
	if body != "done" || !response.Close {
		t.Errorf("the last answer is %q, close %v", body, response.Close)
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
}

func TestShutdownGivesUp(t *testing.T) {
	began := make(chan struct{})
	s, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	})})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	<-began
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
	_ = s.Close()
	if _, err := from.ReadByte(); err == nil {
		t.Error("there is an answer")
	}
}
