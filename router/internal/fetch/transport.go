// Package fetch reaches the subgraphs: requests over connections that are kept, and streams over SSE.
package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// Options say how subgraphs are asked.
type Options struct {
	Connections http.RoundTripper
	Guards      *Guards
	Subgraphs   []Subgraph
	// MaxBody bounds an answer, in bytes.
	MaxBody int64
	// Retries is how often a query is sent again, at most. A mutation never is.
	Retries int
	// AtOnce is how many requests a subgraph may have under way; 0 is any number. The next one is told at once
	// that it is unavailable: where all that wait may wait for a slow one, nobody is left to ask the others.
	AtOnce int
	Log    *slog.Logger
}

// Client is for queries and mutations.
func Client(o Options) (*http.Client, error) {
	t := &transport{next: o.Connections, maxBody: o.MaxBody, retries: o.Retries, atOnce: int64(o.AtOnce), log: o.Log, routes: map[place]route{}}
	for _, s := range o.Subgraphs {
		u, err := url.Parse(s.URL)
		if err != nil {
			return nil, fmt.Errorf("the URL of subgraph %s: %w", s.Name, err)
		}
		t.routes[placeOf(u)] = route{guard: o.Guards.of(s.Name), timeout: s.Timeout}
		t.elsewhere = t.routes[placeOf(u)]
	}
	return &http.Client{Transport: t}, nil
}

// transport makes a failure of a subgraph, of whatever kind, an answer with GraphQL errors: the engine then
// puts them where they belong, and no address or library text reaches clients.
type transport struct {
	next    http.RoundTripper
	routes  map[place]route
	maxBody int64
	retries int
	atOnce  int64
	log     *slog.Logger
	warned  atomic.Int64 // when it last was, in Unix seconds
	// elsewhere is for an address that is on no list; the engine has none.
	elsewhere route
}

// warn says that a subgraph is in trouble, once a second: it may be in every request.
func (t *transport) warn(ctx context.Context, message string, args ...any) {
	level, now := slog.LevelDebug, time.Now().Unix()
	if last := t.warned.Load(); last != now && t.warned.CompareAndSwap(last, now) {
		level = slog.LevelWarn
	}
	t.log.Log(ctx, level, message, args...)
}

// RoundTrip implements http.RoundTripper; it returns an error only where the client left.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	// The engine asks for compression by itself.
	delete(r.Header, "Accept-Encoding")
	query := isQuery(r.Context(), textOf(r))
	retries := 0
	if query {
		retries = t.retries
		// Not sent: it lets net/http repeat a query on a connection that the subgraph had just closed.
		r.Header["X-Idempotency-Key"] = nil
	}
	// The engine lets identical queries of one caller share an answer, so one whose client left goes on for
	// the others, for as long as the timeout lets it.
	caller := r.Context()
	base := caller
	if query {
		base = context.WithoutCancel(caller)
	}
	to := t.route(r)
	ctx, cancel := context.WithTimeout(base, to.timeout)
	seen := to.seen.Begin(caller, r.Header)
	req := r.WithContext(ctx)
	for attempt := 1; ; attempt++ {
		if !to.breaker.allow(time.Now()) {
			cancel()
			seen.End(observe.Refused, attempt-1)
			return t.unavailable(r), nil
		}
		resp, why := t.once(req, to.guard)
		if resp != nil {
			resp.Body = &answered{ReadCloser: resp.Body, left: t.maxBody, cancel: cancel, to: to.guard, seen: seen, attempts: attempt}
			return resp, nil
		}
		if base.Err() != nil {
			cancel()
			seen.End(observe.Left, attempt)
			return nil, base.Err()
		}
		next := again(req)
		if !why.passing || attempt > retries || next == nil || !to.breaker.again() || !pause(ctx, attempt) {
			cancel()
			seen.End(observe.Failed, attempt)
			t.warn(caller, "subgraph fails", "subgraph", to.seen.Name, "attempts", attempt, "status", why.status, "error", why.err)
			return t.unavailable(r), nil
		}
		req = next
	}
}

// failure is why there is no answer.
type failure struct {
	status  int
	err     error
	passing bool // may be gone with the next attempt
}

// once makes one attempt and tells the breaker how it went. The response is an answer in GraphQL, or nil.
func (t *transport) once(r *http.Request, to *guard) (*http.Response, failure) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		if errors.Is(r.Context().Err(), context.Canceled) { // the client left
			to.breaker.abandoned()
			return nil, failure{err: err}
		}
		to.failed()
		return nil, failure{err: err, passing: r.Context().Err() == nil}
	}
	if resp.StatusCode == http.StatusOK {
		to.succeeded()
		return resp, failure{}
	}
	// A subgraph may say with another status what it says in GraphQL; anything else is a failure.
	body, err := io.ReadAll(io.LimitReader(resp.Body, t.maxBody))
	_ = resp.Body.Close()
	why := failure{status: resp.StatusCode, err: err, passing: passing(resp.StatusCode)}
	if err != nil || !isGraphQL(body) {
		if why.passing {
			to.failed()
		} else {
			to.succeeded()
		}
		return nil, why
	}
	to.succeeded()
	resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
	resp.ContentLength = int64(len(body))
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, failure{}
}

func isGraphQL(body []byte) bool {
	var shape struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	return json.Unmarshal(body, &shape) == nil && (len(shape.Errors) > 0 || len(shape.Data) > 0 && string(shape.Data) != "null")
}

func (t *transport) unavailable(r *http.Request) *http.Response {
	body := nothingFrom(textOf(r))
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {answer.JSON}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: r,
	}
}

// nothingFrom is the answer that the subgraph would have given if it could: an error for each field that the
// request asked it for.
func nothingFrom(request []byte) []byte {
	var out struct {
		Errors []answer.Error  `json:"errors"`
		Data   json.RawMessage `json:"data"`
	}
	out.Data = json.RawMessage("null")
	for _, name := range askedFor(request) {
		e := answer.New(answer.SubgraphUnavailable, answer.SubgraphUnavailable)
		e.Path = []any{name}
		out.Errors = append(out.Errors, e)
	}
	if len(out.Errors) == 0 {
		out.Errors = []answer.Error{answer.New(answer.SubgraphUnavailable, answer.SubgraphUnavailable)}
	}
	body, err := json.Marshal(out)
	if err != nil {
		body = []byte(`{"errors":[{"message":"SUBGRAPH_UNAVAILABLE","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}],"data":null}`)
	}
	return body
}

// textOf is the request's body; nil where it can't be looked at.
func textOf(r *http.Request) []byte {
	if p, ok := r.Body.(*payload); ok {
		return p.text
	}
	if r.GetBody == nil {
		return nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return nil
	}
	return text
}

// askedFor are the names that the fields at the top of the request have in its answer.
func askedFor(request []byte) []string {
	var sent struct {
		Query string `json:"query"`
	}
	if json.Unmarshal(request, &sent) != nil {
		return nil
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: sent.Query})
	if err != nil || len(doc.Operations) == 0 {
		return nil
	}
	var names []string
	for _, s := range doc.Operations[0].SelectionSet {
		if f, ok := s.(*ast.Field); ok {
			names = append(names, f.Alias) // the name where there is no alias
		}
	}
	return names
}

var (
	errTooLarge = errors.New("the subgraph's answer is too large")
	errBrokeOff = errors.New("the subgraph broke off in the middle of its answer")
)

// answered is the body of an answer. It ends with an error beyond a size, and ends its request when closed.
type answered struct {
	io.ReadCloser
	left     int64
	cancel   context.CancelFunc
	to       *guard
	seen     observe.Fetch
	attempts int
	broken   bool
}

func (a *answered) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if a.left -= int64(n); a.left < 0 {
		return 0, errTooLarge
	}
	if err == nil || errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) {
		return n, err
	}
	if !a.broken {
		a.broken = true
		a.to.failed()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return n, err
	}
	return n, fmt.Errorf("%w: %w", errBrokeOff, err)
}

func (a *answered) Close() error {
	outcome := observe.Answered
	if a.broken {
		outcome = observe.Failed
	}
	a.seen.End(outcome, a.attempts)
	defer a.cancel()
	return a.ReadCloser.Close()
}
