package accept_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/accept"
)

// FuzzRead wants a request, a batch within its bound, or a refusal, of any body and any query string.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{a}","variables":{"b":[1]},"operationName":null,"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"},"cost":true}}`,
		`[{"query":"{a}"},{"documentId":"sha256:x"}]`, `[]`, `[[]]`, `{"extensions":{"persistedQuery":null}}`, `{"query":1}`, "\xff", `{"doc_id":"1"}`,
		`query=%7Ba%7D&variables=%7B%7D&extensions=%7B%22persistedQuery%22:%7B%22version%22:1%7D%7D`, `documentId=1&variables= {}`, `query=%`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	const most = 3
	f.Fuzz(func(t *testing.T, text string, post bool) {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(text))
		if !post {
			r = httptest.NewRequest("GET", "/graphql", nil)
			r.URL.RawQuery = text
		}
		r.Header.Set("Content-Type", "application/json")
		request, batch, refusal := accept.Read(httptest.NewRecorder(), r, accept.Bounds{Body: 1 << 16, Batch: most})
		switch {
		case refusal != nil:
			if request != nil || batch != nil || refusal.Status < 400 && !refusal.WellFormed || len(refusal.Errors) == 0 {
				t.Errorf("refused with %d %v, and %v %v", refusal.Status, refusal.Errors, request, batch)
			}
			return
		case request != nil:
			if batch != nil {
				t.Error("both a request and a batch")
			}
			batch = append(batch, request)
		case len(batch) == 0 || len(batch) > most:
			t.Errorf("a batch of %d", len(batch))
		}
		for _, one := range batch {
			if strings.TrimSpace(one.Query) == "" && one.PersistedID == "" {
				t.Errorf("a request for nothing: %+v", one)
			}
			if one.Variables != nil && (one.Variables[0] != '{' || one.Variables[len(one.Variables)-1] != '}') {
				t.Errorf("the variables are %q", one.Variables)
			}
			if one.ReadOnly == post {
				t.Errorf("read only: %v", one.ReadOnly)
			}
		}
	})
}

// FuzzNegotiate wants an answer of any header.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "application/json", "text/event-stream", "multipart/mixed;deferSpec=20220824, application/json;q=0.9",
		"application/*;q=0.1, text/html", ";q=,;=;", "application/json;q=NaN", "*/*;q=-1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		got := accept.Negotiate(map[string][]string{"Accept": {header}})
		switch got.Body {
		case "", "application/json", "application/graphql-response+json":
		default:
			t.Errorf("%q is answered with %q", header, got.Body)
		}
		if got.OldParts && !strings.Contains(strings.ToLower(header), "multipart") {
			t.Errorf("%q gets parts", header)
		}
	})
}
