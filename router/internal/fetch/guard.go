package fetch

import (
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// Guards hold what is known of the health of each subgraph. They outlive a supergraph: a subgraph that is
// down stays down when the schema changes.
type Guards struct {
	seen *observe.Observer
	log  *slog.Logger

	mu     sync.Mutex
	byName map[string]*guard
}

// guard is one subgraph as the transport sees it.
type guard struct {
	breaker breaker
	busy    atomic.Int64 // requests under way
	seen    *observe.Subgraph
	log     *slog.Logger
}

// NewGuards makes guards that tell seen and log what they do.
func NewGuards(seen *observe.Observer, log *slog.Logger) *Guards {
	return &Guards{seen: seen, log: log, byName: map[string]*guard{}}
}

func (g *guard) failed() {
	if g.breaker.failed(time.Now()) {
		g.log.Warn("subgraph fails too often; it is not asked for a while", "subgraph", g.seen.Name)
	}
}

func (g *guard) succeeded() {
	if g.breaker.succeeded(time.Now()) {
		g.log.Info("subgraph is back", "subgraph", g.seen.Name)
	}
}

func (g *Guards) of(name string) *guard {
	g.mu.Lock()
	defer g.mu.Unlock()
	known := g.byName[name]
	if known == nil {
		known = &guard{log: g.log}
		known.seen = g.seen.Subgraph(name, func() float64 { return float64(known.breaker.state.Load()) })
		g.byName[name] = known
	}
	return known
}

// Subgraph is how one is asked.
type Subgraph struct {
	Name, URL string
	// Timeout is for a whole request, with all its attempts.
	Timeout time.Duration
}

// place is what tells subgraphs apart in a request, without putting its URL together.
type place struct{ host, path string }

// route is where requests of one place go.
type route struct {
	*guard
	timeout time.Duration
}

func placeOf(u *url.URL) place { return place{u.Host, u.Path} }

func (t *transport) route(r *http.Request) route {
	if found, ok := t.routes[placeOf(r.URL)]; ok {
		return found
	}
	return t.elsewhere
}
