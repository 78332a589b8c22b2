package router

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestIntrospection asks the router about its schema in the ways that the rest of the pipeline has to take part in.
func TestIntrospection(t *testing.T) {
	url, asks := market(t, Config{Edge: Edge{Batch: 2}}, nil)
	const store = `{"kind":"OBJECT","name":"Store","description":null,"isOneOf":null,"fields":[{"name":"id","type":{"kind":"NON_NULL","ofType":{"name":"ID","fields":null}}},` +
		`{"name":"name","type":{"kind":"NON_NULL","ofType":{"name":"String","fields":null}}},{"name":"town","type":{"kind":"SCALAR","ofType":null}}]}`
	const ofStore = `{kind name description isOneOf fields{name type{kind ofType{name fields{name}}}}}`
	for _, c := range []struct{ name, body, want string }{
		{"a type", `{"query":"{__type(name:\"Store\")` + ofStore + `}"}`, `{"data":{"__type":` + store + `}}`},
		{"with a variable", `{"query":"query($n:String!){t:__type(name:$n)` + ofStore + `}","variables":{"n":"Store"}}`, `{"data":{"t":` + store + `}}`},
		{"with another value", `{"query":"query($n:String!){t:__type(name:$n)` + ofStore + `}","variables":{"n":"Nope"}}`, `{"data":{"t":null}}`},
		{"with a default", `{"query":"query($n:String!=\"Store\"){t:__type(name:$n){name}}"}`, `{"data":{"t":{"name":"Store"}}}`},
		{"without a value", `{"query":"query($n:String!){t:__type(name:$n){name}}"}`, "BAD_USER_INPUT"},
		{"by fragments", `{"query":"query Q{...a __typename} fragment a on Query{... on Query{__schema{queryType{...n}}}} fragment n on __Type{name}"}`, `{"data":{"__schema":{"queryType":{"name":"Query"}},"__typename":"Query"}}`},
		{"beside data", `{"query":"{a:__type(name:\"Store\"){name} stores{name} b:__type(name:\"Order\"){name} me{name}}"}`,
			`{"data":{"a":{"name":"Store"},"stores":[{"name":"Moonlight"},{"name":"Dew"}],"b":{"name":"Order"},"me":{"name":"Minji"}}}`},
		{"left out", `{"query":"query($no:Boolean!){__schema @include(if:$no){queryType{name}} me{name}}","variables":{"no":false}}`, `{"data":{"me":{"name":"Minji"}}}`},
		{"of all mutations", `{"query":"{__schema{mutationType{fields{name args{name type{kind ofType{name}}}}} subscriptionType{name}}}"}`,
			`{"data":{"__schema":{"mutationType":{"fields":[{"name":"place","args":[{"name":"store","type":{"kind":"NON_NULL","ofType":{"name":"ID"}}}]}]},"subscriptionType":{"name":"Subscription"}}}}`},
		{"directives", `{"query":"{__schema{directives{name}}}"}`,
			`{"data":{"__schema":{"directives":[{"name":"include"},{"name":"skip"},{"name":"deprecated"},{"name":"specifiedBy"},{"name":"oneOf"},{"name":"defer"}]}}}`},
		{"what looks like a mark", `{"query":"{schema_0___schema:__typename __schema{queryType{name}}}"}`,
			`{"data":{"schema_0___schema":"Query","__schema":{"queryType":{"name":"Query"}}}}`},
		{"round and round", `{"query":"{__schema{types{fields{type{fields{type{fields{name}}}}}}}}"}`, "TOO_COMPLEX"},
		{"in a batch", `[{"query":"{__type(name:\"Store\"){name}}"},{"query":"{__type(name:\"Order\"){name}}"}]`, `[{"data":{"__type":{"name":"Store"}}},{"data":{"__type":{"name":"Order"}}}]`},
		{"what does not exist", `{"query":"{__schema{nope}}"}`, "BAD_USER_INPUT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 2 {
				_, _, body := send(t, http.MethodPost, url, "", c.body)
				if body != c.want && (strings.HasPrefix(c.want, "{") || strings.HasPrefix(c.want, "[") || !strings.Contains(body, c.want)) {
					t.Errorf("got  %s\nwant %s", body, c.want)
				}
			}
		})
	}
	asks.take()
	part, _ := deferred(t, url, parts, `{__type(name:"Store"){name} me{id ... @defer{name}}}`)
	for _, want := range []string{`{"data":{"__type":{"name":"Store"},"me":{"id":"m"}},"pending":[{"id":"1","path":["me"]}],"hasNext":true}`,
		`{"incremental":[{"id":"1","data":{"name":"Minji"}}],"completed":[{"id":"1"}],"hasNext":false}`} {
		if got := part(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	// There is nothing to wait for, so it comes at once.
	part, _ = deferred(t, url, parts, `{me{id} ... @defer{__type(name:"Store"){name}}}`)
	if got, want := part(), `{"data":{"me":{"id":"m"},"__type":{"name":"Store"}}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if asked := describe(asks.take()); strings.Contains(asked, "__type(") {
		t.Errorf("subgraphs were asked: %s", asked)
	}
}

// TestWholeSchema asks for all of the marketplace's schema, as tools do, and wants all of it.
func TestWholeSchema(t *testing.T) {
	sdl, err := os.ReadFile("../schema/supergraph.graphql")
	if err != nil {
		t.Fatal(err)
	}
	query, err := os.ReadFile("internal/introspect/testdata/whole.query")
	if err != nil {
		t.Fatal(err)
	}
	body := answered(t, serveRouter(t, string(sdl), nil, Config{}), "", string(query))
	var got struct {
		Data struct {
			Schema struct{ Types, Directives []json.RawMessage } `json:"__schema"`
		}
		Errors []any
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Data.Schema.Types) < 100 || len(got.Data.Schema.Directives) != 6 || got.Errors != nil || strings.Contains(body, "join__") {
		t.Errorf("%d types, %d directives, errors %v", len(got.Data.Schema.Types), len(got.Data.Schema.Directives), got.Errors)
	}
}
