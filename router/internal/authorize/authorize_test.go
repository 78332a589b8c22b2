package authorize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astprinter"
)

func rules(t *testing.T, sdl string) *Rules {
	t.Helper()
	doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// filtered is what is left of the query for a guest, and what was denied.
func filtered(t *testing.T, r *Rules, query string) string {
	t.Helper()
	doc, report := astparser.ParseGraphqlDocumentString(query)
	if report.HasErrors() {
		t.Fatal(report)
	}
	needs := r.Of(&doc, 0)
	outcome := needs.Filter(&doc, needs.Key(Grants{}))
	left, err := astprinter.PrintString(&doc)
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Nothing {
		left = "nothing"
	}
	for _, d := range outcome.Denied {
		left += " " + strings.Join(d.Path, ".")
		if d.Listed {
			left += "*"
		}
	}
	return left
}

const zoo = `
directive @authenticated on OBJECT
type Query { pet: Pet cat: Cat pets: [Pet!]! any: Any thing: Thing hidden: Pet @authenticated shape: Shape code: Code kind: Kind }
interface Being { id: ID }
interface Pet implements Being { id: ID name: String toy: String! }
type Cat implements Pet & Being { id: ID name: String toy: String! @authenticated }
type Dog implements Pet & Being @authenticated { id: ID name: String toy: String! }
type Tree implements Being { id: ID }
union Any = Cat | Dog | Tree
interface Thing @authenticated { a: Int }
type One implements Thing { a: Int }
interface Shape @join__type(graph: A) @join__type(graph: B, isInterfaceObject: true) { area: Int @join__field(graph: A) colour: String @join__field(graph: B) @authenticated }
type Square implements Shape @join__type(graph: A) { area: Int colour: String @join__field }
enum Code @authenticated { X }
scalar Kind @authenticated
`

func TestFilter(t *testing.T) {
	r := rules(t, zoo)
	for _, c := range []struct{ name, query, want string }{
		{"nothing to deny", "{cat {name}}", "{cat {name}}"},
		{"an interface", "{cat {id} pet {name}}", "{cat {id} denied_null_pet: __typename} pet"},
		{"an interface whose types one asks for", "{pet {... on Cat {name} ... on Dog {name}}}", "{pet {... on Cat {name} ... on Dog {denied_null_name: __typename}}} pet.name"},
		{"an interface by another one", "{pet {... on Being {id}} cat {id}}", "{denied_null_pet: __typename cat {id}} pet.id"},
		{"an interface in itself", "{cat {id} pet {... on Pet {name}}}", "{cat {id} denied_null_pet: __typename} pet.name"},
		{"an interface without a condition", "{cat {id} pet {... {name}}}", "{cat {id} denied_null_pet: __typename} pet"},
		{"an interface of an object that is everybody's", "{cat {... on Pet {name ... on Being {id}}}}", "{cat {... on Pet {name ... on Being {id}}}}"},
		{"a field that must not be null", "{cat {toy name} pet {__typename}}", "{denied_null_cat: __typename pet {__typename}} cat.toy"},
		{"the same in a list", "{pets {__typename ... on Cat {toy}}}", "{pets {__typename ... on Cat {denied_fail_toy: __typename}}} pets.toy*"},
		{"a union", "{any {__typename ... on Dog {name toy} ... on Tree {id}}}", "{any {__typename ... on Dog {denied_null_name: __typename denied_fail_toy: __typename} ... on Tree {id}}} any.name any.toy"},
		{"an interface that says so itself", "{cat {id} thing {... on One {a}}}", "{cat {id} denied_null_thing: __typename} thing"},
		{"a field of an interface object", "{shape {area ... on Square {c: colour}}}", "{shape {area ... on Square {denied_null_c: __typename}}} shape.c"},
		{"enums and scalars", "{code kind cat {id}}", "{denied_null_code: __typename denied_null_kind: __typename cat {id}} code kind"},
		{"arguments and directives go, too", "{cat {id} hidden(a: 1) @include(if: true) {name}}", "{cat {id} denied_null_hidden: __typename} hidden"},
		{"nothing left", "{hidden {name} x: code}", "nothing hidden x"},
		{"nothing left inside", "{cat {... on Cat {t: toy}}}", "nothing cat.t"},
		{"about the schema", "{__schema {types {name}} __type(name: \"Cat\") {name} code}", "{__schema {types {name}} __type(name: \"Cat\"){name} denied_null_code: __typename} code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := filtered(t, r, c.query); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	whole := rules(t, `type Query @authenticated { a: Int b: Query }`)
	if got, want := filtered(t, whole, "{a __typename b {a}}"), "{denied_null_a: __typename __typename denied_null_b: __typename} a b"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := filtered(t, rules(t, zoo), "{...f} fragment f on Query {pet {...g}} fragment g on Pet {name ...g}"), ""; got == want {
		t.Error("a cycle of fragments ends the survey")
	}
}

// TestNames reads the directives under the names that a supergraph gives them.
func TestNames(t *testing.T) {
	const types = "\ntype Query { a: Int %s b: Int }"
	for _, c := range []struct{ name, links, directive string }{
		{"usual", "", "@authenticated"},
		{"of a feature", `@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "login")`, "@login"},
		{"of a feature, written out", `@link(url: "https://specs.apollo.dev/policy/v0.1", as: "rule")`, `@rule__policy(policies: [["a"]])`},
		{"of the time before @link", `@core(feature: "https://specs.apollo.dev/requiresScopes/v0.1", as: "needs")`, `@needs(scopes: ["a"])`},
		{"imported", `@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{name: "@requiresScopes", as: "@needs"}])`, `@needs(scopes: "a")`},
		{"imported as it is", `@link(url: "https://specs.apollo.dev/policy/v0.1", as: "p", import: ["@policy"])`, `@policy(policies: [["a"]])`},
		{"of federation", `@link(url: "https://specs.apollo.dev/federation/v2.6", as: "fed")`, "@fed__authenticated"},
		{"imported of federation", `@link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", {name: "@authenticated", as: "@in"}])`, "@in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules(t, "schema "+c.links+" { query: Query }"+fmt.Sprintf(types, c.directive))
			if r == nil {
				t.Fatal("it was not read")
			}
			if got, want := filtered(t, r, "{a b}"), "{denied_null_a: __typename b} a"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	if r := rules(t, `schema @link(url: "https://example.test/authenticated/v1", as: "x") { query: Query } type Query { a: Int @other }`); r != nil {
		t.Errorf("it has rules: %v", r.demands)
	}
}

func TestRefused(t *testing.T) {
	for name, sdl := range map[string]string{
		"scopes that are no list of names": `type Query { a: Int @requiresScopes(scopes: [[A]]) }`,
		"no scopes":                        `type Query { a: Int @requiresScopes }`,
		"null":                             `type Query { a: Int @policy(policies: null) }`,
		"an argument":                      `type Query { a(b: Int @authenticated): Int }`,
		"an input object":                  `type Query { a: Int } input I @authenticated { b: Int }`,
		"an input field":                   `type Query { a: Int } input I { b: Int @authenticated }`,
		"an enum value":                    `type Query { a: E } enum E { X @authenticated }`,
		"an extension":                     `type Query { a: Int } extend type Query @authenticated`,
		"an extension's field":             `type Query { a: Int } extend type Query { b: Int @authenticated }`,
		"join__directive":                  `type Query { a: Int @join__directive(graphs: [A], name: "authenticated") }`,
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
			if err != nil {
				t.Fatal(err)
			}
			if r, err := Read(doc); err == nil {
				t.Errorf("it was read: %v", r)
			}
		})
	}
}

func TestKey(t *testing.T) {
	r := rules(t, `type Query { a: Int @authenticated b: Int @requiresScopes(scopes: [["x", "y"], ["z"]]) c: Int @policy(policies: [["P"]]) none: Int @requiresScopes(scopes: []) any: Int @requiresScopes(scopes: [[]]) d: Int }`)
	key := func(query string, g Grants) string {
		doc, report := astparser.ParseGraphqlDocumentString(query)
		if report.HasErrors() {
			t.Fatal(report)
		}
		return r.Of(&doc, 0).Key(g)
	}
	member := Grants{Authenticated: true, Scopes: []string{"x", "y"}, Policies: []string{"Q"}}
	for _, c := range []struct {
		query string
		who   Grants
		want  string
	}{
		{"{d}", Grants{}, ""}, {"{a}", Grants{}, "0"}, {"{a}", member, ""}, {"{a b c}", Grants{}, "000"}, {"{a b c}", member, "110"},
		{"{b}", Grants{Scopes: []string{"x"}}, "0"}, {"{b}", Grants{Scopes: []string{"z"}}, ""}, {"{c}", Grants{Policies: []string{"P"}}, ""},
		{"{c}", Grants{Scopes: []string{"P"}}, "0"}, {"{none}", member, "0"}, {"{any}", Grants{}, ""},
	} {
		if got := key(c.query, c.who); got != c.want {
			t.Errorf("%s for %v: %q, want %q", c.query, c.who, got, c.want)
		}
	}
}
