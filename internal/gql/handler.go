package gql

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/trace"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/schema/locale"
)

const (
	// maxBody is what the router may send at most: a batch of entity look-ups can be large, but not this.
	maxBody = 4 << 20
	// heartbeat keeps a stream alive through proxies that cut off silent connections.
	heartbeat = 10 * time.Second
	// cachedQueries is how many parsed operations are kept. The router sends few distinct ones.
	cachedQueries = 1000
)

// Handler serves schema at /graphql, over POST and over SSE, to callers whose identity the router signed.
func Handler(schema graphql.ExecutableSchema, trust *identity.Verifier, log *slog.Logger) http.Handler {
	server := handler.New(schema)
	server.AddTransport(transport.SSE{KeepAlivePingInterval: heartbeat})
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](cachedQueries))
	server.SetErrorPresenter(presenter(log))
	server.SetRecoverFunc(func(_ context.Context, thrown any) error {
		return fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
	})
	server.SetDisableSuggestion(true)
	server.Use(noNUL{})

	mux := http.NewServeMux()
	mux.Handle("/graphql", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := trust.Verify(r.Header.Get(identity.Header), time.Now())
		if err != nil {
			http.Error(w, `{"errors":[{"message":"the identity is not the router's","extensions":{"code":"UNAUTHENTICATED"}}]}`, http.StatusUnauthorized)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		ctx, span := telemetry.Span(telemetry.Received(r.Context(), r.Header), "graphql", trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		ctx = identity.With(ctx, who)
		ctx = locale.With(ctx, locale.Accepted(r.Header.Get("Accept-Language")))
		if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") { // as gqlgen tells them apart
			server.ServeHTTP(w, r.WithContext(ctx))
			return
		}
		ctx, end := untilItEnds(ctx, who)
		defer end()
		out := newStream(ctx, w)
		server.ServeHTTP(out, r.WithContext(ctx))
		if !out.close() {
			// Cut off, so that nobody takes it for the end of what they follow.
			panic(http.ErrAbortHandler)
		}
	}))
	return mux
}

// untilItEnds bounds a stream by the life of the caller's token and of this process.
func untilItEnds(ctx context.Context, who identity.Identity) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if !who.Expires.IsZero() {
		ctx, cancel = context.WithDeadline(ctx, who.Expires)
	}
	if stopping := service.Stopping(ctx); stopping != nil {
		go func() {
			select {
			case <-stopping:
				cancel()
			case <-ctx.Done():
			}
		}()
	}
	return ctx, cancel
}

// presenter turns an error into what a client may see: a fault's code and message, or INTERNAL without the
// error's text, which goes to the log.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := &gqlerror.Error{Path: graphql.GetPath(ctx)}
		if wrong, ok := errors.AsType[calendar.NotADate](err); ok {
			err = fault.BadInput(wrong.Error())
		}
		if f, ok := fault.As(err); ok {
			shown.Message = f.Message(ctx)
			shown.Extensions = map[string]any{"code": f.Code()}
			return shown
		}
		// gqlgen's own errors, of parsing and validation, are meant for the caller.
		if own, ok := errors.AsType[*gqlerror.Error](err); ok && own.Err == nil {
			if own.Extensions["code"] == nil {
				own.Extensions = map[string]any{"code": "BAD_USER_INPUT"}
			}
			return own
		}
		if !errors.Is(err, context.Canceled) {
			log.ErrorContext(ctx, "resolver failed", "path", shown.Path.String(), "error", err)
		}
		internal := fault.New("INTERNAL")
		shown.Message = internal.Message(ctx)
		shown.Extensions = map[string]any{"code": internal.Code()}
		return shown
	}
}
