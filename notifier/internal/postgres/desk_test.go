package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/postgres"
	"github.com/blooming-blooms/bloom/notifier/simulated"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

func now() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// world is the notifier's part of the flows over some store.
type world struct {
	hear       func(t *testing.T, id string, e saga.Event)
	setSellers func(t *testing.T, storeID string, version int64, sellers ...string)
	told       func(t *testing.T) []string
}

// worlds are the real store and the one of simulations, which must not differ.
func worlds() map[string]func(t *testing.T) world {
	return map[string]func(t *testing.T) world{
		"postgres":  func(t *testing.T) world { w, _ := inPostgres(t); return w },
		"simulated": inMemory,
	}
}

func inPostgres(t *testing.T) (world, *pgxpool.Pool) {
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	store := delivery.NewPostgres(pool, delivery.NewBell(), postgres.Bind, nil)
	w := over(store, app.Steps[*postgres.Desk](now), app.SetSellers)
	w.told = func(t *testing.T) []string {
		rows, err := pool.Query(t.Context(), "SELECT member_id, kind, order_id, store_id, product_id, items, code FROM notifications")
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for rows.Next() {
			var member, kind, order, storeID, product, code string
			var items int
			if err := rows.Scan(&member, &kind, &order, &storeID, &product, &items, &code); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(member, " ", kind, " ", order, " ", storeID, " ", code))
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		slices.Sort(all)
		return all
	}
	return w, pool
}

func inMemory(*testing.T) world {
	store := &memory{desk: simulated.NewDesk(), heard: map[string]bool{}}
	w := over(store, simulated.Steps(now), func(ctx context.Context, desk app.Desk, storeID string, version int64, sellers []string, at time.Time) error {
		return simulated.SetSellers(ctx, desk.(*simulated.Desk), storeID, version, sellers, at)
	})
	w.told = func(*testing.T) []string {
		var all []string
		for _, n := range store.desk.Told() {
			all = append(all, fmt.Sprint(n.MemberID, " ", n.Kind, " ", n.OrderID, " ", n.StoreID, " ", n.Code))
		}
		slices.Sort(all)
		return all
	}
	return w
}

func over[T app.Desk](store saga.Store[T], steps []saga.Handler[T],
	setSellers func(context.Context, app.Desk, string, int64, []string, time.Time) error) world {
	return world{
		hear: func(t *testing.T, id string, e saga.Event) {
			t.Helper()
			sealed, err := saga.Seal(id, e)
			if err != nil {
				t.Fatal(err)
			}
			if err := saga.Handle(t.Context(), store, steps, sealed); err != nil {
				t.Error(err)
			}
		},
		setSellers: func(t *testing.T, storeID string, version int64, sellers ...string) {
			t.Helper()
			err := store.Do(t.Context(), func(ctx context.Context, desk T) (saga.Event, error) {
				return nil, setSellers(ctx, desk, storeID, version, sellers, now())
			})
			if err != nil {
				t.Error(err)
			}
		},
	}
}

// memory is a store of one desk.
type memory struct {
	desk  *simulated.Desk
	heard map[string]bool
}

func (m *memory) Do(ctx context.Context, work func(context.Context, *simulated.Desk) (saga.Event, error)) error {
	tx := m.desk.Clone()
	if _, err := work(ctx, tx); err != nil {
		return err
	}
	m.desk = tx
	return nil
}

func (m *memory) Once(ctx context.Context, heard saga.Envelope, work func(context.Context, *simulated.Desk) (saga.Event, error)) error {
	if m.heard[heard.ID] {
		return nil
	}
	m.heard[heard.ID] = true
	return m.Do(ctx, work)
}

func order(id string, lines ...checkout.Line) checkout.OrderConfirmed {
	return checkout.OrderConfirmed{Docket: checkout.Docket{OrderID: id, MemberID: "mem_minji", Lines: lines}}
}

func line(product, store string) checkout.Line {
	return checkout.Line{ProductID: product, StoreID: store, Quantity: 2, UnitPrice: 1000}
}

func TestWhoIsTold(t *testing.T) {
	both := order("ord_1", line("prd_1", "str_a"), line("prd_2", "str_b"))
	failed := checkout.CheckoutFailed{OrderID: "ord_1", MemberID: "mem_minji", Code: "OUT_OF_STOCK"}
	const confirmed, rejected = "mem_minji ORDER_CONFIRMED ord_1  ", "mem_minji ORDER_REJECTED ord_1  OUT_OF_STOCK"
	for name, c := range map[string]struct {
		happens func(t *testing.T, w world)
		want    []string
	}{
		"the shopper and every seller": {func(t *testing.T, w world) {
			w.setSellers(t, "str_a", 1, "mem_a1", "mem_a2")
			w.setSellers(t, "str_b", 1, "mem_b")
			w.hear(t, "evt_1", both)
		}, []string{"mem_a1 NEW_ORDER_FOR_STORE ord_1 str_a ", "mem_a2 NEW_ORDER_FOR_STORE ord_1 str_a ", "mem_b NEW_ORDER_FOR_STORE ord_1 str_b ", confirmed}},
		"heard twice, told once": {func(t *testing.T, w world) {
			w.setSellers(t, "str_a", 1, "mem_a1")
			w.setSellers(t, "str_b", 1)
			w.hear(t, "evt_1", both)
			w.hear(t, "evt_1", both)
		}, []string{"mem_a1 NEW_ORDER_FOR_STORE ord_1 str_a ", confirmed}},
		"a seller of both stores, for each": {func(t *testing.T, w world) {
			w.setSellers(t, "str_a", 1, "mem_ab")
			w.setSellers(t, "str_b", 1, "mem_ab")
			w.hear(t, "evt_1", both)
		}, []string{"mem_ab NEW_ORDER_FOR_STORE ord_1 str_a ", "mem_ab NEW_ORDER_FOR_STORE ord_1 str_b ", confirmed}},
		"a store that is known only later": {func(t *testing.T, w world) {
			w.setSellers(t, "str_a", 1, "mem_a1")
			w.hear(t, "evt_1", both)
			w.setSellers(t, "str_b", 1, "mem_b")
			w.setSellers(t, "str_b", 2, "mem_b", "mem_late")
		}, []string{"mem_a1 NEW_ORDER_FOR_STORE ord_1 str_a ", "mem_b NEW_ORDER_FOR_STORE ord_1 str_b ", confirmed}},
		"by the latest version": {func(t *testing.T, w world) {
			w.setSellers(t, "str_a", 2, "mem_new")
			w.setSellers(t, "str_a", 1, "mem_old")
			w.hear(t, "evt_1", order("ord_1", line("prd_1", "str_a")))
		}, []string{confirmed, "mem_new NEW_ORDER_FOR_STORE ord_1 str_a "}},
		"why it was rejected": {func(t *testing.T, w world) {
			w.hear(t, "evt_1", failed)
		}, []string{rejected}},
		"of two reasons, the first": {func(t *testing.T, w world) {
			w.hear(t, "evt_1", failed)
			w.hear(t, "evt_2", checkout.CheckoutFailed{OrderID: "ord_1", MemberID: "mem_minji", Code: "TIMED_OUT"})
		}, []string{rejected}},
		"nobody of what is only on its way": {func(t *testing.T, w world) {
			w.hear(t, "evt_1", checkout.StockReserved(both))
		}, nil},
	} {
		for kind, begin := range worlds() {
			t.Run(name+"/"+kind, func(t *testing.T) {
				w := begin(t)
				c.happens(t, w)
				if got := w.told(t); !slices.Equal(got, c.want) {
					t.Errorf("got %q\nwant %q", got, c.want)
				}
			})
		}
	}
}

// Orders and the news of who sells for their store arrive at the same moment; each seller is told of each order.
func TestNoStoreIsMissed(t *testing.T) {
	w, _ := inPostgres(t)
	const orders = 20
	var want []string
	var all sync.WaitGroup
	for i := range orders {
		id, store := fmt.Sprintf("ord_%02d", i), fmt.Sprintf("str_%02d", i)
		all.Go(func() { w.hear(t, "evt_"+id, order(id, line("prd_1", store))) })
		all.Go(func() { w.setSellers(t, store, 1, "mem_seller") })
		want = append(want, "mem_minji ORDER_CONFIRMED "+id+"  ", "mem_seller NEW_ORDER_FOR_STORE "+id+" "+store+" ")
	}
	all.Wait()
	slices.Sort(want)
	if got := w.told(t); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
