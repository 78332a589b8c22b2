package app_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/payment"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/postgres"
)

// desk is an order service on a real database and a real card network, without the others around it: the
// test says what they would say.
type desk struct {
	*app.Orders
	t    testing.TB
	pool *pgxpool.Pool

	mu  sync.Mutex
	now time.Time
}

// noon of a Monday, so that what is open does not depend on when the test runs.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, calendar.Seoul)

const (
	roses, tulips, weekly = "prd_roses", "prd_tulips", "prd_weekly"
	shop, farShop         = "str_shop", "str_far"
)

func newDesk(t testing.TB) *desk {
	t.Helper()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	d := &desk{t: t, pool: pool, now: noon}
	d.Orders = &app.Orders{
		Store: delivery.NewPostgres(pool, delivery.NewBell(), func(tx pgx.Tx) app.Book { return postgres.NewBook(tx) }, nil),
		Shelf: postgres.NewShelf(pool), Cards: payment.New(testenv.Var(t, "PAYMENT_URL")),
		Limit: 10 * time.Minute, Now: d.clock,
	}
	d.sells(snapshot.Product{ID: roses, Version: 1, StoreID: shop, Kind: "REGULAR", Name: "장미 한 다발", Price: 39000, Status: "ON_SALE", FulfilmentMethods: []string{"DELIVERY", "PICKUP"}})
	d.sells(snapshot.Product{ID: tulips, Version: 1, StoreID: farShop, Kind: "REGULAR", Name: "튤립", Price: 20000, Status: "ON_SALE", FulfilmentMethods: []string{"PICKUP"}})
	d.sells(snapshot.Product{ID: weekly, Version: 1, StoreID: shop, Kind: "SUBSCRIPTION", Name: "매주 꽃", Price: 30000, Status: "ON_SALE", FulfilmentMethods: []string{"DELIVERY"}})
	free := int64(50000)
	for _, storeID := range []string{shop, farShop} {
		d.offers(1, fulfilment.Terms{StoreID: storeID, Open: true,
			Hours: []fulfilment.Hours{{Weekday: 1, Opens: 9 * 60, Closes: 20 * 60}, {Weekday: 2, Opens: 9 * 60, Closes: 20 * 60}},
			Rule:  fulfilment.SlotRule{SlotMinutes: 60, Capacity: 3, CutOffMinutes: 60},
			Areas: []fulfilment.Area{{Prefix: "04", Fee: 4000, FreeAbove: &free}}})
	}
	return d
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) later(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func (d *desk) sells(p snapshot.Product) { d.hearsCopy(delivery.TopicProducts, p) }

func (d *desk) offers(version int64, terms fulfilment.Terms) {
	d.hearsCopy(delivery.TopicOffers, snapshot.Offer{Version: version, Terms: terms})
}

func (d *desk) hearsCopy(topic string, thing any) {
	d.t.Helper()
	err := d.Store.Do(context.Background(), func(ctx context.Context, book app.Book) (saga.Event, error) {
		return nil, app.KeepCopy(ctx, book, saga.Envelope{Topic: topic, Body: encode(d.t, thing)})
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// hears is what another service says of an order.
func (d *desk) hears(e saga.Event) {
	d.t.Helper()
	sealed, err := saga.Seal(id.New("evt"), e)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := saga.Handle(context.Background(), d.Store, d.Checkout(), sealed); err != nil {
		d.t.Fatal(err)
	}
}

// said are the names of what the service has said, in order.
func (d *desk) said() []string {
	d.t.Helper()
	rows, err := d.pool.Query(context.Background(), "SELECT name FROM outbox ORDER BY seq")
	if err != nil {
		d.t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		d.t.Fatal(err)
	}
	return names
}

// settle does what the worker does, until nothing is due.
func (d *desk) settle() {
	d.t.Helper()
	for range 20 {
		due, err := d.Shelf.DueIntents(context.Background(), 100, 0)
		if err != nil {
			d.t.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		for _, i := range due {
			_ = d.Settle(context.Background(), i) // no answer: the next round asks again
		}
	}
	d.t.Fatal("an intent is never settled")
}

// as is a request of a member; "" is a guest's.
func as(memberID string) context.Context {
	who := identity.Identity{MemberID: memberID}
	if memberID != "" {
		who.Roles = []string{identity.Member}
	}
	return identity.With(context.Background(), who)
}

// roseOrder is an order that is fine: one bouquet, to be delivered at three.
func roseOrder(key string) app.PlaceOrderInput {
	slot := fulfilment.Slot{StoreID: shop, Method: fulfilment.Delivery, Start: noon.Add(3 * time.Hour)}.ID()
	return app.PlaceOrderInput{
		IdempotencyKey: key,
		Lines:          []*app.OrderLineInput{{ProductID: roses, Quantity: 1}},
		Fulfilments: []*app.FulfilmentInput{{StoreID: shop, Method: fulfilment.Delivery, SlotID: &slot,
			Address: &domain.Address{Recipient: "이민지", Phone: "010-0000-0000", Postcode: "04001", Line1: "마포구 어느 길 1"}}},
		Payment: &app.PaymentInput{Provider: "sandbox", Token: "tok_ok"},
	}
}

func (d *desk) place(in app.PlaceOrderInput) *domain.Order {
	d.t.Helper()
	order, err := d.PlaceOrder(as("mem_minji"), in)
	if err != nil {
		d.t.Fatal(err)
	}
	return order
}

func (d *desk) order(orderID string) *domain.Order {
	d.t.Helper()
	order, err := d.Order(as("mem_minji"), orderID)
	if err != nil || order == nil {
		d.t.Fatalf("order %s: %v %v", orderID, order, err)
	}
	return order
}

func docket(o *domain.Order) checkout.Docket {
	return checkout.Docket{OrderID: o.ID(), MemberID: o.MemberID(), Due: o.Total().Amount()}
}
