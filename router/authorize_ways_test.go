package router

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/fetch"
)

// guarded is the market, of which not everybody may see everything.
func guarded(t *testing.T, cfg Config, handlers map[string]http.Handler, more ...string) (url string, asks *log) {
	t.Helper()
	sdl, urls, asks := marketGraphs(t, handlers)
	changes := append([]string{
		"name: String! @join__field(graph: MEMBERS)", `name: String @join__field(graph: MEMBERS) @requiresScopes(scopes: [["read:name"], ["read", "name"]])`,
		"town: String", "town: String @authenticated",
	}, more...)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(sdl, changes[i]) {
			t.Fatalf("the supergraph has no %s", changes[i])
		}
	}
	return serveRouter(t, strings.NewReplacer(changes...).Replace(sdl), urls, cfg), asks
}

// unauthorized is the error at the path, as JSON.
func unauthorized(path ...any) string {
	raw, err := json.Marshal(path)
	if err != nil {
		panic(err) // names and numbers
	}
	return `{"message":"Unauthorized field or type","path":` + string(raw) + `,"extensions":{"code":"UNAUTHORIZED_FIELD_OR_TYPE"}}`
}

const noTowns = `{"message":"Unauthorized field or type","path":["stores",0,"town"],"extensions":{"code":"UNAUTHORIZED_FIELD_OR_TYPE"}},` +
	`{"message":"Unauthorized field or type","path":["stores",1,"town"],"extensions":{"code":"UNAUTHORIZED_FIELD_OR_TYPE"}}`

// TestInterleavedScopes has callers with different scopes ask the same at the same time, from the first request
// on: each sees what they may, of themselves.
func TestInterleavedScopes(t *testing.T) {
	seed, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	i := newIssuer(t)
	url, _ := guarded(t, Config{JWKSURL: i.url, Issuer: "bloom", IdentityKey: seed}, map[string]http.Handler{"members": mirror(t, public)})
	const seen = `"stores":[{"name":"Moonlight","town":"Seoul"},{"name":"Dew","town":null}]`
	type asking struct{ token, want string }
	everybody := []asking{{"", `{"errors":[` + unauthorized("me", "name") + `,` + noTowns +
		`],"data":{"me":null,"stores":[{"name":"Moonlight","town":null},{"name":"Dew","town":null}]}}`}}
	for n, scopes := range []string{"", "read", "name", "read:name", "read name", "name read other", "read:names"} {
		for m := range 10 {
			member := fmt.Sprintf("mem_%d_%d", n, m)
			who := asking{token: i.tokenWith(t, member, map[string]any{"scope": scopes})}
			if n >= 3 && n <= 5 {
				who.want = `{"data":{"me":{"name":"` + member + `///"},` + seen + `}}`
			} else {
				who.want = `{"errors":[` + unauthorized("me", "name") + `],"data":{"me":null,` + seen + `}}`
			}
			everybody = append(everybody, who)
		}
	}
	var wait sync.WaitGroup
	for lane := range 24 {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(uint64(lane), 2))
			for range 60 {
				who := everybody[random.IntN(len(everybody))]
				if random.IntN(4) == 0 {
					who = everybody[0]
				}
				if got := answered(t, url, who.token, "{me{name} stores{name town}}"); got != who.want {
					t.Errorf("got  %s\nwant %s", got, who.want)
					return
				}
			}
		})
	}
	wait.Wait()
}

func TestDeniedInParts(t *testing.T) {
	url, _ := guarded(t, Config{}, nil, "status: String!", "status: String! @authenticated")
	for _, c := range []struct {
		name, accepts, query string
		want                 []string
	}{
		{"in the first", parts, `{stores{name town ... @defer{id}}}`, []string{
			`{"errors":[` + noTowns + `],"data":{"stores":[{"name":"Moonlight","town":null},{"name":"Dew","town":null}]},"pending":[{"id":"1","path":["stores"]}],"hasNext":true}`,
			`{"incremental":[{"id":"1","subPath":[0],"data":{"id":"a"}},{"id":"1","subPath":[1],"data":{"id":"b"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"in a later one", parts, `{me{id ... @defer{name orders{id}}}}`, []string{
			`{"data":{"me":{"id":"m"}},"pending":[{"id":"1","path":["me"]}],"hasNext":true}`,
			`{"incremental":[{"id":"1","data":{"name":null,"orders":[{"id":"1"}]},"errors":[` + unauthorized("me", "name") + `]}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"in a later one, as in 2022", oldParts, `{me{id ... @defer{name orders{id}}}}`, []string{
			`{"data":{"me":{"id":"m"}},"hasNext":true}`,
			`{"incremental":[{"path":["me"],"data":{"name":null,"orders":[{"id":"1"}]},"errors":[` + unauthorized("me", "name") + `]}],"hasNext":false}`,
		}},
		{"where it may not be null", parts, `{order(id:"1"){id ... @defer{status}}}`, []string{
			`{"data":{"order":{"id":"1"}},"pending":[{"id":"1","path":["order"]}],"hasNext":true}`,
			`{"completed":[{"id":"1","errors":[` + unauthorized("order", "status") + `]}],"hasNext":false}`,
		}},
		{"of what is denied altogether", parts, `{me{name ... @defer{n:name}}}`, []string{
			`{"errors":[` + unauthorized("me", "name") + `,` + unauthorized("me", "n") + `],"data":null}`,
		}},
		{"where nothing comes any more", parts, `{order(id:"1"){status ... @defer{id}} stores{id}}`, []string{
			`{"errors":[` + unauthorized("order", "status") + `],"data":{"order":null,"stores":[{"id":"a"},{"id":"b"}]}}`,
		}},
		{"without parts", "application/json", `{me{id ... @defer{name}}}`, []string{
			`{"errors":[` + unauthorized("me", "name") + `],"data":{"me":{"id":"m","name":null}}}`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			part, _ := deferred(t, url, c.accepts, c.query)
			for _, want := range c.want {
				if got := part(); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			}
			if got := part(); got != "" {
				t.Errorf("then %s", got)
			}
		})
	}
}

func TestDeniedInStreams(t *testing.T) {
	i := newIssuer(t)
	f := newFeed()
	url, asks := guarded(t, Config{JWKSURL: i.url, Issuer: "bloom"}, map[string]http.Handler{"orders": f},
		"  store: Store\n", "  store: Store @authenticated\n")
	guest := listen(t, subscribe(t, url, ""))
	received(t, f.opened)
	f.events <- event("PAID", "a")
	guest.want("event: next", `data: {"errors":[`+unauthorized("orderUpdates", "store")+`],"data":{"orderUpdates":{"id":"1","status":"PAID","store":null}}}`)
	if asked := asks.take(); len(asked) > 0 {
		t.Errorf("asked for a guest: %s", describe(asked))
	}
	guest.cancel()
	gone(t, f.closed)

	member := listen(t, subscribe(t, url, i.tokenWith(t, "mem_1", nil)))
	received(t, f.opened)
	f.events <- event("PAID", "a")
	member.want("event: next", `data: {"data":{"orderUpdates":{"id":"1","status":"PAID","store":{"name":"Moonlight"}}}}`)
	member.cancel()
	gone(t, f.closed)

	c := dial(t, url, nil, "graphql-transport-ws")
	c.say(hello)
	c.want(ack)
	c.say(`{"id":"a","type":"subscribe","payload":{"query":"subscription { orderUpdates(id: 1) { status store { name } } }"}}`)
	received(t, f.opened)
	f.events <- event("PAID", "a")
	c.want(`{"id":"a","type":"next","payload":{"errors":[` + unauthorized("orderUpdates", "store") + `],"data":{"orderUpdates":{"status":"PAID","store":null}}}}`)
	c.say(`{"id":"b","type":"subscribe","payload":{"query":"{ me { name } }"}}`)
	c.want(`{"id":"b","type":"next","payload":{"errors":[`+unauthorized("me", "name")+`],"data":null}}`, `{"id":"b","type":"complete"}`)
}

// TestDeniedStream wants a subscription that may not be seen to end at once, without asking for it.
func TestDeniedStream(t *testing.T) {
	f := newFeed()
	url, _ := guarded(t, Config{}, map[string]http.Handler{"orders": f}, "orderUpdates(id: ID!): Order!", "orderUpdates(id: ID!): Order! @authenticated")
	said := `{"errors":[` + unauthorized("orderUpdates") + `],"data":null}`
	guest := listen(t, subscribe(t, url, ""))
	guest.want("event: next", "data: "+said, "event: complete", "data:")

	c := dial(t, url, nil, "graphql-transport-ws")
	c.say(hello)
	c.want(ack)
	c.say(updates)
	c.want(`{"id":"a","type":"next","payload":`+said+`}`, `{"id":"a","type":"complete"}`)
	select {
	case <-f.opened:
		t.Error("the subgraph was asked")
	default:
	}
}

func TestDeniedElsewhere(t *testing.T) {
	i := newIssuer(t)
	manifest := inFile(t, "manifest.json", `{"format":"apollo-persisted-query-manifest","version":1,"operations":[
		{"id":"towns","name":"Towns","type":"query","body":"{stores{name town}}"},
		{"id":"names","name":"Names","type":"query","body":"{stores{name}}"}]}`)
	hints := inFile(t, "hints.json", `{"hints":{"Query.stores":{"maxAge":60}}}`)
	url, _ := guarded(t, Config{JWKSURL: i.url, Issuer: "bloom", Edge: Edge{PersistedOperations: manifest, CacheHints: hints, Batch: 5}}, nil)
	const stores = `"stores":[{"name":"Moonlight","town":null},{"name":"Dew","town":null}]`
	denied := `{"errors":[` + noTowns + `],"data":{` + stores + `}}`
	token := "Authorization: Bearer " + i.tokenWith(t, "mem_1", nil)
	const whole = `{"data":{"stores":[{"name":"Moonlight","town":"Seoul"},{"name":"Dew","town":null}]}}`
	for _, c := range []struct{ name, method, headers, send, want, control string }{
		{"persisted", "POST", "", `{"documentId":"towns"}`, denied, "no-store"},
		{"persisted, for a member", "POST", token, `{"documentId":"towns"}`, whole, "no-store"},
		{"GET", "GET", "", `documentId=towns`, denied, "no-store"},
		{"GET of a member", "GET", token, `documentId=towns`, whole, "private, no-store"},
		{"GET of what is everybody's", "GET", "", `documentId=names`, `{"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}`, "public, max-age=60"},
		{"in a batch", "POST", "", `[{"documentId":"towns"},{"documentId":"names"}]`, `[` + denied + `,{"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}]`, "no-store"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, h, body := send(t, c.method, url, c.headers, c.send)
			if status != http.StatusOK || body != c.want || h.Get("Cache-Control") != c.control {
				t.Errorf("got %d %q %s\nwant %q %s", status, h.Get("Cache-Control"), body, c.control, c.want)
			}
		})
	}
}

// TestWarmedForCallers wants an operation to be planned, before a supergraph takes over, for each kind of callers
// that asked for it.
func TestWarmedForCallers(t *testing.T) {
	sdl, urls, _ := marketGraphs(t, nil)
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(strings.Replace(sdl, "town: String", "town: String @authenticated", 1)))
	pipeline := func() *pipeline {
		cfg := Config{Supergraph: path, SubgraphURLs: urls}.withDefaults()
		return pipelineOf(t, t.Context(), cfg, fetch.Connections(cfg.ConnectTimeout))
	}
	before, after := pipeline(), pipeline()
	everybody := []authorize.Grants{{}, {Authenticated: true}}
	compiled := func(p *compile.Compiler, may authorize.Grants) compile.Executable {
		t.Helper()
		operation, refusal := p.Compile(&accept.Request{Query: "{stores{name town}}"}, may)
		if refusal != nil {
			t.Fatal(refusal)
		}
		return operation
	}
	for _, may := range everybody {
		compiled(before.compiler, may)
	}
	if n := after.compiler.Warm(t.Context(), before.compiler.MostUsed(10)); n != 1 {
		t.Errorf("%d were warmed", n)
	}
	for _, may := range everybody {
		if operation := compiled(after.compiler, may); !operation.Remembered || (operation.Denial == nil) != may.Authenticated {
			t.Errorf("for %v: remembered %v, denied %v", may, operation.Remembered, operation.Denial)
		}
	}
}
