package router

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// market starts the subgraphs of the case "market" and the router on them. handlers replace subgraphs.
func market(t *testing.T, cfg Config, handlers map[string]http.Handler) (url string, asks *log) {
	t.Helper()
	sdl, urls, asks := marketGraphs(t, handlers)
	return serveRouter(t, sdl, urls, cfg), asks
}

// marketGraphs starts the subgraphs of the market, and has their supergraph.
func marketGraphs(t *testing.T, handlers map[string]http.Handler) (sdl string, urls map[string]string, asks *log) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	asks = &log{}
	urls = map[string]string{}
	for _, f := range c.subgraphs {
		name := strings.TrimSuffix(f.Name, ".graphql")
		if h := handlers[name]; h != nil {
			server := httptest.NewServer(h)
			t.Cleanup(server.Close)
			urls[name] = server.URL
			continue
		}
		urls[name] = (&fixture{world: c.world, schema: subgraphSchema(t, string(f.Data)), graph: name}).serve(t, asks)
	}
	return string(c.section("supergraph.theguild.graphql").Data), urls, asks
}

// TestBadInput sends what is wrong, and wants it said: a status, a code, and nothing executed.
func TestBadInput(t *testing.T) {
	deep := strings.Repeat("{a", 60) + strings.Repeat("}", 60)
	cases := []struct {
		name, method, contentType, accept, body string
		status                                  int
		code, message                           string
	}{
		{"malformed JSON", "POST", "application/json", "", `{"query":`, 400, "BAD_USER_INPUT", "not a JSON object"},
		{"not an object", "POST", "application/json", "", `"{me}"`, 400, "BAD_USER_INPUT", "not a JSON object"},
		{"empty body", "POST", "application/json", "", ``, 400, "BAD_USER_INPUT", "empty"},
		{"batch", "POST", "application/json", "", `[{"query":"{me{name}}"}]`, 400, "BAD_USER_INPUT", "batches"},
		{"no query", "POST", "application/json", "", `{"variables":{}}`, 400, "BAD_USER_INPUT", "no query"},
		{"query is a number", "POST", "application/json", "", `{"query":1}`, 400, "BAD_USER_INPUT", "query should be a string"},
		{"variables is a string", "POST", "application/json", "", `{"query":"{me{name}}","variables":"x"}`, 400, "BAD_USER_INPUT", "variables should be an object"},
		{"extensions is a list", "POST", "application/json", "", `{"query":"{me{name}}","extensions":[]}`, 400, "BAD_USER_INPUT", "extensions should be an object"},
		{"simple content type", "POST", "text/plain", "", `{"query":"{me{name}}"}`, 415, "BAD_USER_INPUT", "application/json"},
		{"form", "POST", "application/x-www-form-urlencoded", "", `query={me{name}}`, 415, "BAD_USER_INPUT", "application/json"},
		{"no content type", "POST", "", "", `{"query":"{me{name}}"}`, 415, "BAD_USER_INPUT", "application/json"},
		{"latin1", "POST", "application/json; charset=latin1", "", `{"query":"{me{name}}"}`, 415, "BAD_USER_INPUT", "utf-8"},
		{"nothing acceptable", "POST", "application/json", "text/html", `{"query":"{me{name}}"}`, 406, "BAD_USER_INPUT", "answers"},
		{"PUT", "PUT", "application/json", "", `{"query":"{me{name}}"}`, 405, "BAD_USER_INPUT", "POST or GET"},
		{"too large", "POST", "application/json", "", `{"query":"` + strings.Repeat(" ", 200_000) + `{me{name}}"}`, 413, "TOO_COMPLEX", "too large"},

		{"syntax error, old client", "POST", "application/json", "application/json", `{"query":"{me{"}`, 200, "BAD_USER_INPUT", ""},
		{"syntax error", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{"}`, 400, "BAD_USER_INPUT", ""},
		{"unknown field", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{nope}}"}`, 400, "BAD_USER_INPUT", `"nope"`},
		{"unknown fragment", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{...nope}}"}`, 400, "BAD_USER_INPUT", ""},
		{"fragments in a cycle", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{...a}} fragment a on Member{...b} fragment b on Member{...a}"}`, 400, "BAD_USER_INPUT", ""},
		{"unknown operation", "POST", "application/json", "application/graphql-response+json", `{"query":"query A{me{name}}","operationName":"B"}`, 400, "BAD_USER_INPUT", "operationName"},
		{"which operation", "POST", "application/json", "application/graphql-response+json", `{"query":"query A{me{name}} query B{me{name}}"}`, 400, "BAD_USER_INPUT", "operationName is required"},
		{"two fields of one name", "POST", "application/json", "application/graphql-response+json", `{"query":"{a:me{name} a:stores{name}}"}`, 400, "BAD_USER_INPUT", `"a" conflict`},
		{"two lists of one name", "POST", "application/json", "application/graphql-response+json", `{"query":"{recent(first:1){id} ...f} fragment f on Query{recent(first:2){id}}"}`, 400, "BAD_USER_INPUT", `"recent" conflict`},
		{"arguments that differ by a variable", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int){me{orders{id}} recent(first:$n){id} recent{store{id}}}","variables":{"n":3}}`, 400, "BAD_USER_INPUT", `"recent" conflict`},
		{"no operation", "POST", "application/json", "application/graphql-response+json", `{"query":"fragment a on Member{name}"}`, 400, "BAD_USER_INPUT", "no operation"},
		{"missing variable", "POST", "application/json", "application/graphql-response+json", `{"query":"query($id:ID!){order(id:$id){id}}"}`, 400, "BAD_USER_INPUT", `"$id"`},
		{"variable of the wrong type", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int){recent(first:$n){id}}","variables":{"n":"secret"}}`, 400, "BAD_USER_INPUT", `"$n"`},
		{"variable of the wrong type that is not used", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int){me{name} recent(first:$n)@include(if:false){id}}","variables":{"n":"secret"}}`, 400, "BAD_USER_INPUT", `"$n"`},
		{"null for a variable with a default where it may not be", "POST", "application/json", "application/graphql-response+json", `{"query":"query($id:ID=\"a\"){order(id:$id){id}}","variables":{"id":null}}`, 400, "BAD_USER_INPUT", `"$id"`},
		{"switch missing", "POST", "application/json", "application/graphql-response+json", `{"query":"query($b:Boolean!){me{name @skip(if:$b)}}"}`, 400, "BAD_USER_INPUT", `"$b"`},
		{"switch not declared", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{name @skip(if:$b)}}"}`, 400, "BAD_USER_INPUT", ""},
		{"deep variables", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int){recent(first:$n){id}}","variables":{"n":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}}`, 400, "BAD_USER_INPUT", ""},
		{"too deep", "POST", "application/json", "application/graphql-response+json", `{"query":"` + deep + `"}`, 400, "TOO_COMPLEX", "deep"},
		{"too many tokens", "POST", "application/json", "application/graphql-response+json", `{"query":"{` + strings.Repeat("a ", 20_000) + `}"}`, 400, "TOO_COMPLEX", "tokens"},
		{"too many aliases", "POST", "application/json", "application/graphql-response+json", `{"query":"{me{` + strings.Repeat("a:name ", 300) + `}}"}`, 400, "TOO_COMPLEX", "aliases"},
		{"too many root fields", "POST", "application/json", "application/graphql-response+json", `{"query":"{` + strings.Repeat("me{name}", 100) + `}"}`, 400, "TOO_COMPLEX", "root fields"},
		{"fragments that explode", "POST", "application/json", "application/graphql-response+json", `{"query":"` + explosion(40) + `"}`, 400, "TOO_COMPLEX", "too many fields"},
		{"too long a list", "POST", "application/json", "application/graphql-response+json", `{"query":"{recent(first:300000){id store{id}}}"}`, 400, "TOO_COMPLEX", "too much"},
		{"too long a list by a variable", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int){recent(first:$n){...o}} fragment o on Order{id store{id}}","variables":{"n":300000}}`, 400, "TOO_COMPLEX", "too much"},
		{"too long a list by default", "POST", "application/json", "application/graphql-response+json", `{"query":"query($n:Int=300000){recent(first:$n){id store{id}}}"}`, 400, "TOO_COMPLEX", "too much"},
		{"subscription without a stream", "POST", "application/json", "application/json", `{"query":"subscription{orderUpdates(id:1){id}}"}`, 406, "BAD_USER_INPUT", "text/event-stream"},
		{"subscription to the schema", "POST", "application/json", "application/json, text/event-stream", `{"query":"subscription{__typename}"}`, 200, "BAD_USER_INPUT", "introspection top level field"},
		{"subscription to nothing", "POST", "application/json", "application/graphql-response+json, text/event-stream", `{"query":"subscription{orderUpdates(id:1)@skip(if:true){id}}"}`, 400, "BAD_USER_INPUT", "one field"},
		{"subscription to two", "POST", "application/json", "application/graphql-response+json, text/event-stream", `{"query":"subscription{a:orderUpdates(id:1){id} b:orderUpdates(id:1){id}}"}`, 400, "BAD_USER_INPUT", ""},
		{"GET without a query", "GET", "", "", ``, 400, "BAD_USER_INPUT", "no query"},
		{"GET with bad variables", "GET", "", "", `?query={me{name}}&variables={`, 400, "BAD_USER_INPUT", "variables is not JSON"},
		{"GET of a mutation", "GET", "", "", `?query=mutation{place(store:"a"){id}}`, 405, "BAD_USER_INPUT", "POST"},
	}
	limits := DefaultLimits()
	limits.Body = 150_000
	url, asks := market(t, Config{Limits: limits}, nil)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			target, body := url, io.Reader(strings.NewReader(c.body))
			if c.method == "GET" {
				target, body = url+strings.NewReplacer("{", "%7B", "}", "%7D", `"`, "%22").Replace(c.body), nil
			}
			req, err := http.NewRequestWithContext(t.Context(), c.method, target, body)
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range map[string]string{"Content-Type": c.contentType, "Accept": c.accept} {
				if value != "" {
					req.Header.Set(name, value)
				}
			}
			status, answer := do(t, req)
			if status != c.status || answer.code() != c.code || !strings.Contains(answer.message(), c.message) {
				t.Errorf("got %d %s; want %d %s %q", status, text(answer), c.status, c.code, c.message)
			}
			if len(answer.Data) > 0 {
				t.Errorf("there is data: %s", answer.Data)
			}
			if strings.Contains(answer.message(), "secret") {
				t.Errorf("the message repeats what was sent: %s", answer.message())
			}
		})
	}
	if list := asks.take(); len(list) > 0 {
		t.Errorf("subgraphs were asked: %v", list)
	}
}

// explosion is a query whose fragments double at each of n levels.
func explosion(n int) string {
	var b strings.Builder
	b.WriteString("{me{...f0}}")
	for i := range n {
		next := "...f" + itoa(i+1)
		b.WriteString(" fragment f" + itoa(i) + " on Member{" + next + " " + next + "}")
	}
	b.WriteString(" fragment f" + itoa(n) + " on Member{name}")
	return b.String()
}

func itoa(n int) string {
	raw, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// response is a GraphQL answer.
type response struct {
	Data   json.RawMessage `json:"data,omitempty"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path,omitempty"`
		Extensions map[string]any `json:"extensions,omitempty"`
	} `json:"errors,omitempty"`
}

func (r response) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

// paths are those of all errors.
func (r response) paths() string {
	var all []string
	for _, e := range r.Errors {
		raw, err := json.Marshal(e.Path)
		if err != nil {
			panic(err) // it was JSON before
		}
		all = append(all, string(raw))
	}
	return strings.Join(all, " ")
}

func (r response) message() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Message
}

func do(t *testing.T, req *http.Request) (int, response) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out response
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("the answer (%s) is not JSON: %s", resp.Status, raw)
	}
	return resp.StatusCode, out
}

func TestGoodInput(t *testing.T) {
	url, _ := market(t, Config{}, nil)
	for _, c := range []struct{ name, method, accept, target, body, want string }{
		{"POST", "POST", "", "", `{"query":"{me{name}}"}`, "application/json; charset=utf-8"},
		{"new media type", "POST", "application/graphql-response+json", "", `{"query":"{me{name}}"}`, "application/graphql-response+json; charset=utf-8"},
		{"weights", "POST", "application/json;q=0.5, application/graphql-response+json;q=0.9, */*;q=0.1", "", `{"query":"{me{name}}"}`, "application/graphql-response+json; charset=utf-8"},
		{"nulls", "POST", "*/*", "", `{"query":"{me{name}}","variables":null,"operationName":null,"extensions":null}`, "application/json; charset=utf-8"},
		{"GET", "GET", "", "?query=%7Bme%7Bname%7D%7D&variables=%7B%7D", "", "application/json; charset=utf-8"},
		{"named", "POST", "", "", `{"query":"query A{me{id}} query B{me{name}}","operationName":"B"}`, "application/json; charset=utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), c.method, url+c.target, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.method == "POST" {
				req.Header.Set("Content-Type", "application/json; charset=UTF-8")
			}
			if c.accept != "" {
				req.Header.Set("Accept", c.accept)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			raw, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != c.want || string(raw) != `{"data":{"me":{"name":"Minji"}}}` {
				t.Errorf("%s %s %s", resp.Status, resp.Header.Get("Content-Type"), raw)
			}
		})
	}
}

// TestSubgraphInTrouble wants a subgraph's failure to cost only its own fields, and to say nothing of hosts.
func TestSubgraphInTrouble(t *testing.T) {
	answering := func(status int, contentType, body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for _, c := range []struct {
		name    string
		graph   string
		handler http.Handler
		query   string
		data    string
		code    string
		paths   string
	}{
		{"entity, hung up", "stores", hangUp, "{recent{id store{name}}}", `{"recent":[{"id":"1","store":null},{"id":"2","store":null}]}`, "SUBGRAPH_UNAVAILABLE", `["recent",0,"store"] ["recent",1,"store"]`},
		{"entity, 503", "stores", answering(503, "text/html", "<html>secret</html>"), "{recent{id store{town}}}", `{"recent":[{"id":"1","store":{"town":null}},{"id":"2","store":{"town":null}}]}`, "SUBGRAPH_UNAVAILABLE", `["recent",0,"store"] ["recent",1,"store"]`},
		{"entity, garbage", "stores", answering(200, "application/json", "secret"), "{recent{id store{town}}}", `{"recent":[{"id":"1","store":{"town":null}},{"id":"2","store":{"town":null}}]}`, "SUBGRAPH_UNAVAILABLE", `["recent",0,"store"] ["recent",1,"store"]`},
		{"one entity of two", "stores", answering(200, "application/json", `{"data":{"_entities":[{"__typename":"Store","town":"Seoul"},null]},"errors":[{"message":"closed today","path":["_entities",1],"extensions":{"code":"CLOSED"}}]}`), "{recent{id store{town}}}", `{"recent":[{"id":"1","store":{"town":"Seoul"}},{"id":"2","store":{"town":null}}]}`, "CLOSED", `["recent",1,"store"]`},
		{"root", "stores", hangUp, "{stores{name} me{name}}", `{"stores":null,"me":{"name":"Minji"}}`, "SUBGRAPH_UNAVAILABLE", `["stores"]`},
		{"root, by alias", "stores", hangUp, "{shops:stores{name} me{name}}", `{"shops":null,"me":{"name":"Minji"}}`, "SUBGRAPH_UNAVAILABLE", `["shops"]`},
		{"its own error", "stores", answering(200, "application/json", `{"data":{"stores":null},"errors":[{"message":"closed today","path":["stores"],"locations":[{"line":1,"column":2}],"extensions":{"code":"CLOSED","stack":"secret"}}]}`), "{stores{name} me{name}}", `{"stores":null,"me":{"name":"Minji"}}`, "CLOSED", `["stores"]`},
		{"its own error with a status", "stores", answering(400, "application/json", `{"errors":[{"message":"closed today","path":["stores"],"extensions":{"code":"CLOSED"}}]}`), "{stores{name} me{name}}", `{"stores":null,"me":{"name":"Minji"}}`, "CLOSED", `["stores"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			url, _ := market(t, Config{}, map[string]http.Handler{c.graph: c.handler})
			body, err := json.Marshal(map[string]string{"query": c.query})
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			status, got := do(t, req)
			if status != 200 || !sameJSON(t, got.Data, c.data) || got.code() != c.code || got.paths() != c.paths {
				t.Errorf("got %d %s", status, text(got))
			}
			for _, leak := range []string{"127.0.0.1", "secret", "Subgraph", "stores'"} {
				if strings.Contains(text(got), leak) {
					t.Errorf("%q leaked: %s", leak, text(got))
				}
			}
		})
	}
}

// TestTwoPlacesInTrouble asks a dead subgraph for two places at once, which the engine does in one request.
func TestTwoPlacesInTrouble(t *testing.T) {
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	url, _ := market(t, Config{}, map[string]http.Handler{"stores": hangUp})
	got := post(t, url, `{ recent { id store { town } } one: order(id: "1") { store { name } } }`, nil)
	want := `{"data":{"recent":[{"id":"1","store":{"town":null}},{"id":"2","store":{"town":null}}],"one":{"store":null}},
		"errors":[{"message":"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.","path":["one","store"],"extensions":{"code":"SUBGRAPH_UNAVAILABLE"}},
		{"message":"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.","path":["recent",0,"store"],"extensions":{"code":"SUBGRAPH_UNAVAILABLE"}},
		{"message":"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.","path":["recent",1,"store"],"extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}]}`
	if list, ok := got["errors"].([]any); ok {
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(text(a), text(b)) })
	}
	raw, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if !sameJSON(t, raw, want) {
		t.Errorf("got %s", text(got))
	}
}

func sameJSON(t *testing.T, got json.RawMessage, want string) bool {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Errorf("not JSON: %s", got)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	return same(a, b)
}
