package store_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/store"
)

// The whole service, over real sockets: it publishes the offer of a store of its seed, hears that an order's
// stock is reserved, says that it is ready to be paid, and publishes that the slot is now full.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	// The broker is shared with other tests, so the ids are this test's own.
	storeID, orderID := id.New("str"), id.New("ord")
	dir := t.TempDir()
	stores := `[{"id":"` + storeID + `","slug":"moonlight","name":"달빛꽃집","sellers":["mem_seller"],"slotMinutes":60,"capacity":1,"cutOffMinutes":0,
		"hours":[{"weekday":1,"opens":"09:00","closes":"18:00"},{"weekday":2,"opens":"09:00","closes":"18:00"}],"areas":[{"postcodePrefix":"04","fee":4000}]}]`
	if err := os.WriteFile(filepath.Join(dir, "stores.json"), []byte(stores), 0o600); err != nil {
		t.Fatal(err)
	}
	_, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	brokers, database := testenv.Kafka(t), testenv.DatabaseURL(t, "store")
	listening, stopped := make(chan net.Addr, 1), make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	go func() {
		stopped <- store.Run(serving, store.Config{
			Addr: "127.0.0.1:0", DatabaseURL: database, KafkaBrokers: brokers, IdentityPublicKey: public,
			SeedDir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Listening: func(a net.Addr) { listening <- a },
		})
	}()
	defer func() {
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("stopped with %v", err)
		}
	}()
	var addr net.Addr
	select {
	case addr = <-listening:
	case err := <-stopped:
		stopped <- err
		t.Fatal("it did not start")
	}
	if answer, err := http.Get("http://" + addr.String() + "/health/ready"); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("not ready: %v, %v", answer, err)
	}

	offers := listen(t, ctx, brokers, delivery.TopicOffers)
	offer := await(t, ctx, offers, func(m kafka.Message) (o snapshot.Offer, ok bool) {
		return o, string(m.Key) == storeID && json.Unmarshal(m.Value, &o) == nil
	})
	if offer.Version != 1 || !offer.Terms.Open || len(offer.FullSlots) != 0 {
		t.Errorf("offers %+v", offer)
	}

	// The first slot of the next Monday.
	date := fulfilment.Today(time.Now()).AddDays(1)
	for date.Weekday() != 1 {
		date = date.AddDays(1)
	}
	slot := fulfilment.Slot{StoreID: storeID, Method: fulfilment.Pickup, Start: date.At(9*60, calendar.Seoul)}.ID()
	said := listen(t, ctx, brokers, checkout.Topic)
	tell(t, ctx, brokers, checkout.StockReserved{Docket: checkout.Docket{OrderID: orderID, MemberID: "mem_1",
		Bookings: []checkout.Booking{{ShipmentID: "shp_1", StoreID: storeID, SlotID: slot}}}})
	answer := await(t, ctx, said, func(m kafka.Message) (string, bool) {
		name := nameOf(m)
		return name, string(m.Key) == orderID && name != "StockReserved"
	})
	if answer != "ReadyToPay" {
		t.Errorf("said %s", answer)
	}
	offer = await(t, ctx, offers, func(m kafka.Message) (o snapshot.Offer, ok bool) {
		return o, string(m.Key) == storeID && json.Unmarshal(m.Value, &o) == nil && o.Version > 1
	})
	if len(offer.FullSlots) != 1 || offer.FullSlots[0] != slot {
		t.Errorf("offers %+v; want %s full", offer, slot)
	}
}

// listen hears all of a topic from its beginning.
func listen(t *testing.T, ctx context.Context, brokers []string, topic string) <-chan kafka.Message {
	t.Helper()
	if err := delivery.CreateTopics(ctx, brokers, topic); err != nil {
		t.Fatal(err)
	}
	heard := make(chan kafka.Message, 100)
	for partition := range delivery.Partitions {
		r := kafka.NewReader(kafka.ReaderConfig{Brokers: brokers, Topic: topic, Partition: partition, MinBytes: 1, MaxBytes: 1 << 20, MaxWait: 100 * time.Millisecond})
		t.Cleanup(func() { _ = r.Close() })
		go func() {
			for {
				m, err := r.ReadMessage(ctx)
				if err != nil {
					return // the test is over
				}
				select {
				case heard <- m:
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	return heard
}

// await is what the first message that matters has.
func await[T any](t *testing.T, ctx context.Context, heard <-chan kafka.Message, matters func(kafka.Message) (T, bool)) T {
	t.Helper()
	for {
		select {
		case m := <-heard:
			if v, ok := matters(m); ok {
				return v
			}
		case <-ctx.Done():
			t.Fatal("it was never said")
		}
	}
}

func nameOf(m kafka.Message) string {
	for _, h := range m.Headers {
		if h.Key == "name" {
			return string(h.Value)
		}
	}
	return ""
}

// tell says an event as another service would.
func tell(t *testing.T, ctx context.Context, brokers []string, said saga.Event) {
	t.Helper()
	e, err := saga.Seal(id.New("evt"), said)
	if err != nil {
		t.Fatal(err)
	}
	out := delivery.NewKafka(brokers)
	defer out.Close()
	err = out.Write(ctx, delivery.Message{Topic: e.Topic, Key: e.Key, Value: e.Body, Headers: map[string]string{"id": e.ID, "name": e.Name}})
	if err != nil {
		t.Fatal(err)
	}
}
