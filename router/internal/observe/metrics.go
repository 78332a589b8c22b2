package observe

import (
	"strings"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// Names come from clients, so there is a bound to how many are told apart; the rest are "other".
const (
	maxOperations = 256
	maxClients    = 64
	maxName       = 64
	other         = "other"
)

type metrics struct {
	requests       *prometheus.CounterVec
	durations      *prometheus.HistogramVec
	fetches        *prometheus.CounterVec
	fetchDurations *prometheus.HistogramVec
	retries        *prometheus.CounterVec
	plans          *prometheus.CounterVec
	hits, misses   prometheus.Counter
	streams        prometheus.Gauge
	reloads        *prometheus.CounterVec
	loaded         prometheus.Gauge
	deprecated     *prometheus.CounterVec
	upstreams      upstreamMetrics
	limits         limitMetrics
	registry       *prometheus.Registry

	operations, clients names

	mu   sync.RWMutex
	seen map[series]measured
}

// series are the labels of one kind of request, and measured what they lead to: finding it by the labels
// themselves takes longer than counting.
type series struct{ operation, client, outcome string }

type measured struct {
	count    prometheus.Counter
	duration prometheus.Observer
}

func newMetrics(registry *prometheus.Registry) *metrics {
	buckets := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_requests_total",
			Help: "Requests by operation, client and outcome: ok, errors (some of the answer is missing), refused, failed."}, []string{"operation", "client", "outcome"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "router_request_duration_seconds",
			Help: "From the request's headers to the end of the answer; without streams.", Buckets: buckets}, []string{"operation"}),
		fetches: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_fetches_total",
			Help: "Subgraph requests by outcome: answered, failed, refused (by the breaker), left (by the client)."}, []string{"subgraph", "outcome"}),
		fetchDurations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "router_fetch_duration_seconds",
			Help: "Subgraph requests with their retries, to the end of the answer.", Buckets: buckets}, []string{"subgraph"}),
		retries: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_fetch_retries_total",
			Help: "Subgraph requests that were sent again."}, []string{"subgraph"}),
		plans: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_plan_cache_total",
			Help: "Operations by whether their plan was remembered."}, []string{"result"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "router_streams", Help: "Open streams of clients."}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_supergraph_loads_total",
			Help: "Supergraph files by what became of them: taken, refused."}, []string{"outcome"}),
		loaded: prometheus.NewGauge(prometheus.GaugeOpts{Name: "router_supergraph_loaded_timestamp_seconds", Help: "When the supergraph that serves now was taken."}),
		deprecated: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_deprecated_fields_total",
			Help: "Operations that ask for a deprecated field, by the API key that they came with."}, []string{"field", "key"}),
		registry:   registry,
		operations: names{max: maxOperations}, clients: names{max: maxClients},
		seen: map[series]measured{},
	}
	m.hits, m.misses = m.plans.WithLabelValues("hit"), m.plans.WithLabelValues("miss")
	m.upstreams = newUpstreamMetrics(registry)
	m.limits = newLimitMetrics(registry)
	registry.MustRegister(m.requests, m.durations, m.fetches, m.fetchDurations, m.retries, m.plans, m.streams, m.reloads, m.loaded, m.deprecated)
	return m
}

func (m *metrics) of(s series) measured {
	m.mu.RLock()
	found, ok := m.seen[s]
	m.mu.RUnlock()
	if ok {
		return found
	}
	found = measured{m.requests.WithLabelValues(s.operation, s.client, s.outcome), m.durations.WithLabelValues(s.operation)}
	m.mu.Lock()
	m.seen[s] = found
	m.mu.Unlock()
	return found
}

// names are the values that a label has had, up to a bound.
type names struct {
	max   int
	mu    sync.RWMutex
	known map[string]string
}

// bounded is the name, or "other" where there are too many already. It is a copy, which may be kept: the name
// itself may be a part of all that the client sent, with its token.
func (n *names) bounded(name string) string {
	if name == "" {
		return "none"
	}
	n.mu.RLock()
	known, full := n.known[name], len(n.known) >= n.max
	n.mu.RUnlock()
	if known != "" {
		return known
	}
	if full || !plain(name) {
		return other
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil {
		n.known = map[string]string{}
	}
	if len(n.known) >= n.max {
		return other
	}
	name = strings.Clone(name)
	n.known[name] = name
	return name
}

// plain names are short and of printable ASCII.
func plain(name string) bool {
	if len(name) > maxName {
		return false
	}
	for i := range len(name) {
		if name[i] < ' ' || name[i] > '~' {
			return false
		}
	}
	return true
}
