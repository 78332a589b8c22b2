package http1_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/http1"
)

// soon waits for what has to become true.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(patience); !is(); runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatal(what)
		}
	}
}

// TestAfterReturn is about handlers that leave something behind which goes on with a request that is over.
func TestAfterReturn(t *testing.T) {
	type left struct {
		w http.ResponseWriter
		r *http.Request
	}
	first := make(chan left, 1)
	began, goOn := make(chan struct{}), make(chan struct{})
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			first <- left{w, r}
			return
		}
		close(began)
		<-goOn
		echo(w, r)
	})})
	c, from := dial(t, addr)
	send(t, c, "POST /first HTTP/1.1|Host: x|Content-Length: 6||secret")
	receive(t, from, "POST")
	send(t, c, "POST /second HTTP/1.1|Host: x|Content-Length: 6||hidden")
	<-began
	over := <-first
	if n, err := over.r.Body.Read(make([]byte, 6)); n != 0 || !errors.Is(err, http.ErrBodyReadAfterClose) {
		t.Errorf("the body is still read: %d bytes, %v", n, err)
	}
	over.w.Header().Set("X-Late", "a")
	over.w.WriteHeader(http.StatusTeapot)
	if n, err := over.w.Write([]byte(strings.Repeat("late", 64<<10))); n != 0 || err == nil {
		t.Errorf("%d bytes are written into another answer", n)
	}
	control := http.NewResponseController(over.w)
	if err := control.Flush(); err == nil {
		t.Error("it is flushed")
	}
	if err := control.SetWriteDeadline(time.Unix(1, 0)); err == nil {
		t.Error("the other answer is stopped")
	}
	if _, _, err := control.Hijack(); err == nil {
		t.Error("the connection is taken away")
	}
	close(goOn)
	if response, body := receive(t, from, "POST"); body != "POST /second  hidden" || response.Header.Get("X-Late") != "" {
		t.Errorf("the second answer is %q, %v", body, response.Header)
	}
}

// TestDeadline is about a handler's deadline, which is not the next answer's, nor that of whoever takes over.
func TestDeadline(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		past := func() {
			if err := control.SetWriteDeadline(time.Unix(1, 0)); err != nil {
				t.Error(err)
			}
		}
		switch r.URL.Path {
		case "/deadline":
			w.Header().Set("Content-Length", "1")
			_, _ = io.WriteString(w, "a")
			past()
		case "/hijack":
			past()
			conn, _, err := control.Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nh"); err != nil {
				t.Error(err)
			}
			_ = conn.Close()
		default:
			_, _ = io.WriteString(w, "b")
		}
	})})
	for _, test := range []struct{ next, want string }{
		{"GET / HTTP/1.1|Host: x||", "b"}, {"GET /hijack HTTP/1.1|Host: x||", "h"},
		{"POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||0||", "b"}, // net/http's
	} {
		c, from := dial(t, addr)
		send(t, c, "GET /deadline HTTP/1.1|Host: x||")
		receive(t, from, "GET")
		send(t, c, test.next)
		if _, body := receive(t, from, "GET"); body != test.want {
			t.Errorf("%s: the answer is %q", test.next, body)
		}
	}
}

// TestClientLeavesStream is about a handler with deadlines of its own: it still hears of a client that leaves.
func TestClientLeavesStream(t *testing.T) {
	over := make(chan struct{})
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if err := errors.Join(control.SetWriteDeadline(time.Now().Add(time.Hour)), control.Flush()); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
		close(over)
	})})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	if _, err := http.ReadResponse(from, nil); err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	select {
	case <-over:
	case <-time.After(patience):
		t.Fatal("the stream goes on for nobody")
	}
}

// TestHijackedIsNotOurs is about a connection that was taken over by a handler that stays.
func TestHijackedIsNotOurs(t *testing.T) {
	taken, leave := make(chan net.Conn), make(chan struct{})
	s, addr := serve(t, &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "5")
		_, _ = io.WriteString(w, "first")
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			close(taken)
			return
		}
		taken <- conn
		<-leave
		if _, err := w.Write([]byte("x")); !errors.Is(err, http.ErrHijacked) {
			t.Errorf("it still writes: %v", err)
		}
		panic("after it is gone")
	})})
	defer close(leave)
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	conn := <-taken
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	_ = s.Close()
	if _, body := receive(t, from, "GET"); body != "first" {
		t.Errorf("what was written before is %q", body)
	}
	if _, err := io.WriteString(conn, "more\n"); err != nil {
		t.Error(err)
	}
	if line, err := from.ReadString('\n'); line != "more\n" {
		t.Errorf("%q, %v", line, err)
	}
	_ = conn.Close()
}

func TestPanicInTheMiddle(t *testing.T) {
	_, addr := serve(t, &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		if r.URL.Path == "/status" {
			w.WriteHeader(0)
		}
		panic("oh")
	})})
	for _, path := range []string{"/", "/status"} {
		c, from := dial(t, addr)
		send(t, c, "GET "+path+" HTTP/1.1|Host: x||")
		response, err := http.ReadResponse(from, nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(response.Body); err == nil {
			t.Errorf("%s: the client can't tell that %q is not all", path, body)
		}
	}
}

// TestBegun is about what takes a connection over from net/http: it gets all that was sent on it.
func TestBegun(t *testing.T) {
	early := strings.Repeat("early", 2<<10) // more than net/http reads at once
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			return
		}
		conn, both, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		buffered, _ := both.Reader.Peek(both.Reader.Buffered())
		_, _ = conn.Write(buffered)
		_, _ = io.Copy(struct{ io.Writer }{conn}, conn)
	})})
	c, from := dial(t, addr)
	send(t, c, "POST / HTTP/1.1|Host: x|Content-Length: 30000||"+strings.Repeat("b", 30_000)) // from then on much is read at once
	receive(t, from, "POST")
	send(t, c, "GET / HTTP/1.1|Host: x|Connection: upgrade|Upgrade: x||"+early)
	send(t, c, "late")
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(from); err != nil || string(got) != early+"late" {
		t.Errorf("%d bytes have arrived of %d: %v", len(got), len(early)+4, err)
	}
}

// failing is a listener that has trouble first.
type failing struct {
	net.Listener
	times int
}

// Accept implements net.Listener.
func (f *failing) Accept() (net.Conn, error) {
	if f.times--; f.times >= 0 {
		return nil, syscall.EMFILE
	}
	return f.Listener.Accept()
}

func TestAcceptFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 2)
	s := http1.New(&http.Server{Handler: http.HandlerFunc(echo), ErrorLog: log.New(writer(func(p []byte) { said <- string(p) }), "", 0)})
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(&failing{Listener: l, times: 2}) }()
	c, from := dial(t, l.Addr().String())
	send(t, c, "GET / HTTP/1.1|Host: x||")
	receive(t, from, "GET")
	for range 2 {
		if text := <-said; !strings.Contains(text, syscall.EMFILE.Error()) {
			t.Errorf("the log says %q", text)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("it serves after Close: %v", err)
	}
	if err := s.Shutdown(context.Background()); err != nil {
		t.Errorf("Shutdown after Close: %v", err)
	}
}

// TestContext is about what net/http lets handlers know of the server.
func TestContext(t *testing.T) {
	type key struct{}
	seen := make(chan *http.Request, 1)
	standard := &http.Server{
		Handler:     http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen <- r }),
		BaseContext: func(net.Listener) context.Context { return context.WithValue(context.Background(), key{}, "base") },
	}
	_, addr := serve(t, standard)
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	receive(t, from, "GET")
	r := <-seen
	ctx := r.Context()
	if local, _ := ctx.Value(http.LocalAddrContextKey).(net.Addr); local == nil || local.String() != c.RemoteAddr().String() {
		t.Errorf("it came in at %v", local)
	}
	if ctx.Value(http.ServerContextKey) != standard || ctx.Value(key{}) != "base" || r.RemoteAddr != c.LocalAddr().String() {
		t.Errorf("from %s, in %v", r.RemoteAddr, ctx)
	}
}
