// Package telemetry is how a process is seen from outside: traces in OpenTelemetry's form and metrics in
// Prometheus's. There is no global state: what makes spans travels in the context, from env.Main on.
package telemetry

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// scope is the name under which all spans are made.
const scope = "github.com/blooming-blooms/bloom"

type providerKey struct{}

// Start makes a context whose spans are exported by OTLP over HTTP, under the service's name, if
// OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) is set; the other OTEL_ variables of
// the SDK hold, too. stop sends what is still there. Without an endpoint ctx comes back as it is.
func Start(ctx context.Context, service string) (traced context.Context, stop func(context.Context) error, err error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return ctx, func(context.Context) error { return nil }, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("traces: %w", err)
	}
	// The defaults come last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
	from, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", service)), resource.WithFromEnv())
	if err != nil {
		return nil, nil, fmt.Errorf("traces: %w", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(from))
	return With(ctx, provider), provider.Shutdown, nil
}

// flushTime is how long the last spans may take to be sent.
const flushTime = 3 * time.Second

// Run runs a service between Start and its stop. That the last spans could not be sent is no error of the
// service's.
func Run(ctx context.Context, service string, run func(context.Context) error) error {
	ctx, stop, err := Start(ctx, service)
	if err != nil {
		return err
	}
	err = run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	if lost := stop(last); lost != nil {
		fmt.Fprintf(os.Stderr, "%s: the last spans were not sent: %v\n", service, lost)
	}
	return err
}

// With makes a context whose spans provider makes.
func With(ctx context.Context, provider trace.TracerProvider) context.Context {
	return context.WithValue(ctx, providerKey{}, provider)
}

// Traced tells whether spans of this context go anywhere.
func Traced(ctx context.Context) bool { return ctx.Value(providerKey{}) != nil }

// Span begins a span inside that of ctx. Where nothing is traced it does nothing, and the trace that a
// caller began is passed on as it is. End it.
func Span(ctx context.Context, name string, options ...trace.SpanStartOption) (context.Context, trace.Span) {
	provider, ok := ctx.Value(providerKey{}).(trace.TracerProvider)
	if !ok {
		provider = noop.NewTracerProvider()
	}
	return provider.Tracer(scope).Start(ctx, name, options...)
}

// Failed marks the span as failed where err is one.
func Failed(span trace.Span, err error) {
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, "failed")
	}
}

// Received makes ctx part of the trace that the headers name, if any.
func Received(ctx context.Context, h http.Header) context.Context {
	if h.Get("Traceparent") == "" {
		return ctx
	}
	return propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(h))
}

// Send names the trace of ctx in the headers, if there is one.
func Send(ctx context.Context, h http.Header) {
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(h))
}

// Traceparent is the trace of ctx in W3C's form, "" if there is none.
func Traceparent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier.Get("traceparent")
}

// Continued makes ctx part of the trace that a W3C traceparent names; one that is no traceparent is dropped.
func Continued(ctx context.Context, traceparent string) context.Context {
	if traceparent == "" {
		return ctx
	}
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": traceparent})
}
