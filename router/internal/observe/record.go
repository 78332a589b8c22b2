package observe

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// Stage is a part of the pipeline that has a span.
type Stage uint8

// The stages, in their order.
const (
	Caller Stage = iota
	Accept
	Compile
	Execute
	stages
)

var stageNames = [stages]string{"caller", "accept", "compile", "execute"}

// Operation is what a request turned out to ask for.
type Operation struct {
	// Name is "" where it has none; Kind is query, mutation or subscription.
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Hash is the same for the same operation, in every replica.
	Hash string `json:"hash"`
	// Remembered tells that its plan was.
	Remembered bool `json:"remembered"`
	// Deprecated are the fields that it asks for and that are, as Type.field.
	Deprecated []string `json:"deprecated,omitempty"`
	// Key is the name of the API key that it came with, "" without one.
	Key string `json:"-"`
}

// Record is one request. It is the request's context, so that a hot request pays for one thing.
type Record struct {
	context.Context
	observer *Observer
	response response
	request  *http.Request
	began    time.Time
	explain  bool

	operation Operation
	stage     Stage
	entered   time.Time
	took      [stages]time.Duration

	fetches, troubled atomic.Int32
	incomplete        atomic.Bool

	// Below is only for traced requests and those that are explained.
	mu     sync.Mutex
	span   trace.Span
	inside trace.Span // the span of the stage
	where  context.Context
	ended  bool
	timed  []fetched
}

type recordKey struct{}

// From finds the record of a request's context; nil where nobody records. The methods of nil do nothing.
func From(ctx context.Context) *Record {
	r, _ := ctx.Value(recordKey{}).(*Record)
	return r
}

// Value implements context.Context.
func (r *Record) Value(key any) any {
	if _, ok := key.(recordKey); ok {
		return r
	}
	return r.Context.Value(key)
}

func (o *Observer) begin(w http.ResponseWriter, req *http.Request) *Record {
	r := &Record{Context: req.Context(), observer: o, request: req, began: time.Now(), stage: stages}
	r.response.ResponseWriter = w
	if key := req.Header.Get(ExplainHeader); key != "" {
		r.explain = o.knows(key)
	}
	if telemetry.Traced(r.Context) {
		r.Context, r.span = telemetry.Span(telemetry.Received(r.Context, req.Header), "request", trace.WithSpanKind(trace.SpanKindServer))
		r.where = r.Context
	}
	return r
}

// Enter ends the stage before and begins the next.
func (r *Record) Enter(stage Stage) {
	if r == nil {
		return
	}
	now := time.Now()
	r.leave(now)
	r.stage, r.entered = stage, now
	if r.span != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.where, r.inside = telemetry.Span(r.Context, stageNames[stage], trace.WithTimestamp(now))
	}
}

func (r *Record) leave(now time.Time) {
	if r.stage == stages {
		return
	}
	r.took[r.stage] += now.Sub(r.entered)
	r.stage = stages
	if r.inside != nil {
		r.inside.End(trace.WithTimestamp(now))
	}
}

// Asks says what the request asks for, once that is known to be valid.
func (r *Record) Asks(op Operation) {
	if r == nil {
		return
	}
	r.operation = op
	if op.Remembered {
		r.observer.metrics.hits.Inc()
	} else {
		r.observer.metrics.misses.Inc()
	}
	for _, field := range op.Deprecated {
		key := op.Key
		if key == "" {
			key = "none"
		}
		r.observer.metrics.deprecated.WithLabelValues(field, key).Inc()
	}
}

// Calls says which roles the caller has.
func (r *Record) Calls(roles []string) {
	if r != nil && !r.explain && r.request.Header.Get(ExplainHeader) != "" {
		r.explain = slices.Contains(roles, identity.Admin)
	}
}

// Incomplete says that the answer has errors.
func (r *Record) Incomplete() {
	if r != nil {
		r.incomplete.Store(true)
	}
}

// Traced tells whether the request's subgraph requests have to say which trace they belong to.
func (r *Record) Traced() bool { return r != nil && r.span != nil }

// context is where a subgraph request of the record belongs.
func (r *Record) context() context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.where
}

func (r *Record) end() {
	now := time.Now()
	r.leave(now)
	m := r.observer.metrics
	name, outcome := r.operation.Name, r.outcome()
	switch {
	case r.entered.IsZero():
		name = "no-graphql" // such as the schema, or a preflight
	case r.operation.Kind == "": // it was never found valid
		name = "invalid"
	}
	client := m.clients.bounded(clientName(r.request.Header))
	s := m.of(series{m.operations.bounded(name), client, outcome})
	s.count.Inc()
	if r.operation.Kind != "subscription" {
		s.duration.Observe(now.Sub(r.began).Seconds())
	}
	if r.span != nil {
		r.trace(now, client, outcome)
	}
	if r.observer.Access != nil {
		r.observer.Access.write(r, now, client, outcome)
	}
}

func (r *Record) trace(now time.Time, client, outcome string) {
	if r.operation.Kind != "" {
		r.span.SetName(strings.TrimSpace(r.operation.Kind + " " + r.operation.Name))
	}
	r.span.SetAttributes(
		attribute.String("graphql.operation.name", r.operation.Name), attribute.String("graphql.operation.type", r.operation.Kind),
		attribute.String("graphql.operation.hash", r.operation.Hash), attribute.Bool("graphql.plan.remembered", r.operation.Remembered),
		attribute.Int("http.response.status_code", r.response.code()), attribute.String("http.request.method", r.request.Method),
		attribute.String("client.name", client), attribute.Int("graphql.fetches", int(r.fetches.Load())),
	)
	if outcome == failed {
		r.span.SetStatus(codes.Error, outcome)
	}
	r.mu.Lock()
	r.where, r.ended = r.Context, true
	r.mu.Unlock()
	r.span.End(trace.WithTimestamp(now))
}

// clientName is what the client calls itself, by either of two customs.
func clientName(h http.Header) string {
	for _, header := range [...]string{"Graphql-Client-Name", "Apollographql-Client-Name"} {
		if values := h[header]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}
