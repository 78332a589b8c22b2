package telemetry

import (
	"context"
	"net/http"
	"testing"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

func TestTraceGoesOn(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	traced := With(t.Context(), sdk.NewTracerProvider(sdk.WithSpanProcessor(spans)))
	for name, ctx := range map[string]context.Context{"traced": traced, "passed on only": t.Context()} {
		t.Run(name, func(t *testing.T) {
			in := http.Header{"Traceparent": {parent}}
			inside, span := Span(Received(ctx, in), "work")
			defer span.End()
			out := http.Header{}
			Send(inside, out)
			said := Traceparent(inside)
			if out.Get("Traceparent") != said || len(said) != len(parent) {
				t.Fatalf("header %q, text %q", out.Get("Traceparent"), said)
			}
			if (said == parent) == Traced(ctx) {
				t.Errorf("the span is %s", said)
			}
			next := trace.SpanContextFromContext(Continued(context.Background(), said))
			if got := next.TraceID().String(); got != "0af7651916cd43dd8448eb211c80319c" {
				t.Errorf("the trace goes on as %s", got)
			}
		})
	}
	if ended := spans.Ended(); len(ended) != 1 || ended[0].Parent().SpanID().String() != "b7ad6b7169203331" {
		t.Errorf("spans: %v", ended)
	}
}

func TestNoTrace(t *testing.T) {
	ctx, span := Span(Continued(Received(t.Context(), http.Header{}), "nonsense"), "work")
	span.End()
	if got := Traceparent(ctx); got != "" {
		t.Errorf("a trace came from nowhere: %s", got)
	}
}

func TestStartWithoutEndpoint(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	ctx, stop, err := Start(t.Context(), "test")
	if err != nil || Traced(ctx) {
		t.Errorf("traced: %t, %v", Traced(ctx), err)
	}
	if err := stop(ctx); err != nil {
		t.Error(err)
	}
}
