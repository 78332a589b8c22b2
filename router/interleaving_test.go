package router

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// hall is a router whose subgraphs show each caller a world of their own.
type hall struct {
	url    string
	issuer *issuer
	oracle *teller
	client *http.Client
}

// worldOf is what a caller sees, by all that a subgraph hears of them.
func worldOf(member, language string) *invention { return &invention{seed: mix(member, language)} }

func newHall(t *testing.T, lanes int) *hall {
	t.Helper()
	seed, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	keys, urls := map[string]bool{"id": true}, map[string]string{}
	meet := make(chan struct{})
	for _, f := range c.subgraphs {
		tells := &teller{schema: subgraphSchema(t, string(f.Data)), keys: keys, honest: true}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			// Two at a time, so that what could be shared is under way at once.
			select {
			case meet <- struct{}{}:
			case <-meet:
			case <-time.After(time.Millisecond):
			}
			who, err := verifier.Verify(r.Header.Get(identity.Header), time.Now())
			if err != nil {
				t.Errorf("the identity is not signed: %v", err)
			}
			var sent struct {
				Query     string         `json:"query"`
				Variables map[string]any `json:"variables"`
			}
			if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
				t.Error(err)
				return
			}
			answer, err := tells.tell(worldOf(who.MemberID, r.Header.Get("Accept-Language")), sent.Query, sent.Variables)
			if err != nil {
				t.Errorf("%v: %s", err, sent.Query)
				return
			}
			if strings.Contains(fmt.Sprint(sent.Variables), "odd") { // so that the engine has to repeat it
				answer = bytes.Replace(answer, []byte(`{"data":`), fmt.Appendf(nil, `{"errors":[{"message":"of %s"}],"data":`, who.MemberID), 1)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(answer)
		}))
		t.Cleanup(server.Close)
		urls[strings.TrimSuffix(f.Name, ".graphql")] = server.URL
	}
	graph, err := supergraph.Load(string(c.section("supergraph.theguild.graphql").Data), nil)
	if err != nil {
		t.Fatal(err)
	}
	api, err := gqlparser.LoadSchema(&ast.Source{Input: graph.ClientSDL()})
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{
		issuer: newIssuer(t), oracle: &teller{schema: api, keys: keys, honest: true},
		// Callers come over the same connections, one after the other.
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: lanes}},
	}
	t.Cleanup(h.client.CloseIdleConnections)
	base, _, _ := start(t, Config{
		Supergraph: marketFile(t), SubgraphURLs: urls, JWKSURL: h.issuer.url, Issuer: "bloom", IdentityKey: seed,
	})
	h.url = base + "/graphql"
	return h
}

// visit is one request, and whose it is.
type visit struct {
	member, token, language string
	query, variables        string
	read                    bool // by GET
}

// serve asks, and compares the answer with the caller's own world.
func (h *hall) serve(t *testing.T, v visit) {
	body, err := json.Marshal(map[string]any{"query": v.query, "variables": json.RawMessage(v.variables)})
	if err != nil {
		t.Error(err)
		return
	}
	method, target := "POST", h.url
	if v.read {
		method, target, body = "GET", h.url+"?"+url.Values{"query": {v.query}, "variables": {v.variables}}.Encode(), nil
	}
	req, err := http.NewRequestWithContext(t.Context(), method, target, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range map[string]string{"Authorization": v.token, "Accept-Language": v.language} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	// None of these is the router's to believe or to pass on.
	req.Header.Set(identity.Header, "forged")
	resp, err := h.client.Do(req)
	if err != nil {
		t.Error(err)
		return
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
		return
	}
	var vars map[string]any
	if err := json.Unmarshal([]byte(v.variables), &vars); err != nil {
		t.Error(err)
		return
	}
	truth, err := h.oracle.tell(worldOf(v.member, v.language), v.query, vars)
	if err != nil {
		t.Error(err)
		return
	}
	var got, want map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Errorf("%s: %v", raw, err)
		return
	}
	if err := json.Unmarshal(truth, &want); err != nil {
		t.Error(err)
		return
	}
	if strings.Contains(v.variables, "odd") {
		want["errors"] = got["errors"]
		if !strings.Contains(text(got["errors"]), `"of `+v.member+`"`) {
			t.Errorf("%q was told %s", v.member, text(got["errors"]))
		}
	}
	if resp.StatusCode != 200 || !same(got, want) {
		t.Errorf("%q, in %q, asked %s %s\nand saw %d %s\ninstead of %s", v.member, v.language, v.query, v.variables, resp.StatusCode, raw, truth)
	}
}

// TestInterleaving has a thousand callers ask the same few things at the same time, in two languages and with
// different variables, as members and as guests, over connections that they share: each must see only their own.
func TestInterleaving(t *testing.T) {
	const callers, lanes, rounds = 1000, 32, 72
	h := newHall(t, lanes)
	tokens := make([]string, callers)
	for n := range tokens {
		tokens[n] = "Bearer " + h.issuer.token(t, fmt.Sprintf("mem_%d", n), "bloom", time.Now().Add(time.Hour))
	}
	asked := []struct{ query, variables string }{
		{`{ me { name orders { id status } } }`, `{}`},
		{`query A { me { name } }`, `{}`},
		{`query($id: ID!) { order(id: $id) { id status store { name town } } }`, `{"id":"k#"}`},
		{`query($n: Int, $s: Boolean!) { recent(first: $n) { id status @skip(if: $s) store { id name } } }`, `{"n":#,"s":true}`},
		{`query($n: Int, $s: Boolean!) { recent(first: $n) { id status @skip(if: $s) store { id name } } }`, `{"n":3,"s":false}`},
		{`mutation($s: ID!) { place(store: $s) { status store { name } } }`, `{"s":"k#"}`},
		// The engine repeats it, and asks for the stores itself.
		{`query($id: ID!) { order(id: $id) { id status store { name town } } }`, `{"id":"odd#"}`},
		{`query($a: ID!, $b: ID!) { a: order(id: $a) { status } b: order(id: $b) { status } }`, `{"a":"k1","b":"k#"}`},
	}
	next := 0
	for round := range rounds {
		// Half of the lanes ask one thing and half another, and half are guests, who may share an answer.
		var lane sync.WaitGroup
		for n := range lanes {
			ask := asked[(round+n%2)%len(asked)]
			random := rand.New(rand.NewPCG(uint64(round), uint64(n)))
			v := visit{language: []string{"ko", "en"}[random.IntN(2)], query: ask.query, variables: strings.ReplaceAll(ask.variables, "#", itoa(1+random.IntN(3)))}
			v.read = random.IntN(4) == 0 && !strings.HasPrefix(v.query, "mutation")
			if random.IntN(2) == 0 {
				v.member, v.token = fmt.Sprintf("mem_%d", next%callers), tokens[next%callers]
				next++
			}
			lane.Go(func() { h.serve(t, v) })
		}
		lane.Wait()
		if t.Failed() {
			return
		}
	}
	if next < callers {
		t.Errorf("only %d members asked", next)
	}
}
