package fetch

import (
	"context"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/internal/identity"
)

// Streams subscribes at subgraphs over SSE (distinct connections: a request for each subscription). It
// stands in for the engine's own client, whose events end at 64 KiB, who takes no stream up again, and lets
// a subscription join another's in the middle.
type Streams struct {
	Connections http.RoundTripper
	// MaxEvent bounds one event, in bytes.
	MaxEvent int
	// Resume are the fields whose streams go on when the subgraph drops them.
	Resume  Resumed
	Backoff Backoff
	Log     *slog.Logger

	seed   maphash.Seed
	mu     sync.Mutex // before upstream.mu
	shared map[string]*upstream
}

// NewStreams subscribes over the connections. maxEvent is in bytes.
func NewStreams(connections http.RoundTripper, maxEvent int, resume Resumed, log *slog.Logger) *Streams {
	return &Streams{
		Connections: lean(connections), MaxEvent: maxEvent, Resume: resume, Backoff: DefaultBackoff(), Log: log,
		seed: maphash.MakeSeed(), shared: map[string]*upstream{},
	}
}

type publicKey struct{}

// Public marks a subscription as one of nobody in particular: it may share an upstream with others that send
// the subgraph the very same.
func Public(ctx context.Context) context.Context { return context.WithValue(ctx, publicKey{}, true) }

// Subscribe implements the engine's GraphQLSubscriptionClient. The engine calls it on a goroutine of its own.
func (s *Streams) Subscribe(c *resolve.Context, o graphql_datasource.GraphQLSubscriptionOptions, updater resolve.SubscriptionUpdater) error {
	wanted, err := s.Resume.understand(o.Body.Query, o.Body.Variables)
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	l := &listener{updater: updater}
	u := s.join(c, o, wanted, l)
	context.AfterFunc(c.Context(), func() { s.leave(u, l) })
	return nil
}

// join finds the upstream for the listener, or begins one.
func (s *Streams) join(c *resolve.Context, o graphql_datasource.GraphQLSubscriptionOptions, wanted subscription, l *listener) *upstream {
	public, _ := c.Context().Value(publicKey{}).(bool)
	if !public || len(o.Header.Values(identity.Header)) > 0 {
		return s.begin(c, o, wanted, l, "")
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
		u = s.begin(c, o, wanted, l, key)
		s.shared[key] = u
	}
	s.mu.Unlock()
	if latest != nil {
		l.updater.Update(latest)
	}
	return u
}

// begin opens an upstream for a first listener.
func (s *Streams) begin(c *resolve.Context, o graphql_datasource.GraphQLSubscriptionOptions, wanted subscription, l *listener, key string) *upstream {
	signed := o.Header
	u := &upstream{
		streams: s, url: o.URL, wanted: wanted, options: o.Body, key: key,
		listeners: map[*listener]struct{}{l: {}},
		headers: func() http.Header {
			h := signed
			if signed = nil; h == nil && c.SubgraphHeadersBuilder != nil {
				// The identity is good for a minute, so a stream that is taken up again needs a new one.
				h, _ = c.SubgraphHeadersBuilder.HeadersForSubgraph("")
			}
			return h
		},
	}
	u.ctx, u.cancel = context.WithCancel(context.WithoutCancel(c.Context()))
	go u.run()
	return u
}

// leave ends the upstream that nobody listens to any more.
func (s *Streams) leave(u *upstream, l *listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.listeners, l)
	if len(u.listeners) > 0 {
		return
	}
	u.ended = true
	u.cancel()
	if u.key != "" && s.shared[u.key] == u {
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
