package contract

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func malformedRequests(t *testing.T, w world) {
	guest := w.guest()
	for name, test := range map[string]struct{ contentType, body, codes string }{
		"empty":                 {"application/json", "", "BAD_USER_INPUT"},
		"not JSON":              {"application/json", "hello", "BAD_USER_INPUT"},
		"cut off":               {"application/json", `{"query": "{ flowers { id `, "BAD_USER_INPUT"},
		"a number":              {"application/json", "42", "BAD_USER_INPUT"},
		"null":                  {"application/json", "null", "BAD_USER_INPUT"},
		"no query":              {"application/json", "{}", "BAD_USER_INPUT"},
		"an empty query":        {"application/json", `{"query": ""}`, "BAD_USER_INPUT"},
		"a query of a number":   {"application/json", `{"query": 42}`, "BAD_USER_INPUT"},
		"variables of a text":   {"application/json", `{"query": "{ flowers { id } }", "variables": "x"}`, "BAD_USER_INPUT"},
		"syntax":                {"application/json", `{"query": "{ flowers { id "}`, "BAD_USER_INPUT"},
		"only a comment":        {"application/json", `{"query": "# nothing"}`, "BAD_USER_INPUT"},
		"NUL in the query":      {"application/json", `{"query": "{ flowers \u0000 { id } }"}`, "BAD_USER_INPUT"},
		"unknown field":         {"application/json", `{"query": "{ flowers { id secret } }"}`, "BAD_USER_INPUT"},
		"unknown root":          {"application/json", `{"query": "{ passwords { id } }"}`, "BAD_USER_INPUT"},
		"unknown argument":      {"application/json", `{"query": "{ products(firstly: 5) { totalCount } }"}`, "BAD_USER_INPUT"},
		"no selection":          {"application/json", `{"query": "{ flowers }"}`, "BAD_USER_INPUT"},
		"missing variable":      {"application/json", `{"query": "query($id: ID!) { product(id: $id) { id } }"}`, "BAD_USER_INPUT"},
		"undeclared variable":   {"application/json", `{"query": "{ product(id: $id) { id } }"}`, "BAD_USER_INPUT"},
		"two operations":        {"application/json", `{"query": "query A { flowers { id } } query B { flowers { id } }"}`, "BAD_USER_INPUT"},
		"unknown operation":     {"application/json", `{"query": "query A { flowers { id } }", "operationName": "C"}`, "BAD_USER_INPUT"},
		"an unknown fragment":   {"application/json", `{"query": "{ flowers { ...F } }"}`, "BAD_USER_INPUT"},
		"a circle of fragments": {"application/json", `{"query": "{ flowers { ...F } } fragment F on Flower { ...G } fragment G on Flower { ...F }"}`, "BAD_USER_INPUT"},
		"too deep":              {"application/json", `{"query": "{ ` + deep(90) + ` }"}`, "TOO_COMPLEX"},
		"absurdly deep":         {"application/json", `{"query": "` + strings.Repeat("{a", 20_000) + `"}`, "TOO_COMPLEX BAD_USER_INPUT"},
		"many aliases":          {"application/json", `{"query": "{ ` + aliases(60_000) + ` }"}`, "TOO_COMPLEX"},
		"wide and deep":         {"application/json", `{"query": "{ products(first: 100) { nodes { store { products(first: 100) { nodes { store { products(first: 100) { nodes { reviews(first: 100) { nodes { id } } } } } } } } } } }"}`, "TOO_COMPLEX"},
		"a huge body":           {"application/json", `{"query": "{ flowers { id } }", "x": "` + strings.Repeat("x", 17<<20) + `"}`, "BAD_USER_INPUT TOO_COMPLEX"},
		"not JSON by its type":  {"text/plain", `{"query": "{ flowers { id } }"}`, "BAD_USER_INPUT"},
		"entities":              {"application/json", `{"query": "{ _entities(representations: []) { __typename } }"}`, "BAD_USER_INPUT"},
		"service":               {"application/json", `{"query": "{ _service { sdl } }"}`, "BAD_USER_INPUT"},
	} {
		t.Run(name, func(t *testing.T) {
			r := guest.post(t, test.contentType, test.body)
			r.failed(name, strings.Fields(test.codes)...)
			if r.status < 200 || r.status >= 500 || r.status >= 300 && r.status < 400 || r.hasData {
				t.Errorf("status %d: %s", r.status, short(r.text))
			}
		})
	}
}

func deep(n int) string {
	return strings.Repeat("products(first: 1) { nodes { store { ", n) + "id" + strings.Repeat(" } } }", n)
}

func aliases(n int) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, "a%d: flowers { id } ", i)
	}
	return all.String()
}

func tokens(t *testing.T, w world) {
	good := w.newMember(t).token
	parts := strings.Split(good, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	encode := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	var claims object
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"garbage":         "garbage",
		"three of it":     "a.b.c",
		"no signature":    parts[0] + "." + parts[1] + ".",
		"another's":       parts[0] + "." + encode(with(claims, object{"sub": "mem_01SEED000000000000000ADM1N"})) + "." + parts[2],
		"never expires":   parts[0] + "." + encode(with(claims, object{"exp": 9_999_999_999})) + "." + parts[2],
		"algorithm none":  encode(object{"alg": "none", "typ": "JWT"}) + "." + parts[1] + ".",
		"algorithm HS256": encode(object{"alg": "HS256", "typ": "JWT"}) + "." + parts[1] + "." + parts[2],
		"huge":            strings.Repeat("x", 7000),
	} {
		t.Run(name, func(t *testing.T) {
			for _, query := range []string{`{ me { id } }`, `{ flowers { id } }`, `mutation { createCart { cart { id } userErrors { code } } }`} {
				r := caller{url: w.url, token: token}.fails(t, query, nil, "UNAUTHENTICATED")
				if r.status != http.StatusUnauthorized {
					t.Errorf("status %d", r.status)
				}
			}
		})
	}
	// No header that a client sends makes it anyone.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/graphql", strings.NewReader(`{"query": "{ me { id } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Bloom-Identity", good)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Data struct{ Me any } }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Data.Me != nil {
		t.Errorf("%v, %v", answer, err)
	}
}

// expiredToken is one that account signed, so to say, and that was good until a minute ago.
func expiredToken(t *testing.T, w world) {
	secret, err := os.ReadFile(filepath.Join(w.state, "token-key"))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(secret)))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(w.newMember(t).token, ".")
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	signed := func(changes object) caller {
		var claims object
		if err := json.Unmarshal(text, &claims); err != nil {
			t.Fatal(err)
		}
		changed, err := json.Marshal(with(claims, changes))
		if err != nil {
			t.Fatal(err)
		}
		body := parts[0] + "." + base64.RawURLEncoding.EncodeToString(changed)
		return caller{url: w.url, token: body + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(ed25519.NewKeyFromSeed(seed), []byte(body)))}
	}
	now := time.Now()
	if signed(nil).must(t, `{ me { id } }`, nil).at("me") == nil {
		t.Error("what the test signs is not taken at all")
	}
	for name, changes := range map[string]object{
		"expired":       {"iat": now.Add(-6 * time.Minute).Unix(), "nbf": nil, "exp": now.Add(-time.Minute).Unix()},
		"never expires": {"exp": nil},
		"not yet good":  {"iat": now.Add(time.Hour).Unix(), "nbf": now.Add(time.Hour).Unix(), "exp": now.Add(2 * time.Hour).Unix()},
		"of another":    {"iss": "https://elsewhere.test"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := signed(changes).fails(t, `{ me { id } }`, nil, "UNAUTHENTICATED"); r.status != http.StatusUnauthorized {
				t.Errorf("status %d", r.status)
			}
		})
	}
}

func valuesOfTheWrongType(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 1)
	product := func(price any) object { return with(draft(s.id, 1, 1), object{"price": price}) }
	filter := `query($in: ProductFilter) { products(filter: $in) { totalCount } }`
	slots := `query($date: Date!, $method: FulfilmentMethod!) { store(slug: "moonlight-flowers") { slots(date: $date, method: $method) { id } } }`
	for name, test := range map[string]struct {
		c         caller
		query     string
		variables object
	}{
		"Int64 of a text":        {s.seller, createProduct, object{"in": product("many")}},
		"Int64 with a fraction":  {s.seller, createProduct, object{"in": product(10.5)}},
		"Int64 beyond 2^53":      {s.seller, createProduct, object{"in": product(json.Number("9007199254740993"))}},
		"Int64 beyond 64 bits":   {s.seller, createProduct, object{"in": product(json.Number("99999999999999999999999999"))}},
		"Int64 of null":          {s.seller, `mutation($in: CreateProductInput!) { createProduct(input: $in) { product { id } userErrors { code } } }`, object{"in": object{"price": nil}}},
		"Int beyond 32 bits":     {me, `query($n: Int) { products(first: $n) { totalCount } }`, object{"n": 3_000_000_000}},
		"Int of a text":          {me, `query($n: Int) { products(first: $n) { totalCount } }`, object{"n": "5"}},
		"Date of a text":         {me, slots, object{"date": "tomorrow", "method": "PICKUP"}},
		"Date that is none":      {me, slots, object{"date": "2026-02-30", "method": "PICKUP"}},
		"Date with a time":       {me, slots, object{"date": "2026-12-01T00:00:00Z", "method": "PICKUP"}},
		"Date of a number":       {me, slots, object{"date": 20261201, "method": "PICKUP"}},
		"Date of no text":        {me, slots, object{"date": "", "method": "PICKUP"}},
		"Date in a filter":       {me, filter, object{"in": object{"arrival": object{"date": "x", "method": "PICKUP"}}}},
		"an unknown enum value":  {me, slots, object{"date": day(1), "method": "DRONE"}},
		"an enum in small":       {me, slots, object{"date": day(1), "method": "pickup"}},
		"an enum of a number":    {me, slots, object{"date": day(1), "method": 1}},
		"an unknown input field": {me, filter, object{"in": object{"nonsense": true}}},
		"a boolean of a text":    {me, filter, object{"in": object{"inStockOnly": "yes"}}},
		"an object for an ID":    {me, `query($id: ID!) { product(id: $id) { id } }`, object{"id": object{"$ne": nil}}},
		"a list for an ID":       {me, `query($id: ID!) { product(id: $id) { id } }`, object{"id": list{"a"}}},
		"null for a list's item": {me, filter, object{"in": object{"tagIds": list{nil}}}},
		"minPrice of a text":     {me, filter, object{"in": object{"minPrice": "1000"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if r := test.c.fails(t, test.query, test.variables, "BAD_USER_INPUT"); r.status >= 500 {
				t.Errorf("status %d", r.status)
			}
		})
	}
	// One value where a list is asked for is a list of one, says GraphQL.
	me.must(t, filter, object{"in": object{"tagIds": "tag_lover"}})
	me.fails(t, filter, object{"in": object{"minPrice": -5}}, "BAD_USER_INPUT")
	big := list{}
	for i := range 20_000 {
		big = append(big, fmt.Sprint("tag_", i))
	}
	if r := me.ask(t, filter, object{"in": object{"tagIds": big}}); len(r.errors) > 0 {
		r.failed("20,000 tags", "BAD_USER_INPUT", "TOO_COMPLEX")
	}
}

// textsOfEveryKind are kept as they were sent.
func textsOfEveryKind(t *testing.T, w world) {
	me := w.newMember(t)
	for _, text := range []string{"🌷 봄 🌷", "<script>alert('x')</script>", "Robert'); DROP TABLE members;--", `{"$ne": null}`, "${jndi:ldap://x}", "a\\b%c_d", "café", "{{7*7}}", "العربية"} {
		me.done(t, updateProfile, object{"in": object{"name": text}})
		me.must(t, `{ me { name } }`, nil).is("me.name", text)
	}
	for _, text := range []string{"a\x00b", "\x00"} {
		me.unkept(t, updateProfile, object{"in": object{"name": text}})
	}
	me.refused(t, updateProfile, object{"in": object{"name": "a\u202eb\x07"}}, "INVALID")
	me.must(t, `{ me { name } }`, nil).is("me.name", "العربية")
}

// languages: Korean first, English for those who ask for it.
func languages(t *testing.T, w world) {
	for language, korean := range map[string]bool{"": true, "ko-KR,ko;q=0.9": true, "en": false, "en-GB,en;q=0.8,ko;q=0.5": false, "xx; nonsense;;q=": true, strings.Repeat("en,", 5000) + "ko": false} {
		t.Run(short(language[:min(len(language), 30)]), func(t *testing.T) {
			c := caller{url: w.url, language: language}
			r := c.must(t, signIn, object{"in": object{"email": "minji@bloom.test", "password": "wrong-wrong-wrong"}})
			if hangul(r.str("signIn.userErrors.0.message")) != korean {
				t.Errorf("%s", r.text)
			}
			r = c.must(t, `{ flowers { name ko: name(locale: KO) en: name(locale: EN) } }`, nil)
			if hangul(r.str("flowers.0.name")) != korean || !hangul(r.str("flowers.0.ko")) || hangul(r.str("flowers.0.en")) {
				t.Errorf("%s", short(r.text))
			}
			r = c.fails(t, `mutation { likeProduct(productId: "x") { userErrors { code } } }`, nil, "UNAUTHENTICATED")
			if len(r.errors) > 0 && hangul(r.errors[0].Message) != korean {
				t.Errorf("%s", r.text)
			}
		})
	}
}

// variablesInsideLiterals: a client may write part of an input as a literal, and leave the rest to variables.
func variablesInsideLiterals(t *testing.T, w world) {
	guest := w.guest()
	r := guest.done(t, `mutation($email: String!, $password: String!) { signIn(input: {email: $email, password: $password}) { session { accessToken } userErrors { code } } }`,
		object{"email": "haneul@bloom.test", "password": password})
	if r.str("signIn.session.accessToken") == "" {
		t.Error(r.text)
	}
	count := func(query string, variables object) int {
		t.Helper()
		return guest.must(t, query, variables).num("products.totalCount")
	}
	query := `query($store: ID, $tags: [ID!], $flower: ID = "flw_rose", $min: Int64, $arrival: ArrivalFilter) {
		products(filter: {kind: REGULAR, storeId: $store, tagIds: $tags, flowerIds: [$flower], minPrice: $min, arrival: $arrival}) { totalCount } }`
	whole := `query($in: ProductFilter) { products(filter: $in) { totalCount } }`
	store := "str_01SEED00000000000000000001"
	for name, variables := range map[string]object{
		"none":           {},
		"a default":      {"store": store},
		"another":        {"store": store, "flower": "flw_tulip"},
		"a list":         {"tags": list{"tag_lover"}},
		"an item for it": {"tags": "tag_lover", "min": 30000},
		"an object":      {"arrival": object{"date": day(3), "method": "PICKUP"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := object{"kind": "REGULAR", "flowerIds": list{"flw_rose"}}
			for variable, field := range map[string]string{"store": "storeId", "tags": "tagIds", "min": "minPrice", "arrival": "arrival"} {
				if value, ok := variables[variable]; ok {
					in[field] = value
				}
			}
			if flower, ok := variables["flower"]; ok {
				in["flowerIds"] = list{flower}
			}
			if got, want := count(query, variables), count(whole, object{"in": in}); got != want || want == 0 {
				t.Errorf("%d products, want %d", got, want)
			}
		})
	}
	guest.fails(t, query, object{"min": "many"}, "BAD_USER_INPUT")
	guest.fails(t, query, object{"arrival": object{"date": day(3)}}, "BAD_USER_INPUT")
	guest.fails(t, `mutation($email: String!) { signIn(input: {email: $email, password: "x"}) { userErrors { code } } }`, nil, "BAD_USER_INPUT")
}
