package fetch

import (
	"context"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/idle"
	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
)

// StreamOptions say how subgraphs are subscribed at.
type StreamOptions struct {
	Connections http.RoundTripper
	Guards      *Guards
	// Subgraphs are all that may be asked. Their Timeout is for the beginning of a stream.
	Subgraphs []Subgraph
	// Idle waits for streams that say nothing; where it can't, each takes a goroutine. May be nil.
	Idle *idle.Watcher
	// Room bounds the connections that are open; nil does not.
	Room *ratelimit.Room
	// MaxEvent bounds one event, in bytes.
	MaxEvent int
	// Resume are the fields whose streams go on when the subgraph drops them.
	Resume  Resumed
	Backoff Backoff
	// Silence is the shortest, of a subgraph that had sent heartbeats, after which it is taken for dead.
	Silence time.Duration
	Log     *slog.Logger
}

// DefaultSilence misses three heartbeats of the usual length.
const DefaultSilence = 45 * time.Second

// maxShapes bounds the queries that are understood once for all streams with them.
const maxShapes = 1024

// Streams subscribes at subgraphs over SSE (distinct connections: a request for each subscription). It
// stands in for the engine's own client, whose events end at 64 KiB, who takes no stream up again, and lets
// a subscription join another's in the middle.
type Streams struct {
	StreamOptions
	places map[string]*origin // by URL
	seed   maphash.Seed
	began  time.Time
	warned atomic.Int64 // when it last was, in Unix seconds

	mu     sync.Mutex // before upstream.mu
	shared map[string]*upstream
	shapes map[string]*shape
	parked map[*upstream]struct{}
	sweeps bool // a sweep is due
}

// origin is where the streams of one subgraph come from.
type origin struct {
	*guard
	url     *url.URL
	timeout time.Duration
}

// NewStreams makes it; the zero values of Backoff and Silence are the defaults.
func NewStreams(o StreamOptions) (*Streams, error) {
	o.Connections = lean(o.Connections)
	if o.Backoff == (Backoff{}) {
		o.Backoff = DefaultBackoff()
	}
	if o.Silence <= 0 {
		o.Silence = DefaultSilence
	}
	s := &Streams{
		StreamOptions: o, places: map[string]*origin{}, seed: maphash.MakeSeed(), began: time.Now(),
		shared: map[string]*upstream{}, shapes: map[string]*shape{}, parked: map[*upstream]struct{}{},
	}
	for _, g := range o.Subgraphs {
		u, err := url.Parse(g.URL)
		if err != nil {
			return nil, fmt.Errorf("the URL of subgraph %s: %w", g.Name, err)
		}
		s.places[g.URL] = &origin{guard: o.Guards.of(g.Name), url: u, timeout: g.Timeout}
	}
	return s, nil
}

type publicKey struct{}

// Public marks a subscription as one of nobody in particular: it may share an upstream with others that send
// the subgraph the very same.
func Public(ctx context.Context) context.Context { return context.WithValue(ctx, publicKey{}, true) }

// Subscribe implements the engine's GraphQLSubscriptionClient. It does not wait for the subgraph. What of c
// is kept is its context, whose end is the subscription's, and its builder of headers.
func (s *Streams) Subscribe(c *resolve.Context, o graphql_datasource.GraphQLSubscriptionOptions, updater resolve.SubscriptionUpdater) error {
	from := s.places[o.URL]
	if from == nil {
		return fmt.Errorf("subscribe: %s is no subgraph", o.URL)
	}
	understood, err := s.understand(o.Body.Query)
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	l := &listener{updater: updater}
	u := s.join(c, from, o, subscription{understood, o.Body.Variables}, l)
	context.AfterFunc(c.Context(), func() { s.leave(u, l) })
	return nil
}

// understand reads each query once.
func (s *Streams) understand(query string) (*shape, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.shapes[query]; known != nil {
		return known, nil
	}
	understood, err := s.Resume.understand(query)
	if err != nil {
		return nil, err
	}
	if len(s.shapes) >= maxShapes {
		clear(s.shapes)
	}
	s.shapes[query] = understood
	return understood, nil
}

// join finds the upstream for the listener, or begins one.
func (s *Streams) join(c *resolve.Context, from *origin, o graphql_datasource.GraphQLSubscriptionOptions, wanted subscription, l *listener) *upstream {
	public, _ := c.Context().Value(publicKey{}).(bool)
	if !public || len(o.Header.Values(identity.Header)) > 0 {
		return s.begin(c, from, o, wanted, l, "")
	}
	key := keyOf(o)
	s.mu.Lock()
	u := s.shared[key]
	var latest []byte
	joined := false
	if u != nil {
		l.mu.Lock() // before anybody else can see it: the latest event comes before the next one
		defer l.mu.Unlock()
		latest, joined = u.add(l)
	}
	if !joined {
		u = s.begin(c, from, o, wanted, l, key)
		s.shared[key] = u
	}
	s.mu.Unlock()
	if latest != nil {
		l.updater.Update(latest)
	}
	return u
}

// begin opens an upstream for a first listener.
func (s *Streams) begin(c *resolve.Context, from *origin, o graphql_datasource.GraphQLSubscriptionOptions, wanted subscription, l *listener, key string) *upstream {
	u := &upstream{
		streams: s, from: from, wanted: wanted, key: key, listeners: []*listener{l},
		operation: o.Body.OperationName, extensions: o.Body.Extensions,
		ctx: context.WithoutCancel(c.Context()), signed: o.Header, sign: c.SubgraphHeadersBuilder,
	}
	go u.run()
	return u
}

// leave ends the upstream that nobody listens to any more.
func (s *Streams) leave(u *upstream, l *listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, parked := u.remove(l)
	if parked {
		delete(s.parked, u)
	}
	if last && u.key != "" && s.shared[u.key] == u {
		delete(s.shared, u.key)
	}
}

// forget lets nobody else find the upstream.
func (s *Streams) forget(u *upstream) {
	if u.key == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shared[u.key] == u {
		delete(s.shared, u.key)
	}
}

// enter takes a place for a connection; false where there is none. leaveRoom gives it back.
func (s *Streams) enter() bool { return s.Room == nil || s.Room.Enter() }

func (s *Streams) leaveRoom() {
	if s.Room != nil {
		s.Room.Leave()
	}
}

// park has the upstream cut off when it is silent for too long, until unpark.
func (s *Streams) park(u *upstream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parked[u] = struct{}{}
	if !s.sweeps {
		s.sweeps = true
		time.AfterFunc(s.Silence/8, s.sweep)
	}
}

func (s *Streams) unpark(u *upstream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.parked, u)
}

// sweep looks after the time, for all streams together, for as long as there are any.
func (s *Streams) sweep() {
	now := time.Since(s.began)
	var dead []*upstream
	s.mu.Lock()
	for u := range s.parked {
		if silence := u.silence.Load(); silence > 0 && now-time.Duration(u.spoke.Load()) > time.Duration(silence) {
			dead = append(dead, u)
		}
	}
	if s.sweeps = len(s.parked) > 0; s.sweeps {
		time.AfterFunc(s.Silence/8, s.sweep)
	}
	s.mu.Unlock()
	for _, u := range dead {
		u.cut()
	}
}

// warn says that a stream is in trouble, once a second: it may be all of them.
func (s *Streams) warn(ctx context.Context, message string, args ...any) {
	level, now := slog.LevelDebug, time.Now().Unix()
	if last := s.warned.Load(); last != now && s.warned.CompareAndSwap(last, now) {
		level = slog.LevelWarn
	}
	s.Log.Log(ctx, level, message, args...)
}

// keyOf has everything that a subgraph is sent, but for where a trace goes on.
func keyOf(o graphql_datasource.GraphQLSubscriptionOptions) string {
	var b strings.Builder
	part := func(s string) {
		// The length keeps what a client chose from looking like two parts.
		fmt.Fprintf(&b, "%d:%s", len(s), s)
	}
	part(o.URL)
	part(o.Body.Query)
	part(o.Body.OperationName)
	part(string(o.Body.Variables))
	part(string(o.Body.Extensions))
	part(string(o.InitialPayload))
	var names []string
	for name := range o.Header {
		if name != "Traceparent" && name != "Tracestate" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		part(name)
		for _, value := range o.Header[name] {
			part(value)
		}
		part("")
	}
	return b.String()
}

var _ graphql_datasource.GraphQLSubscriptionClient = (*Streams)(nil)
