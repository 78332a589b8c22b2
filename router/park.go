package router

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"go.opentelemetry.io/otel/trace"

	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/stream"
)

// subscription sends a subscription as server-sent events. Where it can, it parks the stream: then the
// request is over at once, and the stream goes on without it.
func (p *pipeline) subscription(w http.ResponseWriter, r *http.Request, operation compile.Executable, who *caller.Caller) {
	done, refusal := p.edge.openStream(r, who, false)
	if refusal != nil {
		refusal.Write(w, answer.EventStream)
		return
	}
	release := func() {}
	if p.hold != nil {
		release = p.hold()
	}
	p.sockets.Add(1)
	closed := p.seen.Stream()
	ctx, cancel := context.WithCancel(p.lasting(r))
	free := func() {
		cancel()
		closed()
		done()
		release()
		p.sockets.Done()
	}
	kept := p.outliving(r)
	explaining := func(to resolve.SubscriptionResponseWriter) resolve.SubscriptionResponseWriter {
		return observe.From(r.Context()).ExplainingFirst(to, operation.Subscription)
	}
	err := p.parked.Park(w, r, stream.Options{
		Heartbeat: p.cfg.Heartbeat, WriteTimeout: writeTimeout, Lag: maxLag,
		Expires: who.Expires, Stopping: service.Stopping(r.Context()),
		Request: kept, Tidy: execute.Tidy,
	}, func(out *stream.Parked) error {
		return p.executor.Begin(ctx, kept, operation, who, explaining(out))
	}, func(why error) {
		free()
		if why != nil && !errors.Is(why, context.Canceled) {
			p.cfg.Log.InfoContext(ctx, "stream ended early", "error", why)
		}
	})
	if err != nil {
		free()
		p.stream(w, r, who, func(ctx context.Context, events *stream.Events) error {
			return p.executor.Subscribe(ctx, r, operation, who, explaining(events))
		})
	}
}

// lasting is the context of what goes on after the request. What that asks subgraphs for is in the request's trace.
func (p *pipeline) lasting(r *http.Request) context.Context {
	if at := trace.SpanContextFromContext(r.Context()); at.IsValid() {
		return trace.ContextWithSpanContext(p.life, at)
	}
	return p.life
}

// outliving is what a parked stream needs of its request. The whole of it would keep the server's buffers.
func (p *pipeline) outliving(r *http.Request) *http.Request {
	kept := &http.Request{Method: r.Method, Header: http.Header{}}
	for _, name := range p.cfg.ForwardHeaders {
		for _, value := range r.Header[name] {
			kept.Header[name] = append(kept.Header[name], strings.Clone(value))
		}
	}
	return kept
}
