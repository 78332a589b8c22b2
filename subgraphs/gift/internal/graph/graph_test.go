package graph_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/postgres"
)

var update = flag.Bool("update", false, "write the answers as the golden ones")

// Each query of testdata is answered as the golden file beside it says.
func TestGolden(t *testing.T) {
	products := postgres.NewProducts(testenv.Postgres(t, postgres.Migrations()))
	for _, p := range []snapshot.Product{
		{ID: "prd_1", Version: 2, FlowerIDs: []string{"flw_babys_breath", "flw_carnation"}, RepresentativeFlower: "flw_carnation"},
		{ID: "prd_1", Version: 1, FlowerIDs: []string{"flw_rose"}, RepresentativeFlower: "flw_rose"}, // late, and so without effect
		{ID: "prd_bare", Version: 1},
		{ID: "prd_gone", Version: 1, FlowerIDs: []string{"flw_rose"}, RepresentativeFlower: "flw_rose"},
	} {
		if err := products.Put(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := products.Forget(t.Context(), "prd_gone"); err != nil {
		t.Fatal(err)
	}
	_, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	trust, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(app.NewCards("/media"), products)})
	serve := gql.Handler(schema, trust, slog.New(slog.NewTextHandler(t.Output(), nil)))

	queries, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(queries) == 0 {
		t.Fatal("no queries", err)
	}
	for _, file := range queries {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".graphql"), func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			body, err := json.Marshal(map[string]string{"query": string(query)})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			if strings.HasSuffix(file, ".en.graphql") {
				r.Header.Set("Accept-Language", "en-GB,ko;q=0.5")
			}
			w := httptest.NewRecorder()
			serve.ServeHTTP(w, r)
			var shown bytes.Buffer
			if err := json.Indent(&shown, w.Body.Bytes(), "", "  "); err != nil {
				t.Fatal(err)
			}
			shown.WriteByte('\n')
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, shown.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(shown.Bytes(), want) {
				t.Errorf("got\n%swant\n%s", shown.Bytes(), want)
			}
		})
	}
}
