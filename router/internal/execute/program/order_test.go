package program

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/httpclient"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// turns answers the fetches of fields when a test lets it.
type turns struct {
	Room
	asked chan string
	let   map[string]chan struct{}
}

func (s *turns) Send(_ context.Context, _ string, _ http.Header, body []byte) (*Buffer, error) {
	field, _, _ := strings.Cut(strings.TrimPrefix(string(body), `{"query":"{`), "}")
	s.asked <- field
	<-s.let[field]
	return &Buffer{Bytes: fmt.Appendf(nil, `{"data":{%q:1}}`, field)}, nil
}

func (s *turns) Load(context.Context, http.Header, []byte) ([]byte, error) { return nil, nil }

func (s *turns) LoadWithFiles(context.Context, http.Header, []byte, []*httpclient.FileUpload) ([]byte, error) {
	return nil, nil
}

func (s *turns) of(field string, id int, after ...int) *resolve.FetchTreeNode {
	return resolve.Single(&resolve.SingleFetch{
		FetchDependencies: resolve.FetchDependencies{FetchID: id, DependsOnFetchIDs: after},
		InputTemplate: resolve.InputTemplate{Segments: []resolve.TemplateSegment{{
			SegmentType: resolve.StaticSegmentType, Data: []byte(`{"method":"POST","url":"http://a.test","body":{"query":"{` + field + `}"}}`),
		}}},
		FetchConfiguration: resolve.FetchConfiguration{DataSource: s, PostProcessing: resolve.PostProcessingConfiguration{SelectResponseDataPath: []string{"data"}}},
		Info:               &resolve.FetchInfo{DataSourceName: "a", OperationType: ast.OperationTypeQuery},
	})
}

// TestOrder wants each fetch to begin with the last that it needs, though the wave before it is not over.
func TestOrder(t *testing.T) {
	s := &turns{asked: make(chan string, 10), let: map[string]chan struct{}{}}
	var fields []*resolve.Field
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		s.let[name] = make(chan struct{})
		fields = append(fields, &resolve.Field{Name: []byte(name), Value: &resolve.Integer{Path: []string{name}}})
	}
	p := Build(&resolve.GraphQLResponse{
		Info: &resolve.GraphQLResponseInfo{OperationType: ast.OperationTypeQuery},
		Data: &resolve.Object{Fields: fields},
		Fetches: resolve.Sequence(
			resolve.Parallel(s.of("a", 0), s.of("b", 1)),
			resolve.Parallel(s.of("c", 2, 1), s.of("d", 3, 0, 1)),
			s.of("e", 4, 2),
		),
	})
	if p == nil {
		t.Fatal("there is no program")
	}
	type outcome struct {
		answer []byte
		err    error
	}
	ended := make(chan outcome, 1)
	go func() {
		answer, err := p.Run(t.Context(), &Request{Memory: &Memory{}, Headers: func(string) http.Header { return nil }})
		ended <- outcome{answer, err}
	}()
	for _, step := range []struct {
		let  string
		asks []string
	}{{"", []string{"a", "b"}}, {"b", []string{"c"}}, {"c", []string{"e"}}, {"a", []string{"d"}}, {"e", nil}, {"d", nil}} {
		if step.let != "" {
			close(s.let[step.let])
		}
		var asked []string
		for range step.asks {
			select {
			case field := <-s.asked:
				asked = append(asked, field)
			case <-time.After(10 * time.Second):
				t.Fatalf("after %q nothing was asked but %v", step.let, asked)
			}
		}
		if slices.Sort(asked); !slices.Equal(asked, step.asks) {
			t.Errorf("after %q it asked %v, want %v", step.let, asked, step.asks)
		}
	}
	if got := <-ended; got.err != nil || string(got.answer) != `{"data":{"a":1,"b":1,"c":1,"d":1,"e":1}}` {
		t.Errorf("got %s, %v", got.answer, got.err)
	}
	if len(s.asked) > 0 {
		t.Errorf("%d more were asked", len(s.asked))
	}
}
