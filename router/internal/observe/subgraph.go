package observe

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// Outcome is what became of a subgraph request.
type Outcome uint8

// The outcomes. Refused is by the breaker: the subgraph was not asked (any more).
const (
	Answered Outcome = iota
	Failed
	Refused
	Left
	outcomes
)

var outcomeNames = [outcomes]string{"answered", "failed", "refused", "left"}

// Subgraph is one as the observer sees it.
type Subgraph struct {
	Name     string
	counts   [outcomes]prometheus.Counter
	duration prometheus.Observer
	retries  prometheus.Counter
	spanName string

	upstreams upstreams
}

// Subgraph begins to watch a subgraph, once for each name; breaker gives its breaker's state: 0 closed,
// 1 half open, 2 open.
func (o *Observer) Subgraph(name string, breaker func() float64) *Subgraph {
	m := o.metrics
	s := &Subgraph{Name: name, spanName: "fetch " + name, duration: m.fetchDurations.WithLabelValues(name), retries: m.retries.WithLabelValues(name)}
	s.upstreams = m.upstreams.of(name)
	for i := range s.counts {
		s.counts[i] = m.fetches.WithLabelValues(name, outcomeNames[i])
	}
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "router_breaker_state",
		Help: "0: the subgraph is asked; 1: one request finds out whether it is back; 2: it is not asked.", ConstLabels: prometheus.Labels{"subgraph": name}}, breaker))
	return s
}

// Fetch is a subgraph request under way.
type Fetch struct {
	of     *Subgraph
	record *Record
	span   trace.Span
	began  time.Time
}

// fetched is one that is over, for whoever wants to see it.
type fetched struct {
	Subgraph string  `json:"subgraph"`
	Outcome  string  `json:"outcome"`
	Attempts int     `json:"attempts"`
	Start    float64 `json:"startMs"`
	Duration float64 `json:"durationMs"`
}

// Begin is for a request that is sent to the subgraph with the headers; where it is traced, they name its
// span as the parent of whatever the subgraph does.
func (s *Subgraph) Begin(ctx context.Context, h http.Header) Fetch {
	f := Fetch{of: s, record: From(ctx), began: time.Now()}
	if f.record != nil && f.record.span != nil {
		ctx, f.span = telemetry.Span(f.record.context(), s.spanName, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(f.began))
		telemetry.Send(ctx, h)
	}
	return f
}

// End is called once, when the answer was read or will not come.
func (f Fetch) End(outcome Outcome, attempts int) {
	now := time.Now()
	f.of.counts[outcome].Inc()
	f.of.duration.Observe(now.Sub(f.began).Seconds())
	if attempts > 1 {
		f.of.retries.Add(float64(attempts - 1))
	}
	if f.span != nil {
		f.span.SetAttributes(attribute.String("subgraph", f.of.Name), attribute.Int("attempts", attempts))
		if outcome != Answered {
			f.span.SetStatus(codes.Error, outcomeNames[outcome])
		}
		f.span.End(trace.WithTimestamp(now))
	}
	r := f.record
	if r == nil {
		return
	}
	r.fetches.Add(1)
	if outcome != Answered {
		r.troubled.Add(1)
	}
	if r.explain {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.timed = append(r.timed, fetched{
			Subgraph: f.of.Name, Outcome: outcomeNames[outcome], Attempts: attempts,
			Start: milliseconds(f.began.Sub(r.began)), Duration: milliseconds(now.Sub(f.began)),
		})
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
