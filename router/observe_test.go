package router

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/blooming-blooms/bloom/internal/telemetry"
)

// lines is an access log that a test reads.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

// of waits for n lines.
func (l *lines) of(t *testing.T, n int) []map[string]any {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		l.mu.Lock()
		raw := l.all.String()
		l.mu.Unlock()
		if strings.Count(raw, "\n") >= n {
			var out []map[string]any
			for line := range strings.Lines(raw) {
				var m map[string]any
				if err := json.Unmarshal([]byte(line), &m); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				out = append(out, m)
			}
			return out
		}
		if time.Now().After(deadline) {
			t.Fatalf("the access log has\n%s", raw)
		}
		<-time.After(time.Millisecond)
	}
}

// tell posts a body with headers and gives the answer.
func tell(t *testing.T, url, body string, headers map[string]string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		req.Header.Set(name, value)
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
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return out
}

func TestSeenFromOutside(t *testing.T) {
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	sdl, urls, _ := marketGraphs(t, map[string]http.Handler{"members": hangUp})
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	log := &lines{}
	url, _, _ := start(t, Config{Supergraph: path, SubgraphURLs: urls, AccessLog: log, PlanKey: "let me see"})
	const recent = `{"query":"query Recent($n: Int) { recent(first: $n) { id store { name } } }","variables":{"n":1}}`
	shop := map[string]string{"Graphql-Client-Name": "shop"}
	tell(t, url, recent, shop)
	tell(t, url, recent, map[string]string{"Graphql-Client-Name": "a\"b"})
	tell(t, url, `{"query":"{ me { name } }"}`, nil)
	tell(t, url, `{"query":"query Evil { secret }"}`, nil)

	for line, want := range map[string]string{
		`router_requests_total{client="shop",operation="Recent",outcome="ok"}`:       "1",
		`router_requests_total{client="none",operation="none",outcome="errors"}`:     "1",
		`router_requests_total{client="none",operation="invalid",outcome="refused"}`: "1",
		`router_request_duration_seconds_count{operation="Recent"}`:                  "2",
		`router_fetches_total{outcome="answered",subgraph="stores"}`:                 "2",
		`router_fetches_total{outcome="failed",subgraph="members"}`:                  "1",
		`router_fetch_retries_total{subgraph="members"}`:                             "2",
		`router_fetch_duration_seconds_count{subgraph="orders"}`:                     "2",
		`router_plan_cache_total{result="hit"}`:                                      "1",
		`router_breaker_state{subgraph="members"}`:                                   "0",
		`router_supergraph_loads_total{outcome="taken"}`:                             "1",
		`router_requests_total{client="a\"b",operation="Recent",outcome="ok"}`:       "1",
	} {
		if got := metric(t, url, line); got != want {
			t.Errorf("%s is %s, want %s", line, got, want)
		}
	}

	logged := log.of(t, 4)
	for i, want := range []map[string]any{
		{"operation": "Recent", "client": "shop", "status": 200., "outcome": "ok", "fetches": 2., "remembered": false, "kind": "query"},
		{"operation": "Recent", "client": "a\"b", "fetches": 2., "remembered": true, "hash": logged[0]["hash"]},
		{"operation": "", "outcome": "errors", "fetches": 1., "troubled": 1.},
		{"operation": "", "kind": "", "outcome": "refused", "fetches": 0.},
	} {
		for field, value := range want {
			if logged[i][field] != value {
				t.Errorf("line %d: %s is %v, want %v", i, field, logged[i][field], value)
			}
		}
	}
	if text(logged[0]["hash"]) == `""` || strings.Contains(text(logged), "Evil") {
		t.Errorf("logged %s", text(logged))
	}

	for key, allowed := range map[string]bool{"let me see": true, "let me": false} {
		got := tell(t, url, recent, map[string]string{"Bloom-Explain": key})
		extensions, _ := got["extensions"].(map[string]any)
		if shown := strings.Contains(text(extensions), "_entities"); shown != allowed || got["data"] == nil {
			t.Errorf("with key %q: %s", key, text(got))
		}
		if how, _ := extensions["explain"].(map[string]any); allowed && len(how["fetches"].([]any)) != 2 {
			t.Errorf("explained as %s", text(extensions))
		}
	}
}

// TestAdministratorSeesPlans wants a token with the role, and no other, to be enough.
func TestAdministratorSeesPlans(t *testing.T) {
	i := newIssuer(t)
	sdl, urls, _ := marketGraphs(t, nil)
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	url, _, _ := start(t, Config{Supergraph: path, SubgraphURLs: urls, JWKSURL: i.url})
	for roles, allowed := range map[string]bool{"MEMBER": false, "ADMIN": true} {
		got := tell(t, url, `{"query":"{ me { name } }"}`, map[string]string{
			"Bloom-Explain": "1", "Authorization": "Bearer " + i.tokenOf(t, "mem_1", "bloom", time.Now().Add(time.Hour), roles),
		})
		if (got["extensions"] != nil) != allowed || got["data"] == nil {
			t.Errorf("a %s got %s", roles, text(got))
		}
	}
}

// TestTrace wants a span for each stage and fetch, in the client's trace, and subgraphs to be told of theirs.
func TestTrace(t *testing.T) {
	told := make(chan string, 4)
	stores := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told <- r.Header.Get("Traceparent")
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"stores":[{"name":"Dew"}]}}`)
	})
	sdl, urls, _ := marketGraphs(t, map[string]http.Handler{"stores": stores})
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	spans := tracetest.NewSpanRecorder()
	ctx, stop := context.WithCancel(telemetry.With(context.Background(), sdk.NewTracerProvider(sdk.WithSpanProcessor(spans))))
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Run(ctx, Config{Addr: "127.0.0.1:0", Supergraph: path, SubgraphURLs: urls, Listening: func(a net.Addr) { listening <- "http://" + a.String() }})
	}()
	url := <-listening
	const trace = "0af7651916cd43dd8448eb211c80319c"
	tell(t, url, `{"query":"query Stores { stores { name } }"}`, map[string]string{"Traceparent": "00-" + trace + "-b7ad6b7169203331-01"})
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	names, fetched := map[string]string{}, ""
	for _, s := range spans.Ended() {
		if s.SpanContext().TraceID().String() != trace {
			t.Errorf("%s is in trace %s", s.Name(), s.SpanContext().TraceID())
		}
		names[s.Name()] = s.SpanContext().SpanID().String()
		if s.Name() == "fetch stores" {
			fetched = s.Parent().SpanID().String()
		}
	}
	for _, name := range []string{"query Stores", "caller", "accept", "compile", "execute", "fetch stores"} {
		if names[name] == "" {
			t.Errorf("there is no span %q: %v", name, names)
		}
	}
	if fetched != names["execute"] {
		t.Error("the fetch is not inside of execute")
	}
	if got, want := <-told, "00-"+trace+"-"+names["fetch stores"]+"-01"; got != want {
		t.Errorf("the subgraph was told %s, want %s", got, want)
	}
}
