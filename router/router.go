// Package router is one GraphQL endpoint in front of many subgraphs (Apollo Federation). It loads any
// supergraph SDL; the folders of internal/, from A to Z, are the way of a request.
package router

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/cachecontrol"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute"
	"github.com/blooming-blooms/bloom/router/internal/fetch"
	"github.com/blooming-blooms/bloom/router/internal/introspect"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/reload"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// Config is everything that the router needs to know. Only Supergraph is required.
type Config struct {
	// Addr is the host:port to listen on.
	Addr string
	// Supergraph is the path of the supergraph SDL.
	Supergraph string
	// SubgraphURLs override the URLs in the SDL, by the subgraph's name in any case.
	SubgraphURLs map[string]string

	// JWKSURL is where tokens' keys are published; empty: every caller is a guest.
	JWKSURL string
	// Issuer has to be the tokens' iss; empty takes any.
	Issuer string
	// IdentityKey signs callers' identities for subgraphs: an Ed25519 seed in base64; empty signs none.
	IdentityKey string

	// CORSOrigins may call from a browser; "*" is any.
	CORSOrigins []string
	// ForwardHeaders are passed on to subgraphs, beside Accept-Language and traceparent.
	ForwardHeaders []string
	// Limits; the zero value is DefaultLimits.
	Limits Limits
	// Edge is how unknown clients are met.
	Edge Edge

	// SubgraphTimeout is for a whole subgraph request (default 30s), ConnectTimeout for reaching one
	// (default 3s).
	SubgraphTimeout, ConnectTimeout time.Duration
	// SubgraphTimeouts are those of single subgraphs, by name in any case.
	SubgraphTimeouts map[string]time.Duration
	// Retries is how often a query is sent to a subgraph again that failed (default 2; negative is never). A
	// mutation never is.
	Retries int
	// Heartbeat is the longest silence on a stream (default 12s).
	Heartbeat time.Duration
	// ResumeStreams are the subscriptions that are asked for again when their subgraph drops them, each a
	// field or "field:argument", where the argument is moved on to the id of the last event; nil is
	// DefaultResumeStreams.
	ResumeStreams []string

	// SocketInit is how long the client of a socket may take to say who it is (default 10s).
	SocketInit time.Duration

	// ReloadEvery is how often the supergraph file is looked at (default 2s), Reload asks for it at once; may be nil.
	ReloadEvery time.Duration
	Reload      <-chan os.Signal

	// AccessLog gets a line for each request; nil is no such log.
	AccessLog io.Writer
	// PlanKey lets others than administrators see plans and timings; empty is no such key.
	PlanKey string

	// Alone says that the process is the router's own, which then says how often garbage is collected.
	Alone bool

	Log *slog.Logger
	// Listening is called with the address once the router listens; may be nil.
	Listening func(net.Addr)
}

const (
	maxSubgraphAnswer = 64 << 20
	maxEvent          = 8 << 20
	maxConcurrency    = 4096
	maxForSubgraph    = maxConcurrency / 2
	writeTimeout      = 15 * time.Second
	maxLag            = 64
)

// Run serves the graph until ctx ends, then lets requests in flight finish and tells streams to come back
// to another replica.
func Run(ctx context.Context, cfg Config) error {
	cfg = cfg.withDefaults()
	// Streams are still told to end when ctx has, so what serves them lives until all is over.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	if cfg.Alone {
		collectAtPace(life)
	}
	connections := fetch.Connections(cfg.ConnectTimeout)
	defer connections.CloseIdleConnections()
	outliving, err := newShared(life, cfg, connections)
	if err != nil {
		return fmt.Errorf("router: %w", err)
	}
	sdl, err := reload.Read(cfg.Supergraph)
	if err != nil {
		return fmt.Errorf("router: read the supergraph: %w", err)
	}
	graph, err := newGenerations(life, cfg, outliving, sdl)
	if err != nil {
		return fmt.Errorf("router: %w", err)
	}
	if log := outliving.seen.Access; log != nil {
		written := make(chan error, 1)
		go func() { written <- log.Run(life) }()
		defer func() { end(); <-written }() // with the lines of requests that were drained
	}
	watcher := &reload.Watcher{
		What: "supergraph", Path: cfg.Supergraph, Every: cfg.ReloadEvery, Take: graph.take, Log: cfg.Log,
		Refused: func() { outliving.seen.Reloaded(observe.ReloadRefused) },
	}
	// The server knows nothing of sockets and parked streams any more, so it does not wait for them.
	defer func() {
		outliving.sockets.Wait()
		outliving.edge.streams.Settle(ctx)
	}()
	return service.Run(ctx, service.Options{
		Name: "router", Lean: true, Addr: cfg.Addr, Log: cfg.Log, Listening: cfg.Listening,
		Handler: outliving.seen.Handler(accept.CORS(cfg.CORSOrigins, outliving.edge.origins(), graph)), Metrics: outliving.seen.Metrics(),
		Workers: outliving.watching(life, cfg, watcher, sdl),
	})
}

// DefaultResumeStreams are those of the marketplace. A letter's draft is not among them: it would be written
// twice.
func DefaultResumeStreams() []string {
	return []string{"orderUpdates", "storeShipments", "restockAlerts:after", "notifications:after"}
}

func (c Config) withDefaults() Config {
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits()
	}
	if c.Limits.Body <= 0 {
		c.Limits.Body = DefaultLimits().Body
	}
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{{&c.SubgraphTimeout, 30 * time.Second}, {&c.ConnectTimeout, 3 * time.Second}, {&c.Heartbeat, 12 * time.Second}, {&c.ReloadEvery, 2 * time.Second}, {&c.SocketInit, socketInit}} {
		if *d.value <= 0 {
			*d.value = d.fallback
		}
	}
	if c.ResumeStreams == nil {
		c.ResumeStreams = DefaultResumeStreams()
	}
	if c.Retries == 0 {
		c.Retries = 2
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	forward := []string{"Accept-Language", "Traceparent"}
	for _, name := range c.ForwardHeaders {
		forward = append(forward, http.CanonicalHeaderKey(name))
	}
	c.ForwardHeaders = forward
	return c
}

// timeout is the one of a subgraph.
func (c Config) timeout(g *supergraph.Subgraph) time.Duration {
	for name, t := range c.SubgraphTimeouts {
		if t > 0 && g.Called(name) {
			return t
		}
	}
	return c.SubgraphTimeout
}

// newPipeline wires the stages for a supergraph; ctx ends its streams.
func newPipeline(ctx context.Context, cfg Config, outliving *shared, sdl string) (*pipeline, error) {
	graph, err := supergraph.Load(sdl, cfg.SubgraphURLs)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", cfg.Supergraph, err)
	}
	clientSDL := graph.ClientSDL()
	client, err := supergraph.Schema(clientSDL)
	if err != nil {
		return nil, fmt.Errorf("the client schema: %w", err)
	}
	about, err := introspect.New(clientSDL)
	if err != nil {
		return nil, err
	}
	planned, err := supergraph.Schema(graph.RouterSDL())
	if err != nil {
		return nil, fmt.Errorf("the router schema: %w", err)
	}

	var urls []string
	var subgraphs []fetch.Subgraph
	for _, g := range graph.Subgraphs {
		urls = append(urls, g.URL)
		subgraphs = append(subgraphs, fetch.Subgraph{Name: g.Name, URL: g.URL, Timeout: cfg.timeout(g)})
	}
	asking, err := fetch.Client(fetch.Options{
		Connections: outliving.connections, Guards: outliving.guards, Subgraphs: subgraphs,
		MaxBody: maxSubgraphAnswer, Retries: cfg.Retries, AtOnce: maxForSubgraph, Log: cfg.Log,
	})
	if err != nil {
		return nil, err
	}
	streams, err := fetch.NewStreams(fetch.StreamOptions{
		Connections: outliving.connections, Guards: outliving.guards, Subgraphs: subgraphs, Idle: outliving.idle, Room: outliving.edge.room,
		MaxEvent: maxEvent, Resume: fetch.ResumedFields(cfg.ResumeStreams), Log: cfg.Log,
	})
	if err != nil {
		return nil, err
	}
	access := supergraph.Access{Fetches: asking, Streams: streams}
	planning, err := graph.Planning(ctx, access)
	if err != nil {
		return nil, err
	}
	configuration, err := planning.Configuration()
	if err != nil {
		return nil, err
	}

	fetches, err := fetch.NewSource(access.Fetches, urls)
	if err != nil {
		return nil, err
	}

	policies, err := cachecontrol.New(sdl, outliving.edge.hints, cfg.Log)
	if err != nil {
		return nil, err
	}
	compiler, err := compile.New(compile.Options{
		ClientSDL: clientSDL, Client: client, Router: planned, Plan: configuration, Otherwise: planning.Otherwise, Subgraphs: graph,
		Install: fetches.Install, Rules: graph.Rules, Schema: about, Limits: cfg.Limits.compile(), Log: cfg.Log,
	})
	if err != nil {
		return nil, err
	}
	return &pipeline{
		cfg:      cfg,
		seen:     outliving.seen,
		callers:  outliving.callers,
		compiler: compiler,
		executor: execute.New(ctx, execute.Options{
			Forward: cfg.ForwardHeaders, Concurrency: maxConcurrency, EventTimeout: cfg.SubgraphTimeout, Log: cfg.Log,
		}),
		edge: outliving.edge, sockets: &outliving.sockets, parked: outliving.parked, life: ctx, policies: policies, schema: []byte(clientSDL),
	}, nil
}
