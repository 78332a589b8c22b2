package order_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order"
)

// soon is how long anything that is expected may take.
const soon = 60 * time.Second

// A database that is new, on a Kafka that another one has read before, must know what there is to sell.
func TestANewDatabaseKnowsWhatWasPublishedBefore(t *testing.T) {
	product := snapshot.Product{ID: id.New("prd"), Version: 1, StoreID: id.New("str"), Kind: "REGULAR", Name: "장미", Price: 39000, Status: "ON_SALE"}
	body, err := json.Marshal(product)
	if err != nil {
		t.Fatal(err)
	}
	brokers := testenv.Brokers(t)
	if err := delivery.CreateTopics(t.Context(), brokers, delivery.TopicProducts); err != nil {
		t.Fatal(err)
	}
	out := delivery.NewKafka(brokers)
	defer out.Close()
	if err := out.Write(t.Context(), delivery.Message{Topic: delivery.TopicProducts, Key: product.ID, Value: body}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		knows(t, testenv.DatabaseURL(t, "order"), product.ID)
	}
}

// knows runs the service on a database until its copy has the product.
func knows(t *testing.T, databaseURL, productID string) {
	t.Helper()
	_, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() {
		stopped <- order.Run(ctx, order.Config{
			Addr: "127.0.0.1:0", DatabaseURL: databaseURL, KafkaBrokers: testenv.Brokers(t), RedisURL: testenv.Var(t, "REDIS_URL"),
			IdentityPublicKey: public, PaymentURL: testenv.Var(t, "PAYMENT_URL"), CheckoutTimeLimit: time.Minute,
			Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		})
	}()
	defer func() {
		stop()
		if err := <-stopped; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("stopped with %v", err)
		}
	}()
	for deadline := time.Now().Add(soon); !has(databaseURL, productID); {
		if time.Now().After(deadline) {
			t.Fatal("the product is never known")
		}
		<-time.After(20 * time.Millisecond)
	}
}

// has is false, too, while the database is being made.
func has(databaseURL, productID string) (known bool) {
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	db, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return false
	}
	defer db.Close(ctx)
	err = db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM products WHERE id = $1)", productID).Scan(&known)
	return err == nil && known
}
