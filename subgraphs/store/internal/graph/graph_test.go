package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/batch"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/seed"
)

var update = flag.Bool("update", false, "write the answers as the golden ones")

// now is a Monday, half past eight in the morning in Seoul.
var now = time.Date(2026, 3, 2, 8, 30, 0, 0, calendar.Seoul)

// Three shops that shoppers see, from the west of Seoul to the east, and one that was suspended.
const seeded = `[
 {"id":"str_1","slug":"mangwon","name":"망원꽃상","description":"망원시장 옆","phone":"02-111-1111","postcode":"04015","line1":"서울특별시 마포구 포은로 30","line2":"1층",
  "latitude":37.556,"longitude":126.901,"sellers":["mem_seller"],"slotMinutes":120,"capacity":3,"cutOffMinutes":60,"daysAgo":30,
  "hours":[{"weekday":1,"opens":"09:00","closes":"13:00"},{"weekday":2,"opens":"10:00","closes":"14:00"}],
  "areas":[{"postcodePrefix":"04","fee":4000,"freeAbove":80000},{"postcodePrefix":"0401","fee":2000}],"followers":["mem_minji","mem_other"]},
 {"id":"str_2","slug":"seongsu","name":"성수 100% 꽃집","description":"붉은 벽돌 골목","phone":"02-222-2222","postcode":"04769","line1":"서울특별시 성동구 서울숲2길 18",
  "latitude":37.546,"longitude":127.042,"sellers":["mem_seller2","mem_seller"],"slotMinutes":60,"capacity":1,"cutOffMinutes":0,"daysAgo":20,
  "hours":[{"weekday":1,"opens":"09:00","closes":"11:00"}],"areas":[{"postcodePrefix":"04","fee":5000}],"followers":[]},
 {"id":"str_3","slug":"jamsil","name":"잠실 호수꽃","description":"Lake side","phone":"02-333-3333","postcode":"05605","line1":"서울특별시 송파구 석촌호수로 274",
  "latitude":37.510,"longitude":127.100,"sellers":["mem_seller3"],"slotMinutes":60,"capacity":5,"cutOffMinutes":0,"daysAgo":10,
  "hours":[],"areas":[{"postcodePrefix":"05","fee":3000}],"followers":["mem_minji"]},
 {"id":"str_4","slug":"gone","name":"닫힌 꽃집","description":"","phone":"02-444-4444","postcode":"04001","line1":"서울특별시 마포구 월드컵로 1",
  "latitude":37.556,"longitude":126.902,"sellers":["mem_seller4"],"slotMinutes":60,"capacity":5,"cutOffMinutes":0,"daysAgo":5,
  "hours":[{"weekday":1,"opens":"09:00","closes":"18:00"}],"areas":[{"postcodePrefix":"04","fee":3000}],"followers":["mem_minji"]}
]`

// Each query of testdata is sent as the member that its first line names ("# mem_minji", "# guest",
// "# mem_admin ADMIN"), and answered as the golden file beside it says.
func TestGolden(t *testing.T) {
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
			first, _, _ := strings.Cut(string(query), "\n")
			words := strings.Fields(strings.TrimPrefix(first, "#"))
			who := identity.Identity{MemberID: words[0], Roles: words[1:]}
			if words[0] == "guest" {
				who = identity.Identity{}
			}
			shown := show(t, newSubgraph(t, seeded).ask(t, who, string(query)))
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, shown, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(shown, want) {
				t.Errorf("got\n%swant\n%s", shown, want)
			}
		})
	}
}

// show is an answer as people read it. Fields are resolved at the same time, so their errors are sorted.
func show(t *testing.T, answer []byte) []byte {
	t.Helper()
	var parts struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors,omitempty"`
	}
	if err := json.Unmarshal(answer, &parts); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	slices.SortFunc(parts.Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	shown, err := json.MarshalIndent(parts, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(shown, '\n')
}

// A page of stores with everything on it does not ask the database for each store by itself.
func TestAPageOfStoresIsNotAskedForOneByOne(t *testing.T) {
	const query = `{ stores(first: 100, filter: {deliversTo: "04015"}) { nodes { followedByMe
		a: slots(method: DELIVERY, date: "2026-03-02") { remaining } b: slots(method: PICKUP, date: "2026-03-09") { remaining }
		deliveryQuote(postcode: "04015", date: "2026-03-09") { deliverable } } } }`
	first, rest, _ := strings.Cut(strings.TrimPrefix(seeded, "["), "},\n {\"id\"")
	many := "["
	for i := range 40 {
		many += strings.NewReplacer("str_1", fmt.Sprintf("str_1%d", i), "mangwon", fmt.Sprintf("mangwon%d", i)).Replace(first) + "},\n"
	}
	s := newSubgraph(t, many+first+"},\n {\"id\""+rest)
	answer := s.ask(t, identity.Identity{MemberID: "mem_minji"}, query)
	if n := bytes.Count(answer, []byte("followedByMe")); n != 42 {
		t.Fatalf("%d stores on the page; want 42: %s", n, answer)
	}
	// One for who follows, one for what is booked; a few more if the machine is busy. One by one it is 168.
	if n := s.lookUps.Load(); n < 2 || n > 16 {
		t.Errorf("%d look-ups; want few", n)
	}
}

func TestPagesFollowEachOther(t *testing.T) {
	s := newSubgraph(t, seeded)
	for _, filter := range []string{`{}`, `{near: {latitude: 37.51, longitude: 127.1}}`} {
		var all, paged []string
		page := func(first int, after string) (ids []string, end string, more bool) {
			var got struct {
				Data struct {
					Stores struct {
						Nodes    []struct{ ID string }
						PageInfo struct {
							EndCursor   string
							HasNextPage bool
						}
					}
				}
			}
			answer := s.ask(t, identity.Identity{}, fmt.Sprintf(`{ stores(filter: %s, first: %d, after: %q) { nodes { id } pageInfo { endCursor hasNextPage } } }`, filter, first, after))
			if err := json.Unmarshal(answer, &got); err != nil {
				t.Fatal(err)
			}
			for _, n := range got.Data.Stores.Nodes {
				ids = append(ids, n.ID)
			}
			return ids, got.Data.Stores.PageInfo.EndCursor, got.Data.Stores.PageInfo.HasNextPage
		}
		all, _, _ = page(100, "")
		for after, more := "", true; more; {
			var ids []string
			ids, after, more = page(1, after)
			paged = append(paged, ids...)
		}
		if len(all) != 3 || !slices.Equal(all, paged) {
			t.Errorf("%s: all are %v, one by one %v", filter, all, paged)
		}
	}
}

type subgraph struct {
	handler http.Handler
	signer  *identity.Signer
	lookUps *atomic.Int32
}

func newSubgraph(t *testing.T, file string) subgraph {
	t.Helper()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	stores := postgres.Stores{Pool: pool, Bell: delivery.NewBell()}
	first, followers, err := seed.Stores(fstest.MapFS{"stores.json": {Data: []byte(file)}}, now)
	if err != nil {
		t.Fatal(err)
	}
	first[len(first)-1].Status = domain.Suspended
	for _, want := range []int{len(first), 0} { // a second start finds them there
		if n, err := stores.Seed(t.Context(), first, followers); err != nil || n != want {
			t.Fatalf("seeded %d, %v; want %d", n, err, want)
		}
	}
	// One place of the second shop's first slot is taken; it has no other.
	if _, err := pool.Exec(t.Context(), `INSERT INTO slots VALUES ('slt_2_d_hl5c0', 'str_2', '2026-03-02T00:00Z', '2026-03-02T01:00Z', 1),
		('slt_1_d_hka80', 'str_1', '2026-02-02T00:00Z', '2026-02-02T02:00Z', 2)`); err != nil {
		t.Fatal(err)
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
	var lookUps atomic.Int32
	slots := postgres.Slots{Pool: pool}
	shops := &app.Shops{
		Stores: stores,
		Followed: batch.New(func(ctx context.Context, of []app.Following) (map[app.Following]bool, error) {
			lookUps.Add(1)
			return stores.Followed(ctx, of)
		}).Load,
		Taken: batch.New(func(ctx context.Context, ids []string) (map[string]app.Taken, error) {
			lookUps.Add(1)
			return slots.Taken(ctx, ids)
		}).Load,
		Now: func() time.Time { return now },
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{Shops: shops}})
	return subgraph{gql.Handler(schema, trust, slog.New(slog.NewTextHandler(t.Output(), nil))), signer, &lookUps}
}

func (s subgraph) ask(t *testing.T, who identity.Identity, query string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if !who.IsGuest() {
		signed, err := s.signer.Sign(who, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(identity.Header, signed)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Body.Bytes()
}
