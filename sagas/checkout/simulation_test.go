package checkout_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	notifier "github.com/blooming-blooms/bloom/notifier/simulated"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	order "github.com/blooming-blooms/bloom/subgraphs/order/simulated"
	product "github.com/blooming-blooms/bloom/subgraphs/product/simulated"
	store "github.com/blooming-blooms/bloom/subgraphs/store/simulated"
)

// TestSimulation runs whole checkouts, by the steps that the services really run, under random schedules:
// every message may come twice, late, or after those of other orders; a service may crash before it commits,
// after it published, or in the middle of a call of the card network; shoppers ask twice, prices change,
// stock comes and goes, and time passes. After each schedule everything is up again, and the invariants of
// the checkout have to hold.
func TestSimulation(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		steps := rapid.IntRange(20, 150).Draw(t, "steps")
		for range steps {
			w.anything()
			w.alwaysHolds()
		}
		w.everythingIsUp()
		w.holdsInTheEnd()
	})
}

const (
	limit    = 10 * time.Minute
	capacity = 2
	storeID  = "str_1"
)

var (
	productIDs  = []string{"prd_1", "prd_2"}
	tokens      = []string{"tok_ok", "tok_declined", "tok_flaky"}
	errCrash    = errors.New("crash")
	errNoAnswer = errors.New("no answer")
)

// service is one of those that take part.
type service interface {
	Name() string
	Handle(context.Context, saga.Envelope) error
	Relay(func(...saga.Envelope) error) (int, error)
}

// world is all services, what is on its way to each, and the outside.
type world struct {
	t        *rapid.T
	ctx      context.Context
	now      time.Time
	order    *order.Service
	product  *product.Product
	store    *store.Store
	told     *delivery.Memory[*notifier.Desk, *notifier.Desk]
	services []service
	inbound  map[string][]saga.Envelope // by service, in the order in which the topic has them
	cards    *cardNetwork
	keys     int
	slots    []string
	placed   map[string]string // order by idempotency key
}

func newWorld(t *rapid.T) *world {
	w := &world{t: t, ctx: context.Background(), inbound: map[string][]saga.Envelope{}, placed: map[string]string{},
		now: time.Date(2026, 3, 2, 9, 0, 0, 0, calendar.Seoul)}
	clock := func() time.Time { return w.now }
	terms := fulfilment.Terms{StoreID: storeID, Open: true, Hours: []fulfilment.Hours{{Weekday: 2, Opens: 600, Closes: 720}},
		Rule: fulfilment.SlotRule{SlotMinutes: 60, Capacity: capacity}}
	for _, s := range terms.Slots(fulfilment.Pickup, fulfilment.Today(w.now).AddDays(1), w.now) {
		w.slots = append(w.slots, s.ID())
	}
	w.cards = &cardNetwork{w: w, captured: map[string]int64{}, refunded: map[string]int64{}}
	w.order = order.New(w.cards, clock, limit)
	w.product = product.New()
	w.store = store.New(clock, terms)
	w.told = delivery.NewMemory("notifier", notifier.NewDesk(), (*notifier.Desk).Clone, func(d **notifier.Desk) *notifier.Desk { return *d })
	for i, id := range productIDs {
		price := int64(1000 * (i + 1))
		w.must(w.product.Shelve(w.ctx, id, storeID, price, 3))
		w.learnPrice(id, price, 1)
	}
	w.services = []service{w.order, w.product, named{"store", w.store}, told{w.told, notifier.Steps(clock)}}
	return w
}

// learnPrice lets order hear of a price; until then it quotes the old one.
func (w *world) learnPrice(id string, price, version int64) {
	w.must(w.order.Knows(w.ctx,
		snapshot.Product{ID: id, Version: version, StoreID: storeID, Kind: "REGULAR", Name: id, Price: price, Status: "ON_SALE", FulfilmentMethods: []string{"PICKUP"}},
		snapshot.Offer{Version: 1, Terms: fulfilment.Terms{StoreID: storeID, Open: true, Hours: []fulfilment.Hours{{Weekday: 2, Opens: 600, Closes: 720}},
			Rule: fulfilment.SlotRule{SlotMinutes: 60, Capacity: capacity}}}))
}

func (w *world) must(err error) {
	if err != nil {
		w.t.Fatal(err)
	}
}

// one draws one of several.
func one[T any](w *world, what string, of []T) T { return rapid.SampledFrom(of).Draw(w.t, what) }

// anything is one event of the world.
func (w *world) anything() {
	switch rapid.IntRange(0, 11).Draw(w.t, "what") {
	case 0, 1, 2:
		w.place()
	case 3, 4, 5, 6:
		w.deliver()
	case 7, 8:
		w.relay()
	case 9:
		w.must(w.order.Settle(w.ctx))
	case 10:
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 15).Draw(w.t, "minutes")) * time.Minute)
		w.must(w.order.TimeOut(w.ctx))
	case 11:
		w.change()
	}
}

func (w *world) place() {
	if len(w.placed) >= 15 {
		return
	}
	w.keys++
	wish := order.Wish{
		Key: fmt.Sprint("key-", w.keys), MemberID: one(w, "member", []string{"mem_1", "mem_2"}), StoreID: storeID,
		ProductID: one(w, "product", productIDs), SlotID: one(w, "slot", w.slots), Token: one(w, "token", tokens),
		Quantity: rapid.IntRange(1, 2).Draw(w.t, "quantity"),
	}
	first, refused, err := w.order.Place(w.ctx, wish)
	w.must(err)
	if refused != "" {
		w.t.Fatalf("refused: %s", refused)
	}
	w.placed[wish.Key] = first
	if rapid.Bool().Draw(w.t, "asks twice") {
		second, _, err := w.order.Place(w.ctx, wish)
		w.must(err)
		if second != first {
			w.t.Fatalf("the same key gave %s and %s", first, second)
		}
	}
}

// deliver gives a service one message: mostly the oldest of some order, for those of one order are in order,
// and now and then another, as when a dead letter is put back late. It stays if it can't be handled yet, and
// sometimes even if it was, to be delivered again.
func (w *world) deliver() {
	s := one(w, "to", w.services)
	waiting := w.inbound[s.Name()]
	if len(waiting) == 0 {
		return
	}
	at := rapid.IntRange(0, len(waiting)-1).Draw(w.t, "message")
	if rapid.IntRange(0, 9).Draw(w.t, "out of order") > 0 {
		at = slices.IndexFunc(waiting, func(e saga.Envelope) bool { return e.Key == waiting[at].Key })
	}
	if err := s.Handle(w.ctx, waiting[at]); err != nil {
		return
	}
	if rapid.IntRange(0, 3).Draw(w.t, "offset is lost") > 0 {
		w.inbound[s.Name()] = slices.Delete(slices.Clone(waiting), at, at+1)
	}
}

// relay publishes what a service has said; it may crash between publishing and noting so.
func (w *world) relay() {
	s := one(w, "from", w.services)
	crash := rapid.IntRange(0, 4).Draw(w.t, "crash after publishing") == 0
	_, err := s.Relay(func(es ...saga.Envelope) error {
		w.publish(es)
		if crash {
			return errCrash
		}
		return nil
	})
	if err != nil && !errors.Is(err, errCrash) {
		w.t.Fatal(err)
	}
}

func (w *world) publish(es []saga.Envelope) {
	for _, s := range w.services {
		w.inbound[s.Name()] = append(w.inbound[s.Name()], es...)
	}
}

// change is what sellers do meanwhile.
func (w *world) change() {
	id := one(w, "changed product", productIDs)
	switch rapid.IntRange(0, 2).Draw(w.t, "change") {
	case 0:
		w.must(w.product.Adjust(w.ctx, id, 2))
	case 1:
		if level := w.product.Levels()[id]; level.Left > 0 {
			w.must(w.product.Adjust(w.ctx, id, -1))
		}
	case 2:
		price := int64(rapid.IntRange(1, 5).Draw(w.t, "price")) * 1000
		w.must(w.product.Reprice(w.ctx, id, price))
		if rapid.Bool().Draw(w.t, "order hears of it") {
			w.learnPrice(id, price, int64(w.keys+2))
		}
	}
}

// everythingIsUp lets all that is left happen, in order.
func (w *world) everythingIsUp() {
	w.cards.healthy = true
	for range 1000 {
		idle := true
		for _, s := range w.services {
			n, err := s.Relay(func(es ...saga.Envelope) error { w.publish(es); return nil })
			w.must(err)
			idle = idle && n == 0
		}
		for _, s := range w.services {
			waiting := w.inbound[s.Name()]
			w.inbound[s.Name()] = nil
			for _, e := range waiting {
				if err := s.Handle(w.ctx, e); err != nil {
					w.inbound[s.Name()] = append(w.inbound[s.Name()], e)
					continue
				}
				idle = false
			}
		}
		w.must(w.order.Settle(w.ctx))
		if idle {
			pending := slices.ContainsFunc(w.order.Results(), func(r order.Result) bool { return r.Status == "PENDING" })
			if !pending {
				return
			}
			w.now = w.now.Add(limit + time.Minute)
			w.must(w.order.TimeOut(w.ctx))
		}
	}
	w.t.Fatal("it never comes to rest")
}

// alwaysHolds is what must hold at any moment.
func (w *world) alwaysHolds() {
	for id, l := range w.product.Levels() {
		if l.Left < 0 || l.Reserved < 0 || l.Received+l.Adjusted != l.Left+l.Reserved+l.Sold {
			w.t.Fatalf("stock of %s: %+v", id, l)
		}
	}
	for slot, n := range w.store.State().Booked {
		if n < 0 || n > capacity {
			w.t.Fatalf("%d booked in slot %s", n, slot)
		}
	}
}

// holdsInTheEnd is what must hold once everything has come to rest.
func (w *world) holdsInTheEnd() {
	w.alwaysHolds()
	for name, left := range w.inbound {
		if len(left) > 0 {
			w.t.Fatalf("%s can't handle %d messages, the first is %s of %s", name, len(left), left[0].Name, left[0].Key)
		}
	}
	if len(w.cards.captured) > len(w.order.Results()) {
		w.t.Fatalf("%d captures for %d orders", len(w.cards.captured), len(w.order.Results()))
	}
	sold, booked := map[string]int{}, map[string]int{}
	told := map[string]int{}
	for _, n := range w.told.State().Told() {
		told[n.OrderID+" "+n.Kind+" "+n.MemberID]++
	}
	for _, r := range w.order.Results() {
		captured, refunded := w.cards.captured[r.Intent], w.cards.refunded[r.Intent]
		if captured != r.Captured || refunded != r.Refunded {
			w.t.Fatalf("%s: the card network has %d - %d, the order %d - %d", r.ID, captured, refunded, r.Captured, r.Refunded)
		}
		kind := "ORDER_CONFIRMED"
		switch r.Status {
		case "CONFIRMED":
			sold[r.ProductID] += r.Quantity
			booked[r.SlotID]++
			if captured != r.Total || refunded != 0 {
				w.t.Fatalf("%s is confirmed: captured %d of %d, refunded %d", r.ID, captured, r.Total, refunded)
			}
		case "REJECTED":
			kind = "ORDER_REJECTED"
			if r.Rejection == "TIMED_OUT" && r.Intent != "" {
				w.t.Fatalf("%s timed out although its payment was asked for", r.ID)
			}
			if captured != refunded {
				w.t.Fatalf("%s is rejected (%s): captured %d, refunded %d", r.ID, r.Rejection, captured, refunded)
			}
		default:
			w.t.Fatalf("%s is %s", r.ID, r.Status)
		}
		if n := told[r.ID+" "+kind+" "+r.MemberID]; n != 1 {
			w.t.Fatalf("%s is %s, and its member was told %d times", r.ID, r.Status, n)
		}
	}
	for id, l := range w.product.Levels() {
		if l.Reserved != 0 || l.Sold != sold[id] {
			w.t.Fatalf("stock of %s: %+v, %d are in confirmed orders", id, l, sold[id])
		}
	}
	for _, slot := range w.slots {
		if n := w.store.State().Booked[slot]; n != booked[slot] {
			w.t.Fatalf("%d booked in slot %s, %d in confirmed orders", n, slot, booked[slot])
		}
	}
}

// named gives a service its name.
type named struct {
	name string
	*store.Store
}

func (n named) Name() string { return n.name }

// told is the notifier.
type told struct {
	*delivery.Memory[*notifier.Desk, *notifier.Desk]
	steps []saga.Handler[*notifier.Desk]
}

func (told) Name() string { return "notifier" }

func (n told) Handle(ctx context.Context, heard saga.Envelope) error {
	return saga.Handle(ctx, n.Memory, n.steps, heard)
}

// cardNetwork keeps its promises: under one key it takes money once. Whether its answers arrive is another
// matter.
type cardNetwork struct {
	w                  *world
	healthy            bool
	captured, refunded map[string]int64
}

func (c *cardNetwork) lost(what string) bool {
	return !c.healthy && rapid.IntRange(0, 2).Draw(c.w.t, what) == 0
}

func (c *cardNetwork) Capture(key, token string, amount int64) (bool, error) {
	if token == "tok_declined" {
		return false, nil
	}
	if token == "tok_flaky" && c.lost("call is lost") {
		return false, errNoAnswer
	}
	if before, done := c.captured[key]; done && before != amount {
		c.w.t.Fatalf("%s is asked for %d, and was for %d", key, amount, before)
	}
	c.captured[key] = amount
	if c.lost("answer is lost") {
		return false, errNoAnswer
	}
	return true, nil
}

func (c *cardNetwork) Refund(key string, amount int64) error {
	if c.lost("refund is lost") {
		return errNoAnswer
	}
	c.refunded[key[:len(key)-len("_refund")]] = amount
	return nil
}
