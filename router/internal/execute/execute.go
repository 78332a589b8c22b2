// Package execute is the fourth stage: it runs a plan with the engine's resolver and writes the answer.
package execute

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// Executor runs operations; it is for concurrent use.
type Executor struct {
	resolver *resolve.Resolver
	forward  []string
	log      *slog.Logger
	seed     maphash.Seed
	streams  atomic.Uint64 // of the engine's; so many were begun
	gate     *gate
	buffers  sync.Pool
	flights  flights
}

// sameHeaders is how long the requests of a run have the same headers. The identity in them is signed for a
// minute, some of which it may have been in use.
const sameHeaders = 5 * time.Second

// maxBuffer is the largest buffer, in bytes, that is kept for the next answer.
const maxBuffer = 1 << 20

// Options say how operations are run.
type Options struct {
	// Forward are the request headers that subgraphs receive, in canonical form. No other does.
	Forward []string
	// Concurrency is how many operations may be resolved at once; more wait.
	Concurrency int
	// EventTimeout bounds the look-ups for one event of a subscription.
	EventTimeout time.Duration
	Log          *slog.Logger
}

// New makes an executor whose subscriptions end with ctx.
func New(ctx context.Context, o Options) *Executor {
	e := &Executor{forward: o.Forward, log: o.Log, seed: maphash.MakeSeed(), gate: newGate(o.Concurrency)}
	e.flights.all = map[flightKey]*flight{}
	e.buffers.New = func() any { return new([]byte) }
	e.resolver = resolve.New(ctx, resolve.ResolverOptions{
		MaxConcurrency:                         o.Concurrency,
		PropagateSubgraphErrors:                true,
		SubgraphErrorPropagationMode:           resolve.SubgraphErrorPropagationModePassThrough,
		RewriteSubgraphErrorPaths:              true,
		OmitSubgraphErrorLocations:             true, // they are places in a query that the client never wrote
		AllowedErrorExtensionFields:            []string{"code"},
		MaxSubscriptionFetchTimeout:            o.EventTimeout,
		AsyncErrorWriter:                       asyncErrors{o.Log},
		SetDeduplicationShardCountToGOMAXPROCS: true,
	})
	return e
}

// Run executes a query or a mutation for the caller and writes the answer, in one Write, to out.
func (e *Executor) Run(r *http.Request, op compile.Executable, who *caller.Caller, out io.Writer) error {
	ctx := r.Context()
	if op.About != nil {
		out = &knowing{out, op}
	}
	if op.Denial != nil && op.Denial.Nothing {
		observe.From(ctx).Incomplete()
		_, err := out.Write(op.Denial.Body())
		return err
	}
	if op.Program != nil {
		var memory program.Memory
		switch done, err := e.direct(r, op, who, &memory, denying(r, op, out)); {
		case err != nil:
			return fmt.Errorf("run: %w", err)
		case done:
			return nil
		}
		// Not where it panics: other goroutines may still read.
		err := e.resolve(memory.Context(ctx), r, op, who, out)
		memory.Free()
		return err
	}
	return e.resolve(ctx, r, op, who, out)
}

// direct runs the operation's program. It is false where the engine has to repeat it, on the memory.
func (e *Executor) direct(r *http.Request, op compile.Executable, who *caller.Caller, memory *program.Memory, out io.Writer) (bool, error) {
	if public(r, who) {
		return e.shared(r, op, who, memory, out)
	}
	var buffer *[]byte
	answer, err := e.run(r.Context(), r, op, who, memory, func(size int) []byte {
		buffer = e.buffers.Get().(*[]byte)
		return slices.Grow((*buffer)[:0], size)
	})
	if err == nil {
		_, err = out.Write(answer)
	}
	if buffer != nil && cap(answer) <= maxBuffer {
		*buffer = answer
		e.buffers.Put(buffer)
	}
	if errors.Is(err, program.ErrUnusual) {
		return false, nil
	}
	return true, err
}

// run makes the answer. The memory is empty after it, unless the engine has to repeat it.
func (e *Executor) run(ctx context.Context, r *http.Request, op compile.Executable, who *caller.Caller, memory *program.Memory, room func(int) []byte) ([]byte, error) {
	h := e.headers(r, who)
	made, _ := h.HeadersForSubgraph("")
	from := time.Now()
	request := program.Request{Variables: op.Bound, Memory: memory, Room: room, Headers: func(string) http.Header {
		if time.Since(from) < sameHeaders {
			return made
		}
		anew, _ := h.HeadersForSubgraph("") // with an identity that is still good
		return anew
	}}
	e.gate.enter()
	defer e.gate.leave()
	answer, err := op.Program.Run(ctx, &request)
	if err == nil {
		memory.Free()
	}
	return answer, err
}

// resolve executes the operation with the engine's resolver.
func (e *Executor) resolve(in context.Context, r *http.Request, op compile.Executable, who *caller.Caller, out io.Writer) error {
	ctx := e.context(in, r, op, who)
	_, err := e.resolver.ArenaResolveGraphQLResponse(ctx, op.Response, &tidied{to: out, request: r, denial: op.Denial, aside: op.Aside})
	if err != nil {
		return fmt.Errorf("resolve: %w", err)
	}
	return nil
}

func (e *Executor) context(ctx context.Context, r *http.Request, op compile.Executable, who *caller.Caller) *resolve.Context {
	c := resolve.NewContext(ctx)
	c.Variables = op.Variables()
	c.RemapVariables = op.Remap
	// These three keep what is shared between requests apart by operation, variables and caller.
	c.Request.ID = op.ID
	c.VariablesHash = op.VariablesHash
	c.SubgraphHeadersBuilder = e.headers(r, who)
	// The engine's sharing of whole answers lets a follower that comes at the wrong moment run as a second
	// leader, which closes the same channel again and panics; sharing subgraph requests has no such gap.
	c.ExecutionOptions.DisableInboundRequestDeduplication = true
	return c
}

// asyncErrors writes what went wrong outside of the resolver's own answers.
type asyncErrors struct{ log *slog.Logger }

func (a asyncErrors) WriteError(ctx *resolve.Context, err error, _ *resolve.GraphQLResponse, w io.Writer) {
	if ctx.Context().Err() == nil {
		a.log.ErrorContext(ctx.Context(), "subscription failed", "error", err)
	}
	refusal := answer.Refusal{Errors: []answer.Error{answer.New(answer.SubgraphUnavailable, "This part is resting. Please try again soon.")}}
	if s, ok := w.(resolve.SubscriptionResponseWriter); ok {
		s.Error(refusal.Body())
		return
	}
	_, _ = w.Write(refusal.Body())
}
