package router

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/tools/txtar"
)

// TestRawConnections says what is not quite HTTP to a router as it runs. Whatever is answered is answered clearly,
// and every connection ends by itself.
func TestRawConnections(t *testing.T) {
	base, _, _ := start(t, Config{Supergraph: marketFile(t)})
	address := strings.TrimPrefix(base, "http://")
	const post, good = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n", `{"query":"{nope}"}`
	var clients sync.WaitGroup
	for _, c := range []struct {
		name, says string
		hangsUp    bool
		status     int // 0: none, the connection ends
		code       string
	}{
		{"nothing at all", "", false, 0, ""},
		{"half a line", "POST /gra", false, 0, ""},
		{"half a head", post + "X-A: ", false, 0, ""},
		{"half a head, and gone", post + "X-A: ", true, 0, ""},
		{"less than promised, and gone", post + "Content-Length: 100\r\n\r\n" + good, true, 0, ""},
		{"no HTTP", "hello\r\n\r\n", false, 400, ""},
		{"HTTP/2 without a handshake", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false, 400, ""},
		{"TLS", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n", false, 400, ""},
		{"a header of 64 KiB", post + "X-A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", false, 431, ""},
		{"10,000 headers", post + strings.Repeat("X-A: a\r\n", 10_000) + "\r\n", false, 431, ""},
		{"a target of 64 KiB", "GET /graphql?query=" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", false, 431, ""},
		{"a length that is none", post + "Content-Length: -1\r\n\r\n", false, 400, ""},
		{"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", false, 400, ""},
		{"another encoding", post + "Transfer-Encoding: gzip\r\n\r\n", false, 501, ""},
		{"chunks that are none", post + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n", false, 400, "BAD_USER_INPUT"},
		{"more than a megabyte in chunks", post + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n200000\r\n" + strings.Repeat(" ", 2<<20) + "\r\n0\r\n\r\n", false, 413, "TOO_COMPLEX"},
		{"more than a megabyte promised", post + "Content-Length: 99999999\r\n\r\n", false, 413, "TOO_COMPLEX"},
		{"a length beyond numbers", post + "Content-Length: 99999999999999999999\r\n\r\n", false, 400, ""},
		{"gzip", post + "Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00", false, 415, "BAD_USER_INPUT"},
		{"no host", "GET /graphql HTTP/1.1\r\n\r\n", false, 400, ""},
		{"a name with a space", post + "X A: b\r\n\r\n", false, 400, ""},
		{"a NUL in a header", post + "X-A: \x00\r\n\r\n", false, 400, ""},
	} {
		clients.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(4 * patience)); err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, c.says) // the router may hang up before it heard all
			if c.hangsUp {
				_ = conn.(*net.TCPConn).CloseWrite()
			}
			in := bufio.NewReader(conn)
			resp, err := http.ReadResponse(in, nil)
			switch {
			case errors.Is(err, os.ErrDeadlineExceeded):
				t.Errorf("%s: the connection stays open", c.name)
				return
			case err != nil && c.status != 0 && c.status != 431:
				t.Errorf("%s: %v", c.name, err)
				return
			case err != nil:
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			var answer response
			if c.code != "" && json.Unmarshal(body, &answer) != nil || answer.code() != c.code || c.status == 0 && resp.StatusCode != 400 && resp.StatusCode != 408 || c.status != 0 && resp.StatusCode != c.status {
				t.Errorf("%s: %s %.200s; want %d %s", c.name, resp.Status, body, c.status, c.code)
			}
		})
	}
	clients.Wait()
	if status, _ := get(t, base+"/health/ready"); status != 200 {
		t.Error("after all that the router is not ready")
	}
}

// TestHalfOpenConnections opens many connections and says little or nothing on them: each may take little memory.
func TestHalfOpenConnections(t *testing.T) {
	base, _, _ := start(t, Config{Supergraph: marketFile(t)})
	address := strings.TrimPrefix(base, "http://")
	const many = 500
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	get(t, base+"/health/ready")
	before := used()
	for n := range many {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		said := []string{"", "POST /graphql HTTP/1.1\r\nX-A: ", "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n{"}[n%3]
		if _, err := io.WriteString(conn, said); err != nil {
			t.Fatal(err)
		}
	}
	if status, _ := get(t, base+"/schema.graphql"); status != 200 { // others are served meanwhile
		t.Errorf("status %d", status)
	}
	if after := used(); after > before && (after-before)/many > 128<<10 {
		t.Errorf("%d KiB for each", (after-before)/many>>10)
	}
}

// trickle gives a byte every second.
type trickle struct{ left string }

func (s *trickle) Read(p []byte) (int, error) {
	if s.left == "" {
		return 0, io.EOF
	}
	<-time.After(time.Second)
	n := copy(p[:1], s.left)
	s.left = s.left[n:]
	return n, nil
}

// TestSlowBody sends a body a byte a second, on a clock of the test's own: the router gives up within a minute, also
// where it has no use for the body.
func TestSlowBody(t *testing.T) {
	path := marketFile(t)
	for name, c := range map[string]struct {
		headers, code string
		status        int
	}{
		"JSON":          {"Content-Type: application/json\r\n", "BAD_USER_INPUT", 400},
		"a form":        {"Content-Type: text/plain\r\n", "BAD_USER_INPUT", 415},
		"no media type": {"Accept: text/html\r\n", "BAD_USER_INPUT", 406},
	} {
		t.Run(name, func(t *testing.T) {
			p := pipelineOf(t, t.Context(), Config{Supergraph: path}.withDefaults(), canned{})
			handler := p.routes()
			synctest.Test(t, func(t *testing.T) {
				here, there := net.Pipe()
				listener := &oneConn{conns: make(chan net.Conn, 1), closed: make(chan struct{})}
				listener.conns <- there
				server := &http.Server{Handler: handler}
				served := make(chan error, 1)
				go func() { served <- server.Serve(listener) }()
				said := make(chan struct{})
				go func() {
					defer close(said)
					_, _ = io.WriteString(here, "POST /graphql HTTP/1.1\r\nHost: a\r\n"+c.headers+"Content-Length: 1000\r\n\r\n")
					_, _ = io.Copy(here, &trickle{strings.Repeat(" ", 1000)})
				}()
				began := time.Now()
				resp, err := http.ReadResponse(bufio.NewReader(here), nil)
				if err != nil {
					t.Fatal(err)
				}
				var answer response
				if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); resp.StatusCode != c.status || answer.code() != c.code || took > time.Minute {
					t.Errorf("after %s: %s %s", took, resp.Status, text(answer))
				}
				_, _ = here.Close(), server.Close()
				<-served
				<-said
			})
		})
	}
}

// oneConn is a listener to whom one client comes.
type oneConn struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *oneConn) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (*oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// FuzzSocket says anything on a socket, in messages parted by line breaks, and wants the router to close it or to go
// on listening.
func FuzzSocket(f *testing.F) {
	for _, said := range []string{
		hello, hello + "\n" + hello, `{"type":"ping","payload":{"a":1}}`, "[]", "null", `{"type":1}`, `{}`, "\xff", `{"type":"complete","id":"1"}`,
		hello + "\n" + `{"id":"1","type":"subscribe","payload":{"query":"{me{name}}"}}`, `{"id":"1","type":"subscribe","payload":{"query":"{me{name}}"}}`,
		hello + "\n" + `{"id":"1","type":"subscribe","payload":{"query":"subscription{orderUpdates(id:1){id}}"}}` + "\n" + `{"id":"1","type":"subscribe","payload":{"query":"{me{name}}"}}` + "\n" + `{"id":"1","type":"complete"}`,
		`{"type":"connection_init","payload":{"Authorization":1}}`, `{"type":"connection_init","payload":[]}`, hello + "\n" + `{"id":"","type":"subscribe","payload":null}`,
		hello + "\n" + `{"id":"1","type":"subscribe","payload":{"query":"{me{","variables":[],"extensions":1}}`, hello + "\n" + `{"id":"1","type":"pong"}`, hello + "\n" + `{"type":"next"}`,
	} {
		f.Add(said)
	}
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "supergraph.graphql")
	writeFile(f, path, (&conformance{archive: archive}).section("supergraph.theguild.graphql").Data)
	p := pipelineOf(f, f.Context(), Config{Supergraph: path}.withDefaults(), canned{
		"orders.test": `{"data":null}`, "stores.test": `{"data":{}}`, "members.test": `null`,
	})
	server := httptest.NewServer(p.routes())
	f.Cleanup(server.Close)
	f.Fuzz(func(t *testing.T, said string) {
		conn, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.CloseNow() }()
		go func() {
			for line := range strings.Lines(said + "\n" + `{"type":"ping","payload":{"over":true}}`) {
				if conn.Write(t.Context(), websocket.MessageText, []byte(strings.TrimSuffix(line, "\n"))) != nil {
					return
				}
			}
		}()
		c := &talk{t, conn}
		for {
			heard, err := c.hear()
			if err != nil {
				if code := websocket.CloseStatus(err); code < 0 {
					t.Fatalf("it broke: %v", err)
				}
				return
			}
			if !json.Valid([]byte(heard)) {
				t.Errorf("heard %q", heard)
			}
			if strings.Contains(heard, `"pong"`) && strings.Contains(heard, `"over":true`) {
				return
			}
		}
	})
}
