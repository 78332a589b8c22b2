package router

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// talk is a client of a socket.
type talk struct {
	t    *testing.T
	conn *websocket.Conn
}

func dial(t *testing.T, url string, header http.Header, protocols ...string) *talk {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http"), &websocket.DialOptions{HTTPHeader: header, Subprotocols: protocols})
	if err != nil {
		t.Fatal(err)
	}
	conn.SetReadLimit(16 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &talk{t, conn}
}

func (c *talk) say(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(text)); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *talk) hear() (string, error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	_, text, err := c.conn.Read(ctx)
	return string(text), err
}

func (c *talk) want(texts ...string) {
	c.t.Helper()
	for _, want := range texts {
		got, err := c.hear()
		if err != nil || got != want {
			c.t.Fatalf("heard %.300s (%v), want %.300s", got, err, want)
		}
	}
}

func (c *talk) wantClosed(code websocket.StatusCode) {
	c.t.Helper()
	for {
		text, err := c.hear()
		if err == nil {
			c.t.Errorf("heard %s", text)
			continue
		}
		if got := websocket.CloseStatus(err); got != code {
			c.t.Errorf("closed with %d (%v), want %d", got, err, code)
		}
		return
	}
}

const (
	hello   = `{"type":"connection_init"}`
	ack     = `{"type":"connection_ack"}`
	updates = `{"id":"a","type":"subscribe","payload":{"query":"subscription { orderUpdates(id: 1) { status } }"}}`
)

func TestSocketProtocol(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{SocketInit: time.Second}, map[string]http.Handler{"orders": f})
	for name, c := range map[string]struct {
		said   []string
		heard  []string
		closed websocket.StatusCode
	}{
		"nothing said":           {nil, nil, 4408},
		"a ping before all else": {[]string{`{"type":"ping","payload":{"a":1}}`}, []string{`{"type":"pong","payload":{"a":1}}`}, 4408},
		"no JSON":                {[]string{`hello`}, nil, 4400},
		"no type":                {[]string{`{}`}, nil, 4400},
		"an unknown type":        {[]string{hello, `{"type":"start"}`}, []string{ack}, 4400},
		"a list":                 {[]string{`[]`}, nil, 4400},
		"init twice":             {[]string{hello, hello}, []string{ack}, 4429},
		"init with a string":     {[]string{`{"type":"connection_init","payload":"x"}`}, nil, 4400},
		"subscribe too soon":     {[]string{updates}, nil, 4401},
		"subscribe without id":   {[]string{hello, `{"type":"subscribe","payload":{"query":"{stores{name}}"}}`}, []string{ack}, 4400},
		"subscribe to nothing":   {[]string{hello, `{"id":"a","type":"subscribe"}`}, []string{ack}, 4400},
		"a query that is none":   {[]string{hello, `{"id":"a","type":"subscribe","payload":{"query":1}}`}, []string{ack}, 4400},
		"the same id twice":      {[]string{hello, updates, updates}, []string{ack}, 4409},
		"complete without id":    {[]string{hello, `{"type":"complete"}`}, []string{ack}, 4400},
	} {
		t.Run(name, func(t *testing.T) {
			c, said := c, dial(t, url, nil, "graphql-transport-ws")
			said.say(c.said...)
			said.want(c.heard...)
			said.wantClosed(c.closed)
		})
	}
	t.Run("another protocol", func(t *testing.T) {
		dial(t, url, nil, "graphql-ws").wantClosed(4406)
	})
	t.Run("a message of bytes", func(t *testing.T) {
		c := dial(t, url, nil, "graphql-transport-ws")
		if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(hello)); err != nil {
			t.Fatal(err)
		}
		c.wantClosed(4400)
	})
	t.Run("a message that is too large", func(t *testing.T) {
		c := dial(t, url, nil, "graphql-transport-ws")
		go func() { _ = c.conn.Write(t.Context(), websocket.MessageText, make([]byte, 2<<20)) }()
		c.wantClosed(websocket.StatusMessageTooBig)
	})
	t.Run("a page of another origin", func(t *testing.T) {
		_, resp, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(url, "http"), &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"https://evil.test"}}})
		if err == nil || resp.StatusCode != http.StatusForbidden {
			t.Errorf("got %v", err)
		}
	})
}

func TestSocketOperations(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	c := dial(t, url, nil, "graphql-transport-ws")
	c.say(`{"type":"connection_init","payload":{"anything":true}}`)
	c.want(ack)
	c.say(`{"id":"q","type":"subscribe","payload":{"query":"{ stores { name } }"}}`)
	c.want(`{"id":"q","type":"next","payload":{"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}}`, `{"id":"q","type":"complete"}`)
	c.say(`{"id":"q","type":"subscribe","payload":{"query":"query ($n: Int!) { stores { name } }"}}`)
	if got, err := c.hear(); err != nil || !strings.HasPrefix(got, `{"id":"q","type":"error","payload":[{"message":`) || !strings.Contains(got, "BAD_USER_INPUT") {
		t.Errorf("an invalid query: %s (%v)", got, err)
	}
	c.say(`{"id":"m","type":"subscribe","payload":{"query":"mutation ($s: ID!) { place(store: $s) { id } }","variables":{"s":"a"}}}`)
	if got, err := c.hear(); err != nil || !strings.HasPrefix(got, `{"id":"m","type":"next","payload":{"errors":[`) {
		t.Errorf("a mutation that its subgraph does not answer: %s (%v)", got, err) // the feed only streams
	}
	c.want(`{"id":"m","type":"complete"}`)

	c.say(updates, strings.Replace(updates, `"a"`, `"b"`, 1))
	received(t, f.opened)
	f.events <- event("PENDING", "a")
	heard := map[string]bool{}
	for range 2 { // b may have joined a's upstream, and then hears how things are
		got, err := c.hear()
		if err != nil {
			t.Fatal(err)
		}
		heard[got] = true
	}
	for _, id := range []string{"a", "b"} {
		if !heard[fmt.Sprintf(`{"id":%q,"type":"next","payload":{"data":{"orderUpdates":{"status":"PENDING"}}}}`, id)] {
			t.Errorf("%s did not hear; heard %v", id, heard)
		}
	}
	c.say(`{"id":"b","type":"complete"}`, `{"id":"b","type":"complete"}`, `{"type":"ping"}`)
	c.want(`{"type":"pong"}`)
	long := strings.Repeat("꽃", 350_000)
	f.events <- event(long, "a")
	c.want(`{"id":"a","type":"next","payload":{"data":{"orderUpdates":{"status":"` + long + `"}}}}`)
	f.complete <- struct{}{}
	c.want(`{"id":"a","type":"complete"}`)
	c.say(updates) // the id is free again
	received(t, f.opened)
	for i := range 99 {
		c.say(strings.Replace(updates, `"a"`, fmt.Sprintf(`"x%d"`, i), 1))
	}
	c.say(strings.Replace(updates, `"a"`, `"one too many"`, 1))
	if got, err := c.hear(); err != nil || !strings.HasPrefix(got, `{"id":"one too many","type":"error"`) || !strings.Contains(got, "RATE_LIMITED") {
		t.Errorf("the 101st: %s (%v)", got, err)
	}
	_ = c.conn.Close(websocket.StatusNormalClosure, "")
	gone(t, f.closed)
	gone(t, f.closed) // of the one that completed
}

func TestSocketUpstreamDrops(t *testing.T) {
	f := newFeed()
	c := dial(t, newsroom(t, f), nil, "graphql-transport-ws")
	c.say(hello, `{"id":"l","type":"subscribe","payload":{"query":"subscription { letterDraft { title } }"}}`)
	c.want(ack)
	received(t, f.opened)
	f.hangUp <- struct{}{}
	got, err := c.hear()
	if err != nil || !strings.HasPrefix(got, `{"id":"l","type":"error","payload":[{`) || !strings.Contains(got, `"retryable":true`) {
		t.Errorf("heard %s (%v)", got, err)
	}
	c.say(`{"type":"ping"}`)
	c.want(`{"type":"pong"}`) // and no complete
}

func TestSocketIdentity(t *testing.T) {
	url, i := signedIn(t)
	token := "Bearer " + i.token(t, "mem_1", "bloom", time.Now().Add(3*time.Second))
	hasName := func(c *talk, want string) {
		t.Helper()
		c.say(`{"id":"q","type":"subscribe","payload":{"query":"{ me { name } }"}}`)
		if got, err := c.hear(); err != nil || !strings.Contains(got, want) {
			t.Errorf("heard %s (%v), want %s", got, err, want)
		}
		c.want(`{"id":"q","type":"complete"}`)
	}
	byHeader := dial(t, url, http.Header{"Authorization": {token}}, "graphql-transport-ws")
	byHeader.say(hello)
	byHeader.want(ack)
	hasName(byHeader, "mem_1/")
	byPayload := dial(t, url, nil, "graphql-transport-ws")
	byPayload.say(`{"type":"connection_init","payload":{"authorization":"` + token + `"}}`)
	byPayload.want(ack)
	hasName(byPayload, "mem_1/")
	wrong := dial(t, url, nil, "graphql-transport-ws")
	wrong.say(`{"type":"connection_init","payload":{"Authorization":"Bearer nonsense"}}`)
	wrong.wantClosed(4403)
	byPayload.wantClosed(4403) // when the token expires
}

func TestSocketDrains(t *testing.T) {
	f := newFeed()
	subgraph := httptest.NewServer(f)
	t.Cleanup(subgraph.Close)
	slow, asked, release := slowMembers(t)
	url, stop, ended := start(t, Config{Supergraph: marketFile(t), SubgraphURLs: map[string]string{"ORDERS": subgraph.URL, "MEMBERS": slow}})
	c := dial(t, url+"/graphql", nil, "graphql-transport-ws")
	c.say(hello, updates, `{"id":"q","type":"subscribe","payload":{"query":"{ me { name } }"}}`)
	c.want(ack)
	received(t, f.opened)
	<-asked
	stop()
	gone(t, f.closed)
	close(release)
	c.want(`{"id":"q","type":"next","payload":{"data":{"me":{"name":"slow"}}}}`, `{"id":"q","type":"complete"}`)
	c.wantClosed(websocket.StatusServiceRestart)
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(patience):
		t.Error("the router does not stop")
	}
}

// TestSlowSocket wants a client that does not read to be cut off.
func TestSlowSocket(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	c := dial(t, url, nil, "graphql-transport-ws")
	c.say(hello, updates)
	received(t, f.opened)
	long := strings.Repeat("x", 1<<20)
	for i := 0; ; i++ {
		select {
		case f.events <- event(fmt.Sprint(i, long), "a"):
			if i == 100 {
				t.Fatal("the slow client is waited for")
			}
			continue
		case <-f.closed: // as nobody listens any more
		case <-time.After(patience):
			t.Fatal("the upstream stands still")
		}
		break
	}
	for {
		_, err := c.hear()
		if errors.Is(err, context.DeadlineExceeded) {
			t.Fatal("the socket is open still")
		}
		if err != nil {
			return
		}
	}
}

// TestSocketOutlivesASupergraph wants an operation to run on the supergraph that serves now, and a stream on
// the one that it began with.
func TestSocketOutlivesASupergraph(t *testing.T) {
	f := newFeed()
	r := roll(t, map[string]http.Handler{"orders": f})
	c := dial(t, r.url+"/graphql", nil, "graphql-transport-ws")
	c.say(hello, updates)
	c.want(ack)
	received(t, f.opened)
	r.change(r.version(2))
	r.serves(2)
	c.say(`{"id":"q","type":"subscribe","payload":{"query":"{ __type(name: \"Version2\") { name } }"}}`)
	c.want(`{"id":"q","type":"next","payload":{"data":{"__type":{"name":"Version2"}}}}`, `{"id":"q","type":"complete"}`)
	f.events <- event("PENDING", "a")
	c.want(`{"id":"a","type":"next","payload":{"data":{"orderUpdates":{"status":"PENDING"}}}}`)
	f.complete <- struct{}{}
	c.want(`{"id":"a","type":"complete"}`)
}
