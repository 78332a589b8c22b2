package cachecontrol_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/cachecontrol"
)

const sdl = `
schema { query: Root }
directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
type Root {
  me: Member
  product: Product @cacheControl(maxAge: 60)
  products: [Product!]
  anything: Thing
  node: Node
  count: Int
  shop: Shop
  mixed: Mixed
}
type Member { name: String }
type Product implements Node @cacheControl(maxAge: 300) {
  id: ID!
  name: String
  stock: Int @cacheControl(maxAge: 5)
  shop: Shop
  owner: Owner @cacheControl(inheritMaxAge: true)
  likedByMe: Boolean @cacheControl(scope: PRIVATE)
}
type Shop @link__cacheControl(maxAge: 20) { name: String, products: [Product!] }
type Owner implements Node { id: ID!, name: String }
type Cart @cacheControl(scope: PRIVATE) { id: ID! }
type Plain { id: ID! }
interface Node { id: ID! }
union Thing @cacheControl(maxAge: 100) = Product | Cart
union Mixed = Plain | Shop
`

func TestPolicies(t *testing.T) {
	for _, c := range []struct{ name, query, settings, want string }{
		{"a field's hint", "{product{id name}}", "", "public, max-age=60"},
		{"a type's hint", "{products{id}}", "", "public, max-age=300"},
		{"the least of all", "{product{id shop{name}}}", "", "public, max-age=20"},
		{"a scalar's hint", "{product{stock}}", "", "public, max-age=5"},
		{"an object without", "{product{id} count}", "", "no-store"},
		{"an object that inherits", "{product{owner{name}}}", "", "public, max-age=60"},
		{"one private field", "{product{id likedByMe}}", "", "private, no-store"},
		{"me", "{me{name}}", "", "private, no-store"},
		{"by a fragment", "{product{...f}} fragment f on Product{id shop{...g}} fragment g on Shop{name}", "", "public, max-age=20"},
		{"a fragment in itself", "{product{...f}} fragment f on Product{...f}", "", "public, max-age=60"},
		{"inline", "{product{... on Product{stock}}}", "", "public, max-age=5"},
		{"a union with a hint, of something private", "{anything{__typename}}", "", "private, no-store"},
		{"a union of which one has none", "{mixed{... on Shop{name}}}", "", "no-store"},
		{"an interface of which one has none", "{node{id}}", "", "no-store"},
		{"nothing said", "{count}", "", "private, no-cache"},
		{"no type", "{__typename}", "", "private, no-cache"},
		{"the schema", "{__schema{types{name}}}", "", "private, no-cache"},
		{"which operation", "query A{product{id}} query B{me{name}}", "", "public, max-age=60"},
		{"a mutation", "mutation{x}", "", "private, no-store"},
		{"settings over the supergraph", "{product{id}}", `{"hints":{"Root.product":{"maxAge":7}}}`, "public, max-age=7"},
		{"settings for a type", "{mixed{__typename}}", `{"hints":{"Plain":{"maxAge":9},"Mixed":{"maxAge":30}}}`, "public, max-age=30"},
		{"settings for a default", "{count}", `{"defaultMaxAge":11}`, "public, max-age=11"},
		{"a default for objects", "{mixed{... on Shop{name}}}", `{"defaultMaxAge":11}`, "public, max-age=11"},
		{"settings that make private", "{product{id}}", `{"hints":{"Product":{"scope":"PRIVATE"}}}`, "private, no-store"},
		{"settings that make me public", "{me{name}}", `{"hints":{"Root.me":{"scope":"PUBLIC","maxAge":3}}}`, "public, max-age=3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var settings cachecontrol.Settings
			if c.settings != "" {
				settings = read(t, c.settings)
			}
			p, err := cachecontrol.New(sdl, settings, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			name := ""
			if strings.HasPrefix(c.query, "query A") {
				name = "A"
			}
			for range 2 { // worked out, then remembered
				if got := p.Of(c.query, name); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			}
		})
	}
}

func read(t *testing.T, text string) cachecontrol.Settings {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hints.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := cachecontrol.ReadSettings(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSettings(t *testing.T) {
	for text, want := range map[string]string{
		`{`: "unexpected EOF", `{"hints":{"A":{"scope":"MINE"}}}`: "PUBLIC or PRIVATE", `{"hints":{"A":{"maxAge":-1}}}`: "negative", `{"maxAge":1}`: "unknown field",
	} {
		path := filepath.Join(t.TempDir(), "hints.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := cachecontrol.ReadSettings(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	// A name that the graph does not have is no reason not to serve: the graph may have changed.
	var log strings.Builder
	if _, err := cachecontrol.New(sdl, read(t, `{"hints":{"Nope":{"maxAge":1},"Product.nope":{"maxAge":1}}}`), slog.New(slog.NewTextHandler(&log, nil))); err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "Nope Product.nope") {
		t.Errorf("the log says %s", log.String())
	}
}

// TestMarketplace holds the marketplace's own hints against its supergraph.
func TestMarketplace(t *testing.T) {
	sdl, err := os.ReadFile("../../../schema/supergraph.graphql")
	if err != nil {
		t.Fatal(err)
	}
	settings, err := cachecontrol.ReadSettings("../../../schema/cache.json")
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	p, err := cachecontrol.New(string(sdl), settings, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("there are hints for what is not there: %s", log.String())
	}
	for query, want := range map[string]string{
		`{products(first: 12){edges{node{id name price{amount} images{url} store{name} representativeFlower{name}}} pageInfo{endCursor}}}`: "public, max-age=15",
		`{flowers{id name}}`: "public, max-age=3600",
		`{product(id:"prd_1"){name reviews(first: 3){nodes{rating body}}} categories{id}}`: "public, max-age=15",
		`{store(slug:"a"){name slots(method: PICKUP, date: "2026-01-01"){id}}}`:            "no-store",
		`{store(slug:"a"){name sellers{id}}}`:                                              "private, no-store",
		`{cart(id:"crt_secret"){id}}`:                                                      "private, no-store",
		`{order(id:"ord_1"){id}}`:                                                          "private, no-store",
		`{me{id}}`:                                                                         "private, no-store",
		`{flowers{id} me{id}}`:                                                             "private, no-store",
	} {
		if got := p.Of(query, ""); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}
