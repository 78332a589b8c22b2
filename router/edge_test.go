package router

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/accept"
)

// TestEdge is a table of what clients send and what they hear, one after the other: a method, headers and a
// body (or, for GET, a query string), then the status and a part of the answer.
func TestEdge(t *testing.T) {
	type step struct{ method, headers, send, want string }
	const name, other = "{me{name}}", "{stores{name}}"
	minji := `{"data":{"me":{"name":"Minji"}}}`
	apq := func(text string) string {
		return `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + sha(text) + `"}}`
	}
	manifest := inFile(t, "manifest.json", `{"format":"apollo-persisted-query-manifest","version":1,"operations":[
		{"id":"stores-1","name":"Stores","type":"query","body":"{stores{name}}"}]}`)
	relay := inFile(t, "relay.json", `{"`+sha(name)+`":"{me{name}}"}`)
	keys := inFile(t, "keys.json", `{"keys":[
		{"name":"blog","sha256":"`+sha("s3cret")+`","origins":["https://blog.test"]},
		{"name":"script","sha256":"`+sha("s3cret2")+`"}]}`)
	stores := `{"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}`

	for _, c := range []struct {
		name  string
		cfg   Config
		steps []step
	}{
		{"automatic persisted queries", Config{}, []step{
			{"POST", "", `{` + apq(name) + `}`, `200 {"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}`},
			{"GET", "", `extensions={"persistedQuery":{"version":1,"sha256Hash":"` + sha(name) + `"}}`, "200 PERSISTED_QUERY_NOT_FOUND"},
			{"POST", "", `{"query":"{me{id}}",` + apq(name) + `}`, "400 provided sha does not match query"},
			{"POST", "", `{"query":"{me{nope}}",` + apq("{me{nope}}") + `}`, `200 BAD_USER_INPUT`},
			{"POST", "", `{` + apq("{me{nope}}") + `}`, "200 PERSISTED_QUERY_NOT_FOUND"}, // what is not valid is not kept
			{"POST", "", `{"query":"{me{name}}",` + apq(name) + `}`, "200 " + minji},
			{"POST", "", `{` + apq(name) + `}`, "200 " + minji},
			{"GET", "", `extensions={"persistedQuery":{"version":1,"sha256Hash":"` + sha(name) + `"}}`, "200 " + minji},
			{"POST", "", `{"documentId":"sha256:` + sha(name) + `"}`, "200 " + minji},
			{"POST", "", `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"a"}}}`, "400 Unsupported persisted query version"},
			{"POST", "", `{"extensions":{"persistedQuery":{"version":1}}}`, "400 sha256Hash is missing"},
			{"POST", "", `{"extensions":{"persistedQuery":[]}}`, "400 should have a version and a sha256Hash"},
			{"POST", "", `{"documentId":"` + strings.Repeat("a", 600) + `"}`, "400 too long"},
			{"GET", "", `query=mutation{place(store:"a"){id}}&extensions={"persistedQuery":{"version":1,"sha256Hash":"` + sha(`mutation{place(store:"a"){id}}`) + `"}}`, "405 by POST"},
		}},
		{"automatic persisted queries off", Config{Edge: Edge{NoAPQ: true}}, []step{
			{"POST", "", `{` + apq(name) + `}`, `200 {"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}`},
		}},
		{"known operations only", Config{Edge: Edge{PersistedOperations: manifest}}, []step{
			{"POST", "", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"stores-1"}}}`, "200 " + stores},
			{"POST", "", `{"query":" {stores{name}}\n"}`, "200 " + stores},
			{"POST", "", `{"query":"{me{name}}"}`, "403 QUERY_NOT_IN_SAFELIST"},
			{"POST", "", `{"query":"{me{name}}",` + apq(name) + `}`, "404 PERSISTED_QUERY_NOT_IN_LIST"},
			{"POST", "", `{"query":"{me{name}}","documentId":"stores-1"}`, "400 does not match"},
			{"GET", "", `documentId=stores-1`, "200 " + stores},
			{"GET", "", `query={__schema{types{name}}}`, "403 QUERY_NOT_IN_SAFELIST"},
		}},
		{"known operations and others", Config{Edge: Edge{PersistedOperations: relay, AlsoUnknown: true}}, []step{
			{"POST", "", `{"doc_id":"` + sha(name) + `"}`, "200 " + minji},
			{"POST", "", `{"query":"{stores{name}}"}`, "200 " + stores},
			{"POST", "", `{` + apq(other) + `}`, "200 PERSISTED_QUERY_NOT_FOUND"},
		}},
		{"batches", Config{Edge: Edge{Batch: 3}, Limits: Limits{Cost: 50}}, []step{
			{"POST", "", `[{"query":"{me{name}}"},{"query":"{stores{name}}"}]`, "200 [" + minji + "," + stores + "]"},
			{"POST", "", `[{"query":"{me{name}}"},{"query":"{me{"},{"query":"subscription{orderUpdates(id:1){id}}"}]`, "200 [" + minji + `,{"errors":[{"message":`},
			{"POST", "", `[{"query":"subscription{orderUpdates(id:1){id}}"}]`, "200 a subscription can't be part of a batch"},
			{"POST", "", `[{"query":"mutation{place(store:\"a\"){id}}"},{"query":"{me{name}}"}]`, `200 [{"data":{"place":{"id":"1"}}},` + minji + "]"},
			{"POST", "", `[]`, "400 empty"},
			{"POST", "", `[1]`, "400 not a JSON object"},
			{"POST", "", `[{"query":`, "400 not JSON"},
			{"POST", "Accept: application/graphql-response+json", `[{"query":"{me{id}}"},{"query":"{me{id}}"},{"query":"{me{id}}"},{"query":"{me{id}}"}]`, "400 TOO_COMPLEX"},
			{"POST", "", `[{"query":"{stores{name town}}"},{"query":"{recent(first:20){id}}"}]`, "200 the batch asks for too much"},
			{"POST", "Accept: text/event-stream", `[{"query":"{me{name}}"}]`, "406 a batch"},
		}},
		{"keys", Config{Edge: Edge{APIKeys: keys}}, []step{
			{"POST", "", `{"query":"{me{name}}"}`, "200 " + minji},
			{"POST", "X-Api-Key: wrong", `{"query":"{me{name}}"}`, "401 UNAUTHENTICATED"},
			{"POST", "X-Api-Key: s3cret", `{"query":"{me{name}}"}`, "200 " + minji},
			{"POST", "X-Api-Key: s3cret; Origin: https://blog.test", `{"query":"{me{name}}"}`, "200 " + minji},
			{"POST", "X-Api-Key: s3cret; Origin: https://evil.test", `{"query":"{me{name}}"}`, "403 FORBIDDEN"},
			{"POST", "X-Api-Key: s3cret2; Origin: https://evil.test", `{"query":"{me{name}}"}`, "200 " + minji},
		}},
		{"cost", Config{}, []step{
			{"POST", "", `{"query":"{recent(first:4){id}}","extensions":{"cost":true}}`, `"extensions":{"cost":{"estimated":8,"limit":500000}}}`},
			{"POST", "", `{"query":"query($n:Int){recent(first:$n){id}}","variables":{"n":3},"extensions":{"cost":true}}`, `,"extensions":{"cost":{"estimated":6,"limit":500000}}}`},
			{"POST", "", `{"query":"{me{name}}","extensions":{"cost":false}}`, "200 " + minji},
			{"POST", "", `{"query":"{me{name}}","extensions":{"cost":{"mine":1}}}`, "200 " + minji},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			target, _ := market(t, c.cfg, nil)
			for _, s := range c.steps {
				status, _, body := send(t, s.method, target, s.headers, s.send)
				wantStatus, want, _ := strings.Cut(s.want, " ")
				if len(wantStatus) != 3 {
					wantStatus, want = "200", s.want
				}
				if itoa(status) != wantStatus || !strings.Contains(body, want) {
					t.Errorf("%s %s %s\ngot  %d %s\nwant %s", s.method, s.headers, s.send, status, body, s.want)
				}
			}
		})
	}
}

// send sends a body, or the query string of a GET, with headers such as "A: b; C: d". The answer is decoded if
// it is compressed.
func send(t *testing.T, method, target, headers, body string) (int, http.Header, string) {
	t.Helper()
	var reader io.Reader = strings.NewReader(body)
	if method != http.MethodPost {
		q := url.Values{}
		for pair := range strings.SplitSeq(body, "&") {
			if name, value, ok := strings.Cut(pair, "="); ok {
				q.Set(name, value)
			}
		}
		target, reader = target+"?"+q.Encode(), nil
	}
	req, err := http.NewRequestWithContext(t.Context(), method, target, reader)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Encoding", "identity")
	for pair := range strings.SplitSeq(headers, "; ") {
		if name, value, ok := strings.Cut(pair, ": "); ok {
			req.Header.Set(name, value)
		}
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
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return resp.StatusCode, resp.Header, string(raw)
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func inFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	writeFile(t, path, []byte(text))
	return path
}

// TestCaching asks for what may be kept, and what may not.
func TestCaching(t *testing.T) {
	hints := inFile(t, "hints.json", `{"hints":{"Query.stores":{"maxAge":60},"Store":{"maxAge":600},"Order":{"scope":"PRIVATE"}}}`)
	target, asks := market(t, Config{Edge: Edge{CacheHints: hints}, ForwardHeaders: []string{"X-Country"}}, nil)
	for _, c := range []struct{ name, method, headers, send, control string }{
		{"public", "GET", "", "query={stores{name}}", "public, max-age=60"},
		{"public, and described", "GET", "", `query="""shops"""query{stores{name}}`, "public, max-age=60"},
		{"a viewer's", "GET", "", "query={me{name}}", "private, no-store"},
		{"a viewer's beside", "GET", "", "query={stores{name} me{name}}", "private, no-store"},
		{"private by a hint", "GET", "", "query={recent{id}}", "private, no-store"},
		{"with a token", "GET", "Authorization: Bearer x", "query={stores{name}}", "private, no-store"},
		{"by POST", "POST", "", `{"query":"{stores{name}}"}`, "no-store"},
		{"with errors", "GET", "", "query={order(id:\"nope\"){id}", "no-store"},
		{"not valid", "GET", "", "query={nope}", "no-store"},
		{"of no type", "GET", "", "query={__typename}", "private, no-cache"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, h, body := send(t, c.method, target, c.headers, c.send)
			if got := h.Get("Cache-Control"); got != c.control {
				t.Errorf("got %q, want %q, for %s", got, c.control, body)
			}
			if kept := !strings.Contains(c.control, "no-store"); kept != (h.Get("ETag") != "") {
				t.Errorf("the ETag is %q", h.Get("ETag"))
			}
		})
	}

	_, h, _ := send(t, "GET", target, "", "query={stores{name}}")
	tag := h.Get("ETag")
	if want := "Accept, Accept-Encoding, Authorization, X-Api-Key, Accept-Language, X-Country"; h.Get("Vary") != want {
		t.Errorf("Vary is %q, want %q", h.Get("Vary"), want)
	}
	for _, c := range []struct {
		match  string
		query  string
		status int
	}{
		{tag, "{stores{name}}", 304},
		{`"other", ` + strings.TrimPrefix(tag, "W/"), "{stores{name}}", 304},
		{"*", "{stores{name}}", 304},
		{`W/"other"`, "{stores{name}}", 200},
		{tag, "{stores{id}}", 200},
		{"*", "{me{name}}", 200},
	} {
		status, h, body := send(t, "GET", target, "If-None-Match: "+c.match, "query="+c.query)
		if status != c.status || (status == 304) != (body == "") {
			t.Errorf("%s with %s: %d %s", c.query, c.match, status, body)
		}
		if status == 304 && (h.Get("ETag") != tag || h.Get("Cache-Control") != "public, max-age=60" || h.Get("Vary") == "") {
			t.Errorf("304 with %v", h)
		}
	}
	if len(asks.take()) == 0 {
		t.Error("nothing was asked: what was tested?")
	}
}

func TestCompression(t *testing.T) {
	long := strings.Repeat("a", 3000)
	members := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"me":{"name":"`+long+`"}}}`)
	})
	for _, c := range []struct {
		name, accepts, query string
		off                  bool
		want                 string
	}{
		{"accepted", "gzip", "{me{name}}", false, "gzip"},
		{"among others", "br;q=1.0, GZIP;q=0.5", "{me{name}}", false, "gzip"},
		{"any", "*", "{me{name}}", false, "gzip"},
		{"not gzip", "gzip;q=0, *", "{me{name}}", false, ""},
		{"none", "identity", "{me{name}}", false, ""},
		{"a short answer", "gzip", "{stores{name}}", false, ""},
		{"off", "gzip", "{me{name}}", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			target, _ := market(t, Config{Edge: Edge{NoCompression: c.off}}, map[string]http.Handler{"members": members})
			status, h, body := send(t, "GET", target, "Accept-Encoding: "+c.accepts, "query="+c.query)
			if status != 200 || h.Get("Content-Encoding") != c.want || !json.Valid([]byte(body)) {
				t.Errorf("%d %v %.100s", status, h, body)
			}
			if c.query == "{me{name}}" && !strings.Contains(body, long) {
				t.Errorf("the answer is not all there: %.100s", body)
			}
		})
	}

	// Each event of a stream has to arrive when it is sent, so none waits in a compressor.
	f := newFeed()
	target, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	req := subscribe(t, target, "")
	req.Header.Set("Accept-Encoding", "gzip")
	l := listen(t, req)
	received(t, f.opened)
	if got := l.resp.Header.Get("Content-Encoding"); got != "" {
		t.Errorf("the stream's encoding is %q", got)
	}
}

// TestStreamsOfOneMember opens one more than a member may have, and another once one has ended.
func TestStreamsOfOneMember(t *testing.T) {
	f, i := newFeed(), newIssuer(t)
	seed, _, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	target, _ := market(t, Config{JWKSURL: i.url, Issuer: "bloom", IdentityKey: seed, Edge: Edge{Streams: 2}}, map[string]http.Handler{"orders": f})
	mine, other := i.token(t, "m1", "bloom", time.Now().Add(time.Hour)), i.token(t, "m2", "bloom", time.Now().Add(time.Hour))
	first := listen(t, subscribe(t, target, mine))
	listen(t, subscribe(t, target, mine))
	status, refused := do(t, subscribe(t, target, mine))
	if status != 429 || refused.code() != "RATE_LIMITED" || refused.Errors[0].Extensions["retryAfter"] == nil {
		t.Errorf("the third stream: %d %s", status, text(refused))
	}
	for range 3 {
		listen(t, subscribe(t, target, "")) // guests are nobody in particular
	}
	listen(t, subscribe(t, target, other))
	first.cancel()
	for deadline := time.Now().Add(patience); ; {
		resp, err := http.DefaultClient.Do(subscribe(t, target, mine))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode == 200 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a stream that ended is still counted")
		}
	}
}

// TestDeprecatedFields wants the metrics to say who still asks for them.
func TestDeprecatedFields(t *testing.T) {
	path := marketFile(t)
	sdl, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(sdl), "  town: String", "  town: String @deprecated", 1)
	if changed == string(sdl) {
		t.Fatal("the supergraph has no such field")
	}
	writeFile(t, path, []byte(changed))
	keys := inFile(t, "keys.json", `{"keys":[{"name":"blog","sha256":"`+sha("s3cret")+`"}]}`)
	base, _, _ := start(t, Config{Supergraph: path, Edge: Edge{APIKeys: keys}})
	for _, headers := range []string{"", "X-Api-Key: s3cret", "X-Api-Key: s3cret"} {
		send(t, "POST", base+"/graphql", headers, `{"query":"{stores{...t}} fragment t on Store{town t:town name}"}`)
	}
	_, _, metrics := send(t, "GET", base+"/metrics", "", "")
	for _, want := range []string{
		`router_deprecated_fields_total{field="Store.town",key="none"} 1`,
		`router_deprecated_fields_total{field="Store.town",key="blog"} 2`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(metrics, `field="Store.name"`) {
		t.Error("a field is said to be deprecated that is not")
	}
}

// TestOriginsOfKeys asks, as a browser does, whether pages may call.
func TestOriginsOfKeys(t *testing.T) {
	keys := inFile(t, "keys.json", `{"keys":[{"name":"blog","sha256":"`+sha("s3cret")+`","origins":["https://blog.test"]}]}`)
	e, err := newEdge(t.Context(), Edge{APIKeys: keys}, nil, Config{}.withDefaults().Log)
	if err != nil {
		t.Fatal(err)
	}
	h := accept.CORS([]string{"https://shop.test"}, e.origins(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, c := range []struct{ method, origin, key, want string }{
		{"OPTIONS", "https://shop.test", "", "https://shop.test"},
		{"OPTIONS", "https://blog.test", "", "https://blog.test"},
		{"OPTIONS", "https://evil.test", "", ""},
		{"POST", "https://shop.test", "", "https://shop.test"},
		{"POST", "https://blog.test", "", ""},
		{"POST", "https://blog.test", "s3cret", "https://blog.test"},
		{"POST", "https://evil.test", "s3cret", ""},
	} {
		r := httptest.NewRequest(c.method, "/graphql", nil)
		r.Header.Set("Origin", c.origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		if c.key != "" {
			r.Header.Set("X-Api-Key", c.key)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != c.want {
			t.Errorf("%s from %s with the key %q: %q, want %q", c.method, c.origin, c.key, got, c.want)
		}
	}
}
