package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/oklog/ulid/v2"

	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/product/simulated"
)

// shop is this service's part of the checkout over one of its stores.
type shop interface {
	Handle(ctx context.Context, heard saga.Envelope) error
	// shelve puts a product on sale.
	shelve(t *testing.T, r domain.StockRecord)
	level(t *testing.T, productID string) simulated.Level
	// said is all that was said, in order.
	said(t *testing.T) []saga.Envelope
}

// shops are both stores, which have to do alike.
func shops() map[string]func(t *testing.T) shop {
	return map[string]func(t *testing.T) shop{
		"postgres": func(t *testing.T) shop {
			pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
			return &real{pool: pool, desks: delivery.NewPostgres(pool, delivery.NewBell(), postgres.NewDesk, nil), steps: app.Steps[app.Desk]()}
		},
		"memory": func(*testing.T) shop { return memory{simulated.New()} },
	}
}

type real struct {
	pool  *pgxpool.Pool
	desks saga.Store[app.Desk]
	steps []saga.Handler[app.Desk]
}

func (r *real) Handle(ctx context.Context, heard saga.Envelope) error {
	return saga.Handle(ctx, r.desks, r.steps, heard)
}

func (r *real) shelve(t *testing.T, record domain.StockRecord) {
	t.Helper()
	err := r.desks.Do(context.Background(), func(ctx context.Context, d app.Desk) (saga.Event, error) {
		return nil, d.Save(ctx, domain.RestoreStock(record))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (r *real) level(t *testing.T, productID string) simulated.Level {
	t.Helper()
	levels, err := postgres.Levels{Pool: r.pool}.Levels(context.Background(), []string{productID})
	if err != nil {
		t.Fatal(err)
	}
	s := levels[productID].Record()
	return simulated.Level{Received: s.Received, Adjusted: s.Adjusted, Left: s.Left, Reserved: s.Reserved, Sold: s.Sold}
}

func (r *real) said(t *testing.T) []saga.Envelope {
	t.Helper()
	rows, err := r.pool.Query(context.Background(), "SELECT name, key, body FROM outbox ORDER BY seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []saga.Envelope
	for rows.Next() {
		var e saga.Envelope
		if err := rows.Scan(&e.Name, &e.Key, &e.Body); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

type memory struct{ *simulated.Product }

func (m memory) shelve(t *testing.T, r domain.StockRecord) {
	t.Helper()
	err := m.Do(context.Background(), func(ctx context.Context, s app.Shelves) (saga.Event, error) {
		return nil, s.Save(ctx, domain.RestoreStock(r))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m memory) level(_ *testing.T, productID string) simulated.Level { return m.Levels()[productID] }

func (m memory) said(t *testing.T) []saga.Envelope {
	t.Helper()
	var all []saga.Envelope
	crash := fmt.Errorf("kept for the next look")
	_, _ = m.Relay(func(said ...saga.Envelope) error {
		all = slices.Clone(said)
		return crash
	})
	return all
}

func onSale(id string, price int64, left int) domain.StockRecord {
	return domain.StockRecord{ProductID: id, StoreID: moonlight, Status: domain.OnSale, Price: money.Won(price), Received: left, Left: left, Version: 1}
}

func line(productID string, quantity int, price int64) checkout.Line {
	return checkout.Line{ProductID: productID, StoreID: moonlight, Quantity: quantity, UnitPrice: price}
}

func docket(orderID string, lines ...checkout.Line) checkout.Docket {
	return checkout.Docket{OrderID: orderID, MemberID: shopper.MemberID, Lines: lines}
}

// hear delivers an event in a new envelope.
func hear(t *testing.T, s shop, e saga.Event) {
	t.Helper()
	if err := s.Handle(context.Background(), seal(t, e)); err != nil {
		t.Fatal(err)
	}
}

func seal(t *testing.T, e saga.Event) saga.Envelope {
	t.Helper()
	sealed, err := saga.Seal(ulid.Make().String(), e)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// words are what was said in short: "StockReserved ord_1", or "CheckoutFailed ord_1 OUT_OF_STOCK".
func words(t *testing.T, s shop) []string {
	t.Helper()
	var all []string
	for _, e := range s.said(t) {
		var body struct{ Code string }
		if err := json.Unmarshal(e.Body, &body); err != nil {
			t.Fatal(err)
		}
		w := e.Name + " " + e.Key
		if body.Code != "" {
			w += " " + body.Code
		}
		all = append(all, w)
	}
	return all
}

func TestCheckout(t *testing.T) {
	placed := func(orderID string, lines ...checkout.Line) checkout.OrderPlaced {
		return checkout.OrderPlaced{Docket: docket(orderID, lines...)}
	}
	confirmed := func(orderID string) checkout.OrderConfirmed { return checkout.OrderConfirmed{Docket: docket(orderID)} }
	failed := func(orderID string) checkout.CheckoutFailed {
		return checkout.CheckoutFailed{OrderID: orderID, Code: "TIMED_OUT"}
	}
	rose := line("prd_rose", 4, 1000)
	tests := []struct {
		name  string
		heard []saga.Event
		said  []string
		rose  simulated.Level // of 10
		lily  simulated.Level // of 2
	}{
		{"reserved", []saga.Event{placed("ord_1", rose)},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 6, Reserved: 4}, simulated.Level{Received: 2, Left: 2}},
		{"sold", []saga.Event{placed("ord_1", rose), confirmed("ord_1")},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 6, Sold: 4}, simulated.Level{Received: 2, Left: 2}},
		{"sold once, though confirmed twice", []saga.Event{placed("ord_1", rose), confirmed("ord_1"), confirmed("ord_1")},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 6, Sold: 4}, simulated.Level{Received: 2, Left: 2}},
		{"released", []saga.Event{placed("ord_1", rose), failed("ord_1")},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"released once, though called off twice", []saga.Event{placed("ord_1", rose), failed("ord_1"), failed("ord_1")},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"called off before it was placed", []saga.Event{failed("ord_1"), placed("ord_1", rose)},
			nil, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"placed twice, reserved once", []saga.Event{placed("ord_1", rose), placed("ord_1", rose)},
			[]string{"StockReserved ord_1", "StockReserved ord_1"}, simulated.Level{Received: 10, Left: 6, Reserved: 4}, simulated.Level{Received: 2, Left: 2}},
		{"all or nothing", []saga.Event{placed("ord_1", rose, line("prd_lily", 3, 500))},
			[]string{"CheckoutFailed ord_1 OUT_OF_STOCK"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"two lines of one product are one wish", []saga.Event{placed("ord_1", line("prd_lily", 1, 500), line("prd_lily", 2, 500))},
			[]string{"CheckoutFailed ord_1 OUT_OF_STOCK"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"the last ones", []saga.Event{placed("ord_1", line("prd_lily", 1, 500), line("prd_lily", 1, 500))},
			[]string{"StockReserved ord_1"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Reserved: 2}},
		{"another price", []saga.Event{placed("ord_1", line("prd_rose", 1, 999))},
			[]string{"CheckoutFailed ord_1 PRICE_CHANGED"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"not on sale", []saga.Event{placed("ord_1", line("prd_paused", 1, 700))},
			[]string{"CheckoutFailed ord_1 OUT_OF_STOCK"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"not known", []saga.Event{placed("ord_1", line("prd_none", 1, 700))},
			[]string{"CheckoutFailed ord_1 OUT_OF_STOCK"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
		{"its own failure comes back", []saga.Event{placed("ord_1", line("prd_rose", 11, 1000)), failed("ord_1")},
			[]string{"CheckoutFailed ord_1 OUT_OF_STOCK"}, simulated.Level{Received: 10, Left: 10}, simulated.Level{Received: 2, Left: 2}},
	}
	for store, open := range shops() {
		for _, test := range tests {
			t.Run(store+"/"+test.name, func(t *testing.T) {
				s := open(t)
				s.shelve(t, onSale("prd_rose", 1000, 10))
				s.shelve(t, onSale("prd_lily", 500, 2))
				paused := onSale("prd_paused", 700, 5)
				paused.Status = domain.TemporarilySoldOut
				s.shelve(t, paused)
				for _, e := range test.heard {
					hear(t, s, e)
				}
				if got := words(t, s); !slices.Equal(got, test.said) {
					t.Errorf("said %v, want %v", got, test.said)
				}
				if got := s.level(t, "prd_rose"); got != test.rose {
					t.Errorf("roses: %+v, want %+v", got, test.rose)
				}
				if got := s.level(t, "prd_lily"); got != test.lily {
					t.Errorf("lilies: %+v, want %+v", got, test.lily)
				}
			})
		}
	}
}

// What can't be is an error, so that it ends among the dead letters and somebody looks at it.
func TestCheckoutThatCannotBe(t *testing.T) {
	for store, open := range shops() {
		t.Run(store, func(t *testing.T) {
			s := open(t)
			s.shelve(t, onSale("prd_rose", 1000, 10))
			hear(t, s, checkout.OrderPlaced{Docket: docket("ord_sold", line("prd_rose", 1, 1000))})
			hear(t, s, checkout.OrderConfirmed{Docket: docket("ord_sold")})
			for name, e := range map[string]saga.Event{
				"confirmed without a reservation": checkout.OrderConfirmed{Docket: docket("ord_none")},
				"called off after it was sold":    checkout.CheckoutFailed{OrderID: "ord_sold", Code: "TIMED_OUT"},
				"a line of nothing":               checkout.OrderPlaced{Docket: docket("ord_0", line("prd_rose", 0, 1000))},
				"a line of less":                  checkout.OrderPlaced{Docket: docket("ord_-1", line("prd_rose", -1, 1000))},
			} {
				if err := s.Handle(context.Background(), seal(t, e)); err == nil {
					t.Errorf("%s: no error", name)
				}
			}
			if got, want := s.level(t, "prd_rose"), (simulated.Level{Received: 10, Left: 9, Sold: 1}); got != want {
				t.Errorf("roses: %+v, want %+v", got, want)
			}
		})
	}
}

// The same envelope delivered again is done already.
func TestDeliveredTwice(t *testing.T) {
	for store, open := range shops() {
		t.Run(store, func(t *testing.T) {
			s := open(t)
			s.shelve(t, onSale("prd_rose", 1000, 10))
			e := seal(t, checkout.OrderPlaced{Docket: docket("ord_1", line("prd_rose", 1, 1000))})
			for range 3 {
				if err := s.Handle(context.Background(), e); err != nil {
					t.Fatal(err)
				}
			}
			if got := words(t, s); !slices.Equal(got, []string{"StockReserved ord_1"}) {
				t.Errorf("said %v", got)
			}
		})
	}
}

// Two hundred want one of ten: ten get it.
func TestTwoHundredForTen(t *testing.T) {
	for store, open := range shops() {
		t.Run(store, func(t *testing.T) {
			s := open(t)
			s.shelve(t, onSale("prd_rose", 1000, 10))
			var wg sync.WaitGroup
			errs := make([]error, 200)
			for i := range errs {
				e := seal(t, checkout.OrderPlaced{Docket: docket(fmt.Sprintf("ord_%03d", i), line("prd_rose", 1, 1000))})
				wg.Go(func() { errs[i] = s.Handle(context.Background(), e) })
			}
			wg.Wait()
			for i, err := range errs {
				if err != nil {
					t.Fatalf("order %d: %v", i, err)
				}
			}
			reserved, refused := 0, 0
			for _, e := range s.said(t) {
				switch e.Name {
				case "StockReserved":
					reserved++
				case "CheckoutFailed":
					refused++
				}
			}
			if reserved != 10 || refused != 190 {
				t.Errorf("%d reserved, %d refused; want 10 and 190", reserved, refused)
			}
			if got, want := s.level(t, "prd_rose"), (simulated.Level{Received: 10, Reserved: 10}); got != want {
				t.Errorf("roses: %+v, want %+v", got, want)
			}
		})
	}
}

// Orders that name the same products the other way round do not wait for each other in a circle.
func TestNoDeadlock(t *testing.T) {
	s := shops()["postgres"](t)
	s.shelve(t, onSale("prd_a", 1000, 1000))
	s.shelve(t, onSale("prd_b", 1000, 1000))
	lines := []checkout.Line{line("prd_a", 1, 1000), line("prd_b", 1, 1000)}
	var wg sync.WaitGroup
	errs := make([]error, 100)
	for i := range errs {
		turned := slices.Clone(lines)
		if i%2 == 1 {
			slices.Reverse(turned)
		}
		e := seal(t, checkout.OrderPlaced{Docket: docket(fmt.Sprintf("ord_%03d", i), turned...)})
		wg.Go(func() { errs[i] = s.Handle(context.Background(), e) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := s.level(t, "prd_b").Reserved; got != 100 {
		t.Errorf("%d reserved, want 100", got)
	}
}

// Availability is published when it flips, and not otherwise.
func TestAvailabilityIsPublishedWhenItFlips(t *testing.T) {
	w := newWorld(t)
	p := w.made(t, domain.OnSale)
	steps := app.Steps[app.Desk]()
	reserve := func(orderID string, n int) {
		t.Helper()
		e := seal(t, checkout.OrderPlaced{Docket: docket(orderID, line(p.ID(), n, 39_000))})
		if err := saga.Handle(context.Background(), w.Stock, steps, e); err != nil {
			t.Fatal(err)
		}
	}
	forget := func() {
		t.Helper()
		if _, err := w.pool.Exec(context.Background(), "DELETE FROM to_publish"); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		order   string
		n       int
		flipped bool
	}{{"ord_1", 2, false}, {"ord_2", 5, true}, {"ord_3", 1, false}, {"ord_4", 2, true}} {
		forget()
		reserve(step.order, step.n)
		if got := w.toPublish(t, delivery.TopicStock, p.ID()); got != step.flipped {
			t.Errorf("%s: published %v, want %v", step.order, got, step.flipped)
		}
	}
}
