package introspect

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astnormalization"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/operationreport"
)

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// normalised is the query with its fragments inlined.
func normalised(t *testing.T, query string) *ast.Document {
	t.Helper()
	doc, report := astparser.ParseGraphqlDocumentString(query)
	if report.HasErrors() {
		t.Fatal(report)
	}
	definition, report := astparser.ParseGraphqlDocumentString(prelude + "\ntype Query { __schema: __Schema! __type(name: String!): __Type }\nschema { query: Query }")
	if report.HasErrors() {
		t.Fatal(report)
	}
	report = operationreport.Report{}
	astnormalization.NewWithOpts(astnormalization.WithInlineFragmentSpreads(), astnormalization.WithRemoveFragmentDefinitions()).
		NormalizeOperation(&doc, &definition, &report)
	if report.HasErrors() {
		t.Fatal(report)
	}
	return &doc
}

// TestAsGraphQLJS compares with what graphql-js 16.15 answers. The order of types and directives is nobody's to
// rely on, and @defer is the router's.
func TestAsGraphQLJS(t *testing.T) {
	for _, c := range []struct{ name, variables string }{{"whole", `{}`}, {"types", `{"deprecated":true,"name":"Colour"}`}} {
		t.Run(c.name, func(t *testing.T) {
			s, err := New(read(t, "kinds.graphql"))
			if err != nil {
				t.Fatal(err)
			}
			q, err := s.Take(normalised(t, read(t, c.name+".query")))
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]any{}
			for i, answer := range q.answers([]byte(c.variables)) {
				var value any
				if err := json.Unmarshal(answer, &value); err != nil {
					t.Fatalf("%v: %s", err, answer)
				}
				got[q.roots[i].key] = value
			}
			var want struct{ Data map[string]any }
			if err := json.Unmarshal([]byte(read(t, c.name+".json")), &want); err != nil {
				t.Fatal(err)
			}
			delete(want.Data, "__typename") // that is no question about the schema
			sorted(got)
			sorted(want.Data)
			for _, d := range differences("", want.Data, got) {
				t.Error(d)
			}
		})
	}
}

// sorted puts the lists of types and directives in the order of their names, and leaves @defer out.
func sorted(data map[string]any) {
	schema, ok := data["__schema"].(map[string]any)
	if !ok {
		return
	}
	for _, key := range []string{"types", "directives"} {
		items := schema[key].([]any)
		items = slices.DeleteFunc(items, func(item any) bool { return item.(map[string]any)["name"] == "defer" })
		slices.SortFunc(items, func(a, b any) int {
			return strings.Compare(a.(map[string]any)["name"].(string), b.(map[string]any)["name"].(string))
		})
		schema[key] = items
	}
}

// differences are the places where two values differ.
func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			break
		}
		var all []string
		for key := range want {
			all = append(all, differences(path+"."+key, want[key], object[key])...)
		}
		return all
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			break
		}
		var all []string
		for i := range want {
			at := fmt.Sprint(path, "[", i, "]")
			if named, ok := want[i].(map[string]any); ok && named["name"] != nil {
				at = fmt.Sprint(path, "[", named["name"], "]")
			}
			all = append(all, differences(at, want[i], list[i])...)
		}
		return all
	}
	if reflect.DeepEqual(want, got) {
		return nil
	}
	return []string{fmt.Sprintf("%s is %.300v, not %.300v", path, got, want)}
}

func TestTooDeep(t *testing.T) {
	s, err := New(read(t, "kinds.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]error{
		`{__type(name:"Root"){fields{type{fields{name}}}}}`:                                     nil,
		`{__type(name:"Root"){fields{type{fields{type{fields{name}}}}}}}`:                       ErrTooDeep,
		`{__schema{types{interfaces{possibleTypes{...a}}}}} fragment a on __Type{fields{name}}`: ErrTooDeep,
	} {
		if _, err := s.Take(normalised(t, query)); !errors.Is(err, want) {
			t.Errorf("%s: %v", query, err)
		}
	}
}
