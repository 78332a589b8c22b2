package router

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/caller"
)

// flood is the text n times, with # as the number.
func flood(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", itoa(i)))
	}
	return b.String()
}

// TestFloods sends requests that are made to cost more than they are worth, to a router as it runs. Each has to be
// answered clearly, with little memory; what takes a time that grows faster than the request would not end.
func TestFloods(t *testing.T) {
	limits := DefaultLimits()
	limits.Body = 8 << 20
	base, _, _ := start(t, Config{Supergraph: marketFile(t), Limits: limits, Edge: Edge{Batch: 10}})
	deep := func(open, shut string, n int) string { return strings.Repeat(open, n) + strings.Repeat(shut, n) }
	q := func(query string) string { return `{"query":` + quote(query) + `}` }
	v := func(variables string) string {
		return `{"query":"query($n: Int){ recent(first: $n){ id } }","variables":` + variables + `}`
	}
	chain := func(n int, last string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "fragment f%d on Member{...f%d} ", i, i+1)
		}
		return b.String() + fmt.Sprintf("fragment f%d on Member{%s}", n, last)
	}
	doubling := func(n int, between, last string) string {
		var b strings.Builder
		b.WriteString("{me{...f0}}")
		for i := range n {
			fmt.Fprintf(&b, " fragment f%d on Member{%s}", i, strings.ReplaceAll(between, "#", itoa(i+1)))
		}
		return b.String() + fmt.Sprintf(" fragment f%d on Member{%s}", n, last)
	}
	for _, c := range []struct {
		name, body    string
		status        int
		code, message string
	}{
		{"a million tokens", q("{" + strings.Repeat("a ", 1_000_000) + "}"), 400, "TOO_COMPLEX", "tokens"},
		{"too large", q(strings.Repeat("#", 9<<20)), 413, "TOO_COMPLEX", "too large"},
		{"10,000 aliases", q("{me{" + flood(3000, "a#:id ") + "}}"), 400, "TOO_COMPLEX", "aliases"},
		{"one field 9,000 times", q("{me{" + strings.Repeat("id ", 9000) + "}}"), 400, "TOO_COMPLEX", "of one name"},
		{"one object 2,000 times", q("{me{" + strings.Repeat("orders{id} ", 2000) + "}}"), 400, "TOO_COMPLEX", "of one name"},
		{"pairs of fragments", q("{me{" + flood(900, "...f# ") + "}} " + flood(900, "fragment f# on Member{id} ")), 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"a chain of fragments", q("{me{...f0}} " + flood(900, "fragment f# on Member{...g#} ")), 400, "BAD_USER_INPUT", ""},
		{"a cycle of many", q("{me{...f0}} " + flood(600, "fragment f# on Member{...f0 ...f#} ")), 400, "BAD_USER_INPUT", "within itself"},
		{"fragments that double", q(doubling(40, "...f# ...f#", "name")), 400, "TOO_COMPLEX", "too many fields"},
		{"fragments that double in fragments", q(doubling(40, "...{...f#} ...{...f#}", "name")), 400, "TOO_COMPLEX", "too many fields"},
		{"fragments that double for nothing", q(doubling(40, "...f# ...f#", "...nope")), 400, "TOO_COMPLEX", "too many fields"},
		{"many operations", q(flood(1000, "query Q#{me{id}} ")), 400, "BAD_USER_INPUT", "operationName"},
		{"directives", q("{me{name " + strings.Repeat("@include(if:true) ", 1200) + "}}"), 400, "BAD_USER_INPUT", "only be used once"},
		{"unknown directives", q("{me{name " + strings.Repeat("@nope ", 4000) + "}}"), 400, "BAD_USER_INPUT", "nope"},
		{"unused variables", q("query(" + flood(1900, "$v#:Int ") + "){me{id}}"), 400, "BAD_USER_INPUT", "never used"},
		{"fragments in a chain", q("{me{...f0}} " + chain(850, "id")), 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"operations that spread a chain", q(flood(380, "query Q#{me{...f0}} ") + chain(380, "id")), 400, "BAD_USER_INPUT", "operationName"},
		{"a cycle of 800", q("{me{...f0}} " + chain(800, "...f0")), 400, "BAD_USER_INPUT", "within itself"},
		{"a deep list in the query", q("{recent(first:" + deep("[", "]", 4000) + "){id}}"), 400, "BAD_USER_INPUT", "Int"},
		{"a deep object in the query", q("{recent(first:" + deep("{a:", "}", 2400) + "){id}}"), 400, "BAD_USER_INPUT", ""},
		{"a deep type", q("query($a:" + deep("[", "]", 4900) + "){me{id}}"), 400, "BAD_USER_INPUT", ""},
		{"deep fields", q(deep("{me", "}", 3000)), 400, "TOO_COMPLEX", "deep"},
		{"a long name", q("{" + strings.Repeat("a", 1_000_000) + "}"), 400, "BAD_USER_INPUT", "Cannot query"},
		{"a long text", q(`{order(id:"` + strings.Repeat("a", 1_000_000) + `"){id}}`), 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"never closed", q("{me{id " + strings.Repeat("(", 9000)), 400, "BAD_USER_INPUT", ""},
		{"switches over long variables", `{"query":` + quote("query("+flood(600, "$v#:Boolean! ")+"){me{"+flood(600, "id @include(if:$v#) ")+"}}") +
			`,"variables":{"junk":"` + strings.Repeat("a", 1_000_000) + `",` + strings.TrimSuffix(flood(600, `"v#":true,`), ",") + `}}`, 200, "SUBGRAPH_UNAVAILABLE", ""},

		{"deep lists", v(`{"n":` + deep("[", "]", 100_000) + `}`), 400, "BAD_USER_INPUT", ""},
		{"deep objects", v(`{"n":` + strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000) + `}`), 400, "BAD_USER_INPUT", ""},
		{"deep lists in what nobody reads", `{"query":"{me{name}}","nobody":` + deep("[", "]", 100_000) + `}`, 400, "BAD_USER_INPUT", ""},
		{"a huge number", v(`{"n":` + strings.Repeat("9", 100_000) + `}`), 400, "BAD_USER_INPUT", `"$n"`},
		{"a huge exponent", v(`{"n":1e999999999}`), 400, "BAD_USER_INPUT", `"$n"`},
		{"a number with a fraction", v(`{"n":1.5}`), 400, "BAD_USER_INPUT", `"$n"`},
		{"__proto__", v(`{"__proto__":{"n":1},"constructor":{"prototype":{}}}`), 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"a name twice", `{"query":"{nope}","query":"{me{name}}"}`, 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"a variable twice", v(`{"n":1,"n":"x"}`), 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"NUL in the query", q("{me{name}}\x00"), 400, "BAD_USER_INPUT", ""},
		{"NUL after the body", `{"query":"{me{name}}"}` + "\x00", 400, "BAD_USER_INPUT", "not a JSON object"},
		{"not UTF-8", "{\"query\":\"{me{name}} #\xff\xfe\"}", 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"not UTF-8 in a name", "{\"query\":\"{m\xffe{name}}\"}", 400, "BAD_USER_INPUT", ""},
		{"half a pair of surrogates", `{"query":"query($i: ID!){order(id:$i){id}}","variables":{"i":"\ud800"}}`, 200, "SUBGRAPH_UNAVAILABLE", ""},
		{"a byte order mark", "\xef\xbb\xbf" + `{"query":"{me{name}}"}`, 400, "BAD_USER_INPUT", "not a JSON object"},
		{"a batch of batches", `[[{"query":"{me{name}}"}],[[[[]]]]]`, 400, "BAD_USER_INPUT", "not a JSON object"},
		{"a deep batch", deep("[", "]", 100_000), 400, "BAD_USER_INPUT", "not JSON"},
		{"a batch of nothing", "[" + strings.Repeat("{},", 100_000) + "{}]", 400, "TOO_COMPLEX", "a batch may have"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), "POST", base+"/graphql", strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Accept", "application/graphql-response+json")
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			status, answer := do(t, req)
			runtime.ReadMemStats(&after)
			if status != c.status || answer.code() != c.code || !strings.Contains(answer.message(), c.message) {
				t.Errorf("got %d %.500s; want %d %s %q", status, text(answer), c.status, c.code, c.message)
			}
			if raw := text(answer); len(raw) > 32<<10 {
				t.Errorf("the answer has %d bytes", len(raw))
			}
			// That of the client is in it.
			if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20+16*uint64(len(c.body)) {
				t.Errorf("it took %d MiB for %d bytes", took>>20, len(c.body))
			}
		})
	}
	if status, body := get(t, base+"/health/ready"); status != 200 {
		t.Errorf("after all that the router is not ready: %s", body)
	}
}

// TestWholeNumbers wants an Int to be one, wherever it stands.
func TestWholeNumbers(t *testing.T) {
	a := ownArena(t)
	const first, lines, line = `query($v: Int){products(first:$v){totalCount}}`, `mutation($v: [CartLineInput!]){createCart(lines:$v){cart{id}}}`,
		`mutation($v: Int!){createCart(lines:[{productId:"p",quantity:$v}]){cart{id}}}`
	for _, c := range []struct {
		query, value string
		good         bool
	}{
		{first, "1", true}, {first, "null", true}, {first, "-2147483648", true}, {first, "2147483647", true}, {first, "1.0", true}, {first, "1e3", true},
		{first, "2147483648", false}, {first, "-2147483649", false}, {first, "1.5", false}, {first, "1e-1", false}, {first, "1e999999999", false},
		{first, strings.Repeat("9", 100_000), false},
		{lines, `[{"productId":"p","quantity":1}]`, true}, {lines, `{"productId":"p","quantity":1}`, true}, {lines, `[{"productId":15,"quantity":1e0}]`, true},
		{lines, `[{"productId":"p","quantity":1},{"productId":"p","quantity":1.5}]`, false}, {lines, `{"productId":"p","quantity":1e99}`, false},
		{line, "1", true}, {line, "1.5", false},
	} {
		_, refusal := a.pipeline.compiler.Compile(&accept.Request{Query: c.query, Variables: []byte(`{"v":` + c.value + `}`)}, (&caller.Caller{}).Grants())
		if (refusal == nil) != c.good || refusal != nil && !strings.Contains(refusal.Error(), "32 bits") {
			t.Errorf("%s with %.80s: %v", c.query, c.value, refusal)
		}
	}
}

// quote is the text as JSON.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// TestTypesInTypes asks for abstract types in abstract types: each makes fragments for all object types of what is in it.
func TestTypesInTypes(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/conformance/narrowing.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	url := c.start(t, string(c.section("supergraph.theguild.graphql").Data), &log{}, Config{Limits: Limits{Body: 1 << 20, Fields: 500}})
	for _, level := range []string{"near{...on Made{__typename ", "near{...on Made{id "} { // the planner multiplies the second by itself
		of := func(n int) string { return "{made{" + strings.Repeat(level, n) + strings.Repeat("}}", n) + "}}" }
		if got := post(t, url, of(2), nil); got["errors"] != nil {
			t.Errorf("two levels of %s: %s", level, text(got))
		}
		if got := text(post(t, url, of(40), nil)); !strings.Contains(got, "TOO_COMPLEX") {
			t.Errorf("forty levels of %s: %s", level, got)
		}
	}
}
