package router

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// stuck has one subgraph that does not answer before it is let, and others that do.
type stuck struct {
	host    string
	let     chan struct{}
	waiting chan struct{}
	others  http.RoundTripper
}

func (s *stuck) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == s.host {
		s.waiting <- struct{}{}
		<-s.let
	}
	return s.others.RoundTrip(r)
}

// TestSlowSubgraph wants those who ask other subgraphs answered while one has more requests than the router runs
// at once.
func TestSlowSubgraph(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, (&conformance{archive: archive}).section("supergraph.theguild.graphql").Data)
	subgraphs := &stuck{host: "orders.test", let: make(chan struct{}), waiting: make(chan struct{}, 2*maxConcurrency), others: canned{
		"orders.test": `{"data":{"recent":[{"id":"1"}]}}`,
		"stores.test": `{"data":{"stores":[{"name":"Moonlight"}]}}`,
	}}
	p := pipelineOf(t, context.Background(), Config{Supergraph: path, AccessLog: io.Discard}.withDefaults(), subgraphs)
	handler := p.routes()
	query := func(text string) string {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"`+text+`"}`))
		r.Header.Set("Content-Type", "application/json")
		out := &sink{header: http.Header{}}
		handler.ServeHTTP(out, r)
		return out.body.String()
	}
	var asking sync.WaitGroup
	defer asking.Wait()
	once := sync.OnceFunc(func() { close(subgraphs.let) })
	defer once()
	refused := make(chan struct{}, 2*maxConcurrency)
	for i := range maxConcurrency + 100 {
		asking.Go(func() {
			if strings.Contains(query(fmt.Sprintf("{ recent(first: %d) { id } }", i)), "SUBGRAPH_UNAVAILABLE") {
				refused <- struct{}{}
			}
		})
	}
	late := time.After(time.Minute)
	for i := range maxConcurrency + 100 { // each of them waits for the slow one, or was refused
		select {
		case <-subgraphs.waiting:
		case <-refused:
		case <-late:
			t.Fatalf("only %d requests came so far", i)
		}
	}
	answered := make(chan string, 1)
	asking.Go(func() { answered <- query("{ stores { name } }") })
	select {
	case got := <-answered:
		if !strings.Contains(got, "Moonlight") {
			t.Errorf("got %s", got)
		}
	case <-time.After(20 * time.Second):
		t.Error("nobody else is answered while one subgraph is slow")
	}
	once()
	asking.Wait()
	if got := query("{ recent(first: 1) { id } }"); !strings.Contains(got, `"id":"1"`) {
		t.Errorf("once it answers again: %s", got)
	}
}
