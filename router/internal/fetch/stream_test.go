package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/idle"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// heard is a subscription that writes down what it is told.
type heard struct{ said chan string }

// tell drops what nobody waits for.
func (h *heard) tell(what string) {
	select {
	case h.said <- what:
	default:
	}
}

func (h *heard) Update(data []byte)                                        { h.tell(string(data)) }
func (h *heard) UpdateSubscription(resolve.SubscriptionIdentifier, []byte) {}
func (h *heard) Complete()                                                 { h.tell("complete") }
func (h *heard) Error(data []byte)                                         { h.tell("error " + string(data)) }
func (h *heard) Done()                                                     {}
func (h *heard) CloseSubscription(resolve.SubscriptionIdentifier)          {}
func (h *heard) Subscriptions() map[context.Context]resolve.SubscriptionIdentifier {
	return nil
}

func (h *heard) want(t *testing.T, want string) {
	t.Helper()
	select {
	case got := <-h.said:
		if got != want {
			t.Fatalf("got %.200q, want %.200q", got, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("nothing came, want %.200q", want)
	}
}

// unavailable is what is told of a subgraph that is not there.
const unavailable = `error {"errors":[{"message":"SUBGRAPH_UNAVAILABLE","extensions":{"code":"SUBGRAPH_UNAVAILABLE","retryable":true}}]}`

// station is a subgraph, as streams ask it.
type station struct {
	*Streams
	seen *observe.Observer
	url  string
}

// stationOf subscribes at the handler; resumed are the fields that are taken up again.
func stationOf(t *testing.T, url string, change func(*StreamOptions)) *station {
	t.Helper()
	seen := observe.New(observe.Options{})
	log := slog.New(slog.DiscardHandler)
	o := StreamOptions{
		Connections: Connections(time.Second), Guards: NewGuards(seen, log), MaxEvent: 1 << 20, Log: log,
		Subgraphs: []Subgraph{{Name: "bells", URL: url, Timeout: 5 * time.Second}},
		Backoff:   Backoff{First: time.Millisecond, Longest: 5 * time.Millisecond, Attempts: 3},
	}
	change(&o)
	s, err := NewStreams(o)
	if err != nil {
		t.Fatal(err)
	}
	return &station{s, seen, url}
}

func (s *station) subscribe(t *testing.T, ctx context.Context, query string) *heard {
	t.Helper()
	h := &heard{said: make(chan string, 100)}
	c := resolve.NewContext(ctx)
	if err := s.Subscribe(c, graphql_datasource.GraphQLSubscriptionOptions{URL: s.url, Body: graphql_datasource.GraphQLBody{Query: query}}, h); err != nil {
		t.Fatal(err)
	}
	return h
}

// metric waits until a line of the metrics is there.
func (s *station) metric(t *testing.T, line string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		w := httptest.NewRecorder()
		s.seen.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if strings.Contains(w.Body.String(), line+"\n") {
			return
		}
		if time.Now().After(deadline) {
			for got := range strings.Lines(w.Body.String()) {
				if strings.HasPrefix(got, "router_") {
					t.Log(strings.TrimSpace(got))
				}
			}
			t.Fatalf("the metrics do not have %s", line)
		}
		<-time.After(time.Millisecond)
	}
}

func watching(t *testing.T) *idle.Watcher {
	t.Helper()
	w, err := idle.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// ways are those in which a stream is waited for.
func ways(t *testing.T, test func(t *testing.T, way func(*StreamOptions))) {
	t.Run("parked", func(t *testing.T) { test(t, func(o *StreamOptions) { o.Idle = watching(t) }) })
	t.Run("by a goroutine", func(t *testing.T) { test(t, func(*StreamOptions) {}) })
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server would not find out that the router leaves
		h(w, r)
	}))
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s.URL
}

// flush writes in pieces, each of which is sent by itself.
func flush(w http.ResponseWriter, pieces ...string) {
	for _, piece := range pieces {
		_, _ = io.WriteString(w, piece)
		_ = http.NewResponseController(w).Flush()
	}
}

// TestPieces wants events to be whole however they arrive.
func TestPieces(t *testing.T) {
	ways(t, func(t *testing.T, way func(*StreamOptions)) {
		long := `{"data":"` + strings.Repeat("long", 40_000) + `"}`
		const bytewise = "event: next\r\ndata: {\"data\":1}\r\n\r\n:\n\nevent: next\ndata: {\"data\":\ndata: 2}\nid: 7\n\n"
		url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			flush(w, ":\n\n")
			flush(w, strings.Split(bytewise, "")...)
			flush(w, "event: next\ndata: "+long+"\n\nevent: next\ndata: {\"data\":3}\n\n")
			flush(w, "data: {\"data\":4}\n\nevent: ", "complete\ndata:\n\n")
		})
		s := stationOf(t, url, way)
		h := s.subscribe(t, t.Context(), `subscription { bells { id } }`)
		for _, want := range []string{`{"data":1}`, "{\"data\":\n2}", long, `{"data":3}`, `{"data":4}`, "complete"} {
			h.want(t, want)
		}
		s.metric(t, `router_upstreams{subgraph="bells"} 0`)
		s.metric(t, `router_upstream_events_total{subgraph="bells"} 5`)
	})
}

// TestTooLong wants an event without an end to be cut off.
func TestTooLong(t *testing.T) {
	ways(t, func(t *testing.T, way func(*StreamOptions)) {
		for name, piece := range map[string]string{"a line": strings.Repeat("x", 1<<16), "lines": "\ndata: " + strings.Repeat("x", 1<<16)} {
			t.Run(name, func(t *testing.T) {
				url := serve(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "text/event-stream")
					flush(w, "event: next\ndata: ")
					for r.Context().Err() == nil {
						flush(w, piece)
					}
				})
				h := stationOf(t, url, way).subscribe(t, t.Context(), `subscription { bells { id } }`)
				h.want(t, unavailable)
			})
		}
	})
}

// TestSilence wants a subgraph that has sent heartbeats and then nothing to be taken for dead, and no other.
func TestSilence(t *testing.T) {
	const least = 200 * time.Millisecond
	ways(t, func(t *testing.T, way func(*StreamOptions)) {
		for name, c := range map[string]struct {
			heartbeats int
			want       string
		}{"no heartbeat but the first": {1, `{"data":1}`}, "heartbeats": {3, unavailable}} {
			t.Run(name, func(t *testing.T) {
				url := serve(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "text/event-stream")
					for range c.heartbeats {
						flush(w, ":\n\n")
					}
					select {
					case <-time.After(3 * least):
						flush(w, "event: next\ndata: {\"data\":1}\n\n")
						<-r.Context().Done()
					case <-r.Context().Done():
					}
				})
				s := stationOf(t, url, func(o *StreamOptions) { o.Silence = least; way(o) })
				h := s.subscribe(t, t.Context(), `subscription { bells { id } }`)
				h.want(t, c.want)
			})
		}
	})
}

// TestStreamBreaker wants a subgraph that fails to be left alone by streams as by queries, and asked again once it
// is back.
func TestStreamBreaker(t *testing.T) {
	var up atomic.Bool
	asked := make(chan http.Header, 1000)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Header
		if !up.Load() {
			http.Error(w, "resting", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		flush(w, ":\n\n")
		<-r.Context().Done()
	})
	s := stationOf(t, url, func(o *StreamOptions) { o.Idle = watching(t) })
	const query = `subscription { bells { id } }`
	for range enough {
		s.subscribe(t, t.Context(), query).want(t, unavailable)
	}
	s.metric(t, `router_breaker_state{subgraph="bells"} 2`)
	s.metric(t, fmt.Sprintf(`router_upstream_connects_total{outcome="failed",subgraph="bells"} %d`, enough))
	before := len(asked)
	s.subscribe(t, t.Context(), query).want(t, unavailable)
	if len(asked) != before {
		t.Error("the subgraph was asked though its breaker is open")
	}
	s.metric(t, `router_upstream_connects_total{outcome="refused",subgraph="bells"} 1`)
	up.Store(true)
	s.places[url].breaker.until.Store(0) // its time is over
	ctx, leave := context.WithCancel(t.Context())
	s.subscribe(t, ctx, query)
	s.metric(t, `router_breaker_state{subgraph="bells"} 0`)
	s.metric(t, `router_upstreams{subgraph="bells"} 1`)
	leave()
	s.metric(t, `router_upstreams{subgraph="bells"} 0`)
}

// TestNoAnswer wants a subgraph that takes a subscription and says nothing at all to be given up.
func TestNoAnswer(t *testing.T) {
	hold := make(chan struct{})
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	})
	defer close(hold)
	s := stationOf(t, url, func(o *StreamOptions) { o.Subgraphs[0].Timeout = 50 * time.Millisecond })
	s.subscribe(t, t.Context(), `subscription { bells { id } }`).want(t, unavailable)
	s.metric(t, `router_upstream_connects_total{outcome="failed",subgraph="bells"} 1`)
}

// TestLeaving leaves at every moment, and wants nothing to be left over.
func TestLeaving(t *testing.T) {
	ways(t, func(t *testing.T, way func(*StreamOptions)) {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for n := 0; r.Context().Err() == nil; n++ {
				flush(w, fmt.Sprintf("event: next\ndata: {\"data\":{\"bells\":{\"id\":\"%d\"}}}\n\n", n))
				if n%5 == 4 {
					panic(http.ErrAbortHandler) // so that streams are also taken up again
				}
				<-time.After(time.Millisecond)
			}
		})
		s := stationOf(t, url, func(o *StreamOptions) { o.Resume = ResumedFields([]string{"bells"}); way(o) })
		for i := range 200 {
			ctx := t.Context()
			if i%2 == 0 {
				ctx = Public(ctx)
			}
			ctx, leave := context.WithTimeout(ctx, time.Duration(i)*50*time.Microsecond)
			defer leave()
			s.subscribe(t, ctx, `subscription { bells { id } }`)
			<-time.After(100 * time.Microsecond)
		}
		// Between two connections of a stream there is none, so everybody has to be gone before they are counted.
		s.left(t)
		s.metric(t, `router_upstreams{subgraph="bells"} 0`)
	})
}

// left waits until nobody is waited for and nobody can join anybody.
func (s *station) left(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		s.mu.Lock()
		parked, shared := len(s.parked), len(s.shared)
		s.mu.Unlock()
		if parked+shared == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d parked and %d shared upstreams are left over", parked, shared)
		}
		<-time.After(time.Millisecond)
	}
}

func FuzzFraming(f *testing.F) {
	f.Add([]byte("5\r\nhello\r\n3;x=y\r\n:\n\n\r\n0\r\n\r\n"), uint8(3))
	f.Add([]byte("ffffffffffffffff\r\nx"), uint8(1))
	f.Fuzz(func(t *testing.T, sent []byte, size uint8) {
		read := func(step int) (out []byte, end error) {
			fr := framing{chunked: true}
			for at := 0; at < len(sent) && end == nil; at += step {
				for p := sent[at:min(at+step, len(sent))]; len(p) > 0 && end == nil; {
					var data []byte
					data, p, end = fr.next(p)
					out = append(out, data...)
				}
			}
			return out, end
		}
		whole, end := read(max(len(sent), 1))
		pieces, endOfPieces := read(int(size) + 1)
		if string(whole) != string(pieces) || (end == nil) != (endOfPieces == nil) {
			t.Errorf("whole %q (%v), in pieces %q (%v)", whole, end, pieces, endOfPieces)
		}
	})
}

func TestMovesOn(t *testing.T) {
	shape, err := ResumedFields([]string{"news:after"}).understand(`subscription($a: ID) { news(after: $a) { title } }`)
	if err != nil {
		t.Fatal(err)
	}
	first := subscription{shape, json.RawMessage(`{"a":null,"b":1}`)}
	if !first.fromTheStart() {
		t.Error("null is not from the start")
	}
	next, err := first.after(first.id([]byte(`{"data":{"news":{"router_id":"n1"}}}`)))
	if err != nil || string(next.variables) != `{"a":"n1","b":1}` || string(first.variables) != `{"a":null,"b":1}` {
		t.Errorf("then %s (%v), first %s", next.variables, err, first.variables)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte("event: next\r\ndata: 1\ndata:2\n\n:\n\ndata\n\nevent: complete\n\n"), uint8(3))
	f.Fuzz(func(t *testing.T, sent []byte, size uint8) {
		read := func(step int) (out []string, end error) {
			var e events
			for at := 0; at < len(sent) && end == nil; at += step {
				end = e.take(sent[at:min(at+step, len(sent))], 100, func() { out = append(out, "heartbeat") }, func(name string, data []byte) error {
					out = append(out, fmt.Sprintf("%s %q", name, data))
					return nil
				})
			}
			return out, end
		}
		whole, end := read(max(len(sent), 1))
		pieces, endOfPieces := read(int(size) + 1)
		if end != nil || endOfPieces != nil { // in pieces it may be found out a little earlier
			return
		}
		if fmt.Sprint(whole) != fmt.Sprint(pieces) {
			t.Errorf("whole %q, in pieces %q", whole, pieces)
		}
	})
}
