package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	password = "bloom-demo-1"
	// patience is how long anything may take that other services do after an answer was given.
	patience = 20 * time.Second
)

type (
	object = map[string]any
	list   = []any
)

// world is a running system, as it is seen from the outside.
type world struct {
	url string
	// state is the folder with the system's keys; "" where the system is not the test's own.
	state string
}

// caller is a guest, or whoever the token is for.
type caller struct{ url, token, language string }

func (w world) guest() caller { return caller{url: w.url} }

// signIn is a caller of the seed.
func (w world) signIn(t *testing.T, email string) caller {
	t.Helper()
	r := w.guest().must(t, `mutation($in: SignInInput!) { signIn(input: $in) { session { accessToken } userErrors { code } } }`,
		object{"in": object{"email": email, "password": password}})
	return caller{url: w.url, token: r.str("signIn.session.accessToken")}
}

// unique is different each time, for emails and keys.
func unique(prefix string) string { return prefix + strconv.FormatInt(time.Now().UnixNano(), 36) }

// newMember signs up a member whom nobody else uses.
func (w world) newMember(t *testing.T) caller {
	t.Helper()
	r := w.guest().must(t, `mutation($in: SignUpInput!) { signUp(input: $in) { session { accessToken } userErrors { code message } } }`,
		object{"in": object{"name": "손님", "email": unique("guest-") + "@bloom.test", "password": "a-long-pass-phrase-7"}})
	return caller{url: w.url, token: r.str("signUp.session.accessToken")}
}

type graphError struct {
	Message    string
	Path       list
	Extensions struct{ Code string }
}

// reply is what came back.
type reply struct {
	t       *testing.T
	status  int
	text    string
	hasData bool
	data    any
	errors  []graphError
}

// insides are words that only someone who looks after the services should ever read.
var insides = regexp.MustCompile(`(?i)pq:|pgx|sqlstate|goroutine|\.go:\d|127\.0\.0\.1|localhost|runtime error|panic|\*?[a-z]+\.[A-Z][A-Za-z]+Error|mongo|kafka|redis|\bsql\b|dial tcp|deadline|bleve|gqlgen|unmarshal|strconv|representations|interface \{\}|map\[|nil pointer`)

// post sends a body as it is.
func (c caller) post(t *testing.T, contentType, body string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.language != "" {
		request.Header.Set("Accept-Language", c.language)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	r := reply{t: t, status: response.StatusCode, text: string(text)}
	var parts struct {
		Data   json.RawMessage
		Errors []graphError
	}
	if err := json.Unmarshal(text, &parts); err != nil {
		t.Fatalf("status %d, not JSON: %s", r.status, short(r.text))
	}
	r.errors = parts.Errors
	r.hasData = len(parts.Data) > 0 && !bytes.Equal(parts.Data, []byte("null"))
	if r.hasData {
		if err := json.Unmarshal(parts.Data, &r.data); err != nil {
			t.Fatal(err)
		}
	}
	if r.status >= 500 {
		t.Errorf("status %d for %s: %s", r.status, short(body), short(r.text))
	}
	for _, e := range r.errors {
		if e.Extensions.Code == "" || e.Extensions.Code == "INTERNAL" {
			t.Errorf("code %q for %s: %s", e.Extensions.Code, short(body), short(r.text))
		}
		if found := insides.FindString(e.Message); found != "" {
			t.Errorf("a message shows %q: %s", found, e.Message)
		}
	}
	return r
}

// ask sends an operation.
func (c caller) ask(t *testing.T, query string, variables object) reply {
	t.Helper()
	body, err := json.Marshal(object{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return c.post(t, "application/json", string(body))
}

// must is ask where nothing may go wrong.
func (c caller) must(t *testing.T, query string, variables object) reply {
	t.Helper()
	r := c.ask(t, query, variables)
	if r.status != http.StatusOK || len(r.errors) > 0 {
		t.Fatalf("status %d for %s %v: %s", r.status, short(query), short(fmt.Sprint(variables)), short(r.text))
	}
	return r
}

// done is must for a mutation whose userErrors have to be empty.
func (c caller) done(t *testing.T, query string, variables object) reply {
	t.Helper()
	r := c.must(t, query, variables)
	if codes := r.codes(); len(codes) > 0 {
		t.Fatalf("%v for %s %v: %s", codes, short(query), short(fmt.Sprint(variables)), short(r.text))
	}
	return r
}

// refused sends what the domain has to refuse with one of the codes, and with nothing in the payload.
func (c caller) refused(t *testing.T, query string, variables object, codes ...string) reply {
	t.Helper()
	r := c.ask(t, query, variables)
	got := r.codes()
	if r.status != http.StatusOK || len(r.errors) > 0 || len(got) == 0 || !slices.Contains(codes, got[0]) {
		t.Errorf("want %v for %s %s\ngot status %d: %s", codes, short(query), short(fmt.Sprint(variables)), r.status, short(r.text))
		return r
	}
	for _, payload := range r.data.(object) {
		for name, value := range payload.(object) {
			switch value := value.(type) {
			case list:
				if name != "userErrors" && len(value) > 0 {
					t.Errorf("%v, and yet %s: %s", got, name, short(r.text))
				}
			case bool:
				if value {
					t.Errorf("%v, and yet %s: %s", got, name, short(r.text))
				}
			default:
				if value != nil {
					t.Errorf("%v, and yet %s: %s", got, name, short(r.text))
				}
			}
		}
	}
	return r
}

// unkept sends a text with U+0000 in it, which is refused as data or as a request.
func (c caller) unkept(t *testing.T, query string, variables object) {
	t.Helper()
	if r := c.ask(t, query, variables); len(r.errors) > 0 {
		r.failed("U+0000", "BAD_USER_INPUT")
	} else if codes := r.codes(); len(codes) == 0 || codes[0] != "INVALID" {
		t.Errorf("U+0000 was taken: %s", short(r.text))
	}
}

// fails sends what has to be answered with a GraphQL error of one of the codes.
func (c caller) fails(t *testing.T, query string, variables object, codes ...string) reply {
	t.Helper()
	r := c.ask(t, query, variables)
	r.failed(short(query)+" "+short(fmt.Sprint(variables)), codes...)
	return r
}

func (r reply) failed(what string, codes ...string) {
	r.t.Helper()
	if len(r.errors) == 0 || !slices.Contains(codes, r.errors[0].Extensions.Code) {
		r.t.Errorf("want the error %v for %s\ngot status %d: %s", codes, what, r.status, short(r.text))
	}
}

// codes are those of the userErrors, wherever they are.
func (r reply) codes() []string {
	var codes []string
	var look func(any)
	look = func(v any) {
		switch v := v.(type) {
		case object:
			if errors, ok := v["userErrors"].(list); ok {
				for _, e := range errors {
					e := e.(object)
					codes = append(codes, fmt.Sprint(e["code"]))
					message, _ := e["message"].(string)
					if found := insides.FindString(message); found != "" {
						r.t.Errorf("a message shows %q: %s", found, message)
					}
				}
			}
			for _, inner := range v {
				look(inner)
			}
		case list:
			for _, inner := range v {
				look(inner)
			}
		}
	}
	look(r.data)
	return codes
}

// at follows a path such as "products.nodes.0.id"; nil where there is nothing.
func (r reply) at(path string) any {
	v := r.data
	for step := range strings.SplitSeq(path, ".") {
		switch here := v.(type) {
		case object:
			v = here[step]
		case list:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(here) {
				return nil
			}
			v = here[i]
		default:
			return nil
		}
	}
	return v
}

func (r reply) str(path string) string {
	r.t.Helper()
	s, ok := r.at(path).(string)
	if !ok {
		r.t.Fatalf("no text at %s: %s", path, short(r.text))
	}
	return s
}

func (r reply) num(path string) int {
	r.t.Helper()
	n, ok := r.at(path).(float64)
	if !ok {
		r.t.Fatalf("no number at %s: %s", path, short(r.text))
	}
	return int(n)
}

func (r reply) list(path string) list {
	r.t.Helper()
	l, ok := r.at(path).(list)
	if !ok {
		r.t.Fatalf("no list at %s: %s", path, short(r.text))
	}
	return l
}

// strs are the texts of a field of each object of a list.
func (r reply) strs(path, field string) []string {
	r.t.Helper()
	var all []string
	for _, item := range r.list(path) {
		all = append(all, fmt.Sprint(item.(object)[field]))
	}
	return all
}

// is compares what is at a path.
func (r reply) is(path string, want any) {
	r.t.Helper()
	if n, ok := want.(int); ok {
		want = float64(n)
	}
	if got := r.at(path); fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Errorf("%s is %v, want %v: %s", path, got, want, short(r.text))
	}
}

func (r reply) timeAt(path string) time.Time {
	r.t.Helper()
	s := r.str(path)
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || !strings.HasSuffix(s, "Z") {
		r.t.Errorf("%s is %q, which is no RFC 3339 time in UTC", path, s)
	}
	return at
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 700 {
		return s[:700] + "…"
	}
	return s
}

// eventually waits for what other services do after an answer was given.
func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !met() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(30 * time.Millisecond)
	}
}
