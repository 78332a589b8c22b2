// Package observe is how the router is seen from outside: a record of each request, which becomes a line of
// the access log, metrics, spans, and, for whoever may see it, the plan and timings in the answer.
package observe

import (
	"crypto/subtle"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// ExplainHeader asks for the plan and the timings in the answer's extensions. An administrator may send
// anything in it, anybody else the key.
const ExplainHeader = "Bloom-Explain"

// Options say what is told to whom.
type Options struct {
	// Access writes the access log; nil is none.
	Access *AccessLog
	// PlanKey lets whoever sends it in ExplainHeader see plans; empty lets only administrators.
	PlanKey string
}

// Observer watches all requests of a router; it is for concurrent use.
type Observer struct {
	Options
	registry *prometheus.Registry
	metrics  *metrics
}

// New makes an observer whose metrics are in a registry of its own.
func New(o Options) *Observer {
	registry := telemetry.NewRegistry()
	return &Observer{Options: o, registry: registry, metrics: newMetrics(registry)}
}

// Metrics serves what was measured, in Prometheus's form.
func (o *Observer) Metrics() http.Handler { return telemetry.Metrics(o.registry) }

// Handler records the requests that next serves; From finds the record.
func (o *Observer) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		record := o.begin(w, r)
		defer record.end()
		next.ServeHTTP(&record.response, r.WithContext(record))
	})
}

// Stream counts an open stream, until the func that it returns is called.
func (o *Observer) Stream() (closed func()) {
	o.metrics.streams.Inc()
	return o.metrics.streams.Dec
}

// Reloaded counts what became of a new supergraph file.
func (o *Observer) Reloaded(outcome string) {
	o.metrics.reloads.WithLabelValues(outcome).Inc()
	if outcome != ReloadRefused {
		o.metrics.loaded.Set(float64(time.Now().Unix()))
	}
}

// What may become of a supergraph file.
const (
	ReloadTaken   = "taken"
	ReloadRefused = "refused"
)

func (o *Observer) knows(key string) bool {
	return o.PlanKey != "" && subtle.ConstantTimeCompare([]byte(key), []byte(o.PlanKey)) == 1
}
