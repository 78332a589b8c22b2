package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/store/simulated"
)

// monday is a Monday at half past eight in the morning, in Seoul: half an hour before the shops open.
var monday = time.Date(2026, 3, 2, 8, 30, 0, 0, calendar.Seoul)

func now() time.Time { return monday }

// shop is one that is open every day from nine to six, with room for six in a slot of an hour.
func shop(id, slug string, change ...func(*domain.State)) domain.State {
	s := domain.State{
		ID: id, Slug: slug, Name: slug, Status: domain.Open, Phone: "02-123-4567",
		Address:  domain.PostalAddress{Postcode: "04769", Line1: "서울특별시 성동구 서울숲2길 18"},
		Location: domain.GeoPoint{Latitude: 37.5463, Longitude: 127.0422},
		Rule:     fulfilment.SlotRule{SlotMinutes: 60, Capacity: 6, CutOffMinutes: 120},
		Areas:    []fulfilment.Area{{Prefix: "04", Fee: 4000}},
		Sellers:  []string{"mem_seller"}, CreatedAt: monday.AddDate(-1, 0, 0),
	}
	for weekday := 1; weekday <= 7; weekday++ {
		s.Hours = append(s.Hours, fulfilment.Hours{Weekday: weekday, Opens: 9 * 60, Closes: 18 * 60})
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func closed(s *domain.State) { s.Status = domain.Paused }

// slot is the id of a shop's delivery at that hour of that Monday.
func slot(storeID string, hour int) string {
	start := time.Date(2026, 3, 2, hour, 0, 0, 0, calendar.Seoul)
	return fulfilment.Slot{StoreID: storeID, Method: fulfilment.Delivery, Start: start}.ID()
}

// desk is the store's part of the checkout over one of its stores.
type desk interface {
	handle(t testing.TB, heard saga.Envelope)
	// said is everything that was said since it was last asked.
	said(t testing.TB) []saga.Envelope
	booked(t testing.TB, slotID string) int
	// version counts how often a store's offer has changed.
	version(t testing.TB, storeID string) int64
}

// onEach runs a test over PostgreSQL and over the memory of the simulation, which have to agree.
func onEach(t *testing.T, test func(t *testing.T, d desk)) {
	shops := []domain.State{shop("str_a", "a"), shop("str_b", "b"), shop("str_c", "c", closed)}
	t.Run("postgres", func(t *testing.T) { test(t, newDatabase(t, shops)) })
	t.Run("memory", func(t *testing.T) {
		var terms []fulfilment.Terms
		for _, s := range shops {
			terms = append(terms, domain.Restore(s).Terms())
		}
		test(t, memory{simulated.New(now, terms...)})
	})
}

type memory struct{ *simulated.Store }

func (m memory) handle(t testing.TB, heard saga.Envelope) {
	t.Helper()
	if err := m.Handle(t.Context(), heard); err != nil {
		t.Error(err)
	}
}

func (m memory) said(t testing.TB) (said []saga.Envelope) {
	t.Helper()
	if _, err := m.Relay(func(all ...saga.Envelope) error { said = append(said, all...); return nil }); err != nil {
		t.Fatal(err)
	}
	return said
}

func (m memory) booked(_ testing.TB, slotID string) int { return m.State().Booked[slotID] }

func (m memory) version(_ testing.TB, storeID string) int64 { return m.State().Versions[storeID] }

type database struct {
	pool  *pgxpool.Pool
	store *delivery.Postgres[app.Bookings]
	steps []saga.Handler[app.Bookings]
}

func newDatabase(t testing.TB, shops []domain.State) database {
	t.Helper()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	bell := delivery.NewBell()
	if n, err := (postgres.Stores{Pool: pool, Bell: bell}).Seed(t.Context(), shops, nil); err != nil || n != len(shops) {
		t.Fatal(n, err)
	}
	return database{
		pool: pool, steps: app.Steps(now),
		store: delivery.NewPostgres(pool, bell, func(tx pgx.Tx) app.Bookings { return postgres.Bookings{Tx: tx} }, nil),
	}
}

func (d database) handle(t testing.TB, heard saga.Envelope) {
	t.Helper()
	if err := saga.Handle(t.Context(), d.store, d.steps, heard); err != nil {
		t.Error(err)
	}
}

func (d database) said(t testing.TB) []saga.Envelope {
	t.Helper()
	rows, err := d.pool.Query(t.Context(), "DELETE FROM outbox RETURNING id, topic, name, key, body, trace")
	if err != nil {
		t.Fatal(err)
	}
	said, err := pgx.CollectRows(rows, pgx.RowToStructByPos[saga.Envelope])
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func (d database) booked(t testing.TB, slotID string) int {
	t.Helper()
	return d.number(t, "SELECT coalesce(sum(booked), 0) FROM slots WHERE id = $1", slotID)
}

func (d database) version(t testing.TB, storeID string) int64 {
	t.Helper()
	return int64(d.number(t, "SELECT version - 1 FROM offers WHERE store_id = $1", storeID)) // the seed is 1
}

func (d database) number(t testing.TB, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := d.pool.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// event is an event as it is heard.
func event(t testing.TB, id string, e saga.Event) saga.Envelope {
	t.Helper()
	sealed, err := saga.Seal(id, e)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// reserved says that an order's stock is reserved; its shipments are to go out in these slots.
func reserved(t testing.TB, orderID string, slots ...string) saga.Envelope {
	t.Helper()
	d := checkout.Docket{OrderID: orderID, MemberID: "mem_minji", Due: 39000}
	for i, s := range slots {
		named, _ := fulfilment.ParseSlot(s)
		d.Bookings = append(d.Bookings, checkout.Booking{ShipmentID: fmt.Sprintf("shp_%s_%d", orderID, i), StoreID: named.StoreID, SlotID: s})
	}
	return event(t, "evt_reserved_"+orderID, checkout.StockReserved{Docket: d})
}

func failed(t testing.TB, orderID string) saga.Envelope {
	t.Helper()
	return event(t, "evt_failed_"+orderID, checkout.CheckoutFailed{OrderID: orderID, MemberID: "mem_minji", Code: "TIMED_OUT"})
}

// answer is the only thing that was said: its name, and its code where it has one.
func answer(t testing.TB, d desk) string {
	t.Helper()
	said := d.said(t)
	if len(said) == 0 {
		return ""
	}
	var body struct{ Code string }
	if err := json.Unmarshal(said[0].Body, &body); err != nil || len(said) > 1 {
		t.Fatalf("said %v, %v", said, err)
	}
	return said[0].Name + body.Code
}

func TestBookSlots(t *testing.T) {
	for name, test := range map[string]struct {
		slots []string
		says  string
	}{
		"one slot":                     {[]string{slot("str_a", 12)}, "ReadyToPay"},
		"slots of two stores":          {[]string{slot("str_b", 12), slot("str_a", 12)}, "ReadyToPay"},
		"twice the same slot":          {[]string{slot("str_a", 12), slot("str_a", 12)}, "ReadyToPay"},
		"past its cut-off":             {[]string{slot("str_a", 9)}, "ReadyToPay"},
		"begun":                        {[]string{slot("str_a", 8)}, "CheckoutFailedSLOT_FULL"},
		"after hours":                  {[]string{slot("str_a", 18)}, "CheckoutFailedSLOT_FULL"},
		"a store that is paused":       {[]string{slot("str_a", 12), slot("str_c", 12)}, "CheckoutFailedSTORE_CLOSED"},
		"a store that there is not":    {[]string{slot("str_x", 12)}, "CheckoutFailedSTORE_CLOSED"},
		"more than fit at once":        {[]string{slot("str_a", 12), slot("str_a", 12), slot("str_a", 12), slot("str_a", 12), slot("str_a", 12), slot("str_a", 12), slot("str_a", 12)}, "CheckoutFailedSLOT_FULL"},
		"one of two can't be had":      {[]string{slot("str_b", 12), slot("str_a", 8)}, "CheckoutFailedSLOT_FULL"},
		"nothing that needs delivery ": {nil, "ReadyToPay"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d desk) {
				d.handle(t, reserved(t, "ord_1", test.slots...))
				if got := answer(t, d); got != test.says {
					t.Fatalf("said %q; want %q", got, test.says)
				}
				want := map[string]int{}
				for _, s := range test.slots {
					if test.says == "ReadyToPay" {
						want[s]++
					} else {
						want[s] = 0
					}
				}
				for s, n := range want {
					if got := d.booked(t, s); got != n {
						t.Errorf("%d booked of %s; want %d", got, s, n)
					}
				}
			})
		})
	}
}

func TestASlotOfAnotherStoreIsNotBooked(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		d.handle(t, event(t, "evt_1", checkout.StockReserved{Docket: checkout.Docket{OrderID: "ord_1",
			Bookings: []checkout.Booking{{ShipmentID: "shp_1", StoreID: "str_a", SlotID: slot("str_b", 12)}}}}))
		if got := answer(t, d); got != "CheckoutFailedSLOT_FULL" {
			t.Errorf("said %q", got)
		}
	})
}

func TestAnOrderIsBookedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		heard := reserved(t, "ord_1", slot("str_a", 12))
		d.handle(t, heard)
		d.handle(t, heard) // delivered twice
		heard.ID = "evt_again"
		d.handle(t, heard) // said twice
		if got := answer(t, d); got != "ReadyToPay" {
			t.Errorf("said %q", got)
		}
		if n := d.booked(t, slot("str_a", 12)); n != 1 {
			t.Errorf("%d booked; want 1", n)
		}
	})
}

func TestFreeSlots(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		a, b := slot("str_a", 12), slot("str_b", 15)
		d.handle(t, reserved(t, "ord_1", a, b, a))
		d.handle(t, reserved(t, "ord_2", a))
		d.said(t)
		d.handle(t, failed(t, "ord_1"))
		d.handle(t, failed(t, "ord_1"))
		again := failed(t, "ord_1")
		again.ID = "evt_again"
		d.handle(t, again)
		if d.booked(t, a) != 1 || d.booked(t, b) != 0 {
			t.Errorf("%d and %d are still booked; want 1 and 0", d.booked(t, a), d.booked(t, b))
		}
		if said := d.said(t); len(said) > 0 {
			t.Errorf("an undo said %v", said)
		}
	})
}

func TestAnOrderThatWasCalledOffFirstIsNotBooked(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		d.handle(t, failed(t, "ord_1"))
		d.handle(t, reserved(t, "ord_1", slot("str_a", 12)))
		if said := d.said(t); len(said) > 0 {
			t.Errorf("said %v", said)
		}
		if n := d.booked(t, slot("str_a", 12)); n != 0 {
			t.Errorf("%d booked; want none", n)
		}
	})
}

func TestTheOfferChangesWhenASlotFillsAndWhenItDoesNotAnyMore(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		for i, want := range []int64{0, 0, 0, 0, 0, 1, 1} {
			d.handle(t, reserved(t, fmt.Sprintf("ord_%d", i), slot("str_a", 12)))
			if got := d.version(t, "str_a"); got != want {
				t.Fatalf("after %d orders the offer has changed %d times; want %d", i+1, got, want)
			}
		}
		d.handle(t, failed(t, "ord_6")) // it had no slot
		d.handle(t, failed(t, "ord_0"))
		if got := d.version(t, "str_a"); got != 2 {
			t.Errorf("the offer has changed %d times; want 2", got)
		}
		if got := d.version(t, "str_b"); got != 0 {
			t.Errorf("the offer of another store has changed %d times", got)
		}
	})
}

// A hundred shoppers at once want the last six places, in either of two orders of the slots.
func TestNoSlotIsOverItsCapacity(t *testing.T) {
	onEach(t, func(t *testing.T, d desk) {
		a, b := slot("str_a", 12), slot("str_b", 12)
		var shopping sync.WaitGroup
		for i := range 100 {
			slots := []string{a, b}
			if i%2 == 1 {
				slots = []string{b, a}
			}
			heard := reserved(t, fmt.Sprintf("ord_%d", i), slots...)
			shopping.Go(func() { d.handle(t, heard) })
		}
		shopping.Wait()
		names := map[string]int{}
		for _, said := range d.said(t) {
			names[said.Name]++
		}
		if names["ReadyToPay"] != 6 || names["CheckoutFailed"] != 94 || d.booked(t, a) != 6 || d.booked(t, b) != 6 {
			t.Errorf("said %v, booked %d and %d; want 6 and 94, 6 and 6", names, d.booked(t, a), d.booked(t, b))
		}
	})
}

// What is published in the end says which slots are full, and carries the version that was counted last.
func TestTheOfferIsPublishedWithItsFullSlots(t *testing.T) {
	d := newDatabase(t, []domain.State{shop("str_a", "a"), shop("str_b", "b")})
	for i := range 6 {
		d.handle(t, reserved(t, fmt.Sprintf("ord_%d", i), slot("str_a", 12), slot("str_a", 13)))
	}
	d.handle(t, failed(t, "ord_3"))
	d.handle(t, reserved(t, "ord_7", slot("str_a", 13)))

	var out published
	offers := &delivery.Snapshots{Pool: d.pool, Out: &out, Bell: delivery.NewBell(), Topic: delivery.TopicOffers,
		Read: postgres.Offers{Pool: d.pool, Now: now}.Read}
	if n, err := offers.Once(t.Context()); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	got := out["str_a"]
	if len(got.FullSlots) != 1 || got.FullSlots[0] != slot("str_a", 13) {
		t.Errorf("full are %v; want %s", got.FullSlots, slot("str_a", 13))
	}
	if want := d.version(t, "str_a") + 1; got.Version != want || want != 4 {
		t.Errorf("version %d, counted %d; want 4: seeded, filled, freed, filled", got.Version, want)
	}
	if !got.Terms.Open || got.Terms.Rule.Capacity != 6 || len(got.Sellers) != 1 || len(out["str_b"].FullSlots) != 0 {
		t.Errorf("published %+v", out)
	}
	if n, err := offers.Once(t.Context()); err != nil || n != 0 {
		t.Errorf("published again: %d, %v", n, err)
	}
}

// published is what was written to the topic, by key.
type published map[string]snapshot.Offer

func (p *published) Write(_ context.Context, messages ...delivery.Message) error {
	if *p == nil {
		*p = published{}
	}
	for _, m := range messages {
		var o snapshot.Offer
		if err := json.Unmarshal(m.Value, &o); err != nil {
			return err
		}
		(*p)[m.Key] = o
	}
	return nil
}
