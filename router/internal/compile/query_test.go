package compile

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

const gardenSDL = `
type Query { plants: [Plant!] of(colours: [Colour!], rows: [[Int!]], like: Like, deep: Deep, one: One): Plant found: Found bed(row: Int!): Bed }
type Subscription { grown: Plant }
interface Plant { id: ID! name: String }
type Rose implements Plant { id: ID! name: String thorns: Int! bed: Bed! near: [Plant] }
type Moss implements Plant { id: ID! name: String thorns: String bed: Bed near: [Plant!] soft: Boolean }
type Bed { row: Int! }
type Stone { bed: Int! thorns: Int! }
union Found = Rose | Stone
union Lone = Stone
scalar Any
input Like { name: String! colour: Colour size: Float key: ID any: Any }
input Deep { n: Int! = 1 deep: Deep all: [Deep!] }
input One @oneOf { a: Int b: Int }
enum Colour { RED WHITE }
`

func compiler(t *testing.T, limits Limits) *Compiler {
	t.Helper()
	schema, err := supergraph.Schema(gardenSDL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{ClientSDL: gardenSDL, Client: schema, Router: schema, Limits: limits, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestValidity wants what is not valid GraphQL to be refused, also where it would never be executed.
func TestValidity(t *testing.T) {
	c := compiler(t, Limits{})
	for query, want := range map[string]string{
		"{ plants { id nope @skip(if: true) } }":                                            `Cannot query field "nope"`,
		"{ plants { id ... @include(if: false) { nope } } }":                                `Cannot query field "nope"`,
		"{ plants { nam } }":                                                                `Did you mean "name"`,
		"query($n: Int) { plants { id } }":                                                  `"$n" is never used`,
		"query($c: Colour) { of(colours: [RED, $c]) { id } }":                               `"$c" of type "Colour"`,
		"query($n: [Int]) { of(rows: [$n]) { id } }":                                        `"$n" of type "[Int]"`,
		"query($n: String) { of(like: {name: $n}) { id } }":                                 `"$n" of type "String"`,
		"query A { plants { id } } query B($n: Int) { plants { id } }":                      `"$n" is never used`,
		"{ plants { id } } fragment unused on Plant { id }":                                 `"unused" is never used`,
		"{ plants { ... on Bed { row } } }":                                                 "can never be of type",
		"{ of(colours: RED, like: {name: 1}) { id } }":                                      "String cannot represent",
		"{ of(like: {}) { id } }":                                                           "Like.name",
		"{ bed(row: 2147483648) { row } }":                                                  "32-bit",
		"{ bed(row: -2147483649) { row } }":                                                 "32-bit",
		"{ bed(row: 1.0) { row } }":                                                         "non-integer",
		"{ bed(row: null) { row } }":                                                        "found null",
		"{ bed(row: [1]) { row } }":                                                         "a list",
		"{ of(colours: \"RED\") { id } }":                                                   "non-enum value",
		"{ of(colours: [[RED]]) { id } }":                                                   "a list",
		"{ of(like: 1) { id } }":                                                            "Like",
		"{ of(like: {name: \"\", nam: 1}) { id } }":                                         `"nam" is not defined`,
		"{ of(like: {name: \"\", size: 1e400}) { id } }":                                    "Float",
		"{ of(like: {name: \"\", key: 1.0}) { id } }":                                       "ID cannot",
		"{ of(one: {a: 1, b: 2}) { id } }":                                                  "exactly one",
		"{ of(one: {}) { id } }":                                                            "exactly one",
		"{ of(one: {a: null}) { id } }":                                                     "non-null",
		"query($a: Int) { of(one: {a: $a}) { id } }":                                        "non-nullable",
		"{ plants { id ... @defer(if: null) { name } } }":                                   "Boolean!",
		"{ bed(row: 1a) { row } }":                                                          "go on",
		"{ bed(row: 1.) { row } }":                                                          "go on",
		"{ bed(row: 01) { row } }":                                                          "go on",
		"{ bed(row: - 1) { row } }":                                                         "minus",
		`{ of(like: {name: "\x"}) { id } }`:                                                 "backslash",
		`{ of(like: {name: "\ud800"}) { id } }`:                                             "backslash",
		`{ of(like: {name: "\u{110000}"}) { id } }`:                                         "backslash",
		"{ of(like: {name: \"a\nb\"}) { id } }":                                             "no end",
		"{ of(like: {name: \"\"\"a\"\"\"\"}) { id } }":                                      "no end",
		"\"what\" { plants { id } }":                                                        "Unexpected String",
		"{ bed { row } }":                                                                   `"row" of type "Int!" is required`,
		"{ plants { ... on Rose { thorns } ... on Moss { thorns } } }":                      `"thorns" conflict`,
		"{ plants { ... on Rose { bed { row } } ... on Moss { bed { row } } } }":            "Bed!",
		"{ plants { ... on Rose { near { id } } ... on Moss { near { id } } } }":            "[Plant!]",
		"{ plants { ... on Rose { a: __typename } ... on Moss { a: name } } }":              `"a" conflict`,
		"{ plants { ... on Rose { a: bed { row } } ... on Moss { a: near { row: id } } } }": `"a" conflict`,
		"{ plants { ... on Rose { near { ... on Rose { a: thorns } } } ... on Rose { near { ... on Moss { a: thorns } } } } }": `"a" conflict`,
		"{ plants { ...r ...m } } fragment r on Rose { x: thorns } fragment m on Moss { x: soft @skip(if: true) }":             `"x" conflict`,
	} {
		name := ""
		if strings.HasPrefix(query, "query A") {
			name = "A"
		}
		_, refusal := c.parse(&accept.Request{Query: query, OperationName: name})
		switch {
		case refusal == nil:
			t.Errorf("%s is taken", query)
		case !strings.Contains(refusal.Errors[0].Message, want) || refusal.Errors[0].Extensions["code"] != answer.BadUserInput:
			t.Errorf("%s is refused with %v, want %q", query, refusal.Errors, want)
		}
	}
}

// TestValid wants what is valid to be taken.
func TestValid(t *testing.T) {
	c := compiler(t, Limits{})
	for _, query := range []string{
		"{ plants { ... on Rose { a: thorns } ... on Moss { b: thorns } } }",
		"{ plants { ... on Rose { x: id } ... on Moss { x: id } x: id } }",
		"{ plants { ... on Rose { x: bed { row } } ... on Moss { y: bed { row } } } }",
		"query($c: Colour!, $r: [Int!], $n: String!) { of(colours: [$c, RED], rows: [$r, [1]], like: {name: $n}) { ...f } } fragment f on Plant { id ...g } fragment g on Rose { thorns }",
		"query($c: Colour = RED) { of(colours: RED, like: {name: \"\", colour: $c}) { id __typename } }",
		"query($c: [Colour!]! = [RED]) { of(colours: $c) { id } }",
		"{ of(rows: 1) { id } }",
		"{ bed(row: -2147483648) { row } }",
		"{ of(like: {name: \"\", size: 12345678901234567890, key: 12345678901234567890}) { id } }",
		"{ of(like: {name: \"\", size: 1e-2}) { id } }",
		"{ of(like: {name: \"\", size: -1E+2, any: [1e-2, {a: 1e+3}, RED]}) { id } }",
		"query($k: ID = 12345678901234567890, $s: Float = 1E-5) { of(like: {name: \"\", key: $k, size: $s}) { id } }",
		"query($n: Int) { of(deep: {n: $n}) { id } }",
		"query($a: Int!) { of(one: {a: $a}) { id } }",
		"query($x: ID) { of(like: {name: \"\", any: [$x]}) { id } }",
		"{ found { ...a } } fragment a on Lone { ...b } fragment b on Stone { bed }",
		"{ of(like: {name: \"\"\"a\u0007b\"\"\"}) { id } #\u0007\n }",
		`{ of(like: {name: "\u{1F600} \uD83D\uDE00"}) { id } }`,
		"\ufeffquery($ n\ufeff: ID) { of(like: {name: \"\", key: $\tn}) { id } }",
		"\"what\" query Q(\"\"\"why\"\"\" $n: ID \"how\" $m: String! = \"x\" \"\" $o: Float) { of(like: {name: $m, key: $n, size: $o}) { ...f } } \"what else\" fragment f on Plant { id }",
		"{ __schema { types { fields(includeDeprecated: true) { args(includeDeprecated: true) { name isDeprecated } } isOneOf specifiedByURL } directives(includeDeprecated: true) { isRepeatable isDeprecated deprecationReason args { deprecationReason } } description } __type(name: \"Rose\") { name } }",
		"query($later: Boolean!) { plants { id ... @defer(if: $later, label: \"x\") { name } } }",
	} {
		if _, refusal := c.parse(&accept.Request{Query: query}); refusal != nil {
			t.Errorf("%s is refused: %v", query, refusal.Errors)
		}
	}
}

// TestNoSuggestions wants a schema that clients may not ask for not to be told by mistakes.
func TestNoSuggestions(t *testing.T) {
	c := compiler(t, Limits{NoIntrospection: true})
	for _, query := range []string{"{ plants { nam } }", "{ of(colours: [REDD]) { id } }", "{ of(lik: 1) { id } }", "{ plants { ... on Ros { id } } }", "{ plant { id } }"} {
		_, refusal := c.parse(&accept.Request{Query: query})
		if refusal == nil {
			t.Errorf("%s is taken", query)
			continue
		}
		for _, e := range refusal.Errors {
			if strings.Contains(e.Message, "Did you mean") {
				t.Errorf("%s: %s", query, e.Message)
			}
		}
	}
}
