package router

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"
)

var (
	randomQueries = flag.Int("random", 20, "how many queries TestRandomQueries makes up for each case")
	randomSeed    = flag.Uint64("random.seed", 1, "where TestRandomQueries begins")
)

// TestRandomQueries asks the conformance cases what nobody thought of: the answer has to be the world's.
func TestRandomQueries(t *testing.T) {
	files, err := filepath.Glob("testdata/conformance/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := readCase(t, archive)
			// The last is Apollo's, if there is one; the others leave out types that fields have in some subgraphs.
			s := c.serve(t, string(c.supergraphs[len(c.supergraphs)-1].Data))
			gen := &generator{Rand: rand.New(rand.NewPCG(*randomSeed, 1)), api: s.oracle.schema}
			wrong := func(query string) (plan string, got, want map[string]any, wrong bool) {
				want = s.oracle.execute(query, nil)
				got = post(t, s.url, query, nil)
				plan = describe(s.asks.take())
				// What else an error makes null depends on what was asked for together.
				wrong = want["errors"] == nil && !same(got["data"], want["data"])
				return plan, got, want, wrong || (got["errors"] == nil) != (want["errors"] == nil)
			}
			for range *randomQueries {
				query := gen.query()
				if _, _, _, bad := wrong(query); !bad {
					continue
				}
				query = shrink(t, query, func(smaller string) bool {
					_, _, want, bad := wrong(smaller)
					return bad && want["errors"] == nil
				})
				plan, got, want, _ := wrong(query)
				t.Errorf("%s\n  got %s\n want %s\n  plan:\n%s", query, brief(got), brief(want), plan)
			}
		})
	}
}

// generator makes up queries.
type generator struct {
	*rand.Rand
	api   *ast.Schema
	alias int
}

func (g *generator) query() string {
	g.alias = 0
	roots := slices.DeleteFunc(slices.Clone(g.api.Query.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
	var parts []string
	for range 1 + g.IntN(2) {
		g.alias++
		root := roots[g.IntN(len(roots))]
		parts = append(parts, fmt.Sprintf("r%d: %s", g.alias, g.field(root, root.Name, 3)))
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

func (g *generator) field(f *ast.FieldDefinition, head string, depth int) string {
	if args := g.arguments(f.Arguments); args != "" {
		head += "(" + args + ")"
	}
	if g.IntN(30) == 0 {
		head += []string{" @include(if: true)", " @skip(if: true)", " @include(if: false)"}[g.IntN(3)]
	}
	if def := g.api.Types[f.Type.Name()]; def.IsCompositeType() {
		head += " { " + g.selection(def, depth-1) + " }"
	}
	return head
}

func (g *generator) arguments(list ast.ArgumentDefinitionList) string {
	var args []string
	for _, a := range list {
		if (a.Type.NonNull && a.DefaultValue == nil) || g.IntN(3) > 0 {
			args = append(args, a.Name+": "+g.literal(a.Type))
		}
	}
	return strings.Join(args, ", ")
}

func (g *generator) literal(typ *ast.Type) string {
	if typ.Elem != nil {
		return "[" + g.literal(typ.Elem) + "]"
	}
	def := g.api.Types[typ.Name()]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[g.IntN(len(def.EnumValues))].Name
	case def.Kind == ast.InputObject:
		var fields []string
		for _, f := range def.Fields {
			if f.Type.NonNull || g.IntN(2) > 0 {
				fields = append(fields, f.Name+": "+g.literal(f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case def.Name == "Int", def.Name == "Float":
		return "1"
	case def.Name == "Boolean":
		return "true"
	}
	return `"1"`
}

func (g *generator) selection(def *ast.Definition, depth int) string {
	var parts []string
	if g.IntN(5) == 0 {
		parts = append(parts, "__typename")
	}
	for _, f := range def.Fields {
		composite := g.api.Types[f.Type.Name()].IsCompositeType()
		if strings.HasPrefix(f.Name, "__") || composite && depth <= 0 || g.IntN(2) > 0 {
			continue
		}
		head := f.Name
		if len(f.Arguments) > 0 || g.IntN(8) == 0 {
			g.alias++
			head = fmt.Sprintf("x%d: %s", g.alias, head)
		}
		parts = append(parts, g.field(f, head, depth))
	}
	for _, on := range g.conditions(def) {
		if depth >= 0 && g.IntN(2) == 0 {
			inside := depth - g.IntN(2)
			if on.IsAbstractType() { // in which there may be as many again
				inside = depth - 1
			}
			parts = append(parts, "... on "+on.Name+" { "+g.selection(on, inside)+" }")
		}
	}
	if len(parts) == 0 {
		return "__typename"
	}
	return strings.Join(parts, " ")
}

// conditions are the types that a fragment may be on.
func (g *generator) conditions(def *ast.Definition) []*ast.Definition {
	if !def.IsAbstractType() {
		return nil
	}
	var all []*ast.Definition
	for _, possible := range g.api.GetPossibleTypes(def) {
		if possible.IsAbstractType() {
			continue
		}
		all = append(all, possible)
		for _, other := range g.api.Types {
			if other.IsAbstractType() && slices.Contains(g.api.GetPossibleTypes(other), possible) && !slices.Contains(all, other) {
				all = append(all, other)
			}
		}
	}
	slices.SortFunc(all, func(x, y *ast.Definition) int { return strings.Compare(x.Name, y.Name) })
	return all
}

// brief is v on one line, as far as it fits.
func brief(v any) string {
	line := strings.Join(strings.Fields(text(v)), " ")
	if len(line) > 600 {
		return line[:600] + " ..."
	}
	return line
}
