package fetch

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	engine "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

const (
	firstPause = 20 * time.Millisecond
	longPause  = 500 * time.Millisecond
)

// payload is a body that can be looked at.
type payload struct {
	bytes.Reader
	text []byte
}

func newPayload(text []byte) *payload {
	p := &payload{text: text}
	p.Reset(text)
	return p
}

// Close implements io.Closer.
func (*payload) Close() error { return nil }

var mutation = []byte(`{"query":"mutation`)

// isQuery tells whether the request with the body may be sent again. The engine marks mutations in the context, and takes
// what has no mark for a query; so the text has its say, too. What it marks as a subscription's is looked up for an event.
func isQuery(ctx context.Context, body []byte) bool {
	if bytes.HasPrefix(body, mutation) {
		return false
	}
	kind := resolve.GetOperationTypeFromContext(ctx)
	return kind == engine.OperationTypeQuery || kind == engine.OperationTypeSubscription
}

// pause waits before attempt number n (from 1), at least half of a time that doubles and at most all of it,
// so that those who failed together do not come back together. It is false where ctx ends first.
func pause(ctx context.Context, n int) bool {
	whole := min(firstPause<<min(n-1, 10), longPause)
	timer := time.NewTimer(whole/2 + rand.N(whole/2+1))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// passing tells whether the status is of a kind that may be gone with the next attempt. Any other that is no
// answer, such as 413, is about the request: it must not open the breaker for everybody.
func passing(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

// again is the request with its body anew; nil where it has none to send twice.
func again(r *http.Request) *http.Request {
	if r.GetBody == nil {
		return nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil
	}
	copied := *r
	copied.Body = body
	return &copied
}
