package router

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// FuzzSupergraph wants a supergraph or an error of any text.
func FuzzSupergraph(f *testing.F) {
	files, err := filepath.Glob("testdata/conformance/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasPrefix(part.Name, "supergraph.") {
				f.Add(string(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, sdl string) {
		graph, err := supergraph.Load(sdl, nil)
		if err != nil {
			return
		}
		for _, made := range []string{graph.ClientSDL(), graph.RouterSDL()} {
			_, _ = supergraph.Schema(made) // an error is an answer too
		}
		if planning, err := graph.Planning(t.Context(), supergraph.Access{Fetches: http.DefaultClient, Streams: nothing{}}); err == nil {
			_, _ = planning.Configuration()
		}
	})
}

// nothing subscribes nowhere.
type nothing struct{}

func (nothing) Subscribe(*resolve.Context, graphql_datasource.GraphQLSubscriptionOptions, resolve.SubscriptionUpdater) error {
	return nil
}

// FuzzRequest wants a GraphQL answer that blames no fault of ours, whatever the query and its variables are.
func FuzzRequest(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		f.Fatal(err)
	}
	c := &conformance{archive: archive}
	for _, part := range archive.Files {
		if query, _, _ := strings.Cut(string(part.Data), "# variables:"); strings.HasSuffix(part.Name, ".query") {
			f.Add(query, `{"n": 1}`)
		}
	}
	f.Add(introspection, ``)
	f.Add(`query($a: Boolean! = true, $n: Int) { me @skip(if: $a) { name } ...f } fragment f on Query { recent(first: $n) { ...g } } fragment g on Order { id s: store { name } }`, `{"a":false,"n":"x"}`)
	f.Add(`subscription($id: ID!) { orderUpdates(id: $id) { id } }`, `{"id":[1]}`)
	path := filepath.Join(f.TempDir(), "supergraph.graphql")
	if err := os.WriteFile(path, c.section("supergraph.theguild.graphql").Data, 0o600); err != nil {
		f.Fatal(err)
	}
	p := pipelineOf(f, context.Background(), Config{Supergraph: path}.withDefaults(), canned{
		"orders.test": `{"data":null}`, "stores.test": `{"data":{}}`, "members.test": `null`,
	})
	handler := p.routes()
	f.Fuzz(func(t *testing.T, query, variables string) {
		if !json.Valid([]byte(variables)) {
			variables = "null"
		}
		raw, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", strings.NewReader(string(raw)))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json")
		out := &sink{header: http.Header{}}
		done := make(chan struct{})
		go func() {
			defer close(done)
			handler.ServeHTTP(out, req)
		}()
		select {
		case <-done:
		case <-time.After(patience):
			t.Fatal("no answer")
		}
		var answer response
		if err := json.Unmarshal(out.body.Bytes(), &answer); err != nil {
			t.Fatalf("%d %s", out.status, out.body.String())
		}
		if out.status >= 500 {
			t.Fatalf("%d %s", out.status, out.body.String())
		}
	})
}
