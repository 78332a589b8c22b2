package router

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/caller"
)

// secrets are what a guest may not see of a supergraph, by "Type" and "Type.field".
type secrets map[string]bool

// secretly makes some of the supergraph's types and fields members' own: none that the router needs itself.
func secretly(t *testing.T, sdl string, random *rand.Rand) (string, secrets) {
	t.Helper()
	doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{} // by directives of federation, in whatever type
	for _, def := range doc.Definitions {
		for _, d := range def.Directives {
			mentioned(d, "key", needed)
		}
		for _, f := range def.Fields {
			for _, d := range f.Directives {
				mentioned(d, "requires", needed)
				mentioned(d, "provides", needed)
			}
		}
	}
	made := secrets{}
	authenticated := &ast.Directive{Name: "authenticated"}
	for _, def := range doc.Definitions {
		if strings.Contains(def.Name, "__") || def.Kind != ast.Object && def.Kind != ast.Interface && def.Kind != ast.Enum {
			continue
		}
		root := def.Name == "Query" || def.Name == "Mutation" || def.Name == "Subscription"
		if !root && random.IntN(14) == 0 {
			def.Directives = append(def.Directives, authenticated)
			made[def.Name] = true
		}
		for _, f := range def.Fields {
			if !needed[f.Name] && random.IntN(9) == 0 {
				f.Directives = append(f.Directives, authenticated)
				made[def.Name+"."+f.Name] = true
			}
		}
	}
	var out strings.Builder
	formatter.NewFormatter(&out).FormatSchemaDocument(doc)
	return out.String(), made
}

func mentioned(d *ast.Directive, argument string, into map[string]bool) {
	if a := d.Arguments.ForName(argument); a != nil && strings.HasPrefix(d.Name, "join__") {
		for name := range strings.FieldsFuncSeq(a.Value.Raw, func(r rune) bool {
			return !strings.ContainsRune("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", r)
		}) {
			into[name] = true
		}
	}
}

// hides tells whether a guest may not see the field of the type, whose value is of the type that is given.
func (s secrets) hides(typeName, field, gives string) bool {
	return s[typeName] || s[typeName+"."+field] || s[gives]
}

// TestNobodySeesSecrets asks random queries as a guest, of supergraphs of which random parts are members' own. What
// is hidden is never in an answer, and no subgraph is asked for it; whatever else is missing, an error says why; and
// an answer without errors is the whole answer.
func TestNobodySeesSecrets(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var denied, whole, nothing int
	for round := range 40 {
		a, hidden := secretArena(t, []string{"own", "shapes", "narrowing", "market"}[round%4], random)
		var mu sync.Mutex
		asked := map[string]bool{}
		a.subgraphs.heard = func(host, query string) {
			mu.Lock()
			defer mu.Unlock()
			asked[host+" "+query] = true
		}
		for range 25 {
			query, variables := (&author{choices: &choices{decisions(random)}, schema: a.api, fields: 30, names: a.names}).write()
			if _, errs := gqlparser.LoadQueryWithRules(a.api, query, rules.NewDefaultRules()); len(errs) > 0 {
				continue
			}
			a.subgraphs.t, a.subgraphs.of = t, &invention{seed: random.Uint64()}
			operation, refusal := a.pipeline.compiler.Compile(&accept.Request{Query: query, Variables: []byte(variables)}, (&caller.Caller{}).Grants())
			if refusal != nil || operation.Program == nil && operation.Response != nil && nests(operation.Response.Data) {
				continue // the engine looks up nothing inside of lists of lists
			}
			clear(asked)
			var out bytes.Buffer
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", nil)
			if err := a.pipeline.executor.Run(r, operation, &caller.Caller{}, &out); err != nil {
				t.Fatal(err)
			}
			h := &hearing{t: t, arena: a, hidden: hidden, query: query}
			for question := range asked {
				h.question(question)
			}
			switch h.hold(variables, out.Bytes()) {
			case "whole":
				whole++
			case "nothing":
				nothing++
			default:
				denied++
			}
			if t.Failed() {
				t.Fatalf("%s hides %v\n%s\n%s\n%s", a.name, hidden, query, variables, out.Bytes())
			}
		}
	}
	if denied < 100 || whole < 100 || nothing < 20 {
		t.Errorf("%d denied in part, %d whole, of %d nothing is left: what was tested?", denied, whole, nothing)
	}
}

func secretArena(t *testing.T, name string, random *rand.Rand) (*arena, secrets) {
	t.Helper()
	sdls := map[string]string{}
	var sdl string
	if name == "own" {
		shared, err := os.ReadFile("../schema/shared.graphql")
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob("../schema/*/*.graphql")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			own, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sdls[strings.TrimSuffix(filepath.Base(file), ".graphql")] = string(shared) + string(own)
		}
		whole, err := os.ReadFile("../schema/supergraph.graphql")
		if err != nil {
			t.Fatal(err)
		}
		sdl = string(whole)
	} else {
		archive, err := txtar.ParseFile("testdata/conformance/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		c := readCase(t, archive)
		for _, f := range c.subgraphs {
			sdls[strings.TrimSuffix(f.Name, ".graphql")] = string(f.Data)
		}
		sdl = string(c.section("supergraph.theguild.graphql").Data)
	}
	sdl, hidden := secretly(t, sdl, random)
	a := newArena(t, name, sdl, sdls, false)
	keys := map[string]bool{}
	for _, teller := range a.subgraphs.tellers {
		keys = teller.keys
	}
	a.oracle = &teller{schema: a.api, keys: keys, honest: true}
	return a, hidden
}

// hearing looks at what became of one query.
type hearing struct {
	t      *testing.T
	arena  *arena
	hidden secrets
	query  string
	errors []string // their paths without indices
}

// question looks for secrets in what a subgraph was asked.
func (h *hearing) question(question string) {
	host, query, _ := strings.Cut(question, " ")
	schema := h.arena.subgraphs.tellers[host].schema
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		h.t.Errorf("%s was asked wrongly: %v\n%s", host, errs, query)
		return
	}
	var walk func(on string, set ast.SelectionSet)
	walk = func(on string, set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if s.Name == "_entities" {
					walk("", s.SelectionSet)
					continue
				}
				gives := s.Definition.Type.Name()
				if s.Name != "__typename" && !h.arena.oracle.keys[s.Name] && h.hidden.hides(on, s.Name, gives) {
					h.t.Errorf("%s was asked for %s.%s: %s", host, on, s.Name, query)
				}
				walk(gives, s.SelectionSet)
			case *ast.InlineFragment:
				inner := on
				if s.TypeCondition != "" {
					inner = s.TypeCondition
				}
				walk(inner, s.SelectionSet)
			}
		}
	}
	for _, op := range doc.Operations {
		root := "Query"
		if op.Operation == ast.Mutation {
			root = "Mutation"
		}
		walk(root, op.SelectionSet)
	}
}

// kinds is the alias of the type names that the oracle is asked for beside.
const kindAlias = "_kindOfIt"

// hold compares the answer with the whole one.
func (h *hearing) hold(variables string, body []byte) string {
	h.t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(h.arena.api, h.query, rules.NewDefaultRules())
	if len(errs) > 0 {
		h.t.Fatal(errs)
	}
	var telling func(set ast.SelectionSet) ast.SelectionSet
	telling = func(set ast.SelectionSet) ast.SelectionSet {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if len(s.SelectionSet) > 0 {
					s.SelectionSet = telling(s.SelectionSet)
				}
			case *ast.InlineFragment:
				s.SelectionSet = telling(s.SelectionSet)
			}
		}
		return append(slices.Clone(set), &ast.Field{Alias: kindAlias, Name: "__typename"})
	}
	for _, f := range doc.Fragments {
		f.SelectionSet = telling(f.SelectionSet)
	}
	op := doc.Operations[0]
	op.SelectionSet = telling(op.SelectionSet)
	var asked strings.Builder
	formatter.NewFormatter(&asked).FormatQueryDocument(doc)
	var vars map[string]any
	if err := json.Unmarshal([]byte(variables), &vars); err != nil {
		h.t.Fatal(err)
	}
	raw, err := h.arena.oracle.tell(h.arena.subgraphs.of, asked.String(), vars)
	if err != nil {
		h.t.Fatal(err)
	}
	var truth, got struct {
		Data   any
		Errors []struct{ Path []any }
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		h.t.Fatal(err)
	}
	if err := json.Unmarshal(body, &got); err != nil {
		h.t.Fatalf("%v: %s", err, body)
	}
	for _, e := range got.Errors {
		h.errors = append(h.errors, named(e.Path))
	}
	defined, errs := gqlparser.LoadQueryWithRules(h.arena.api, asked.String(), rules.NewDefaultRules())
	if len(errs) > 0 {
		h.t.Fatal(errs)
	}
	h.compare(nil, truth.Data, got.Data, []ast.SelectionSet{defined.Operations[0].SelectionSet})
	switch {
	case len(got.Errors) == 0:
		return "whole"
	case got.Data == nil:
		return "nothing"
	}
	return "in part"
}

// named is a path without the indices of lists.
func named(path []any) string {
	var names []string
	for _, step := range path {
		if name, ok := step.(string); ok {
			names = append(names, name)
		}
	}
	return strings.Join(names, ".")
}

// compare wants got to be the truth, but for what an error explains, without anything hidden.
func (h *hearing) compare(path []any, truth, got any, sets []ast.SelectionSet) {
	h.t.Helper()
	if got == nil {
		if truth != nil && !h.explained(path) {
			h.t.Errorf("%v is missing, and no error says why", path)
		}
		return
	}
	if len(sets) == 0 || !slices.ContainsFunc(sets, func(set ast.SelectionSet) bool { return len(set) > 0 }) {
		if !same(truth, got) { // a scalar may be anything
			h.t.Errorf("%v is %v, not %v", path, got, truth)
		}
		return
	}
	switch truth := truth.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			h.t.Errorf("%v is %v", path, got)
			return
		}
		kind, _ := truth[kindAlias].(string)
		for key := range truth {
			if key == kindAlias {
				continue
			}
			value, there := object[key]
			if !there {
				h.t.Errorf("%v has no %s", path, key)
				continue
			}
			var inside []ast.SelectionSet
			hidden := false
			for _, f := range h.fields(kind, key, sets) {
				inside = append(inside, f.SelectionSet)
				if f.Name != "__typename" {
					hidden = hidden || h.hidden.hides(kind, f.Name, f.Definition.Type.Name())
				}
			}
			if hidden && value != nil {
				h.t.Errorf("%v.%s of a %s is seen: %v", path, key, kind, value)
			}
			h.compare(append(slices.Clone(path), key), truth[key], value, inside)
		}
		for key, value := range object {
			// The engine tells type names also where only some of the objects are asked for them.
			if _, asked := truth[key]; !asked && value != kind {
				h.t.Errorf("%v has %s, for which nobody asks", path, key)
			}
		}
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(truth) {
			h.t.Errorf("%v is %v", path, got)
			return
		}
		for i := range truth {
			h.compare(append(slices.Clone(path), i), truth[i], list[i], sets)
		}
	}
}

// explained tells whether an error is about the path, or something above or below it: a null spreads up, and what
// has nothing left is null itself.
func (h *hearing) explained(path []any) bool {
	name := named(path)
	return slices.ContainsFunc(h.errors, func(e string) bool {
		return e == name || name == "" || strings.HasPrefix(e, name+".") || strings.HasPrefix(name, e+".")
	})
}

// fields are those with the key that an object of the kind is asked for.
func (h *hearing) fields(kind, key string, sets []ast.SelectionSet) []*ast.Field {
	var found []*ast.Field
	is := func(condition string) bool {
		return condition == "" || condition == kind || slices.ContainsFunc(h.arena.api.PossibleTypes[condition], func(d *ast.Definition) bool { return d.Name == kind })
	}
	var walk func(set ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if s.Alias == key {
					found = append(found, s)
				}
			case *ast.InlineFragment:
				if is(s.TypeCondition) {
					walk(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if is(s.Definition.TypeCondition) {
					walk(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		walk(set)
	}
	return found
}
