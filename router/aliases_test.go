package router

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestAliasesInParts wants the client's own aliases in the parts of an answer, wherever they may stand: also those
// that the planner knows by other names.
func TestAliasesInParts(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/conformance/aliases.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	asks := &log{}
	url := c.start(t, string(c.section("supergraph.theguild.graphql").Data), asks, Config{})
	const query = `{ id: plants { tag: id id: label ... @defer(label: "id") { weight: tag seller { id: name __typename: id } } } }`
	for _, way := range []struct {
		accepts string
		want    []string
	}{
		{parts, []string{
			`{"data":{"id":[{"tag":"1","id":"Fern"},{"tag":"2","id":"Aloe"}]},"pending":[{"id":"1","path":["id"],"label":"id"}],"hasNext":true}`,
			`{"incremental":[{"id":"1","subPath":[0],"data":{"weight":"2","seller":{"id":"Dew","__typename":"s"}}},` +
				`{"id":"1","subPath":[1],"data":{"weight":"7","seller":{"id":"Moonlight","__typename":"t"}}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{oldParts, []string{
			`{"data":{"id":[{"tag":"1","id":"Fern"},{"tag":"2","id":"Aloe"}]},"hasNext":true}`,
			`{"incremental":[{"path":["id",0],"label":"id","data":{"weight":"2","seller":{"id":"Dew","__typename":"s"}}},` +
				`{"path":["id",1],"label":"id","data":{"weight":"7","seller":{"id":"Moonlight","__typename":"t"}}}],"hasNext":false}`,
		}},
	} {
		part, _ := deferred(t, url, way.accepts, query)
		for _, want := range append(way.want, "") {
			if got := part(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	}
	// The place of a part may be inside of what has such an alias.
	part, _ := deferred(t, url, parts, `{ plants { id: seller { id: name plants { id: tag ... @defer { crate } } } } }`)
	for _, want := range []string{
		`{"data":{"plants":[{"id":{"id":"Dew","plants":[{"id":"2"}]}},{"id":{"id":"Moonlight","plants":[{"id":"7"},{"id":"2"}]}}]},` +
			`"pending":[{"id":"1","path":["plants"]}],"hasNext":true}`,
		`{"incremental":[{"id":"1","subPath":[0,"id","plants",0],"data":{"crate":"S"}},{"id":"1","subPath":[1,"id","plants",0],"data":{"crate":null}},` +
			`{"id":"1","subPath":[1,"id","plants",1],"data":{"crate":"S"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		"",
	} {
		if got := part(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// streamed is the first event of the answer as a stream.
func streamed(t *testing.T, url, query string) string {
	t.Helper()
	l := listen(t, streaming(t, url, query))
	l.want("event: next")
	return strings.TrimPrefix(l.line(), "data: ")
}

// streaming asks for a stream.
func streaming(t *testing.T, url, query string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(`{"query":`+text(query)+`}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	return req
}

// TestAliasesInErrors wants errors to be where the client's own aliases are.
func TestAliasesInErrors(t *testing.T) {
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	saying := func(body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, body)
		})
	}
	resting := func(path string) string {
		return `{"message":"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.","path":[` + path + `],"extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}`
	}
	for _, c := range []struct {
		name, graph string
		handler     http.Handler
		query, want string
	}{
		{"at the top", "stores", hangUp, `{id:stores{name} me{id:name}}`,
			`{"errors":[` + resting(`"id"`) + `],"data":{"id":null,"me":{"id":"Minji"}}}`},
		{"of an entity", "stores", hangUp, `{id:recent{id:status store{id town}}}`,
			`{"errors":[` + resting(`"id",0,"store"`) + `,` + resting(`"id",1,"store"`) +
				`],"data":{"id":[{"id":"PENDING","store":{"id":"a","town":null}},{"id":"CONFIRMED","store":{"id":"b","town":null}}]}}`},
		{"of an entity of that name", "stores", hangUp, `{recent{id:store{id:town}}}`,
			`{"errors":[` + resting(`"recent",0,"id"`) + `,` + resting(`"recent",1,"id"`) + `],"data":{"recent":[{"id":{"id":null}},{"id":{"id":null}}]}}`},
		{"of a reserved name", "stores", hangUp, `{__aside_id:recent{id:store{town}}}`,
			`{"errors":[` + resting(`"__aside_id",0,"id"`) + `,` + resting(`"__aside_id",1,"id"`) + `],"data":{"__aside_id":[{"id":{"town":null}},{"id":{"town":null}}]}}`},
		{"the subgraph's own", "stores", saying(`{"data":{"stores":[{"__aside_id":"Dew","town":null}]},` +
			`"errors":[{"message":"no __aside_id here","path":["stores",0,"__aside_id"],"extensions":{"code":"CLOSED"}}]}`), `{stores{id:name town}}`,
			`{"errors":[{"message":"no id here","path":["stores",0,"id"],"extensions":{"code":"CLOSED"}}],"data":{"stores":[{"id":"Dew","town":null}]}}`},
		{"an entity's own", "stores", saying(`{"data":{"_entities":[{"__typename":"Store","__aside_id":null},{"__typename":"Store","__aside_id":"Jeju"}]},` +
			`"errors":[{"message":"no","path":["_entities",0,"__aside_id"],"extensions":{"code":"CLOSED"}}]}`), `{id:recent{store{id:town}}}`,
			`{"errors":[{"message":"no","path":["id",0,"store","id"],"extensions":{"code":"CLOSED"}}],"data":{"id":[{"store":{"id":null}},{"store":{"id":"Jeju"}}]}}`},
		{"a null that may not be", "orders", saying(`{"data":{"recent":[{"__aside_id":null}]}}`), `{recent{id:status}}`,
			`{"errors":[{"message":"A value that must not be null was missing.","path":["recent",0,"id"],"extensions":{"code":"INTERNAL"}}],"data":null}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			url, _ := market(t, Config{}, map[string]http.Handler{c.graph: c.handler})
			for way, got := range map[string]string{"at once": answered(t, url, "", c.query), "as a stream": streamed(t, url, c.query)} {
				if !sameJSON(t, []byte(got), c.want) {
					t.Errorf("%s got  %s\nwant %s", way, got, c.want)
				}
			}
		})
	}
}

// TestAliasesInStreams wants each event to have the client's own aliases, and its errors to be there.
func TestAliasesInStreams(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	const query = `subscription { id: orderUpdates(id: 1) { id: status status: id store { id: name __typename: town } } }`
	events := []struct{ said, want string }{
		{`{"data":{"__aside_id":{"__aside_id":"PAID","status":"1","store":{"__typename":"Store","id":"a"}}}}`,
			`{"data":{"id":{"id":"PAID","status":"1","store":{"id":"Moonlight","__typename":"Seoul"}}}}`},
		{`{"data":{"__aside_id":{"__aside_id":"SENT","status":"1","store":null}},"errors":[{"message":"lost","path":["__aside_id","store"],"extensions":{"code":"LOST"}}]}`,
			`{"errors":[{"message":"lost","path":["id","store"],"extensions":{"code":"LOST"}}],"data":{"id":{"id":"SENT","status":"1","store":null}}}`},
		{`{"data":{"__aside_id":{"__aside_id":"DONE","status":"1","store":{"__typename":"Store","id":"b"}}}}`,
			`{"data":{"id":{"id":"DONE","status":"1","store":{"id":"Dew","__typename":null}}}}`},
	}
	l := listen(t, streaming(t, url, query))
	received(t, f.opened)
	for _, e := range events {
		f.events <- e.said
		l.want("event: next", "data: "+e.want)
	}
	l.cancel()
	gone(t, f.closed)

	c := dial(t, url, nil, "graphql-transport-ws")
	c.say(hello)
	c.want(ack)
	c.say(`{"id":"a","type":"subscribe","payload":{"query":` + text(query) + `}}`)
	received(t, f.opened)
	for _, e := range events {
		f.events <- e.said
		c.want(`{"id":"a","type":"next","payload":` + e.want + `}`)
	}
}

// TestAliasesOfWhatIsDenied wants fields that a caller may not see to be null under their aliases, and said to be.
func TestAliasesOfWhatIsDenied(t *testing.T) {
	url, _ := guarded(t, Config{}, nil)
	const query = `{me{id:name orders{id:status}} stores{id:town __typename:name __aside_id:town}}`
	want := `{"errors":[` + strings.Join([]string{
		unauthorized("me", "id"), unauthorized("stores", 0, "id"), unauthorized("stores", 1, "id"),
		unauthorized("stores", 0, "__aside_id"), unauthorized("stores", 1, "__aside_id"),
	}, ",") + `],"data":{"me":{"id":null,"orders":[{"id":"PENDING"}]},` +
		`"stores":[{"id":null,"__typename":"Moonlight","__aside_id":null},{"id":null,"__typename":"Dew","__aside_id":null}]}}`
	for way, got := range map[string]string{"at once": answered(t, url, "", query), "as a stream": streamed(t, url, query)} {
		if got != want {
			t.Errorf("%s got  %s\nwant %s", way, got, want)
		}
	}
}

// TestAliasesOfTheSchema asks for parts of the schema under names that the planner uses.
func TestAliasesOfTheSchema(t *testing.T) {
	url, _ := market(t, Config{}, nil)
	got := answered(t, url, "", `{__schema{id:queryType{id:name __typename:kind type:__typename}} id:__type(name:"Store"){id:name fields{id:name}} __typename:me{id:name}}`)
	const want = `{"data":{"__schema":{"id":{"id":"Query","__typename":"OBJECT","type":"__Type"}},"id":{"id":"Store","fields":[{"id":"id"},{"id":"name"},{"id":"town"}]},"__typename":{"id":"Minji"}}}`
	if !sameJSON(t, []byte(got), want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestAliasesInPlans wants the paths of an explained plan to be the client's, and the queries what subgraphs are asked.
func TestAliasesInPlans(t *testing.T) {
	sdl, urls, _ := marketGraphs(t, nil)
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	url, _, _ := start(t, Config{Supergraph: path, SubgraphURLs: urls, PlanKey: "let me see"})
	got := text(tell(t, url, `{"query":"{ id: recent { id: store { name } } me { id: orders { id: store { town } } } }"}`, map[string]string{"Bloom-Explain": "let me see"}))
	for _, want := range []string{`"path": "id.@.id"`, `"path": "me.id.@.id"`, "__aside_id: recent"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, ".__aside_id") {
		t.Errorf("a path is not the client's: %s", got)
	}
}
