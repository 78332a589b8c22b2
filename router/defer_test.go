package router

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// deferred asks with an Accept header and gives the parts of the answer, one after the other; they end with "".
func deferred(t *testing.T, target, accepts, query string) (part func() string, mediaType string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", target, strings.NewReader(`{"query":`+text(query)+`,"variables":{"yes":true,"no":false}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", accepts)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	mediaType, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if mediaType != "multipart/mixed" {
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		rest := string(raw)
		return func() string { now := rest; rest = ""; return now }, mediaType
	}
	reader := multipart.NewReader(resp.Body, params["boundary"])
	return func() string {
		t.Helper()
		next, err := reader.NextPart()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(next)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}, mediaType
}

const (
	parts    = "multipart/mixed, application/graphql-response+json, application/json;q=0.9"
	oldParts = "multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9"
)

func TestDefer(t *testing.T) {
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	working, _ := market(t, Config{}, nil)
	broken, _ := market(t, Config{}, map[string]http.Handler{"stores": hangUp})
	const whole = `{"data":{"me":{"id":"m","name":"Minji"}}}`
	for _, c := range []struct {
		name, target, accepts, query string
		want                         []string
	}{
		{"in parts", working, parts, `{me{id ... @defer(label:"n"){name}}}`, []string{
			`{"data":{"me":{"id":"m"}},"pending":[{"id":"1","path":["me"],"label":"n"}],"hasNext":true}`,
			`{"incremental":[{"id":"1","data":{"name":"Minji"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"in the parts of 2022", working, oldParts, `{me{id ... @defer(label:"n"){name}}}`, []string{
			`{"data":{"me":{"id":"m"}},"hasNext":true}`,
			`{"incremental":[{"path":["me"],"label":"n","data":{"name":"Minji"}}],"hasNext":false}`,
		}},
		{"in a list", working, parts, `{recent{id ...s @defer}} fragment s on Order{store{name}}`, []string{
			`{"data":{"recent":[{"id":"1"},{"id":"2"}]},"pending":[{"id":"1","path":["recent"]}],"hasNext":true}`,
			`{"incremental":[{"id":"1","subPath":[0],"data":{"store":{"name":"Moonlight"}}},{"id":"1","subPath":[1],"data":{"store":{"name":"Dew"}}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"in a list, as in 2022", working, oldParts, `{recent{id ...s @defer}} fragment s on Order{store{name}}`, []string{
			`{"data":{"recent":[{"id":"1"},{"id":"2"}]},"hasNext":true}`,
			`{"incremental":[{"path":["recent",0],"data":{"store":{"name":"Moonlight"}}},{"path":["recent",1],"data":{"store":{"name":"Dew"}}}],"hasNext":false}`,
		}},
		{"at the top, as in 2022", working, oldParts, `{me{id} ... @defer{stores{name}}}`, []string{
			`{"data":{"me":{"id":"m"}},"hasNext":true}`,
			`{"incremental":[{"path":[],"data":{"stores":[{"name":"Moonlight"},{"name":"Dew"}]}}],"hasNext":false}`,
		}},
		{"if so", working, parts, `query($yes:Boolean){me{id ... @defer(if:$yes){name}}}`, []string{
			`{"data":{"me":{"id":"m"}},"pending":[{"id":"1","path":["me"]}],"hasNext":true}`,
			`{"incremental":[{"id":"1","data":{"name":"Minji"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"if nobody says", working, parts, `query($none:Boolean){me{id ... @defer(if:$none){name}}}`, []string{
			`{"data":{"me":{"id":"m"}},"pending":[{"id":"1","path":["me"]}],"hasNext":true}`,
			`{"incremental":[{"id":"1","data":{"name":"Minji"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
		{"if not", working, parts, `query($no:Boolean!){me{id ... @defer(if:$no){name}}}`, []string{whole}},
		{"without parts", working, "application/json", `{me{id ... @defer{name}}}`, []string{whole}},
		{"nothing deferred", working, parts, `{me{id name}}`, []string{whole}},
		{"a mutation", working, parts, `mutation{place(store:"a"){id ... @defer{store{name}}}}`, []string{`{"data":{"place":{"id":"1","store":{"name":"Moonlight"}}}}`}},
		{"not valid", working, parts, `{me{id ... @defer{nope}}}`, []string{`"code":"BAD_USER_INPUT"`}},
		{"a part in trouble", broken, parts, `{recent{id ... @defer{store{town}}}}`, []string{
			`{"data":{"recent":[{"id":"1"},{"id":"2"}]},"pending":[{"id":"1","path":["recent"]}],"hasNext":true}`,
			`"code":"SUBGRAPH_UNAVAILABLE"`,
		}},
		{"the first part in trouble", broken, parts, `{stores{name} me{id ... @defer{name}}}`, []string{
			`"code":"SUBGRAPH_UNAVAILABLE"`,
			`{"incremental":[{"id":"1","data":{"name":"Minji"}}],"completed":[{"id":"1"}],"hasNext":false}`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			part, mediaType := deferred(t, c.target, c.accepts, c.query)
			if multi := mediaType == "multipart/mixed"; multi != (len(c.want) > 1) {
				t.Errorf("the media type is %s", mediaType)
			}
			for _, want := range append(c.want, "") {
				got := part()
				if got != want && (want == "" || strings.HasPrefix(want, "{") || !strings.Contains(got, want)) {
					t.Errorf("got  %s\nwant %s", got, want)
				}
				for _, leak := range []string{"127.0.0.1", "Subgraph", "stores'"} {
					if strings.Contains(got, leak) {
						t.Errorf("%q leaked: %s", leak, got)
					}
				}
			}
		})
	}
}

// TestDeferredPartIsNotWaitedFor wants the first part while the subgraph of the second still thinks.
func TestDeferredPartIsNotWaitedFor(t *testing.T) {
	release := make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		<-release
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"_entities":[{"__typename":"Store","name":"slow"},{"__typename":"Store","name":"slow"}]}}`)
	})
	target, _ := market(t, Config{}, map[string]http.Handler{"stores": slow})
	part, _ := deferred(t, target, parts, `{recent{id ... @defer{store{name}}}}`)
	if got := part(); !strings.Contains(got, `[{"id":"1"},{"id":"2"}]`) || !strings.Contains(got, `"hasNext":true`) {
		t.Errorf("the first part is %s", got)
	}
	close(release)
	if got := part(); !strings.Contains(got, `"name":"slow"`) || !strings.Contains(got, `"hasNext":false`) {
		t.Errorf("the second part is %s", got)
	}
}

// TestDeferOfSomeTypes defers a fragment on an abstract type that holds another: it says nothing of other objects.
func TestDeferOfSomeTypes(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/conformance/narrowing.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	url := c.start(t, string(c.section("supergraph.theguild.graphql").Data), &log{}, Config{})
	part, _ := deferred(t, url, parts, `{ made { id ... on Priced @defer(label: "p") { price ... on Made { by { name } } } } }`)
	for _, want := range []string{
		`{"data":{"made":[{"id":"b"},{"id":"s"},null,{"id":"v"}]},"pending":[{"id":"1","path":["made"],"label":"p"}],"hasNext":true}`,
		`{"incremental":[{"id":"1","subPath":[3],"data":{"price":100,"by":{"name":"Juno"}}}],"completed":[{"id":"1"}],"hasNext":false}`,
		"",
	} {
		if got := part(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
