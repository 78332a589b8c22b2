package router

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/fetch"
	"github.com/blooming-blooms/bloom/router/internal/idle"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/stream"
)

// What is planned before a supergraph takes over: enough that few requests have to wait for a plan, and
// never so long that a change does not get through.
const (
	warmed   = 1000
	warmTime = 20 * time.Second
)

// shared is what outlives a supergraph.
type shared struct {
	connections http.RoundTripper
	seen        *observe.Observer
	guards      *fetch.Guards
	callers     *caller.Verifier
	edge        *edge
	sockets     sync.WaitGroup // and parked streams
	parked      *stream.Lot
	idle        *idle.Watcher
}

// newShared makes it; connections reach the subgraphs, and ctx ends those to Redis.
func newShared(ctx context.Context, cfg Config, connections http.RoundTripper) (*shared, error) {
	var signer *identity.Signer
	if cfg.IdentityKey != "" {
		var err error
		if signer, err = identity.NewSigner(cfg.IdentityKey); err != nil {
			return nil, err
		}
	}
	edge, err := newEdge(ctx, cfg.Edge, cfg.ForwardHeaders, cfg.Log)
	if err != nil {
		return nil, err
	}
	o := observe.Options{PlanKey: cfg.PlanKey}
	if cfg.AccessLog != nil {
		o.Access = observe.NewAccessLog(cfg.AccessLog)
	}
	seen := observe.New(o)
	edge.seen = seen
	watcher, err := idle.New()
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, watcher.Close)
	return &shared{
		connections: connections, seen: seen, guards: fetch.NewGuards(seen, cfg.Log),
		edge: edge, parked: stream.NewLot(watcher), idle: watcher,
		callers: caller.NewVerifier(caller.Options{JWKSURL: cfg.JWKSURL, Issuer: cfg.Issuer, Signer: signer, Log: cfg.Log}),
	}, nil
}

// generations serves with one supergraph after the other. A request, and a stream, stays with the one that it
// began on.
type generations struct {
	cfg     Config
	shared  *shared
	life    context.Context
	current atomic.Pointer[generation]
}

// generation is a pipeline with its requests.
type generation struct {
	*pipeline
	handler http.Handler
	// users are its requests, and one more while it is the current one.
	users atomic.Int64
	end   context.CancelFunc
}

// newGenerations begins with the first one; life ends the last one's streams.
func newGenerations(life context.Context, cfg Config, s *shared, sdl []byte) (*generations, error) {
	g := &generations{cfg: cfg, shared: s, life: life}
	first, err := g.load(string(sdl))
	if err != nil {
		return nil, err
	}
	g.current.Store(first)
	s.seen.Reloaded(observe.ReloadTaken)
	return g, nil
}

func (g *generations) load(sdl string) (*generation, error) {
	ctx, end := context.WithCancel(g.life)
	p, err := newPipeline(ctx, g.cfg, g.shared, sdl)
	if err != nil {
		end()
		return nil, err
	}
	made := &generation{pipeline: p, handler: p.routes(), end: end}
	made.users.Store(1)
	p.hold = func() func() {
		made.users.Add(1) // by a request, so it is not the first
		return made.leave
	}
	p.latest = func() (*pipeline, func()) {
		now := g.enter()
		return now.pipeline, now.leave
	}
	return made, nil
}

// take makes the supergraph serve, once what was asked for most is planned with it.
func (g *generations) take(ctx context.Context, sdl []byte) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil { // a file must not end the process
			err = fmt.Errorf("loading it panicked: %v", thrown)
		}
	}()
	began := time.Now()
	next, err := g.load(string(sdl))
	if err != nil {
		return err
	}
	before := g.current.Load()
	limit, cancel := context.WithTimeout(ctx, warmTime)
	defer cancel()
	operations := before.compiler.MostUsed(warmed)
	n := next.compiler.Warm(limit, operations)
	if err := ctx.Err(); err != nil {
		next.end()
		return err
	}
	g.current.Store(next)
	before.leave()
	g.shared.seen.Reloaded(observe.ReloadTaken)
	g.cfg.Log.InfoContext(ctx, "supergraph taken", "warmed", n, "of", len(operations), "took", time.Since(began).String())
	return nil
}

// ServeHTTP implements http.Handler.
func (g *generations) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := g.enter()
	defer now.leave()
	now.handler.ServeHTTP(w, r)
}

func (g *generations) enter() *generation {
	for {
		now := g.current.Load()
		if n := now.users.Load(); n > 0 && now.users.CompareAndSwap(n, n+1) {
			return now
		}
		// It was replaced and left by its last request in between, or another request was faster.
	}
}

// leave ends the generation with its last request, once another one has taken over.
func (g *generation) leave() {
	if g.users.Add(-1) == 0 {
		g.end()
	}
}
