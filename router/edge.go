package router

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/apikey"
	"github.com/blooming-blooms/bloom/router/internal/cachecontrol"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/persisted"
	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
	"github.com/blooming-blooms/bloom/router/internal/reload"
)

// Edge is how the router meets those that it does not know. The zero value lets anybody ask anything, within
// the limits.
type Edge struct {
	// PersistedOperations is the path of a manifest of operations. No other is let through, unless
	// AlsoUnknown says so.
	PersistedOperations string
	AlsoUnknown         bool
	// NoAPQ switches automatic persisted queries off.
	NoAPQ bool
	// Batch is how many operations may come in one request; 0 takes no batches.
	Batch int
	// NoCompression leaves compressing to a proxy.
	NoCompression bool
	// CacheHints is the path of hints over the supergraph's @cacheControl.
	CacheHints string
	// APIKeys is the path of a file of keys.
	APIKeys string
	// Rate is how much one member may ask for, such as "600/m"; empty is any.
	Rate string
	// GuestRate is how much may be asked for from one address (of IPv6, one /64) by those who have neither a key
	// nor a token; empty is any.
	GuestRate string
	// TrustedProxies, addresses and networks, say in X-Forwarded-For from which address a request came.
	TrustedProxies []string
	// Streams is how many streams one member may have open; 0 is any number. Without Redis, and while it is
	// away, it is so many at each replica.
	Streams int
	// AllStreams is how many connections of streams and sockets may be open at this replica, to clients and to
	// subgraphs, whoever has them; 0 is as many as the process may open files, but for a few.
	AllStreams int
	// RedisURL is where rates are counted and persisted queries shared; empty does neither.
	RedisURL string
}

// DefaultEdge suits a graph whose clients are one's own.
func DefaultEdge() Edge { return Edge{Streams: 200} }

// StrictEdge suits a graph that is open to anybody.
func StrictEdge() Edge { return Edge{Streams: 20, Rate: "600/m"} }

// edge is what Edge became. It knows nothing of the schema, so it stays when that changes.
type edge struct {
	Edge
	keys      *apikey.Keys
	limiter   *ratelimit.Limiter
	rate      ratelimit.Rate
	guests    ratelimit.Rate
	proxies   ratelimit.Proxies
	seen      *observe.Observer
	streams   *ratelimit.Streams
	room      *ratelimit.Room
	persisted *persisted.Store
	hints     cachecontrol.Settings
	vary      string
	log       *slog.Logger
	// keysFile and manifestFile are what was in the files at the start.
	keysFile, manifestFile []byte
}

// newEdge reads the files; what it opens is closed when ctx ends. forward are the headers that answers depend
// on, because subgraphs see them.
func newEdge(ctx context.Context, c Edge, forward []string, log *slog.Logger) (*edge, error) {
	e := &edge{Edge: c, room: ratelimit.NewRoom(c.AllStreams), log: log}
	var err error
	if c.APIKeys != "" {
		if e.keysFile, err = reload.Read(c.APIKeys); err != nil {
			return nil, fmt.Errorf("read the API keys: %w", err)
		}
		if e.keys, err = apikey.New(e.keysFile); err != nil {
			return nil, fmt.Errorf("read %s: %w", c.APIKeys, err)
		}
	}
	if c.CacheHints != "" {
		if e.hints, err = cachecontrol.ReadSettings(c.CacheHints); err != nil {
			return nil, err
		}
	}
	if c.Rate != "" {
		if e.rate, err = ratelimit.ParseRate(c.Rate); err != nil {
			return nil, err
		}
	}
	if c.GuestRate != "" {
		if e.guests, err = ratelimit.ParseRate(c.GuestRate); err != nil {
			return nil, fmt.Errorf("guests: %w", err)
		}
	}
	if e.proxies, err = ratelimit.ParseProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	var client *redis.Client
	if c.RedisURL != "" {
		if client, err = ratelimit.Open(c.RedisURL); err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = client.Close() })
		e.limiter = ratelimit.New(client, log)
		e.limiter.Uncounted = func() { e.seen.Uncounted() }
		go e.limiter.Prepare(ctx)
	} else if !e.rate.None() || !e.guests.None() || e.keys.Limited() {
		log.Warn("rates are not limited: there is no Redis to count in")
	}
	e.streams = ratelimit.NewStreams(c.Streams, client, log)
	go e.streams.Run(ctx)
	known := persisted.Options{Automatic: !c.NoAPQ, Redis: client, Log: log}
	if c.PersistedOperations != "" {
		if e.manifestFile, err = reload.Read(c.PersistedOperations); err != nil {
			return nil, fmt.Errorf("read the persisted operations: %w", err)
		}
		if known.Manifest, err = persisted.Parse(e.manifestFile); err != nil {
			return nil, fmt.Errorf("read the persisted operations of %s: %w", c.PersistedOperations, err)
		}
		known.Only = !c.AlsoUnknown
	}
	e.persisted = persisted.New(known)

	vary := []string{"Accept", "Accept-Encoding", "Authorization", "X-Api-Key"}
	for _, name := range forward {
		if name != "Traceparent" { // it changes no answer
			vary = append(vary, name)
		}
	}
	e.vary = strings.Join(vary, ", ")
	return e, nil
}

// origins tells of pages of other origins that may call with a key; nil where there are no keys.
func (e *edge) origins() func(*http.Request, string) bool {
	if e.keys == nil {
		return nil
	}
	return e.keys.Allow
}

// admit finds out who calls, and whether they may do so now. The request that it returns knows its key.
func (p *pipeline) admit(r *http.Request) (*http.Request, *caller.Caller, *answer.Refusal) {
	key, refusal := p.edge.keys.Identify(r)
	if refusal != nil {
		return r, nil, refusal
	}
	if key != nil {
		r = r.WithContext(apikey.With(r.Context(), key))
	}
	who, refusal := p.callers.Identify(r)
	if refusal != nil {
		return r, nil, refusal
	}
	return r, who, p.edge.take(r, who, 1)
}

// take counts n operations for the key and for the member, or for the address of a guest without a key.
func (e *edge) take(r *http.Request, who *caller.Caller, n int) *answer.Refusal {
	if e.limiter == nil {
		return nil
	}
	var wait time.Duration
	by, key := "", apikey.From(r.Context())
	if key != nil {
		by, wait = "key", e.limiter.Take(r.Context(), "key:"+key.Name, key.Rate, n)
	}
	switch {
	case wait > 0:
	case !who.IsGuest():
		by, wait = "member", e.limiter.Take(r.Context(), "member:"+who.MemberID, e.rate, n)
	case key == nil && !e.guests.None():
		if address := e.proxies.ClientOf(r); address != "" {
			by, wait = "address", e.limiter.Take(r.Context(), "address:"+address, e.guests, n)
		}
	}
	if wait == 0 {
		return nil
	}
	e.seen.Limited(by)
	return rateLimited(answer.Fault(r, answer.RateLimited), wait)
}

func rateLimited(why answer.Error, wait time.Duration) *answer.Refusal {
	seconds := int((wait + time.Second - 1) / time.Second)
	why.Extensions["retryAfter"] = seconds
	return &answer.Refusal{
		Status: http.StatusTooManyRequests, Errors: []answer.Error{why},
		Header: http.Header{"Retry-After": {fmt.Sprint(seconds)}},
	}
}

// openStream counts a stream of the caller's until done is called. One of a socket takes no connection of its
// own.
func (e *edge) openStream(r *http.Request, who *caller.Caller, connected bool) (done func(), refusal *answer.Refusal) {
	if !connected {
		if refusal := e.enter(); refusal != nil {
			return nil, refusal
		}
	}
	name := ""
	if !who.IsGuest() {
		name = "member:" + who.MemberID
	} else if key := apikey.Name(r.Context()); key != "" {
		name = "key:" + key
	}
	end, ok := e.streams.Open(r.Context(), name)
	switch {
	case !ok:
		if !connected {
			e.room.Leave()
		}
		return nil, rateLimited(answer.New(answer.RateLimited, "too many streams are open; close one first"), 5*time.Second)
	case connected:
		return end, nil
	}
	return func() { end(); e.room.Leave() }, nil
}

// enter takes a place for a connection that stays; leave the room when it ends.
func (e *edge) enter() *answer.Refusal {
	if e.room.Enter() {
		return nil
	}
	refusal := rateLimited(answer.New(answer.RateLimited, "too many streams are open here; come back soon"), 5*time.Second)
	refusal.Status = http.StatusServiceUnavailable // another replica may have room
	return refusal
}

// compile gives the request its text, where it only names an operation, and compiles it.
func (p *pipeline) compile(r *http.Request, request *accept.Request, who *caller.Caller) (compile.Executable, *answer.Refusal) {
	if refusal := p.edge.persisted.Resolve(r.Context(), request); refusal != nil {
		return compile.Executable{}, refusal
	}
	operation, refusal := p.compiler.Compile(request, who.Grants())
	if refusal == nil {
		observe.From(r.Context()).Asks(observe.Operation{
			Name: operation.Name, Kind: kinds[operation.Kind], Hash: operation.Hash, Remembered: operation.Remembered,
			Deprecated: operation.Deprecated, Key: apikey.Name(r.Context()),
		})
		p.edge.persisted.Remember(r.Context(), request)
	}
	return operation, refusal
}

// caching is how the answer may be kept. Only a guest's, that was asked for by GET, ever is.
func (p *pipeline) caching(r *http.Request, request *accept.Request, operation compile.Executable, who *caller.Caller) answer.Caching {
	switch {
	case !request.ReadOnly:
		return answer.Caching{}
	case !who.IsGuest() || r.Header.Get("Authorization") != "" || request.WantsCost || operation.Restricted:
		return answer.Caching{Control: cachecontrol.Never}
	}
	return answer.Caching{Control: p.policies.Of(operation.Text, request.OperationName), Vary: p.edge.vary}
}

// batch answers several operations at once: together they may cost as much as one. Queries are run side by
// side; where there is a mutation, all are run in their order.
func (p *pipeline) batch(w http.ResponseWriter, r *http.Request, requests []*accept.Request, who *caller.Caller, mediaType string) {
	if mediaType == "" {
		answer.Malformed(http.StatusNotAcceptable, "a batch is answered as application/json or application/graphql-response+json").Write(w, answer.JSON)
		return
	}
	if len(requests) > 1 {
		if refusal := p.edge.take(r, who, len(requests)-1); refusal != nil {
			refusal.Write(w, mediaType)
			return
		}
	}
	operations := make([]compile.Executable, len(requests))
	answers := make([][]byte, len(requests))
	var cost int64
	ordered := false
	for i, request := range requests {
		operation, refusal := p.compile(r, request, who)
		switch {
		case refusal == nil && operation.Kind == ast.OperationTypeSubscription:
			refusal = answer.Malformed(http.StatusBadRequest, "a subscription can't be part of a batch")
		case refusal == nil:
			cost += operation.Cost
			if most := int64(p.cfg.Limits.Cost); most > 0 && cost > most {
				refusal = answer.Invalid(answer.New(answer.TooComplex, "the batch asks for too much; send it in parts"))
			}
		}
		if refusal != nil {
			answers[i] = refusal.Body()
			continue
		}
		operations[i] = operation
		ordered = ordered || operation.Kind == ast.OperationTypeMutation
	}
	var running sync.WaitGroup
	for i := range requests {
		switch {
		case answers[i] != nil:
		case ordered:
			answers[i] = p.run(r, requests[i], operations[i], who)
		default:
			running.Go(func() { answers[i] = p.run(r, requests[i], operations[i], who) })
		}
	}
	running.Wait()
	body := append([]byte{'['}, bytes.Join(answers, []byte{','})...)
	_, _ = (&answer.Reply{To: w, MediaType: mediaType}).Write(append(body, ']'))
}

// run is the answer to one operation of a batch.
func (p *pipeline) run(r *http.Request, request *accept.Request, operation compile.Executable, who *caller.Caller) (body []byte) {
	defer func() {
		if thrown := recover(); thrown != nil { // it may be no handler's goroutine: nobody else would
			p.cfg.Log.ErrorContext(r.Context(), "request panicked", "panic", thrown, "stack", string(debug.Stack()))
			body = (&answer.Refusal{Errors: []answer.Error{answer.Fault(r, answer.Internal)}}).Body()
		}
	}()
	var out bytes.Buffer
	if err := p.executor.Run(r, operation, who, &out); err != nil {
		if r.Context().Err() == nil {
			p.cfg.Log.ErrorContext(r.Context(), "executing failed", "error", err)
		}
		return (&answer.Refusal{Errors: []answer.Error{answer.Fault(r, answer.Internal)}}).Body()
	}
	if fields := p.extensions(request, operation); len(fields) > 0 {
		return answer.Extend(out.Bytes(), fields)
	}
	return out.Bytes()
}

// extensions are what the client asked to hear beside the answer, as JSON fields.
func (p *pipeline) extensions(request *accept.Request, operation compile.Executable) []byte {
	if !request.WantsCost {
		return nil
	}
	return fmt.Appendf(nil, `"cost":{"estimated":%d,"limit":%d}`, operation.Cost, p.cfg.Limits.Cost)
}
