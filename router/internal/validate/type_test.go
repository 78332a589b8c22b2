package validate

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/wundergraph/astjson"
)

const gardenSDL = `
type Query { plant(like: Like, deep: Deep, one: One, any: Any): String }
scalar Any
input Like { name: String! colour: Colour size: Float key: ID any: Any }
input Deep { n: Int! = 1 deep: Deep all: [Deep!] }
input One @oneOf { a: Int b: Int }
enum Colour { RED WHITE }
`

// TestFit holds values of variables against their types as the specification does. What is not to be known of them,
// all has "secret" in it.
func TestFit(t *testing.T) {
	v, err := New(gardenSDL, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ typ, sent, want string }{
		{"Int", `1`, `1`}, {"Int", `1.0`, `1.0`}, {"Int", `1e3`, `1e3`}, {"Int", `-2147483648`, `-2147483648`},
		{"Int", `2147483648`, "32 bits"}, {"Int", `1.5`, "32 bits"}, {"Int", `"1"`, "32 bits"}, {"Int", `null`, `null`}, {"Int!", `null`, "Int!"},
		{"Float", `1`, `1`}, {"Float", `1e-400`, `1e-400`}, {"Float", `1e400`, "Float"}, {"Float", `"1"`, "Float"}, {"Float", `true`, "Float"},
		{"ID", `"a"`, `"a"`}, {"ID", `12345678901234567890`, `"12345678901234567890"`}, {"ID", `1.0`, `"1"`}, {"ID", `1e3`, `"1000"`}, {"ID", `1e308`, `"1e+308"`}, {"ID", `1e999`, "ID"}, {"[ID]", `[1,"2"]`, `["1","2"]`}, {"[ID]", `-1`, `["-1"]`}, {"ID", `1.5`, "ID"}, {"ID", `{}`, "ID"}, {"ID", `[]`, "ID"},
		{"String", `"a"`, `"a"`}, {"String", `1`, "String"}, {"Boolean", `true`, `true`}, {"Boolean", `"true"`, "Boolean"}, {"Boolean", `0`, "Boolean"},
		{"Colour", `"RED"`, `"RED"`}, {"Colour", `"secret"`, "does not exist"}, {"Colour", `1`, "non-string"}, {"Colour", `"red"`, "does not exist"},
		{"Any", `[1,{"a":null}]`, `[1,{"a":null}]`}, {"Any!", `null`, "Any!"},
		{"[Int]", `1`, `[1]`}, {"[Int]", `null`, `null`}, {"[[Int]]", `1`, `[[1]]`}, {"[[Int]]", `[1,null,[2]]`, `[[1],null,[2]]`},
		{"[Int!]", `[1,null]`, `at "v[1]"`}, {"[Int!]!", `[]`, `[]`}, {"[Int]!", `null`, "[Int]!"}, {"[[Int!]]", `[[1],["secret"]]`, `at "v[1][0]"`},
		{"Like", `{"name":"a"}`, `{"name":"a"}`}, {"Like", `{}`, `"name" of required type "String!"`}, {"Like", `{"name":null}`, `at "v.name"`},
		{"Like", `{"name":"a","nope":"secret"}`, `"nope" is not defined`}, {"Like", `"secret"`, "object"}, {"Like", `[{"name":"a"}]`, "object"},
		{"Like", `{"name":"a","__proto__":1}`, `"__proto__" is not defined`},
		{"Deep", `{}`, `{}`}, {"Deep", `{"n":null}`, `at "v.n"`}, {"Deep", `{"all":{"deep":{"all":{}}}}`, `{"all":[{"deep":{"all":[{}]}}]}`},
		{"Deep", `{"all":{"deep":{"all":{"n":"secret"}}}}`, `at "v.all.deep.all.n"`}, {"Deep", `{"all":[{"all":[null]}]}`, `at "v.all[0].all[0]"`},
		{"[Deep]", `{"n":1}`, `[{"n":1}]`},
		{"One", `{"a":1}`, `{"a":1}`}, {"One", `{}`, "exactly one"}, {"One", `{"a":1,"b":2}`, "exactly one"}, {"One", `{"a":null}`, "exactly one"}, {"One", `{"a":1,"b":null}`, "exactly one"},
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: "query($v: " + f.typ + ") { plant }"})
		if err != nil {
			t.Fatal(err)
		}
		values, err := astjson.Parse(`{"v":` + f.sent + `}`)
		if err != nil {
			t.Fatal(err)
		}
		fitting, changed, misfit := v.inputs.typ(doc.Operations[0].VariableDefinitions[0].Type).Fit(values.Get("v"))
		got, wrong := "", ""
		if misfit != nil {
			wrong = misfit.Of("v")
		} else {
			got = string(fitting.MarshalTo(nil))
		}
		if misfit == nil && changed != (got != f.sent) {
			t.Errorf("%s as %s became %s; it says changed %t", f.sent, f.typ, got, changed)
		}
		switch good := wrong == "" && got == f.want; {
		case !good && (wrong == "" || !strings.Contains(wrong, f.want)):
			t.Errorf("%s as %s became %s, %q; want %s", f.sent, f.typ, got, wrong, f.want)
		case strings.Contains(wrong, "secret"):
			t.Errorf("%s as %s: %s", f.sent, f.typ, wrong)
		}
	}
}
