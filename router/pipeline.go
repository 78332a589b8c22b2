package router

import (
	"context"
	"net/http"
	"runtime/debug"
	"sync"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/cachecontrol"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/stream"
)

// pipeline is the way of a request: accept, caller, compile, execute (which fetches), stream.
type pipeline struct {
	cfg      Config
	seen     *observe.Observer
	callers  *caller.Verifier
	compiler *compile.Compiler
	executor *execute.Executor
	edge     *edge
	policies *cachecontrol.Policies
	schema   []byte
	sockets  *sync.WaitGroup // and parked streams
	parked   *stream.Lot
	// life ends with the streams; hold keeps it going until what it returns is called.
	life context.Context
	hold func() (release func())
	// latest is the pipeline of the supergraph that serves now, until release is called. A socket may outlive
	// several of them.
	latest func() (now *pipeline, release func())
}

func (p *pipeline) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", p.serve)
	mux.HandleFunc("/{$}", p.serve)
	mux.HandleFunc("GET /schema.graphql", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(p.schema)
	})
	if p.edge.NoCompression {
		return mux
	}
	return answer.Compress(mux)
}

func (p *pipeline) serve(w http.ResponseWriter, r *http.Request) {
	if upgrades(r) {
		p.socket(w, r)
		return
	}
	accepted := accept.Negotiate(r.Header)
	defer p.recover(w, r, accepted)
	if accepted.MediaType() == "" {
		accept.Hurry(w)
		answer.Malformed(http.StatusNotAcceptable, "the router answers application/json, application/graphql-response+json and text/event-stream").Write(w, answer.JSON)
		return
	}
	seen := observe.From(r.Context())
	seen.Enter(observe.Caller)
	r, who, refusal := p.admit(r)
	if refusal != nil {
		accept.Hurry(w)
		refusal.Write(w, accepted.MediaType())
		return
	}
	seen.Calls(who.Roles)
	seen.Enter(observe.Accept)
	request, batch, refusal := accept.Read(w, r, accept.Bounds{Body: p.cfg.Limits.Body, Batch: p.edge.Batch})
	switch {
	case refusal != nil:
		refusal.Write(w, accepted.MediaType())
		return
	case batch != nil:
		p.batch(w, r, batch, who, accepted.Body)
		return
	}
	request.TakesParts = accepted.Parts
	seen.Enter(observe.Compile)
	operation, refusal := p.compile(r, request, who)
	if refusal == nil {
		refusal = allowed(request, operation, accepted)
	}
	seen.Enter(observe.Execute)
	switch {
	case refusal != nil && accepted.MediaType() == answer.EventStream && refusal.WellFormed:
		p.stream(w, r, who, func(_ context.Context, events *stream.Events) error { return events.Send(refusal.Body()) })
	case refusal != nil:
		refusal.Write(w, accepted.MediaType())
	case operation.Deferred != nil:
		p.parts(w, r, operation, who, accepted)
	case operation.Subscription != nil:
		p.subscription(w, r, operation, who)
	case accepted.Body == "", operation.Kind == ast.OperationTypeSubscription: // of which nothing is left
		p.stream(w, r, who, func(_ context.Context, events *stream.Events) error {
			if err := p.executor.Run(r, operation, who, events); err != nil {
				return err
			}
			return events.Flush()
		})
	default:
		p.answer(w, r, request, operation, who, accepted.Body)
	}
}

// kinds of operations, as they are called outside.
var kinds = map[ast.OperationType]string{ast.OperationTypeQuery: "query", ast.OperationTypeMutation: "mutation", ast.OperationTypeSubscription: "subscription"}

// allowed holds the operation against the way that it was asked for.
func allowed(request *accept.Request, operation compile.Executable, accepted accept.Accepted) *answer.Refusal {
	switch {
	case request.ReadOnly && operation.Kind == ast.OperationTypeMutation:
		refusal := answer.Malformed(http.StatusMethodNotAllowed, "a mutation is asked for by POST")
		refusal.Header = http.Header{"Allow": {"POST"}}
		return refusal
	case operation.Kind == ast.OperationTypeSubscription && !accepted.Stream:
		return answer.Malformed(http.StatusNotAcceptable, "a subscription is asked for with Accept: text/event-stream")
	}
	return nil
}

// answer runs a query or a mutation.
func (p *pipeline) answer(w http.ResponseWriter, r *http.Request, request *accept.Request, operation compile.Executable, who *caller.Caller, mediaType string) {
	out := &answer.Reply{
		To: w, MediaType: mediaType, Caching: p.caching(r, request, operation, who),
		IfNoneMatch: r.Header.Get("If-None-Match"), Extensions: p.extensions(request, operation),
	}
	err := p.executor.Run(r, operation, who, observe.From(r.Context()).Explaining(out, operation.Response))
	if err == nil || r.Context().Err() != nil {
		return
	}
	p.cfg.Log.ErrorContext(r.Context(), "executing failed", "error", err)
	if !out.Begun {
		(&answer.Refusal{Status: http.StatusInternalServerError, Errors: []answer.Error{answer.Fault(r, answer.Internal)}}).Write(w, mediaType)
	}
}

// parts runs a query of which parts come later.
func (p *pipeline) parts(w http.ResponseWriter, r *http.Request, operation compile.Executable, who *caller.Caller, accepted accept.Accepted) {
	out := answer.NewParts(w, writeTimeout, accepted.OldParts)
	err := p.executor.Defer(r, operation, who, out)
	switch {
	case err == nil || r.Context().Err() != nil:
	case out.Begun():
		p.cfg.Log.InfoContext(r.Context(), "an answer in parts ended early", "error", err)
	default:
		p.cfg.Log.ErrorContext(r.Context(), "executing failed", "error", err)
		(&answer.Refusal{Status: http.StatusInternalServerError, Errors: []answer.Error{answer.Fault(r, answer.Internal)}}).Write(w, answer.JSON)
	}
}

func (p *pipeline) stream(w http.ResponseWriter, r *http.Request, who *caller.Caller, run func(context.Context, *stream.Events) error) {
	done, refusal := p.edge.openStream(r, who, false)
	if refusal != nil {
		refusal.Write(w, answer.EventStream)
		return
	}
	defer done()
	defer p.seen.Stream()()
	err := stream.Serve(w, r, stream.Options{
		Heartbeat: p.cfg.Heartbeat, WriteTimeout: writeTimeout, Lag: maxLag,
		Expires: who.Expires, Stopping: service.Stopping(r.Context()),
		Request: r, Tidy: execute.Tidy,
	}, run)
	if err != nil && r.Context().Err() == nil {
		p.cfg.Log.InfoContext(r.Context(), "stream ended early", "error", err)
	}
}

func (p *pipeline) recover(w http.ResponseWriter, r *http.Request, accepted accept.Accepted) {
	thrown := recover()
	if thrown == nil {
		return
	}
	if thrown == http.ErrAbortHandler {
		panic(thrown)
	}
	p.cfg.Log.ErrorContext(r.Context(), "request panicked", "panic", thrown, "stack", string(debug.Stack()))
	(&answer.Refusal{Status: http.StatusInternalServerError, Errors: []answer.Error{answer.Fault(r, answer.Internal)}}).Write(w, accepted.MediaType())
}
