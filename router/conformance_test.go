package router

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/fetch"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

var update = flag.Bool("update", false, "compose the supergraphs anew and write the golden plans")

// TestConformance runs the cases in testdata/conformance. A case is one text: the subgraphs (*.graphql), the
// world that they show parts of (world.json), the supergraphs that composers made of them (supergraph.*), and
// queries. The answer to each query has to be what the world itself answers, and the plan, which is what the
// subgraphs were asked, what is written under the query.
func TestConformance(t *testing.T) {
	files, err := filepath.Glob("testdata/conformance/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := readCase(t, archive)
			if *update {
				c.compose(t)
			}
			for _, composer := range c.supergraphs {
				t.Run(composer.Name, func(t *testing.T) { c.run(t, string(composer.Data)) })
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// conformance is one case.
type conformance struct {
	archive     *txtar.Archive
	world       world
	subgraphs   []*txtar.File
	supergraphs []*txtar.File
	queries     []*txtar.File
}

func readCase(t testing.TB, archive *txtar.Archive) *conformance {
	t.Helper()
	c := &conformance{archive: archive}
	for i := range archive.Files {
		f := &archive.Files[i]
		switch {
		case f.Name == "world.json":
			if err := json.Unmarshal(f.Data, &c.world); err != nil {
				t.Fatalf("world.json: %v", err)
			}
		case strings.HasPrefix(f.Name, "supergraph."):
			c.supergraphs = append(c.supergraphs, f)
		case strings.HasSuffix(f.Name, ".query"):
			c.queries = append(c.queries, f)
		case strings.HasSuffix(f.Name, ".graphql"):
			c.subgraphs = append(c.subgraphs, f)
		}
	}
	return c
}

// section is a file of the case, made where it is not there.
func (c *conformance) section(name string) *txtar.File {
	for i := range c.archive.Files {
		if c.archive.Files[i].Name == name {
			return &c.archive.Files[i]
		}
	}
	c.archive.Files = append(c.archive.Files, txtar.File{Name: name})
	return &c.archive.Files[len(c.archive.Files)-1]
}

// compose makes supergraph.theguild.graphql by the composer of schema/gen.
func (c *conformance) compose(t *testing.T) {
	t.Helper()
	type source struct {
		Name string `json:"name"`
		URL  string `json:"url"`
		SDL  string `json:"sdl"`
	}
	var sources []source
	for _, f := range c.subgraphs {
		name := strings.TrimSuffix(f.Name, ".graphql")
		sources = append(sources, source{name, "http://" + name + ".test/graphql", string(f.Data)})
	}
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "compose.mjs")
	cmd.Dir = filepath.Join("..", "schema", "gen", "compose")
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("compose: %v\n%s", err, stderr.String())
	}
	var composed struct{ Supergraph string }
	if err := json.Unmarshal(out, &composed); err != nil {
		t.Fatal(err)
	}
	c.section("supergraph.theguild.graphql").Data = []byte(strings.TrimSpace(composed.Supergraph) + "\n")
	*c = *readCase(t, c.archive)
}

// served is a case that is up: the router, what its subgraphs are asked, and the world itself.
type served struct {
	url    string
	asks   *log
	oracle *fixture
}

func (c *conformance) run(t *testing.T, sdl string) {
	s := c.serve(t, sdl)
	for _, q := range c.queries {
		t.Run(strings.TrimSuffix(q.Name, ".query"), func(t *testing.T) {
			query, variables := splitQuery(t, q)
			want := s.oracle.execute(query, variables)
			got := post(t, s.url, query, variables)
			plan := describe(s.asks.take())
			if !same(got["data"], want["data"]) || (got["errors"] == nil) != (want["errors"] == nil) {
				t.Errorf("answer: %s\n  want: %s\n  plan:\n%s", text(got), text(want), plan)
			}
			golden := c.section(strings.TrimSuffix(q.Name, ".query") + ".plan")
			switch {
			case *update:
				golden.Data = []byte(plan)
			case string(golden.Data) != plan:
				t.Errorf("the plan is\n%s\nand was\n%s", plan, golden.Data)
			}
		})
	}
}

func (c *conformance) serve(t *testing.T, sdl string) served {
	t.Helper()
	graph, err := supergraph.Load(sdl, nil)
	if err != nil {
		t.Fatal(err)
	}
	api, err := gqlparser.LoadSchema(&ast.Source{Input: graph.ClientSDL()})
	if err != nil {
		t.Fatalf("the client schema: %v", err)
	}
	kinds := kindsOf(t, graph)
	asks := &log{}
	return served{c.start(t, sdl, asks, Config{}), asks, &fixture{world: c.world, schema: api, kinds: kinds}}
}

// kindsOf are the object types of each abstract type.
func kindsOf(t *testing.T, graph *supergraph.Supergraph) map[string][]string {
	t.Helper()
	// Interfaces that are objects elsewhere, and hidden types, count too.
	kinds := map[string][]string{}
	if whole, err := gqlparser.LoadSchema(&ast.Source{Input: graph.RouterSDL()}); err != nil {
		t.Fatalf("the router schema: %v", err)
	} else {
		for name, types := range whole.PossibleTypes {
			for _, def := range types {
				if def.Name != name {
					kinds[name] = append(kinds[name], def.Name)
				}
			}
		}
	}
	return kinds
}

// start serves the subgraphs, and a router on the supergraph.
func (c *conformance) start(t *testing.T, sdl string, asks *log, cfg Config) (url string) {
	t.Helper()
	graph, err := supergraph.Load(sdl, nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds := kindsOf(t, graph)
	urls := map[string]string{}
	for _, f := range c.subgraphs {
		name := strings.TrimSuffix(f.Name, ".graphql")
		subgraph := &fixture{world: c.world, schema: subgraphSchema(t, string(f.Data)), graph: name, kinds: kinds}
		urls[name] = subgraph.serve(t, asks)
	}
	return serveRouter(t, sdl, urls, cfg)
}

// splitQuery parts a query from its variables, which follow "# variables:".
func splitQuery(t *testing.T, f *txtar.File) (string, map[string]any) {
	t.Helper()
	query, raw, ok := strings.Cut(string(f.Data), "# variables:")
	var variables map[string]any
	if ok {
		if err := json.Unmarshal([]byte(raw), &variables); err != nil {
			t.Fatalf("variables of %s: %v", f.Name, err)
		}
	}
	return query, variables
}

func describe(list []asked) string {
	var b strings.Builder
	for _, a := range list {
		fmt.Fprintf(&b, "%s: %s\n", a.graph, a.query)
	}
	return b.String()
}

// serveRouter starts the pipeline on the supergraph.
func serveRouter(t *testing.T, sdl string, urls map[string]string, cfg Config) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "supergraph.graphql")
	if err := os.WriteFile(path, []byte(sdl), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg.Supergraph, cfg.SubgraphURLs = path, urls
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	cfg = cfg.withDefaults()
	p := pipelineOf(t, t.Context(), cfg, fetch.Connections(cfg.ConnectTimeout))
	server := httptest.NewServer(p.routes())
	t.Cleanup(server.Close)
	return server.URL + "/graphql"
}

// pipelineOf is the pipeline for the supergraph file of cfg.
func pipelineOf(t testing.TB, ctx context.Context, cfg Config, connections http.RoundTripper) *pipeline {
	t.Helper()
	sdl, err := os.ReadFile(cfg.Supergraph)
	if err != nil {
		t.Fatal(err)
	}
	outliving, err := newShared(ctx, cfg, connections)
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPipeline(ctx, cfg, outliving, string(sdl))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// testWriter shows the router's log with the test's.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func post(t *testing.T, url, query string, variables map[string]any) map[string]any {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatalf("the answer to %s: %v", query, err)
	}
	return out
}

func text(v any) string {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
