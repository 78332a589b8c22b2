package router

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
)

// sent is what the subgraph was asked for.
func sent(t *testing.T, r *http.Request) (query string, variables map[string]any) {
	t.Helper()
	var body struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return body.Query, body.Variables
}

// news is a supergraph of one subgraph with a feed that can be asked for what came after an event.
const news = `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) {
  query: Query
  subscription: Subscription
}
directive @join__field(graph: join__Graph) repeatable on FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!) repeatable on OBJECT
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph { NEWS @join__graph(name: "news", url: "http://news.test/graphql") }
type Query @join__type(graph: NEWS) { now: Int }
type Subscription @join__type(graph: NEWS) { notifications(after: ID): Notification! letterDraft(to: String): Notification! }
type Notification @join__type(graph: NEWS) { id: ID! title: String! }`

func server(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func newsroom(t *testing.T, f *feed) string {
	t.Helper()
	return serveRouter(t, news, map[string]string{"news": server(t, f)}, Config{})
}

func asking(t *testing.T, url, query string, variables map[string]any) *http.Request {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	req := subscribe(t, url, "")
	req.Body, req.ContentLength = io.NopCloser(strings.NewReader(string(body))), int64(len(body))
	return req
}

func TestUpstreamDrops(t *testing.T) {
	t.Run("how things are is asked for again", func(t *testing.T) {
		f := newFeed()
		url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
		l := listen(t, subscribe(t, url, ""))
		received(t, f.opened)
		f.events <- event("PENDING", "a")
		l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Moonlight"}}}}`)
		for range 3 { // however often
			f.hangUp <- struct{}{}
			gone(t, f.closed)
			received(t, f.opened)
		}
		f.events <- event("PENDING", "a") // what the client has heard
		f.events <- event("CONFIRMED", "b")
		l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"CONFIRMED","store":{"name":"Dew"}}}}`)
		f.complete <- struct{}{}
		l.want("event: complete", "data:", "")
	})
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
		before    string // what the argument is at first
	}{
		"after by variable, id not asked for": {`subscription($after: ID) { notifications(after: $after) { title } }`, map[string]any{"after": "n0"}, "n0"},
		"after not given":                     {`subscription { notifications { title } }`, nil, ""},
		"after null":                          {`subscription { notifications(after: null) { title } }`, nil, ""},
		"after by literal, id renamed":        {`subscription { notifications(after: "n0") { key: id title } }`, nil, "n0"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFeed()
			l := listen(t, asking(t, newsroom(t, f), c.query, c.variables))
			query, variables := sent(t, received(t, f.opened))
			if given := argument(query, variables); given != c.before {
				t.Errorf("first asked %s with %v", query, variables)
			}
			notify := func(id string) {
				name := "id"
				for _, alias := range []string{"router_id", "key"} {
					if strings.Contains(query, alias) {
						name = alias
					}
				}
				f.events <- fmt.Sprintf(`{"data":{"notifications":{%q:%q,"title":%q}}}`, name, id, "of "+id)
				l.want("event: next")
				if got := l.line(); !strings.Contains(got, fmt.Sprintf(`"title":%q`, "of "+id)) || strings.Contains(got, "router_id") {
					t.Errorf("got %s", got)
				}
			}
			notify("n1")
			notify(`n"2\`)
			f.hangUp <- struct{}{}
			query, variables = sent(t, received(t, f.opened))
			if given := argument(query, variables); given != `n"2\` {
				t.Errorf("then asked %s with %v", query, variables)
			}
			notify("n3")
			f.hangUp <- struct{}{}
			query, variables = sent(t, received(t, f.opened))
			if given := argument(query, variables); given != "n3" {
				t.Errorf("at last asked %s with %v", query, variables)
			}
			f.complete <- struct{}{}
			l.want("event: complete", "data:", "")
		})
	}
	t.Run("what does something is not asked for twice", func(t *testing.T) {
		f := newFeed()
		l := listen(t, asking(t, newsroom(t, f), `subscription { letterDraft(to: "you") { title } }`, nil))
		received(t, f.opened)
		f.events <- `{"data":{"letterDraft":{"title":"Dear"}}}`
		l.want("event: next", `data: {"data":{"letterDraft":{"title":"Dear"}}}`)
		f.hangUp <- struct{}{}
		l.want("event: next")
		got := l.line()
		if !strings.Contains(got, `"code":"SUBGRAPH_UNAVAILABLE"`) || !strings.Contains(got, `"retryable":true`) || strings.Contains(got, "127.0.0.1") {
			t.Errorf("got %s", got)
		}
		l.want("event: complete", "data:", "")
		if len(f.opened) > 0 {
			t.Error("the letter is written twice")
		}
	})
	t.Run("a subgraph that was never there", func(t *testing.T) {
		url, _ := market(t, Config{}, map[string]http.Handler{"orders": http.NotFoundHandler()})
		l := listen(t, subscribe(t, url, ""))
		l.want("event: next")
		if got := l.line(); !strings.Contains(got, `"code":"SUBGRAPH_UNAVAILABLE"`) || !strings.Contains(got, `"retryable":true`) {
			t.Errorf("got %s", got)
		}
		l.want("event: complete", "data:", "")
	})
	t.Run("a member's stream is signed for again", func(t *testing.T) {
		seed, public, err := identity.NewKeys()
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := identity.NewVerifier(public)
		if err != nil {
			t.Fatal(err)
		}
		f, i := newFeed(), newIssuer(t)
		url, _ := market(t, Config{JWKSURL: i.url, IdentityKey: seed}, map[string]http.Handler{"orders": f})
		l := listen(t, subscribe(t, url, i.token(t, "mem_1", "bloom", time.Now().Add(time.Minute))))
		for range 2 {
			who, err := verifier.Verify(received(t, f.opened).Header.Get(identity.Header), time.Now())
			if err != nil || who.MemberID != "mem_1" {
				t.Errorf("the subgraph was told of %+v (%v)", who, err)
			}
			f.hangUp <- struct{}{}
		}
		received(t, f.opened)
		l.cancel()
	})
}

// argument is what after was given as, by variable or literally.
func argument(query string, variables map[string]any) string {
	_, rest, ok := strings.Cut(query, "after:")
	if !ok {
		return ""
	}
	rest = strings.TrimSpace(rest)
	var literal string
	if err := json.NewDecoder(strings.NewReader(rest)).Decode(&literal); err == nil {
		return literal
	}
	name, ok := strings.CutPrefix(rest, "$")
	if !ok {
		return ""
	}
	value, _ := variables[name[:strings.IndexAny(name, ") ,")]].(string)
	return value
}

func TestUpstreamShared(t *testing.T) {
	t.Run("a hundred guests have one", func(t *testing.T) {
		f := newFeed()
		url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
		var all []*listener
		for range 100 {
			all = append(all, listen(t, subscribe(t, url, "")))
		}
		received(t, f.opened)
		f.events <- event("PENDING", "a")
		late := listen(t, subscribe(t, url, ""))
		for _, l := range append(all, late) {
			l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"PENDING","store":{"name":"Moonlight"}}}}`)
		}
		for _, l := range all[:99] {
			l.cancel()
		}
		f.hangUp <- struct{}{}
		gone(t, f.closed)
		received(t, f.opened)
		f.events <- event("CONFIRMED", "a")
		for _, l := range []*listener{all[99], late} {
			l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"CONFIRMED","store":{"name":"Moonlight"}}}}`)
			l.cancel()
		}
		gone(t, f.closed) // with the last of them
		if n := len(f.opened); n > 0 {
			t.Errorf("the subgraph was asked %d times more", n)
		}
	})
	t.Run("nobody comes into the middle of a letter", func(t *testing.T) {
		f := newFeed()
		url := newsroom(t, f)
		letter := func() *listener {
			return listen(t, asking(t, url, `subscription { letterDraft(to: "you") { title } }`, nil))
		}
		first := letter()
		received(t, f.opened)
		f.events <- `{"data":{"letterDraft":{"title":"Dear"}}}`
		first.want("event: next", `data: {"data":{"letterDraft":{"title":"Dear"}}}`)
		letter()
		received(t, f.opened)
	})
	t.Run("who differs in anything has another", func(t *testing.T) {
		seed, _, err := identity.NewKeys()
		if err != nil {
			t.Fatal(err)
		}
		f, i := newFeed(), newIssuer(t)
		url, _ := market(t, Config{JWKSURL: i.url, IdentityKey: seed, ForwardHeaders: []string{"X-Shop"}}, map[string]http.Handler{"orders": f})
		tokenOf := func(member string) string { return i.token(t, member, "bloom", time.Now().Add(time.Minute)) }
		same := tokenOf("mem_1")
		for name, change := range map[string]func(r *http.Request){
			"a guest":          func(*http.Request) {},
			"another language": func(r *http.Request) { r.Header.Set("Accept-Language", "ko") },
			"another header":   func(r *http.Request) { r.Header.Set("X-Shop", "a") },
			"that, differing":  func(r *http.Request) { r.Header.Set("X-Shop", "b") },
			"a member":         func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+same) },
			"the same member":  func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+same) },
			"another member":   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+tokenOf("mem_2")) },
		} {
			req := subscribe(t, url, "")
			change(req)
			listen(t, req)
			if r := received(t, f.opened); name == "a guest" && r.Header.Get(identity.Header) != "" {
				t.Error("a guest has an identity")
			}
		}
		// Signed by nobody, members are still not one caller.
		f = newFeed()
		url, _ = market(t, Config{JWKSURL: i.url}, map[string]http.Handler{"orders": f})
		for _, member := range []string{"mem_1", "mem_2"} {
			listen(t, subscribe(t, url, tokenOf(member)))
			received(t, f.opened)
		}
	})
}

// TestSlowClient wants a client that does not read to be cut off, and nobody else to notice.
func TestSlowClient(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	slow, err := http.DefaultClient.Do(subscribe(t, url, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Body.Close()
	received(t, f.opened)
	quick := listen(t, subscribe(t, url, ""))
	long := strings.Repeat("x", 1<<20)
	for i := range 100 { // more than the buffers between and the lag hold
		f.events <- event(fmt.Sprint(i, long), "a")
		quick.want("event: next")
		if got := quick.line(); !strings.Contains(got, fmt.Sprint(`"status":"`, i, "x")) {
			t.Fatalf("event %d is %.100s", i, got)
		}
	}
	read := make(chan int)
	go func() {
		n := 0
		for lines := bufio.NewReader(slow.Body); ; {
			line, err := lines.ReadString('\n')
			if strings.HasPrefix(line, "event: next") {
				n++
			}
			if err != nil {
				read <- n
				return
			}
		}
	}()
	select {
	case n := <-read:
		if n >= 100 {
			t.Error("the slow client was waited for")
		}
	case <-time.After(patience):
		t.Fatal("the slow client's stream goes on")
	}
}

// TestJoiningWhileEventsCome wants whoever joins a shared upstream to hear how things are, and then every
// event once and in order.
func TestJoiningWhileEventsCome(t *testing.T) {
	f := newFeed()
	url, _ := market(t, Config{}, map[string]http.Handler{"orders": f})
	first := listen(t, subscribe(t, url, ""))
	received(t, f.opened)
	const last = 60 // fewer than a client may be behind
	go func() {
		for n := range last + 1 {
			select {
			case f.events <- event(strconv.Itoa(n), "a"):
			case <-t.Context().Done():
				return
			}
		}
	}()
	follow := func(l *listener) (from int, err error) {
		next := -1
		for line := range l.lines {
			_, rest, ok := strings.Cut(line, `"status":"`)
			if !ok {
				continue
			}
			n, err := strconv.Atoi(rest[:strings.IndexByte(rest, '"')])
			if err != nil || next >= 0 && n != next {
				return 0, fmt.Errorf("heard %d (%w), want %d", n, err, next)
			}
			if next < 0 {
				from = n
			}
			if next = n + 1; n == last {
				return from, nil
			}
		}
		return 0, fmt.Errorf("the stream ended before %d", next)
	}
	var group sync.WaitGroup
	for range 40 {
		l := listen(t, subscribe(t, url, ""))
		group.Go(func() {
			if _, err := follow(l); err != nil {
				t.Error(err)
			}
		})
	}
	if from, err := follow(first); err != nil || from != 0 {
		t.Errorf("the first client: from %d, %v", from, err)
	}
	group.Wait()
	if len(f.opened) > 0 {
		t.Error("they share no upstream")
	}
}
