package observe

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// asks sends a request through the observer, as a pipeline that finds out what it asks for.
func asks(t *testing.T, o *Observer, client string, op Operation) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"variables":{"password":"hunter2"}}`))
	r.Header.Set("Graphql-Client-Name", client)
	o.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := From(r.Context())
		seen.Enter(Compile)
		seen.Asks(op)
		_, _ = w.Write([]byte(`{"data":{"token":"hunter2"}}`))
	})).ServeHTTP(httptest.NewRecorder(), r)
}

// seriesOf are the labels of a metric's series.
func seriesOf(t *testing.T, o *Observer, name string) []string {
	t.Helper()
	w := httptest.NewRecorder()
	o.Metrics().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	found := map[string]bool{}
	for line := range strings.Lines(w.Body.String()) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			labels, _, _ := strings.Cut(strings.TrimPrefix(rest, "_count"), "}")
			if strings.HasPrefix(labels, "{") && !strings.Contains(labels, "le=") {
				found[labels] = true
			}
		}
	}
	return slices.Collect(maps.Keys(found))
}

// TestNamesAreBounded wants clients that make names up not to fill the memory, here or in Prometheus.
func TestNamesAreBounded(t *testing.T) {
	o := New(Options{})
	for i := range 2000 {
		asks(t, o, fmt.Sprint("client", i%300), Operation{Name: fmt.Sprint("Operation", i), Kind: "query"})
	}
	asks(t, o, "\x00\xff", Operation{Name: strings.Repeat("a", 10_000), Kind: "query"})
	if n := len(seriesOf(t, o, "router_request_duration_seconds")); n > maxOperations+1 || n < 2 {
		t.Errorf("%d operations are told apart", n)
	}
	if len(o.metrics.clients.known) > maxClients {
		t.Errorf("%d clients are told apart", len(o.metrics.clients.known))
	}
	if all := seriesOf(t, o, "router_requests_total"); !slices.ContainsFunc(all, func(labels string) bool { return strings.Count(labels, `"other"`) == 2 }) {
		t.Error("nothing is counted as other")
	}
}

func TestAccessLogSaysNoVariables(t *testing.T) {
	var out bytes.Buffer
	log := NewAccessLog(&out)
	o := New(Options{Access: log})
	asks(t, o, "shop\n\"", Operation{Name: "Pay", Kind: "mutation", Hash: "cafe"})
	ended, end := context.WithCancel(t.Context())
	end()
	if err := log.Run(ended); err != nil {
		t.Fatal(err)
	}
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%s: %v", out.String(), err)
	}
	if strings.Contains(out.String(), "hunter2") {
		t.Errorf("logged %s", out.String())
	}
	for field, want := range map[string]any{"operation": "Pay", "kind": "mutation", "hash": "cafe", "status": 200., "bytes": 28., "client": "other"} {
		if line[field] != want {
			t.Errorf("%s is %v, want %v", field, line[field], want)
		}
	}
}

// stuck is a writer that does not take anything until it is released.
type stuck struct {
	bytes.Buffer
	writing, release chan struct{}
}

func (s *stuck) Write(p []byte) (int, error) {
	select {
	case s.writing <- struct{}{}:
	default:
	}
	<-s.release
	return s.Buffer.Write(p)
}

// TestAccessLogIsBounded wants a writer that hangs to cost lines, and neither memory nor requests.
func TestAccessLogIsBounded(t *testing.T) {
	out := &stuck{writing: make(chan struct{}, 1), release: make(chan struct{})}
	log := NewAccessLog(out)
	o := New(Options{Access: log})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- log.Run(ctx) }()
	asks(t, o, "a", Operation{Name: "First", Kind: "query"})
	select {
	case <-out.writing:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing is written")
	}
	for range 10_000 {
		asks(t, o, "a", Operation{Name: "More", Kind: "query"})
	}
	log.mu.Lock()
	waiting, dropped := len(log.lines), log.dropped
	log.mu.Unlock()
	if waiting > maxUnwritten+1024 || dropped == 0 {
		t.Errorf("%d bytes wait, %d lines were dropped", waiting, dropped)
	}
	close(out.release)
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf(`{"msg":"requests not logged","count":%d}`, dropped); !strings.Contains(out.String(), want) {
		t.Errorf("the log does not say %s", want)
	}
}

func TestNobodyRecords(t *testing.T) {
	r := From(context.Background())
	r.Enter(Execute)
	r.Asks(Operation{})
	r.Calls([]string{"ADMIN"})
	r.Incomplete()
	var out bytes.Buffer
	if _, err := r.Explaining(&out, nil).Write([]byte("x")); err != nil || out.String() != "x" {
		t.Errorf("wrote %q, %v", out.String(), err)
	}
}
