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
type Query { plants: [Plant!] of(colours: [Colour!], rows: [[Int!]], like: Like): Plant bed(row: Int!): Bed }
type Subscription { grown: Plant }
interface Plant { id: ID! name: String }
type Rose implements Plant { id: ID! name: String thorns: Int! bed: Bed! near: [Plant] }
type Moss implements Plant { id: ID! name: String thorns: String bed: Bed near: [Plant!] soft: Boolean }
type Bed { row: Int! }
type Stone { bed: Int! thorns: Int! }
union Found = Rose | Stone
input Like { name: String! colour: Colour }
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
		"{ __schema { types { fields(includeDeprecated: true) { args(includeDeprecated: true) { name isDeprecated } } isOneOf specifiedByURL } directives { isRepeatable } description } __type(name: \"Rose\") { name } }",
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
