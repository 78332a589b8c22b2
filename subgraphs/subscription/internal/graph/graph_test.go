package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/seed"
)

var update = flag.Bool("update", false, "write the answers as the golden ones")

// seeded has contracts of two members; the first one's newest has every kind of delivery.
const seeded = `[
  {"id":"sub_1","memberId":"mem_minji","productId":"prd_1","status":"CANCELLED","cadence":"WEEKLY","price":29000,"startedDaysAgo":90,
   "address":{"recipient":"김민지","phone":"010-1234-5678","postcode":"04001","line1":"서울 마포구 월드컵로 1","line2":"2층"},
   "deliveries":[{"id":"sdl_1","inDays":2,"status":"SCHEDULED"}]},
  {"id":"sub_2","memberId":"mem_minji","productId":"prd_2","status":"PAUSED","cadence":"MONTHLY","price":45000,"startedDaysAgo":60,
   "address":{"recipient":"김민지","phone":"010-1234-5678","postcode":"04001","line1":"서울 마포구 월드컵로 1"},"deliveries":[]},
  {"id":"sub_3","memberId":"mem_minji","productId":"prd_3","status":"ACTIVE","cadence":"BIWEEKLY","price":39000,"startedDaysAgo":30,
   "address":{"recipient":"이정숙","phone":"010-8765-4321","postcode":"48001","line1":"부산 해운대구 중동1로 3"},
   "deliveries":[{"id":"sdl_30","inDays":-11,"status":"DELIVERED"},{"id":"sdl_33","inDays":31,"status":"SCHEDULED"},
     {"id":"sdl_31","inDays":3,"status":"SKIPPED"},{"id":"sdl_32","inDays":17,"status":"SCHEDULED"}]},
  {"id":"sub_4","memberId":"mem_haneul","productId":"prd_1","status":"ACTIVE","cadence":"WEEKLY","price":29000,"startedDaysAgo":10,
   "address":{"recipient":"박하늘","phone":"010-1111-2222","postcode":"63001","line1":"제주 제주시 관덕로 5"},
   "deliveries":[{"id":"sdl_4","inDays":0,"status":"SCHEDULED"}]}
]`

// Each query of testdata is sent as minji and answered as the golden file beside it says.
func TestGolden(t *testing.T) {
	serve, ask := subgraph(t)
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
			var shown bytes.Buffer
			if err := json.Indent(&shown, ask(t, serve, "mem_minji", string(query)), "", "  "); err != nil {
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

func TestSomeoneElsesContractIsNotThere(t *testing.T) {
	serve, ask := subgraph(t)
	const query = `{ me { id } subscription(id: "sub_3") { id }
		_entities(representations: [{__typename: "SubscriptionContract", id: "sub_3"}, {__typename: "Member", id: "mem_minji"}]) {
			... on SubscriptionContract { id } ... on Member { id subscriptions { totalCount } } } }`
	for who, want := range map[string]string{
		"":           `{"data":{"me":null,"subscription":null,"_entities":[null,{"id":"mem_minji","subscriptions":null}]}}`,
		"mem_haneul": `{"data":{"me":{"id":"mem_haneul"},"subscription":null,"_entities":[null,{"id":"mem_minji","subscriptions":null}]}}`,
		"mem_minji":  `{"data":{"me":{"id":"mem_minji"},"subscription":{"id":"sub_3"},"_entities":[{"id":"sub_3"},{"id":"mem_minji","subscriptions":{"totalCount":3}}]}}`,
	} {
		if got := string(ask(t, serve, who, query)); got != want {
			t.Errorf("%q got %s, want %s", who, got, want)
		}
	}
}

// subgraph is the service over a database with the seeded contracts, on a fixed day.
func subgraph(t *testing.T) (http.Handler, func(t *testing.T, serve http.Handler, who, query string) []byte) {
	t.Helper()
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, calendar.Seoul)
	contracts := postgres.NewContracts(testenv.Postgres(t, postgres.Migrations()), func() time.Time { return now })
	first, err := seed.Read(fstest.MapFS{seed.File: {Data: []byte(seeded)}}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		if added, err := contracts.AddFirst(context.Background(), first); err != nil || added != want {
			t.Fatalf("first data loaded: %v, %v; want %v", added, err, want)
		}
	}
	private, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := identity.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(app.NewSubscriptions(contracts))})
	serve := gql.Handler(schema, trust, slog.New(slog.NewTextHandler(t.Output(), nil)))
	return serve, func(t *testing.T, serve http.Handler, who, query string) []byte {
		t.Helper()
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if who != "" {
			signed, err := signer.Sign(identity.Identity{MemberID: who}, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set(identity.Header, signed)
		}
		w := httptest.NewRecorder()
		serve.ServeHTTP(w, r)
		answer, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
}
