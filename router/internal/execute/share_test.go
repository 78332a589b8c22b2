package execute

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/httpclient"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// subgraph says how often it was asked.
type subgraph struct {
	program.Room
	asked atomic.Int64
}

func (s *subgraph) Send(context.Context, string, http.Header, []byte) (*program.Buffer, error) {
	s.asked.Add(1)
	return &program.Buffer{Bytes: []byte(`{"data":{"name":"fresh"}}`)}, nil
}

func (s *subgraph) Load(ctx context.Context, h http.Header, in []byte) ([]byte, error) {
	answer, err := s.Send(ctx, "", h, in)
	return answer.Bytes, err
}

func (s *subgraph) LoadWithFiles(ctx context.Context, h http.Header, in []byte, _ []*httpclient.FileUpload) ([]byte, error) {
	return s.Load(ctx, h, in)
}

func nameQuery(t *testing.T, s *subgraph) compile.Executable {
	t.Helper()
	fetch := &resolve.SingleFetch{
		InputTemplate: resolve.InputTemplate{Segments: []resolve.TemplateSegment{{
			SegmentType: resolve.StaticSegmentType, Data: []byte(`{"method":"POST","url":"http://a.test","body":{"query":"{name}"}}`),
		}}},
		FetchConfiguration: resolve.FetchConfiguration{DataSource: s, PostProcessing: resolve.PostProcessingConfiguration{
			SelectResponseDataPath: []string{"data"}, SelectResponseErrorsPath: []string{"errors"},
		}},
		Info: &resolve.FetchInfo{DataSourceName: "a", OperationType: ast.OperationTypeQuery},
	}
	p := program.Build(&resolve.GraphQLResponse{
		Info:    &resolve.GraphQLResponseInfo{OperationType: ast.OperationTypeQuery},
		Data:    &resolve.Object{Fields: []*resolve.Field{{Name: []byte("name"), Value: &resolve.String{Path: []string{"name"}}}}},
		Fetches: resolve.Sequence(resolve.Single(fetch)),
	})
	if p == nil {
		t.Fatal("there is no program")
	}
	return compile.Executable{Operation: &compile.Operation{Kind: ast.OperationTypeQuery, Program: p}, Raw: []byte(`{"a":1}`)}
}

// TestSharedAnswers has a guest's answer under way: guests who ask the same wait for it, and nobody else does.
func TestSharedAnswers(t *testing.T) {
	s := &subgraph{}
	op := nameQuery(t, s)
	e := New(t.Context(), Options{Forward: []string{"Accept-Language", "Traceparent"}, Concurrency: 8, Log: slog.New(slog.DiscardHandler)})
	ask := func(headers http.Header, op compile.Executable, who *caller.Caller) string {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", nil)
		r.Header = headers
		var out bytes.Buffer
		if err := e.Run(r, op, who, &out); err != nil {
			t.Error(err)
		}
		return out.String()
	}
	korean := http.Header{"Accept-Language": {"ko"}}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", nil)
	r.Header = korean
	flying := &flight{done: make(chan struct{})}
	e.flights.all[flightKey{op.Program, string(op.Raw), e.forwarded(r)}] = flying

	var wait sync.WaitGroup
	for _, trace := range []string{"", "1", "2"} {
		wait.Go(func() {
			headers := http.Header{"Accept-Language": {"ko"}, "Traceparent": {trace}}
			if got := ask(headers, op, &caller.Caller{}); got != `shared` {
				t.Errorf("a guest who asked the same got %s", got)
			}
		})
	}
	other := op
	other.Raw = []byte(`{"a":2}`)
	for name, got := range map[string]string{
		"other variables":    ask(korean, other, &caller.Caller{}),
		"another language":   ask(http.Header{"Accept-Language": {"en"}}, op, &caller.Caller{}),
		"another operation":  ask(korean, nameQuery(t, s), &caller.Caller{}),
		"a member":           ask(korean, op, &caller.Caller{Identity: identity.Identity{MemberID: "mem_1"}}),
		"an unknown token":   ask(http.Header{"Accept-Language": {"ko"}, "Authorization": {"Bearer x"}}, op, &caller.Caller{}),
		"no language at all": ask(http.Header{}, op, &caller.Caller{}),
	} {
		if got != `{"data":{"name":"fresh"}}` {
			t.Errorf("%s got %s", name, got)
		}
	}
	if asked := s.asked.Load(); asked != 6 {
		t.Errorf("the subgraph was asked %d times", asked)
	}
	flying.answer, flying.good = []byte(`shared`), true
	close(flying.done)
	wait.Wait()
}
