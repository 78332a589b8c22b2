package router

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// invention is a world without an end, in which an object is a number: its fields follow from that, whichever
// subgraph is asked, and so do the objects that it leads to.
type invention struct {
	seed uint64
	// trouble is how many of a thousand places in subgraphs' answers are not as they should be, and mischief
	// says which.
	trouble  int
	mischief uint64
}

// objects is how many there are of each type: few, so that the same one comes up again.
const objects = 7

func mix(parts ...any) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = fmt.Fprint(h, p, "\x00")
	}
	// FNV's low bits are weak where only the last byte differs.
	x := h.Sum64()
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return x ^ x>>32
}

// teller answers queries about the invention as a schema shows it.
type teller struct {
	schema *ast.Schema
	// keys are the names of the fields that objects are looked up by.
	keys map[string]bool
	// honest leaves out all trouble.
	honest bool
}

// telling is one answer.
type telling struct {
	*execution
	*teller
	of   *invention
	out  []byte
	body uint64 // what is asked
}

// tell answers the query. It is an error where it should not have been asked.
func (t *teller) tell(of *invention, query string, variables map[string]any) ([]byte, error) {
	doc, errs := gqlparser.LoadQueryWithRules(t.schema, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		return nil, errs
	}
	if len(doc.Operations) == 0 {
		return nil, errors.New("there is no operation")
	}
	op := doc.Operations[0]
	vars := map[string]any{}
	for _, d := range op.VariableDefinitions {
		if v, ok := variables[d.Variable]; ok {
			vars[d.Variable] = v
		} else if d.DefaultValue != nil {
			vars[d.Variable], _ = d.DefaultValue.Value(nil)
		}
	}
	asked, err := json.Marshal(variables)
	if err != nil {
		return nil, err
	}
	a := &telling{execution: &execution{fixture: &fixture{schema: t.schema}, vars: vars}, teller: t, of: of, body: mix(of.mischief, query, string(asked))}
	if a.troubled(1, 2) {
		return a.whole(op.SelectionSet), nil
	}
	root := t.schema.Query
	if op.Operation == ast.Mutation {
		root = t.schema.Mutation
	}
	a.out = append(a.out, `{"data":`...)
	a.object(root, 0, op.SelectionSet, 3)
	return append(a.out, '}'), nil
}

// troubled tells whether something is wrong at the place, more often by the weight.
func (a *telling) troubled(place uint64, weight int) bool {
	return !a.honest && int(mix(a.body, place)%1000) < a.of.trouble*weight
}

func (a *telling) pick(place uint64, of []string) string {
	return of[mix(a.body, place, "pick")%uint64(len(of))]
}

// whole is an answer that is wrong as a whole.
func (a *telling) whole(set ast.SelectionSet) []byte {
	inner := *a
	inner.of = &invention{seed: a.of.seed}
	inner.object(a.schema.Query, 0, set, 3)
	data := string(inner.out)
	name := "nothing"
	if f, ok := set[0].(*ast.Field); ok {
		name = f.Alias
	}
	said := `[{"message":"resting","path":["` + name + `"],"extensions":{"code":"RESTING"}}]`
	return []byte(a.pick(5, []string{
		`{"errors":` + said + `,"data":` + data + `}`, `{"data":` + data + `,"errors":` + said + `}`, `{"errors":` + said + `}`,
		`{"errors":` + said + `,"data":null}`, `{"data":null}`, `{"data":[]}`, `{"data":{}}`, `{}`, `[]`, `null`, `""`, ``, `<html>`, `{"data":` + data,
		`{"data":` + data + `,"errors":[]}`, `{"data":` + data + `,"errors":null}`, `{"data":` + data + `,"errors":{}}`, `{"data":` + data + `,"errors":"x"}`,
		`{"data":` + data + `}}`, ` {"data" : ` + data + "}\n", `{"data":` + data + `,"data":{}}`, `{"data":{},"data":` + data + `}`, `{"errors":[null],"data":` + data + `}`,
		`{"errors":[{"message":1,"path":{"a":1},"locations":"x","extensions":[]}],"data":` + data + `}`, `{"errors":[{}],"data":` + data + `}`, `{"data":` + data + `,"extensions":{"a":[1]}}`,
		`{"errors":[{"message":"deep","path":["_entities",1,"a"]},{"message":"odd","path":["_entities","x",-1,1e99]}],"data":` + data + `}`, "\xef\xbb\xbf" + `{"data":` + data + `}`,
		`{"data":` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + `}`, `{"data":` + strings.Repeat(`{"a":`, 20_000) + `1` + strings.Repeat("}", 20_000) + `}`,
		`{"\u0064ata":` + data + `}`, `{"data":` + strings.TrimSuffix(data, "}") + `,"` + name + `":null}}`,
	}))
}

func (a *telling) object(def *ast.Definition, k uint64, set ast.SelectionSet, path uint64) {
	a.out = append(a.out, '{')
	first := true
	for _, f := range a.collect(def, set) {
		at := mix(path, f.Alias)
		if a.troubled(mix(at, "gone"), 1) {
			continue
		}
		if !first {
			a.out = append(a.out, ',')
		}
		first = false
		begun := len(a.out)
		key := strconv.Quote(f.Alias)
		if a.troubled(mix(at, "key"), 1) {
			key = a.pick(at, []string{`"zzz":[{}],` + key, fmt.Sprintf(`"\u%04x%s"`, f.Alias[0], f.Alias[1:]), " " + key + " ", `"":0,` + key})
		}
		a.out = append(append(a.out, key...), ':')
		a.field(def, k, f, at)
		if a.troubled(mix(at, "twice"), 1) {
			a.out = append(append(a.out, ','), a.out[begun:]...)
		}
	}
	a.out = append(a.out, '}')
}

func (a *telling) field(def *ast.Definition, k uint64, f *ast.Field, path uint64) {
	switch f.Name {
	case "__typename":
		name := def.Name
		if a.troubled(path, 2) {
			a.out = append(a.out, a.pick(path, []string{`"Nope"`, `null`, `1`, `""`, `{}`, `"Query"`, strconv.Quote(a.pick(path+1, slices.Sorted(maps.Keys(a.schema.Types))))})...)
			return
		}
		a.out = strconv.AppendQuote(a.out, name)
		return
	case "_entities":
		a.entities(f, path)
		return
	}
	arguments, err := json.Marshal(f.ArgumentMap(a.vars))
	if err != nil {
		panic(err) // it was JSON before
	}
	// An empty list that stands in the query is a nil slice.
	value := mix(a.of.seed, k, f.Name, strings.ReplaceAll(string(arguments), "null", "[]"))
	if leaf := a.schema.Types[f.Definition.Type.Name()]; a.keys[f.Name] && leaf.IsLeafType() && f.Definition.Type.Elem == nil && !a.troubled(path, 1) {
		if leaf.Name == "Int" {
			a.out = strconv.AppendUint(a.out, k, 10)
		} else {
			a.out = append(strconv.AppendUint(append(a.out, `"k`...), k, 10), '"')
		}
		return
	}
	a.value(f.Definition.Type, value, f.SelectionSet, path)
}

func (a *telling) value(typ *ast.Type, value uint64, set ast.SelectionSet, path uint64) {
	if a.troubled(path, 1) {
		a.out = append(a.out, a.pick(path, []string{
			`null`, `null`, `null`, `1`, `"x"`, `true`, `{}`, `[]`, `[null]`, `{"__typename":"Nope"}`, `[[]]`, `[{}]`, `"\ud800"`, "\"\xff\"", `1e999`, `-0`, `1.0`, `{"a":1}`,
			`123456789012345678901234567890`, ``, `01`, "\"\x01\"", `"\u0000"`, ` "x" `, `nul`, strings.Repeat("[", 600) + strings.Repeat("]", 600),
		})...)
		return
	}
	switch {
	case !typ.NonNull && mix(value, "null")%8 == 0:
		a.out = append(a.out, "null"...)
		return
	case typ.Elem != nil:
		a.out = append(a.out, '[')
		n := mix(value, "length") % 4
		for i := range n {
			if i > 0 {
				a.out = append(a.out, ',')
			}
			a.value(typ.Elem, mix(value, i), set, mix(path, i))
		}
		a.out = append(a.out, ']')
		return
	}
	def := a.schema.Types[typ.Name()]
	if def.IsCompositeType() {
		k := value % objects
		a.object(a.kind(def, k), k, set, path)
		return
	}
	a.out = append(a.out, scalar(def, value)...)
}

// kind is the type of the object with the number where the type is expected.
func (a *telling) kind(def *ast.Definition, k uint64) *ast.Definition {
	// Interfaces that implement it are no types of objects.
	possible := slices.DeleteFunc(slices.Clone(a.schema.GetPossibleTypes(def)), (*ast.Definition).IsAbstractType)
	return slices.MaxFunc(possible, func(x, y *ast.Definition) int {
		return int(mix(a.of.seed, k, x.Name)>>33) - int(mix(a.of.seed, k, y.Name)>>33)
	})
}

func scalar(def *ast.Definition, value uint64) string {
	of := []string{`"a"`, `"꽃"`, `"\u00e9\n"`, `"\"\\\/"`, `""`}
	switch {
	case def.Kind == ast.Enum:
		return strconv.Quote(def.EnumValues[value%uint64(len(def.EnumValues))].Name)
	case def.Name == "Int":
		of = []string{"0", "1", "-1", "2147483647", "7"}
	case def.Name == "Float":
		of = []string{"0.5", "1", "-2.25e-3", "1.0", "1E2"}
	case def.Name == "Boolean":
		of = []string{"true", "false"}
	case !def.BuiltIn:
		of = []string{`"2026-01-01"`, `12`, `{"a":[1,{"b":null}],"é":"\u0041"}`, `[[],[1.50]]`, `false`}
	}
	return of[value%uint64(len(of))]
}

// entities looks objects up by the number in their keys.
func (a *telling) entities(f *ast.Field, path uint64) {
	list, _ := f.ArgumentMap(a.vars)["representations"].([]any)
	if a.troubled(path, 3) {
		switch a.pick(path, []string{"longer", "shorter", "null", "object", "empty"}) {
		case "longer":
			list = append(list, map[string]any{"__typename": "Nope"})
		case "shorter":
			list = list[:max(len(list)-1, 0)]
		case "null":
			a.out = append(a.out, "null"...)
			return
		case "object":
			a.out = append(a.out, "{}"...)
			return
		case "empty":
			list = nil
		}
	}
	a.out = append(a.out, '[')
	for i, r := range list {
		if i > 0 {
			a.out = append(a.out, ',')
		}
		representation, _ := r.(map[string]any)
		name, _ := representation["__typename"].(string)
		def := a.schema.Types[name]
		if def == nil || a.troubled(mix(path, i, "gone"), 3) {
			a.out = append(a.out, "null"...)
			continue
		}
		k := a.number(representation)
		a.object(a.kind(def, k), k, f.SelectionSet, mix(path, i))
	}
	a.out = append(a.out, ']')
}

// number is the object's that the representation is about.
func (a *telling) number(representation map[string]any) uint64 {
	for _, name := range slices.Sorted(maps.Keys(representation)) {
		if name == "__typename" || !a.keys[name] {
			continue
		}
		switch v := representation[name].(type) {
		case float64:
			return uint64(v) % objects
		case string:
			if n, err := strconv.ParseUint(strings.TrimPrefix(v, "k"), 10, 64); err == nil {
				return n % objects
			}
		}
	}
	return mix(fmt.Sprint(representation)) % objects
}

// invented are subgraphs that answer from an invention. One request of a client is answered at a time.
type invented struct {
	t       testing.TB
	tellers map[string]*teller // by host
	of      *invention
	// strict is set where the router may ask nothing that is not valid.
	strict bool
	// heard is told what is asked of whom; may be nil.
	heard func(host, query string)
}

// RoundTrip implements http.RoundTripper.
func (i *invented) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var sent struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}
	// The engine writes half of a pair of surrogates as the text of its escape.
	body = bytes.ReplaceAll(body, []byte(`\\ud800`), []byte(`\ud800`))
	if err := json.Unmarshal(body, &sent); err != nil && !json.Valid(body) { // numbers may be beyond what Go has
		i.t.Errorf("%s was sent no JSON: %v: %s", r.URL.Host, err, body)
	}
	if i.heard != nil {
		i.heard(r.URL.Host, sent.Query)
	}
	// Some answers are slower than others, so that they come in another order each time.
	time.Sleep(time.Duration(mix(sent.Query+fmt.Sprint(i.of.seed))%6) * 300 * time.Microsecond)
	answer, err := i.tellers[r.URL.Host].tell(i.of, sent.Query, sent.Variables)
	if err != nil {
		if i.strict {
			i.t.Errorf("%s was asked wrongly: %v\n%s", r.URL.Host, err, body)
		}
		answer = []byte(`{"errors":[{"message":"asked wrongly"}]}`)
	}
	return &http.Response{StatusCode: 200, Status: "200 OK", Body: io.NopCloser(bytes.NewReader(answer)), ContentLength: int64(len(answer)), Request: r}, nil
}

// Write shows what the router logs.
func (i *invented) Write(line []byte) (int, error) {
	if i.t != nil {
		i.t.Logf("%s", line)
	}
	return len(line), nil
}
