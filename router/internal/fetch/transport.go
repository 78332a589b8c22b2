// Package fetch reaches the subgraphs: requests over connections that are kept, and streams over SSE.
package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	engine "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Connections makes the pool of connections to subgraphs.
func Connections(connect time.Duration) *http.Transport {
	return &http.Transport{
		DialContext:           (&net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          0, // bounded for each host, below
		MaxIdleConnsPerHost:   512,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   connect,
		ExpectContinueTimeout: time.Second,
		DisableCompression:    true, // subgraphs are near: compressing costs more than sending
		ReadBufferSize:        16 << 10,
		WriteBufferSize:       16 << 10,
	}
}

// Client is for queries and mutations. timeout is for a whole subgraph request, maxBody for its answer in
// bytes.
func Client(connections http.RoundTripper, timeout time.Duration, maxBody int64, log *slog.Logger) *http.Client {
	return &http.Client{Transport: &transport{next: connections, timeout: timeout, maxBody: maxBody, log: log}}
}

// transport turns whatever may go wrong on the way to a subgraph into a GraphQL error at the right place of
// the answer, so that the rest of the answer arrives and nothing is said about hosts and sockets.
type transport struct {
	next    http.RoundTripper
	timeout time.Duration
	maxBody int64
	log     *slog.Logger
	warned  atomic.Int64 // when it last was, in Unix seconds
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
	query := resolve.GetOperationTypeFromContext(r.Context()) == engine.OperationTypeQuery
	if query {
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
	ctx, cancel := context.WithTimeout(base, t.timeout)
	resp, err := t.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		cancel()
		if base.Err() != nil {
			return nil, base.Err()
		}
		t.warn(caller, "subgraph does not answer", "host", r.URL.Host, "error", err)
		return t.unavailable(r), nil
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: t.maxBody, cancel: cancel}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	// A subgraph may say with another status what it says in GraphQL; anything else is a failure.
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil || !isGraphQL(body) {
		t.warn(caller, "subgraph fails", "host", r.URL.Host, "status", resp.StatusCode, "error", err)
		return t.unavailable(r), nil
	}
	resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func isGraphQL(body []byte) bool {
	var shape struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	return json.Unmarshal(body, &shape) == nil && (len(shape.Errors) > 0 || len(shape.Data) > 0 && string(shape.Data) != "null")
}

// unavailable is the answer that the subgraph would have given if it could: an error for each field that
// it was asked for.
func (t *transport) unavailable(r *http.Request) *http.Response {
	var out struct {
		Errors []answer.Error  `json:"errors"`
		Data   json.RawMessage `json:"data"`
	}
	out.Data = json.RawMessage("null")
	for _, name := range askedFor(r) {
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
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {answer.JSON}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: r,
	}
}

// askedFor are the names that the fields at the top of the request have in its answer.
func askedFor(r *http.Request) []string {
	if r.GetBody == nil {
		return nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil
	}
	var sent struct {
		Query string `json:"query"`
	}
	if json.NewDecoder(body).Decode(&sent) != nil {
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

var errTooLarge = errors.New("the subgraph's answer is too large")

// bounded is a body that ends with an error beyond a size, and ends its request's timeout when closed.
type bounded struct {
	io.ReadCloser
	left   int64
	cancel context.CancelFunc
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

func (b *bounded) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}
