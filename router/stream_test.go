package router

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
)

// patience is how long a test waits for what should come at once.
const patience = 10 * time.Second

// feed is the subgraph orders as a stream, which a test plays.
type feed struct {
	events   chan string // sent as events
	complete chan struct{}
	hangUp   chan struct{}
	opened   chan *http.Request
	closed   chan struct{}
}

func newFeed() *feed {
	return &feed{
		events: make(chan string), complete: make(chan struct{}), hangUp: make(chan struct{}),
		opened: make(chan *http.Request, 200), closed: make(chan struct{}, 200),
	}
}

func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Accept") != "text/event-stream" {
		http.Error(w, "not a subscription", http.StatusBadRequest)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	copied := r.Clone(context.Background())
	copied.Body = io.NopCloser(strings.NewReader(string(body)))
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, ":\n\n")
	_ = http.NewResponseController(w).Flush()
	f.opened <- copied
	defer func() { f.closed <- struct{}{} }()
	for {
		select {
		case <-f.complete:
			_, _ = io.WriteString(w, "event: complete\n\n")
			return
		case data := <-f.events:
			_, _ = fmt.Fprintf(w, "event: next\ndata: %s\n\n", data)
			_ = http.NewResponseController(w).Flush()
		case <-f.hangUp:
			panic(http.ErrAbortHandler)
		case <-r.Context().Done():
			return
		}
	}
}

// listener is a client of a stream.
type listener struct {
	t      *testing.T
	resp   *http.Response
	lines  chan string
	cancel context.CancelFunc
}

const subscription = `subscription($id: ID!) { orderUpdates(id: $id) { id status store { name } } }`

func listen(t *testing.T, req *http.Request) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(req.Context())
	resp, err := http.DefaultClient.Do(req.WithContext(ctx))
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	l := &listener{t: t, resp: resp, lines: make(chan string, 100), cancel: cancel}
	t.Cleanup(func() { cancel(); _ = resp.Body.Close() })
	go func() {
		defer close(l.lines)
		scan := bufio.NewScanner(resp.Body)
		scan.Buffer(nil, 16<<20)
		for scan.Scan() {
			if line := scan.Text(); line != "" && line != ":" {
				l.lines <- line
			}
		}
	}()
	return l
}

// line is the next one that is no heartbeat; "" at the end.
func (l *listener) line() string {
	l.t.Helper()
	select {
	case line := <-l.lines:
		return line
	case <-time.After(patience):
		l.t.Fatal("nothing came")
		return ""
	}
}

func (l *listener) want(lines ...string) {
	l.t.Helper()
	for _, want := range lines {
		if got := l.line(); got != want {
			l.t.Fatalf("got %.300q, want %.300q", got, want)
		}
	}
}

func subscribe(t *testing.T, url, token string) *http.Request {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": subscription, "variables": map[string]any{"id": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return req
}

func event(status, store string) string {
	return fmt.Sprintf(`{"data":{"orderUpdates":{"id":"1","status":%q,"store":{"__typename":"Store","id":%q}}}}`, status, store)
}

func received(t *testing.T, c chan *http.Request) *http.Request {
	t.Helper()
	select {
	case r := <-c:
		return r
	case <-time.After(patience):
		t.Fatal("the subgraph was not asked")
		return nil
	}
}

func gone(t *testing.T, c chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatal("the stream to the subgraph stays open")
	}
}

func TestSubscription(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	t.Run("events with look-ups elsewhere, until it completes", func(t *testing.T) {
		l := listen(t, subscribe(t, url, ""))
		if got := l.resp.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
			t.Errorf("content type %s", got)
		}
		received(t, f.opened)
		f.events <- event("PENDING", "a")
		l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Moonlight"}}}}`)
		f.events <- event("CONFIRMED", "b")
		l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"CONFIRMED","store":{"name":"Dew"}}}}`)
		f.complete <- struct{}{}
		l.want("event: complete", "data:", "")
		gone(t, f.closed)
	})
	t.Run("an event of a megabyte", func(t *testing.T) {
		l := listen(t, subscribe(t, url, ""))
		received(t, f.opened)
		long := strings.Repeat("꽃", 350_000)
		f.events <- event(long, "a")
		l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"`+long+`","store":{"name":"Moonlight"}}}}`)
		l.cancel()
		gone(t, f.closed)
	})
	t.Run("by GET", func(t *testing.T) {
		req := subscribe(t, url, "")
		query := req.URL.Query()
		query.Set("query", subscription)
		query.Set("variables", `{"id":"1"}`)
		get, err := http.NewRequestWithContext(t.Context(), "GET", url+"?"+query.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		get.Header.Set("Accept", "text/event-stream")
		l := listen(t, get)
		sent, err := io.ReadAll(received(t, f.opened).Body)
		if err != nil || !strings.Contains(string(sent), `"variables":{"a":"1"}`) {
			t.Errorf("the subgraph was sent %s (%v)", sent, err)
		}
		l.cancel()
		gone(t, f.closed)
	})
	t.Run("a query, and an invalid one", func(t *testing.T) {
		for body, want := range map[string]string{
			`{"query":"{stores{name}}"}`: `{"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}`,
			`{"query":"{nope}"}`:         `"code":"BAD_USER_INPUT"`,
		} {
			req := subscribe(t, url, "")
			req.Body = io.NopCloser(strings.NewReader(body))
			req.ContentLength = int64(len(body))
			l := listen(t, req)
			l.want("event: next")
			if got := l.line(); !strings.Contains(got, want) {
				t.Errorf("got %s, want %s", got, want)
			}
			l.want("event: complete", "data:", "")
		}
	})
}

func TestStreamEndsWithTheToken(t *testing.T) {
	seed, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	f, i := newFeed(), newIssuer(t)
	url, _ := market(t, Config{JWKSURL: i.url, IdentityKey: seed}, map[string]http.Handler{"orders": f})
	l := listen(t, subscribe(t, url, i.token(t, "mem_1", "bloom", time.Now().Add(2*time.Second))))
	who, err := verifier.Verify(received(t, f.opened).Header.Get(identity.Header), time.Now())
	if err != nil || who.MemberID != "mem_1" {
		t.Errorf("the subgraph was told of %+v (%v)", who, err)
	}
	l.want("event: next")
	if got := l.line(); !strings.Contains(got, `"code":"UNAUTHENTICATED"`) {
		t.Errorf("got %s", got)
	}
	l.want("event: complete", "data:", "")
	gone(t, f.closed)
}

// TestEventLookedUpAgain wants a look-up for an event to be repeated like that of a query.
func TestEventLookedUpAgain(t *testing.T) {
	f := newFeed()
	var asked atomic.Int64
	stores := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 {
			http.Error(w, "restarting", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"_entities":[{"__typename":"Store","name":"Dew"}]}}`)
	})
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f, "stores": stores})
	l := listen(t, subscribe(t, url, ""))
	received(t, f.opened)
	f.events <- event("PENDING", "b")
	l.want("event: next", `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Dew"}}}}`)
}

// TestStreamWithoutLookUps runs an event that needs no other subgraph, with what may be wrong about it.
func TestStreamWithoutLookUps(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	l := listen(t, asking(t, url, `subscription($id: ID!, $so: Boolean!) { updates: orderUpdates(id: $id) { __typename status @include(if: $so) id @skip(if: $so) } }`, map[string]any{"id": "1", "so": true}))
	received(t, f.opened)
	for _, c := range []struct{ said, want string }{
		{`{"data":{"updates":{"__typename":"Order","status":"PENDING","id":"1"}}}`, `{"data":{"updates":{"__typename":"Order","status":"PENDING"}}}`},
		{`{"data":{"updates":{"__typename":"Order","status":null}}}`, `{"errors":[{"message":"A value that must not be null was missing.","path":["updates","status"],"extensions":{"code":"INTERNAL"}}],"data":null}`},
		{`{"errors":[{"message":"Gone","path":["updates"],"extensions":{"code":"NOT_FOUND","secret":"x"}}],"data":null}`, `{"errors":[{"message":"Gone","path":["updates"],"extensions":{"code":"NOT_FOUND"}}],"data":null}`},
		{`{"data":{"updates":{"__typename":"Order","status":"SENT"}}}`, `{"data":{"updates":{"__typename":"Order","status":"SENT"}}}`},
	} {
		f.events <- c.said
		l.want("event: next", "data: "+c.want)
	}
	f.complete <- struct{}{}
	l.want("event: complete", "data:", "")
}
