package router

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/blooming-blooms/bloom/internal/identity"
)

// moody is the subgraph orders as it is on a bad day: it says much or nothing, completes, or hangs up.
type moody struct {
	open   atomic.Int64
	opened atomic.Int64
}

func (m *moody) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	m.open.Add(1)
	defer m.open.Add(-1)
	if m.opened.Add(1)%29 == 0 {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	// The socket may be gone by then: that is what the storm is about, and reading will tell.
	say := func(text string) {
		_, _ = io.WriteString(w, text)
		_ = http.NewResponseController(w).Flush()
	}
	say(":\n\n")
	for n := range 200 {
		select {
		case <-r.Context().Done():
			return
		case <-time.After(rand.N(5 * time.Millisecond)):
		}
		switch rand.N(40) {
		case 0:
			panic(http.ErrAbortHandler)
		case 1:
			say("event: complete\ndata:\n\n")
			return
		case 2:
			say("event: next\ndata: " + event(strings.Repeat("x", 100<<10), "a") + "\n\n")
		case 3:
			say("event: next\nda")
			say("ta: " + event("in pieces", "b") + "\r\n")
			say("\n")
		case 4:
			say(":\n\n")
		default:
			say("event: next\ndata: " + event(fmt.Sprint(n), "a") + "\n\n")
		}
	}
}

// visitor is a client that lasts for a moment.
type visitor func(ctx context.Context, address, token string)

// sse opens a stream by itself, and does with its connection what rest says.
func sse(rest func(ctx context.Context, conn *net.TCPConn)) visitor {
	return func(ctx context.Context, address, token string) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			return
		}
		defer conn.Close()
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
		body := `{"query":"subscription { orderUpdates(id: 1) { id status store { name } } }"}`
		authorization := ""
		if token != "" {
			authorization = "Authorization: Bearer " + token + "\r\n"
		}
		_, _ = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n%sContent-Length: %d\r\n\r\n%s", authorization, len(body), body)
		rest(ctx, conn.(*net.TCPConn))
	}
}

func visitors() []visitor {
	read := func(conn net.Conn, lines int) {
		in := bufio.NewReader(conn)
		for range lines {
			if _, err := in.ReadSlice('\n'); err != nil && err != bufio.ErrBufferFull {
				return
			}
		}
	}
	return []visitor{
		sse(func(_ context.Context, conn *net.TCPConn) { read(conn, 50) }),
		sse(func(_ context.Context, conn *net.TCPConn) { read(conn, 1<<20) }), // to the end
		sse(func(context.Context, *net.TCPConn) {}),                           // gone at once
		sse(func(_ context.Context, conn *net.TCPConn) { // half of it is
			_ = conn.CloseWrite()
			read(conn, 1<<20)
		}),
		sse(func(_ context.Context, conn *net.TCPConn) { // with a reset
			read(conn, 20)
			_ = conn.SetLinger(0)
		}),
		sse(func(ctx context.Context, conn *net.TCPConn) { // takes nothing
			_ = conn.SetReadBuffer(4 << 10)
			select {
			case <-ctx.Done():
			case <-time.After(300 * time.Millisecond):
			}
		}),
		sse(func(_ context.Context, conn *net.TCPConn) { // says more than it should
			_, _ = io.WriteString(conn, strings.Repeat("more ", 1000))
			read(conn, 30)
		}),
		socketVisit,
	}
}

// socketVisit runs several operations on a socket, completes some, and leaves with or without a word.
func socketVisit(ctx context.Context, address, token string) {
	header := http.Header{}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	c, _, err := websocket.Dial(ctx, "ws://"+address+"/graphql", &websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return
	}
	defer func() { _ = c.CloseNow() }()
	c.SetReadLimit(16 << 20)
	say := func(text string) { _ = c.Write(ctx, websocket.MessageText, []byte(text)) }
	say(hello)
	for i := range 5 {
		say(fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"subscription { orderUpdates(id: 1) { status store { name } } }"}}`, i))
	}
	say(`{"id":"q","type":"subscribe","payload":{"query":"{ stores { name } }"}}`)
	for i := range 60 {
		if _, _, err := c.Read(ctx); err != nil {
			return
		}
		if i%20 == 10 {
			say(fmt.Sprintf(`{"id":"%d","type":"complete"}`, i/20))
		}
	}
	if rand.N(2) == 0 {
		_ = c.Close(websocket.StatusNormalClosure, "")
	}
}

// TestStorm has all kinds of clients come and go while a subgraph drops what it sends, and at last the router
// stops. Nothing may be left over: no stream, upstream, goroutine or open file.
func TestStorm(t *testing.T) {
	seed, _, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	subgraph, i := &moody{}, newIssuer(t)
	sdl, urls, _ := marketGraphs(t, map[string]http.Handler{"orders": subgraph})
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	tokens := []string{"", "", i.token(t, "mem_1", "bloom", time.Now().Add(time.Hour)), i.token(t, "mem_2", "bloom", time.Now().Add(time.Second))}
	settle(t, "connections of other tests", func() bool { http.DefaultClient.CloseIdleConnections(); return true })
	goroutines, files := runtime.NumGoroutine(), openFiles(t)

	url, stop, ended := start(t, Config{
		Supergraph: path, SubgraphURLs: urls, JWKSURL: i.url, IdentityKey: seed, Heartbeat: 20 * time.Millisecond, Edge: Edge{Streams: 30},
	})
	address := strings.TrimPrefix(url, "http://")
	storm := func(ctx context.Context) {
		kinds := visitors()
		var all sync.WaitGroup
		for n := range 4 * len(kinds) {
			all.Go(func() {
				for visit := 0; ctx.Err() == nil && visit < 15; visit++ {
					moment, leave := context.WithTimeout(ctx, 50*time.Millisecond+rand.N(400*time.Millisecond))
					kinds[n%len(kinds)](moment, address, tokens[rand.N(len(tokens))])
					leave()
				}
			})
		}
		all.Wait()
	}
	storm(t.Context())
	if subgraph.opened.Load() < 50 {
		t.Errorf("only %d streams were opened at the subgraph", subgraph.opened.Load())
	}
	settle(t, "streams", func() bool {
		_, metrics := get(t, url+"/metrics")
		return subgraph.open.Load() == 0 && strings.Contains(metrics, "\nrouter_streams 0\n") && strings.Contains(metrics, "\nrouter_upstreams{subgraph=\"orders\"} 0\n")
	})

	ctx, clear := context.WithCancel(t.Context())
	defer clear()
	var second sync.WaitGroup
	second.Go(func() { storm(ctx) })
	before := subgraph.opened.Load()
	settle(t, "a second storm", func() bool { return subgraph.opened.Load() > before+30 })
	stop() // in the middle of it
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(writeTimeout + patience): // those who take nothing have until then
		t.Fatal("the router does not stop")
	}
	clear()
	second.Wait()
	settle(t, "upstreams", func() bool { return subgraph.open.Load() == 0 })
	settle(t, "goroutines and files", func() bool {
		http.DefaultClient.CloseIdleConnections()
		return runtime.NumGoroutine() <= goroutines+4 && openFiles(t) <= files+4 // the subgraphs' own servers have some
	})
}

// settle waits until it is so.
func settle(t *testing.T, what string, so func() bool) {
	t.Helper()
	for late := time.After(patience); !so(); {
		select {
		case <-late:
			var stacks bytes.Buffer
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			t.Fatalf("%s: not after %s\n%.8000s", what, patience, stacks.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// openFiles is how many the process has; 0 where that is not known.
func openFiles(t *testing.T) int {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// TestFull wants a replica that has no room for one more stream to say so, and to have room again later.
func TestFull(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{Edge: Edge{AllStreams: 3}}, map[string]http.Handler{"orders": f})
	first := listen(t, subscribe(t, url, "")) // two connections: to the client, and to the subgraph
	received(t, f.opened)
	second := listen(t, subscribe(t, url, "")) // one, as both share the upstream
	if second.resp.StatusCode != http.StatusOK {
		t.Fatalf("the second stream: %s", second.resp.Status)
	}
	f.events <- event("PENDING", "a") // so that both are there
	second.want("event: next", `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Moonlight"}}}}`)
	third := listen(t, subscribe(t, url, ""))
	if third.resp.StatusCode != http.StatusServiceUnavailable || third.resp.Header.Get("Retry-After") == "" {
		t.Errorf("the third stream: %s, Retry-After %q", third.resp.Status, third.resp.Header.Get("Retry-After"))
	}
	if _, resp, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}); err == nil || resp == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a socket: %v", err)
	}
	first.cancel()
	second.cancel()
	gone(t, f.closed)
	settle(t, "room", func() bool {
		l := listen(t, subscribe(t, url, ""))
		defer l.cancel()
		return l.resp.StatusCode == http.StatusOK
	})
}

// TestNoUpstreams wants a stream whose upstream there is no room for to end in a way that its client can take up.
func TestNoUpstreams(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{Edge: Edge{AllStreams: 1}}, map[string]http.Handler{"orders": f})
	l := listen(t, subscribe(t, url, ""))
	l.want("event: next")
	if got := l.line(); !strings.Contains(got, `"code":"SUBGRAPH_UNAVAILABLE"`) || !strings.Contains(got, `"retryable":true`) {
		t.Errorf("got %s", got)
	}
	l.want("event: complete", "data:", "")
}

// TestBreakerOfStreams wants queries and streams to have one breaker: what the one finds out the other knows.
func TestBreakerOfStreams(t *testing.T) {
	var asked atomic.Int64
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "down", http.StatusBadGateway)
	}))
	t.Cleanup(down.Close)
	sdl, urls, _ := marketGraphs(t, nil)
	urls["orders"] = down.URL
	url := serveRouter(t, sdl, urls, Config{Retries: -1})
	for range 10 {
		post(t, url, `{ order(id: 1) { status } }`, nil)
	}
	before := asked.Load()
	l := listen(t, subscribe(t, url, ""))
	l.want("event: next")
	if got := l.line(); !strings.Contains(got, `"code":"SUBGRAPH_UNAVAILABLE"`) || !strings.Contains(got, `"retryable":true`) {
		t.Errorf("got %s", got)
	}
	l.want("event: complete", "data:", "")
	if n := asked.Load() - before; n > 0 {
		t.Errorf("the subgraph was asked %d times more though its breaker is open", n)
	}
}
