package router

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// start runs the router as a process would, and gives its base URL.
func start(t *testing.T, cfg Config) (url string, stop context.CancelFunc, ended chan error) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	listening := make(chan net.Addr, 1)
	cfg.Addr = "127.0.0.1:0"
	cfg.Listening = func(a net.Addr) { listening <- a }
	ended = make(chan error, 1)
	go func() { ended <- Run(ctx, cfg) }()
	t.Cleanup(stop)
	select {
	case addr := <-listening:
		return "http://" + addr.String(), stop, ended
	case err := <-ended:
		t.Fatalf("the router did not start: %v", err)
	case <-time.After(patience):
		t.Fatal("the router does not listen")
	}
	return "", nil, nil
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
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
	return resp.StatusCode, string(raw)
}

func marketFile(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "supergraph.graphql")
	writeFile(t, path, (&conformance{archive: archive}).section("supergraph.theguild.graphql").Data)
	return path
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// slowMembers is a subgraph that answers one request, once it is released; asked is closed when that has come.
func slowMembers(t *testing.T) (url string, asked, release chan struct{}) {
	t.Helper()
	asked, release = make(chan struct{}), make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-release
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"me":{"name":"slow"}}}`)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked, release
}

func TestRun(t *testing.T) {
	f := newFeed()
	subgraph := httptest.NewServer(f)
	t.Cleanup(subgraph.Close)
	slow, asked, release := slowMembers(t)
	url, stop, ended := start(t, Config{
		Supergraph:   marketFile(t),
		SubgraphURLs: map[string]string{"ORDERS": subgraph.URL, "MEMBERS": slow},
		CORSOrigins:  []string{"https://shop.test"},
	})

	for path, want := range map[string]string{"/health/live": "", "/health/ready": "", "/schema.graphql": "type Order"} {
		if status, body := get(t, url+path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	for origin, want := range map[string]string{"https://shop.test": "https://shop.test", "https://evil.test": ""} {
		req, err := http.NewRequestWithContext(t.Context(), "OPTIONS", url+"/graphql", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", origin)
		req.Header.Set("Access-Control-Request-Method", "POST")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin"); resp.StatusCode != 204 || got != want {
			t.Errorf("preflight from %s: %s, allowed %q", origin, resp.Status, got)
		}
	}

	// What is in flight finishes, and streams are told to come back, when the router stops.
	l := listen(t, subscribe(t, url+"/graphql", ""))
	received(t, f.opened)
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Post(url+"/graphql", "application/json", strings.NewReader(`{"query":"{me{name}}"}`))
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		raw, _ := io.ReadAll(resp.Body)
		answer <- string(raw)
	}()
	<-asked
	stop()
	l.want("retry: 1000", "")
	gone(t, f.closed)
	close(release)
	if got := <-answer; got != `{"data":{"me":{"name":"slow"}}}` {
		t.Errorf("the request in flight got %s", got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(patience):
		t.Error("the router does not stop")
	}
}

// TestRefusedSupergraphs wants a clear line for each, and no panic.
func TestRefusedSupergraphs(t *testing.T) {
	good, err := os.ReadFile(marketFile(t))
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) string {
		if !strings.Contains(string(good), from) {
			t.Fatalf("the supergraph has no %s", from)
		}
		return strings.Replace(string(good), from, to, 1)
	}
	for name, c := range map[string]struct{ sdl, want string }{
		"empty":                {"", "not a supergraph"},
		"garbage":              {"\x00{{{", "not valid GraphQL"},
		"a plain schema":       {"type Query { a: Int }", "not a supergraph"},
		"no URL":               {change(`"http://orders.test/graphql"`, `""`), "SUBGRAPH_URL_ORDERS"},
		"@context":             {change(`status: String!`, `status(a: Int @join__field(graph: ORDERS)): String! @join__field(graph: ORDERS, contextArguments: [])`), "@context"},
		"progressive override": {change(`status: String!`, `status: String! @join__field(graph: ORDERS, overrideLabel: "percent(5)")`), "progressive @override"},
		"connectors":           {change(`status: String!`, `status: String! @join__directive(graphs: [ORDERS], name: "connect", args: {})`), "connector"},
		"scopes that are none": {change(`status: String!`, `status: String! @requiresScopes(scopes: [[1]])`), "@requiresScopes should have scopes"},
		"no policies":          {change(`status: String!`, `status: String! @policy`), "@policy should have policies"},
		"a private argument":   {change(`order(id: ID!)`, `order(id: ID! @authenticated)`), "can't be said there"},
		"an unknown feature":   {change(`schema`, `schema @link(url: "https://specs.apollo.dev/teleport/v1.0", for: EXECUTION)`), "teleport"},
		"join v0.1":            {change(`join/v0.3`, `join/v0.1`), "join v0.1"},
		"join of the future":   {change(`join/v0.3`, `join/v0.9`), "v0.2 to v0.5"},
		"a subgraph twice":     {change(`  MEMBERS @join__graph`, `  ORDERS @join__graph(name: "x", url: "http://x.test") MEMBERS @join__graph`), "two subgraphs ORDERS"},
		"a name twice":         {change(`name: "members"`, `name: "orders"`), `of the name "orders"`},
		"nobody's type":        {change(`@join__type(graph: ORDERS`, `@join__type(graph: NOBODY`), "NOBODY"},
		"a type twice":         {string(good) + "\ntype Order @join__type(graph: ORDERS) { x: Int }", "Order twice"},
		"an unknown type":      {change("status: String!", "status: Nope!"), "Order.status is of the type Nope"},
		"interfaces in a ring": {string(good) + "\ninterface A implements B @join__type(graph: ORDERS) { id: ID } interface B implements A @join__type(graph: ORDERS) { id: ID }", "implements itself"},
		"no http":              {change(`"http://orders.test/graphql"`, `"ftp://orders.test"`), "SUBGRAPH_URL_ORDERS"},
		"no @join__graph":      {change(`@join__graph(name: "orders", url: "http://orders.test/graphql")`, ""), "ORDERS of join__Graph"},
		"a broken key":         {change(`key: "id"`, `key: "id {"`), "not a set of fields"},
		"a broken type":        {change(`status: String!`, `status: String! @join__field(graph: ORDERS, type: "[[")`), "not a type"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := supergraph.Load(c.sdl, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestOwnGraph loads the marketplace's own supergraph: the page of a member's orders must not need account.
func TestOwnGraph(t *testing.T) {
	sdl, err := os.ReadFile("../schema/supergraph.graphql")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := supergraph.Load(string(sdl), nil)
	if err != nil {
		t.Fatal(err)
	}
	asks, urls := &log{}, map[string]string{}
	for _, g := range graph.Subgraphs {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			asks.add(asked{g.Name, string(body)})
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"data":{"me":{"orders":{"nodes":[{"id":"ord_1"}]}}}}`)
		}))
		t.Cleanup(server.Close)
		urls[g.Name] = server.URL
	}
	url := serveRouter(t, string(sdl), urls, Config{Limits: StrictLimits()})
	got := post(t, url, "{ me { orders { nodes { id } } } }", nil)
	if !same(got, map[string]any{"data": map[string]any{"me": map[string]any{"orders": map[string]any{"nodes": []any{map[string]any{"id": "ord_1"}}}}}}) {
		t.Errorf("got %s", text(got))
	}
	if plan := describe(asks.take()); plan != "order: {\"query\":\"{me {orders {nodes {id}}}}\"}\n" {
		t.Errorf("the plan is\n%s", plan)
	}
	// GraphiQL asks this under the strict limits too.
	schema := post(t, url, introspection, nil)
	if schema["errors"] != nil || !strings.Contains(text(schema), "SubscriptionContract") {
		t.Errorf("introspection: %.2000s", text(schema["errors"]))
	}
}

const introspection = `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
 types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL
 fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
 inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
 enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
