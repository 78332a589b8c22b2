package graph_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/offers"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/search"
)

// home is what the storefront's first page asks of this service.
const home = `query Home($filter: ProductFilter) { products(filter: $filter, sort: MOST_LIKED, first: 20) {
	totalCount
	nodes { id name price { amount currency } availability likeCount averageRating reviewCount
		store { __typename id } images { id url(width: 400) alt width height } }
	pageInfo { hasNextPage endCursor }
	facets { categories { id name count } tags { id name count } flowers { id name count } priceRange { min { amount } max { amount } } }
} }`

// BenchmarkHome is the home page over ten thousand products, from request to answer.
func BenchmarkHome(b *testing.B) {
	handler, _ := shopWith(b, 10_000, nil)
	for name, variables := range map[string]string{
		"everything":  `{}`,
		"one of each": `{"filter":{"categoryIds":["cat_bouquet"],"tagIds":["tag_lover"],"flowerIds":["flw_rose","flw_peony"],"maxPrice":60000,"inStockOnly":true}}`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask(b, handler, home, variables)
			}
		})
	}
}

func ask(t testing.TB, handler http.Handler, query, variables string) json.RawMessage {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	var answer struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Errors != nil {
		t.Fatalf("answered %s", w.Body)
	}
	return answer.Data
}

// shopWith is the graph over an index of n products, and documents, which whoever is not signed in does not need.
func shopWith(t testing.TB, n int, documents app.Documents) (http.Handler, *identity.Signer) {
	t.Helper()
	index, err := search.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := index.Load(goods(n)); err != nil {
		t.Fatal(err)
	}
	key, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := identity.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	service := &app.Service{Documents: documents, Index: index, Offers: offers.NewBook(nil), Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{App: service, MediaURL: "/media"}})
	return graph.Batched(service, gql.Handler(schema, trust, slog.New(slog.DiscardHandler))), signer
}

func goods(n int) ([]*domain.Product, map[string]*domain.Stock) {
	c := catalogue.All()
	products, stocks := make([]*domain.Product, n), map[string]*domain.Stock{}
	for i := range products {
		flowers := []string{c.Flowers[i%len(c.Flowers)].ID}
		if other := c.Flowers[(i*7+3)%len(c.Flowers)].ID; other != flowers[0] {
			flowers = append(flowers, other)
		}
		p := domain.Restore(domain.Record{
			ID: fmt.Sprintf("prd_%026d", i), Version: 1, StoreID: fmt.Sprintf("str_%02d", i%40), Status: domain.OnSale,
			Content: domain.Content{
				Kind: domain.Regular, Name: fmt.Sprintf("%s 다발 %d", c.Flowers[i%len(c.Flowers)].KO, i), Description: "아침 시장에서 골라 묶어요.",
				Price: money.Won(int64(10_000 + i%97*1000)), FlowerIDs: flowers, RepresentativeFlowerID: flowers[0],
				CategoryID: c.Categories[i%len(c.Categories)].ID, TagIDs: []string{c.Tags[i%len(c.Tags)].ID, c.Tags[(i+9)%len(c.Tags)].ID},
				FulfilmentMethods: []domain.FulfilmentMethod{domain.Delivery, domain.Pickup},
			},
			LikeCount: i * 31 % 500, ReviewCount: i % 5, RatingSum: i % 5 * 4, CreatedAt: time.Unix(int64(i), 0), UpdatedAt: time.Unix(int64(i), 0),
		})
		products[i] = p
		stocks[p.ID()] = domain.NewStock(p, i%20)
	}
	return products, stocks
}
