package order_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

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
	brokers := testenv.Kafka(t)
	if err := delivery.CreateTopics(t.Context(), brokers, delivery.TopicProducts); err != nil {
		t.Fatal(err)
	}
	out := delivery.NewKafka(brokers)
	defer out.Close()
	if err := out.Write(t.Context(), delivery.Message{Topic: delivery.TopicProducts, Key: product.ID, Value: body}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		knows(t, brokers, testenv.DatabaseURL(t, "order"), product.ID)
	}
}

// knows runs the service on a database until its copy has the product.
func knows(t *testing.T, brokers []string, databaseURL, productID string) {
	t.Helper()
	stop := run(t, order.Config{KafkaBrokers: brokers, DatabaseURL: databaseURL, PaymentURL: testenv.Var(t, "PAYMENT_URL"), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	defer stop()
	eventually(t, "the product is known", func() bool { return has(databaseURL, productID) })
}

// run runs the service until the test, or stop, ends it; the rest of the configuration is the same for all.
func run(t *testing.T, cfg order.Config) (stop func()) {
	t.Helper()
	_, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Addr, cfg.RedisURL = "127.0.0.1:0", testenv.Var(t, "REDIS_URL")
	cfg.IdentityPublicKey, cfg.CheckoutTimeLimit = public, time.Minute
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- order.Run(ctx, cfg) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-stopped; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("stopped with %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	for deadline := time.Now().Add(soon); !met(); {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
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

// A card network that always answers what means neither yes nor no is not asked for ever, and somebody is told.
func TestAPaymentThatGetsNowhereIsStuck(t *testing.T) {
	var asked atomic.Int32
	network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusConflict)
	}))
	defer network.Close()
	var log lines
	databaseURL, listening := testenv.DatabaseURL(t, "order"), make(chan net.Addr, 1)
	run(t, order.Config{KafkaBrokers: testenv.Kafka(t), DatabaseURL: databaseURL, PaymentURL: network.URL, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Listening: func(a net.Addr) { listening <- a }})
	metrics := "http://" + (<-listening).String() + "/metrics"
	db, err := pgxpool.New(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	intent := func(sql string) {
		t.Helper()
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	attempts := func() (n int) {
		t.Helper()
		if err := db.QueryRow(t.Context(), "SELECT attempts FROM intents").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	late := func() {
		t.Helper()
		eventually(t, "it is put off for long", func() bool {
			var late bool
			err := db.QueryRow(t.Context(), "SELECT due > now() + interval '50 minutes' FROM intents").Scan(&late)
			return err == nil && late
		})
	}
	// It has been answered so for a while.
	intent(`INSERT INTO orders (id, number, member_id, status, subtotal, discount, delivery_fee, voucher_paid, payment_status, provider, token, timeline, placed_at)
		VALUES ('ord_1', '1', 'mem_1', 'PENDING', 1000, 0, 0, 0, 'PENDING', 'sandbox', 'tok_ok', '[]', now())`)
	intent("INSERT INTO intents (id, order_id, amount, state, attempts) VALUES ('int_1', 'ord_1', 1000, 'WANTED', 7)")
	eventually(t, "an operator sees it", func() bool { return scrape(t, metrics, "order_intents_stuck 1") })
	if n := attempts(); n != 8 || asked.Load() != 1 {
		t.Errorf("stuck after %d attempts, with %d answers", n, asked.Load())
	}
	late()
	for range 2 { // an hour later, and another one
		before := attempts()
		intent("UPDATE intents SET due = now()")
		eventually(t, "it is tried again", func() bool { return attempts() == before+1 })
		late()
	}
	if n := strings.Count(log.String(), "ALARM"); n != 1 {
		t.Errorf("%d alarms, want one:\n%s", n, log.String())
	}

	// The last attempt, then no more. Another one, which is taken after it would be, shows that it is not.
	before := asked.Load()
	intent("UPDATE intents SET attempts = 199, due = now()")
	eventually(t, "the last attempt is made", func() bool { return attempts() == 200 && asked.Load() == before+1 })
	late()
	intent("UPDATE intents SET due = now() - interval '1 day'")
	intent(`INSERT INTO orders SELECT 'ord_2', '2', member_id, status, rejection_code, subtotal, discount, delivery_fee, voucher_paid,
		payment_status, provider, token, captured, refunded, timeline, placed_at FROM orders`)
	intent("INSERT INTO intents (id, order_id, amount, state, attempts) VALUES ('int_2', 'ord_2', 1000, 'WANTED', 100)")
	eventually(t, "the other one is tried", func() bool { return scrape(t, metrics, "order_intents_stuck 2") })
	if n := asked.Load(); n != before+2 {
		t.Errorf("asked %d times more, want twice: for the last attempt of the one, and for the other", n-before)
	}
}

// scrape tells whether the metrics have a line.
func scrape(t *testing.T, address, line string) bool {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), fmt.Sprintf("\n%s\n", line))
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
