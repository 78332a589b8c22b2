package router

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestExplainedInParts wants the plan and the timings with the last part of a deferred answer, and with the first
// event of a stream, of those who may see them.
func TestExplainedInParts(t *testing.T) {
	f := newFeed()
	orders := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") == "text/event-stream" {
			f.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"recent":[{"id":"1","store":{"__typename":"Store","id":"a"}}]}}`)
	}))
	t.Cleanup(orders.Close)
	_, urls, _ := marketGraphs(t, nil)
	urls["orders"] = orders.URL
	url, _, _ := start(t, Config{Supergraph: marketFile(t), SubgraphURLs: urls, PlanKey: "let me see"})
	url += "/graphql"
	for key, allowed := range map[string]bool{"let me see": true, "let me": false} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(`{"query":"{recent{id ... @defer{store{name}}}}"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", parts)
		req.Header.Set("Bloom-Explain", key)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		reader := multipart.NewReader(resp.Body, "-")
		for i := range 2 {
			part, err := reader.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				HasNext    bool
				Extensions map[string]struct {
					Fetches []any
					Plan    struct {
						First any
						Parts map[string]any
					}
				}
			}
			if err := json.NewDecoder(part).Decode(&got); err != nil {
				t.Fatal(err)
			}
			how, explained := got.Extensions["explain"]
			if explained != (allowed && i == 1) || got.HasNext != (i == 0) {
				t.Errorf("with key %q, part %d is %+v", key, i, got)
			}
			if explained && (len(how.Fetches) < 2 || how.Plan.First == nil || !strings.Contains(text(how.Plan.Parts["1"]), "_entities")) {
				t.Errorf("explained as %s", text(how))
			}
		}

		sub := subscribe(t, url, "")
		sub.Header.Set("Bloom-Explain", key)
		l := listen(t, sub)
		received(t, f.opened)
		for i := range 2 {
			f.events <- event("PAID", "a")
			l.want("event: next")
			line := l.line()
			if explained := strings.Contains(line, `"extensions":{"explain":{"operation":{`); explained != (allowed && i == 0) || !strings.Contains(line, `"status":"PAID"`) {
				t.Errorf("with key %q, event %d is %s", key, i, line)
			}
			if allowed && i == 0 && !strings.Contains(line, "orderUpdates(id: $a)") {
				t.Errorf("the plan is not in %s", line)
			}
		}
		l.cancel()
		gone(t, f.closed)
	}
}
