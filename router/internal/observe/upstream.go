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

// upstreamMetrics are of the streams that subgraphs send.
type upstreamMetrics struct {
	open             *prometheus.GaugeVec
	asked            *prometheus.CounterVec
	reconnects, said *prometheus.CounterVec
}

func newUpstreamMetrics(registry *prometheus.Registry) upstreamMetrics {
	subgraph := []string{"subgraph"}
	m := upstreamMetrics{
		open: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "router_upstreams", Help: "Open streams from subgraphs."}, subgraph),
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_upstream_connects_total",
			Help: "Streams that subgraphs were asked for, by outcome: answered, failed, refused (by the breaker), left (by the client)."}, []string{"subgraph", "outcome"}),
		reconnects: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_upstream_reconnects_total",
			Help: "Streams that were asked for again because the subgraph had dropped them."}, subgraph),
		said: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_upstream_events_total", Help: "Events that subgraphs sent."}, subgraph),
	}
	registry.MustRegister(m.open, m.asked, m.reconnects, m.said)
	return m
}

// upstreams are those of one subgraph.
type upstreams struct {
	open             prometheus.Gauge
	asked            [outcomes]prometheus.Counter
	reconnects, said prometheus.Counter
	spanName         string
}

func (m upstreamMetrics) of(name string) upstreams {
	u := upstreams{
		open: m.open.WithLabelValues(name), reconnects: m.reconnects.WithLabelValues(name), said: m.said.WithLabelValues(name),
		spanName: "subscribe " + name,
	}
	for i := range u.asked {
		u.asked[i] = m.asked.WithLabelValues(name, outcomeNames[i])
	}
	return u
}

// Opened counts a stream from the subgraph that is open until Closed.
func (s *Subgraph) Opened() { s.upstreams.open.Inc() }

// Closed is for one that ended.
func (s *Subgraph) Closed() { s.upstreams.open.Dec() }

// Event counts one of the subgraph's.
func (s *Subgraph) Event() { s.upstreams.said.Inc() }

// Connecting is a stream that the subgraph was asked for and that has not begun yet.
type Connecting struct {
	of   *Subgraph
	span trace.Span
}

// Connect is for a request for a stream, with the headers, which are made to name its span as the parent of
// whatever the subgraph does. The span ends when the stream begins: a stream may go on for days. again tells
// that it was open before.
func (s *Subgraph) Connect(ctx context.Context, h http.Header, again bool) Connecting {
	if again {
		s.upstreams.reconnects.Inc()
	}
	c := Connecting{of: s}
	if telemetry.Traced(ctx) {
		ctx, c.span = telemetry.Span(ctx, s.upstreams.spanName, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(time.Now()),
			trace.WithAttributes(attribute.String("subgraph", s.Name), attribute.Bool("again", again)))
		telemetry.Send(ctx, h)
	}
	return c
}

// End is called once, when the stream begins or does not.
func (c Connecting) End(outcome Outcome) {
	c.of.upstreams.asked[outcome].Inc()
	if c.span == nil {
		return
	}
	if outcome != Answered {
		c.span.SetStatus(codes.Error, outcomeNames[outcome])
	}
	c.span.End()
}
