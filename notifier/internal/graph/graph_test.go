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
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/notifier/internal/graph"
	"github.com/blooming-blooms/bloom/notifier/internal/graph/gen"
	"github.com/blooming-blooms/bloom/notifier/internal/postgres"
)

var update = flag.Bool("update", false, "write the answers as the golden ones")

// inbox is what minji and haneul were told.
func inbox() []*domain.Notification {
	var told []*domain.Notification
	for i, r := range []domain.Record{
		{ID: "ntf_1", MemberID: "mem_minji", Kind: domain.OrderConfirmed, Subject: domain.Subject{OrderID: "ord_1", ProductID: "prd_1"}},
		{ID: "ntf_2", MemberID: "mem_haneul", Kind: domain.OrderConfirmed, Subject: domain.Subject{OrderID: "ord_2"}},
		{ID: "ntf_3", MemberID: "mem_minji", Kind: domain.OrderRejected, Subject: domain.Subject{OrderID: "ord_3", Code: "PAYMENT_DECLINED"}},
		{ID: "ntf_4", MemberID: "mem_minji", Kind: domain.NewOrderForStore, Subject: domain.Subject{OrderID: "ord_2", StoreID: "str_1", ProductID: "prd_2", Items: 1}},
	} {
		r.About, r.CreatedAt = r.ID, time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC)
		r.Deliveries = []*domain.NotificationDelivery{{Channel: domain.SSE, Status: domain.Pending, At: r.CreatedAt}}
		told = append(told, domain.Restore(r))
	}
	return told
}

// Each operation of testdata is sent as minji and answered as the golden file beside it says.
func TestGolden(t *testing.T) {
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
	operations, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(operations) == 0 {
		t.Fatal("no operations", err)
	}
	for _, file := range operations {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".graphql"), func(t *testing.T) {
			pool := testenv.Postgres(t, postgres.Migrations())
			if err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error { return postgres.Bind(tx).Add(t.Context(), inbox()) }); err != nil {
				t.Fatal(err)
			}
			log := slog.New(slog.NewTextHandler(t.Output(), nil))
			serve := gql.Handler(gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(&app.Notifications{
				Inbox: postgres.NewInbox(pool), Log: log, Now: func() time.Time { return time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC) },
			})}), trust, log)

			operation, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			body, err := json.Marshal(map[string]string{"query": string(operation)})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			if strings.HasSuffix(file, ".en.graphql") {
				r.Header.Set("Accept-Language", "en")
			}
			signed, err := signer.Sign(identity.Identity{MemberID: "mem_minji"}, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set(identity.Header, signed)
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
