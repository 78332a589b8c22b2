package router

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// arena is a supergraph on which random queries are asked, of subgraphs that make their answers up.
type arena struct {
	name      string
	pipeline  *pipeline
	api       *ast.Schema
	subgraphs *invented
	names     []string // in keys, and others that the planner uses
	// oracle answers from the API's schema alone; nil where that says nothing of what subgraphs show.
	oracle *teller
}

// arenas are the conformance cases and the marketplace's own graph.
func arenas(t testing.TB) []*arena {
	t.Helper()
	files, err := filepath.Glob("testdata/conformance/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []*arena
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := readCase(t, archive)
		sdls := map[string]string{}
		for _, f := range c.subgraphs {
			sdls[strings.TrimSuffix(f.Name, ".graphql")] = string(f.Data)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if name == "lists" {
			continue // what is known by a list is made up anew by each subgraph, and the engine can't join that
		}
		all = append(all, newArena(t, name, string(c.section("supergraph.theguild.graphql").Data), sdls, name == "shapes" || name == "market" || name == "narrowing"))
	}
	return append(all, ownArena(t))
}

func ownArena(t testing.TB) *arena {
	t.Helper()
	own, names := map[string]string{}, []string{"account", "gift", "notifier", "order", "product", "store", "subscription"}
	shared, err := os.ReadFile("../schema/shared.graphql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		sdl, err := os.ReadFile(filepath.Join("../schema", name, name+".graphql"))
		if err != nil {
			t.Fatal(err)
		}
		own[name] = string(shared) + string(sdl)
	}
	sdl, err := os.ReadFile("../schema/supergraph.graphql")
	if err != nil {
		t.Fatal(err)
	}
	return newArena(t, "own", string(sdl), own, true)
}

func newArena(t testing.TB, name, sdl string, subgraphs map[string]string, exact bool) *arena {
	t.Helper()
	graph, err := supergraph.Load(sdl, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := &arena{name: name, subgraphs: &invented{tellers: map[string]*teller{}, strict: exact}}
	if a.api, err = gqlparser.LoadSchema(&ast.Source{Input: graph.ClientSDL()}); err != nil {
		t.Fatalf("the client schema: %v", err)
	}
	keys, urls := map[string]bool{}, map[string]string{}
	for graph, sdl := range subgraphs {
		schema := subgraphSchema(t, sdl)
		for _, def := range schema.Types {
			for _, d := range def.Directives.ForNames("key") {
				for _, s := range fields(d) {
					if f, ok := s.(*ast.Field); ok {
						keys[f.Name] = true
					}
				}
			}
		}
		urls[graph] = "http://" + graph + ".test/graphql"
		a.subgraphs.tellers[graph+".test"] = &teller{schema: schema, keys: keys}
	}
	a.names = append(slices.Sorted(maps.Keys(keys)), "__typename", "__aside_id")
	if exact {
		a.oracle = &teller{schema: a.api, keys: keys, honest: true}
	}
	path := filepath.Join(t.TempDir(), "supergraph.graphql")
	writeFile(t, path, []byte(sdl))
	a.pipeline = pipelineOf(t, context.Background(), Config{
		Supergraph: path, SubgraphURLs: urls, Limits: Limits{Body: 1 << 20}, Retries: -1, Log: slog.New(slog.NewTextHandler(a.subgraphs, &slog.HandlerOptions{Level: slog.LevelError})),
	}.withDefaults(), a.subgraphs)
	return a
}

// outcome of a random query.
type outcome int

const (
	notAsked  outcome = iota // not valid, or nothing to run a program for
	alone                    // the program did it
	withHelp                 // the engine had to repeat it
	inTrouble                // with errors to tell of
)

// duel lets the program and the engine answer the same query.
func (a *arena) duel(t *testing.T, decisions []byte, of invention) outcome {
	t.Helper()
	query, variables := (&author{choices: &choices{decisions}, schema: a.api, fields: 30, names: a.names}).write()
	defer func() {
		if t.Failed() {
			t.Logf("%s, seed %d, trouble %d, mischief %d:\n%s\n%s", a.name, of.seed, of.trouble, of.mischief, query, variables)
		}
	}()
	if _, errs := gqlparser.LoadQueryWithRules(a.api, query, rules.NewDefaultRules()); len(errs) > 0 {
		return notAsked
	}
	a.subgraphs.t, a.subgraphs.of = t, &of
	operation, refusal := a.pipeline.compiler.Compile(&accept.Request{Query: query, Variables: []byte(variables)}, (&caller.Caller{}).Grants())
	switch {
	case refusal != nil:
		return notAsked
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", nil)
	if operation.Program == nil {
		a.resolve(t, r, operation)
		return notAsked
	}
	var memory program.Memory
	got, err := operation.Program.Run(t.Context(), &program.Request{
		Variables: operation.Bound, Memory: &memory, Headers: func(string) http.Header { return http.Header{} },
	})
	if err != nil && !errors.Is(err, program.ErrUnusual) {
		t.Fatal(err)
	}
	if err == nil && a.oracle != nil && of.trouble == 0 {
		a.hold(t, query, variables, &of, got)
	}
	byEngine := a.resolve(t, r, operation)
	if err == nil && nests(operation.Response.Data) {
		return alone // the engine looks up nothing inside of lists of lists
	}
	failed := bytes.HasPrefix(byEngine, []byte(`{"errors":`))
	switch {
	case err == nil && tokens(t, got) != tokens(t, byEngine):
		t.Errorf("the program says\n%s\nthe engine says\n%s", got, byEngine)
		return alone
	case err == nil:
		return alone
	case failed && of.trouble == 0 && a.oracle != nil:
		t.Errorf("the engine says %s", byEngine)
	case of.trouble == 0 && a.oracle != nil:
		t.Error("the program could not do it alone")
	case failed:
		return inTrouble
	}
	return withHelp
}

// nests tells whether there are lists of lists.
func nests(node resolve.Node) bool {
	switch n := node.(type) {
	case *resolve.Object:
		return slices.ContainsFunc(n.Fields, func(f *resolve.Field) bool { return nests(f.Value) })
	case *resolve.Array:
		return n.Item.NodeKind() == resolve.NodeKindArray || nests(n.Item)
	}
	return false
}

// tokens are those of the JSON, one in a line: texts may be escaped in more than one way.
func tokens(t *testing.T, in []byte) string {
	t.Helper()
	var b strings.Builder
	d := json.NewDecoder(bytes.NewReader(in))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%v: %q", err, in)
		}
		// The engine writes half of a pair of surrogates as the text of its escape.
		fmt.Fprintf(&b, "%T %v\n", token, strings.ReplaceAll(fmt.Sprint(token), `\ud800`, "\ufffd"))
	}
}

// resolve is the engine's answer.
func (a *arena) resolve(t *testing.T, r *http.Request, operation compile.Executable) []byte {
	t.Helper()
	op := operation.Operation
	operation.Operation = &compile.Operation{Kind: op.Kind, ID: op.ID, Name: op.Name, Response: op.Response, Remap: op.Remap, Aside: op.Aside}
	var out bytes.Buffer
	if err := a.pipeline.executor.Run(r, operation, &caller.Caller{}, &out); err != nil {
		if a.subgraphs.of.trouble == 0 && a.oracle != nil {
			t.Fatalf("the engine: %v", err)
		}
		return []byte(`{"errors":[]}`) // answers that contradict each other: the client hears of a fault
	}
	var shape struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(out.Bytes(), &shape); err != nil || shape.Data == nil && shape.Errors == nil {
		t.Fatalf("the engine's answer is %q: %v", out.Bytes(), err)
	}
	return out.Bytes()
}

// hold compares the answer with what the API's schema says of the invention.
func (a *arena) hold(t *testing.T, query, variables string, of *invention, got []byte) {
	t.Helper()
	var vars map[string]any
	if err := json.Unmarshal([]byte(variables), &vars); err != nil {
		t.Fatal(err)
	}
	want, err := a.oracle.tell(of, query, vars)
	if err != nil {
		t.Fatalf("the oracle does not take it: %v", err)
	}
	var x, y any
	if err := json.Unmarshal(got, &x); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal(want, &y); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if !same(x, y) {
		t.Errorf("the answer is\n%s\nand should be\n%s", text(x), text(y))
	}
}

// troubles are how many of a thousand places of subgraphs' answers are wrong.
func troubles() []int { return []int{0, 2, 10, 60} }

// FuzzExecutors wants the program and the engine to give the same bytes, or else the engine to be asked.
func FuzzExecutors(f *testing.F) {
	all := arenas(f)
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		f.Add(uint8(random.Uint32()), decisions(random), random.Uint64(), random.Uint64())
	}
	f.Fuzz(func(t *testing.T, which uint8, decisions []byte, seed, mischief uint64) {
		all[int(which)%len(all)].duel(t, decisions, invention{seed, troubles()[mischief%4], mischief})
	})
}

func decisions(random *rand.Rand) []byte {
	all := make([]byte, 20+random.IntN(200))
	for i := range all {
		all[i] = byte(random.Uint32())
	}
	return all
}

// TestExecutors does the same for a number of queries, of which the program has to do most by itself.
func TestExecutors(t *testing.T) {
	all := arenas(t)
	random := rand.New(rand.NewPCG(3, 4))
	var counted [4]int
	const rounds = 20
	for i, a := range slices.Repeat(all, rounds) {
		counted[a.duel(t, decisions(random), invention{random.Uint64(), troubles()[i/len(all)%4], random.Uint64()})]++
		if t.Failed() {
			return
		}
	}
	if counted[alone] < len(all)*rounds/2 || counted[inTrouble] < rounds {
		t.Errorf("not asked %d, alone %d, with help %d, in trouble %d: what was tested?", counted[notAsked], counted[alone], counted[withHelp], counted[inTrouble])
	}
}
