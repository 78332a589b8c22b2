package offers_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/offers"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
)

// monday is a Monday at half past three in the afternoon, in Seoul.
var monday = time.Date(2026, 3, 2, 15, 30, 0, 0, calendar.Seoul)

// shop is open on Mondays from nine to six; orders close two hours before a slot.
func shop(id string) snapshot.Offer {
	return snapshot.Offer{Version: 1, Sellers: []string{"mem_" + id}, Terms: fulfilment.Terms{
		StoreID: id, Open: true, Hours: []fulfilment.Hours{{Weekday: 1, Opens: 9 * 60, Closes: 18 * 60}},
		Rule:  fulfilment.SlotRule{SlotMinutes: 60, Capacity: 6, CutOffMinutes: 120},
		Areas: []fulfilment.Area{{Prefix: "04", Fee: 4000}},
	}}
}

func apply(t *testing.T, b *offers.Book, o snapshot.Offer) {
	t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Apply(context.Background(), o.Terms.StoreID, body); err != nil {
		t.Fatal(err)
	}
}

func newBook(t *testing.T) (*offers.Book, *pgxpool.Pool) {
	t.Helper()
	pool := testenv.Postgres(t, postgres.Migrations())
	return offers.NewBook(pool), pool
}

func TestArrivals(t *testing.T) {
	slot := func(method fulfilment.Method) string {
		return fulfilment.Slot{StoreID: "str_1", Method: method, Start: time.Date(2026, 3, 2, 17, 0, 0, 0, calendar.Seoul)}.ID()
	}
	day := calendar.On(monday)
	tests := []struct {
		name   string
		change func(*snapshot.Offer)
		ask    app.Arrival
		at     time.Time
		want   bool
	}{
		{"the last slot of the day", nil, app.Arrival{Date: day, Method: domain.Delivery, Postcode: "04769"}, monday.Add(-time.Hour), true},
		{"past the last cut-off", nil, app.Arrival{Date: day, Method: domain.Delivery, Postcode: "04769"}, monday, false},
		{"outside of the areas", nil, app.Arrival{Date: day, Method: domain.Delivery, Postcode: "63000"}, monday.Add(-time.Hour), false},
		{"wherever it is", nil, app.Arrival{Date: day, Method: domain.Delivery}, monday.Add(-time.Hour), true},
		{"picked up, wherever one lives", nil, app.Arrival{Date: day, Method: domain.Pickup, Postcode: "63000"}, monday.Add(-time.Hour), true},
		{"closed on that day", nil, app.Arrival{Date: day.AddDays(1), Method: domain.Pickup}, monday, false},
		{"a week later", nil, app.Arrival{Date: day.AddDays(7), Method: domain.Pickup}, monday, true},
		{"in the past", nil, app.Arrival{Date: day.AddDays(-7), Method: domain.Pickup}, monday, false},
		{"closed for now", func(o *snapshot.Offer) { o.Terms.Open = false }, app.Arrival{Date: day.AddDays(7), Method: domain.Pickup}, monday, false},
		{"delivers nowhere", func(o *snapshot.Offer) { o.Terms.Areas = nil }, app.Arrival{Date: day.AddDays(7), Method: domain.Delivery}, monday, false},
		{"its last slot is full", func(o *snapshot.Offer) { o.FullSlots = []string{slot(fulfilment.Delivery)} },
			app.Arrival{Date: day, Method: domain.Delivery}, monday.Add(-time.Hour), false},
		{"the other method's slot is full", func(o *snapshot.Offer) { o.FullSlots = []string{slot(fulfilment.Pickup)} },
			app.Arrival{Date: day, Method: domain.Delivery}, monday.Add(-time.Hour), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b, _ := newBook(t)
			o := shop("str_1")
			if test.change != nil {
				test.change(&o)
			}
			apply(t, b, o)
			arrives := b.Arrivals(test.ask, test.at)
			if got := arrives("str_1"); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if arrives("str_none") {
				t.Error("a store that is not known can hand over")
			}
		})
	}
}

func TestTheNewerOfferWins(t *testing.T) {
	b, pool := newBook(t)
	newer, older := shop("str_1"), shop("str_1")
	newer.Version, newer.Sellers = 3, []string{"mem_new"}
	older.Version, older.Sellers = 2, []string{"mem_old"}
	apply(t, b, shop("str_1"))
	apply(t, b, newer)
	apply(t, b, older)
	check := func(b *offers.Book) {
		t.Helper()
		if !b.Sells("mem_new", "str_1") || b.Sells("mem_old", "str_1") || b.SellsAny("mem_str_1") || !b.Known("str_1") {
			t.Error("it has not the newest offer")
		}
	}
	check(b)
	again := offers.NewBook(pool)
	if err := again.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	check(again)

	if err := b.Apply(context.Background(), "str_1", nil); err != nil {
		t.Fatal(err)
	}
	gone := offers.NewBook(pool)
	if err := gone.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	if b.Known("str_1") || b.SellsAny("mem_new") || gone.Known("str_1") {
		t.Error("a store that is gone is known")
	}
}

// A database that is away for a moment must not leave memory and database apart.
func TestAnOfferThatIsNotKeptIsNotHeard(t *testing.T) {
	b, pool := newBook(t)
	away, cancel := context.WithCancel(context.Background())
	cancel()
	o := shop("str_1")
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	again := func() *offers.Book {
		t.Helper()
		started := offers.NewBook(pool)
		if err := started.Load(context.Background()); err != nil {
			t.Fatal(err)
		}
		return started
	}
	if err := b.Apply(away, "str_1", body); err == nil || b.Known("str_1") {
		t.Errorf("known without being kept: %v", err)
	}
	apply(t, b, o)
	if !b.Known("str_1") || !again().Known("str_1") {
		t.Error("not kept when it was tried again")
	}
	if err := b.Apply(away, "str_1", nil); err == nil || !b.Known("str_1") {
		t.Errorf("forgotten, but still kept: %v", err)
	}
	if err := b.Apply(context.Background(), "str_1", nil); err != nil || b.Known("str_1") || again().Known("str_1") {
		t.Errorf("not forgotten when it was tried again: %v", err)
	}
}

func TestBadOffers(t *testing.T) {
	b, _ := newBook(t)
	for _, body := range []string{"{", `{"version":1,"terms":{}}`} {
		if err := b.Apply(context.Background(), "str_1", []byte(body)); err == nil {
			t.Errorf("%s was taken over", body)
		}
	}
}
