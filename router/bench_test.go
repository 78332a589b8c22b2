package router

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// canned answers as subgraphs without a network, so that what is measured is the router.
type canned map[string]string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body := c[r.URL.Host]
	return &http.Response{StatusCode: 200, Status: "200 OK", Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
}

// sink is a response writer that keeps nothing but what a test asks for.
type sink struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { return s.body.Write(p) }

// BenchmarkTwoHops is a hot query with one dependent look-up for 20 entities; Observed also has it recorded,
// measured and logged.
func BenchmarkTwoHops(b *testing.B) {
	b.Run("Alone", func(b *testing.B) { twoHops(b, func(_ *pipeline, h http.Handler) http.Handler { return h }) })
	b.Run("Observed", func(b *testing.B) {
		twoHops(b, func(p *pipeline, h http.Handler) http.Handler {
			go func() { _ = p.seen.Access.Run(b.Context()) }()
			return p.seen.Handler(h)
		})
	})
}

func twoHops(b *testing.B, around func(*pipeline, http.Handler) http.Handler) {
	b.Helper()
	var orders, stores []string
	for range 20 {
		orders = append(orders, `{"id":"1","store":{"__typename":"Store","id":"`+itoa(len(orders))+`"}}`)
		stores = append(stores, `{"__typename":"Store","name":"Moonlight"}`)
	}
	archive, err := txtar.ParseFile("testdata/conformance/market.txtar")
	if err != nil {
		b.Fatal(err)
	}
	c := &conformance{archive: archive}
	path := b.TempDir() + "/supergraph.graphql"
	writeFile(b, path, c.section("supergraph.theguild.graphql").Data)
	p := pipelineOf(b, context.Background(), Config{Supergraph: path, AccessLog: io.Discard}.withDefaults(), canned{
		"orders.test": `{"data":{"recent":[` + strings.Join(orders, ",") + `]}}`,
		"stores.test": `{"data":{"_entities":[` + strings.Join(stores, ",") + `]}}`,
	})
	handler := around(p, p.routes())
	body := `{"query":"query ($n: Int) { recent(first: $n) { id store { name } } }","variables":{"n":20}}`
	b.ReportAllocs()
	for b.Loop() {
		req := httptest.NewRequest("POST", "/graphql", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		out := &sink{header: http.Header{}}
		handler.ServeHTTP(out, req)
		if out.body.Len() < 700 {
			b.Fatal(out.body.String())
		}
	}
}
