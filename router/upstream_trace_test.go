package router

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// TestUpstreamTrace wants a span for each time that a stream is asked for, in the client's trace, also long
// after the request that began it, and the subgraph to be told of it; and the metrics to count them.
func TestUpstreamTrace(t *testing.T) {
	f := newFeed()
	sdl, urls, _ := marketGraphs(t, map[string]http.Handler{"orders": f})
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	spans := tracetest.NewSpanRecorder()
	ctx, stop := context.WithCancel(telemetry.With(context.Background(), sdk.NewTracerProvider(sdk.WithSpanProcessor(spans))))
	defer stop()
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Run(ctx, Config{Addr: "127.0.0.1:0", Supergraph: path, SubgraphURLs: urls, Listening: func(a net.Addr) { listening <- "http://" + a.String() }})
	}()
	url := <-listening
	const trace = "0af7651916cd43dd8448eb211c80319c"
	req := subscribe(t, url+"/graphql", "")
	req.Header.Set("Traceparent", "00-"+trace+"-b7ad6b7169203331-01")
	l := listen(t, req)
	var told []string
	for range 2 {
		told = append(told, received(t, f.opened).Header.Get("Traceparent"))
		f.hangUp <- struct{}{}
		gone(t, f.closed)
	}
	told = append(told, received(t, f.opened).Header.Get("Traceparent"))
	f.events <- event("PENDING", "a")
	l.want("event: next", `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Moonlight"}}}}`)
	_, metrics := get(t, url+"/metrics")
	for _, want := range []string{
		`router_upstreams{subgraph="orders"} 1`, `router_upstream_reconnects_total{subgraph="orders"} 2`,
		`router_upstream_connects_total{outcome="answered",subgraph="orders"} 3`, `router_upstream_events_total{subgraph="orders"} 1`,
	} {
		if !strings.Contains(metrics, "\n"+want+"\n") {
			t.Errorf("the metrics do not have %s", want)
		}
	}
	l.cancel()
	gone(t, f.closed)
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the router does not stop")
	}
	var want []string
	for _, s := range spans.Ended() {
		if s.Name() == "subscribe orders" {
			want = append(want, "00-"+s.SpanContext().TraceID().String()+"-"+s.SpanContext().SpanID().String()+"-01")
			if !s.Parent().IsValid() || s.SpanContext().TraceID().String() != trace {
				t.Errorf("a span is in trace %s, below %s", s.SpanContext().TraceID(), s.Parent().SpanID())
			}
		}
	}
	if strings.Join(told, " ") != strings.Join(want, " ") {
		t.Errorf("the subgraph was told of %v, and the spans are %v", told, want)
	}
}
