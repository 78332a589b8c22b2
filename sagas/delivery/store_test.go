package delivery_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/delivery/deliverytest"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

func TestMemory(t *testing.T) {
	deliverytest.Run(t, func(*testing.T) deliverytest.Store {
		return memory{delivery.NewMemory("test", 0, func(n int) int { return n }, func(n *int) deliverytest.Counter { return (*counter)(n) })}
	})
}

func TestPostgres(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.Store {
		pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations{Name: "suite", Files: fstest.MapFS{
			"00001_counter.sql": {Data: []byte("-- +goose Up\nCREATE TABLE counter (n int);\n-- +goose Down\nDROP TABLE counter;\n")},
		}})
		return database{pool, delivery.NewPostgres(pool, delivery.NewBell(), func(tx pgx.Tx) deliverytest.Counter { return table{tx} }, nil)}
	})
}

type counter int

func (c *counter) Add(_ context.Context, n int) error {
	*c += counter(n)
	return nil
}

type memory struct {
	*delivery.Memory[int, deliverytest.Counter]
}

func (m memory) Sum(testing.TB) int { return m.State() }

func (m memory) Relay(_ context.Context, write func(...saga.Envelope) error) error {
	_, err := m.Memory.Relay(write)
	return err
}

type table struct{ tx pgx.Tx }

func (t table) Add(ctx context.Context, n int) error {
	_, err := t.tx.Exec(ctx, "INSERT INTO counter VALUES ($1)", n)
	return err
}

type database struct {
	pool *pgxpool.Pool
	*delivery.Postgres[deliverytest.Counter]
}

func (d database) Sum(t testing.TB) int {
	t.Helper()
	var n int
	if err := d.pool.QueryRow(context.Background(), "SELECT coalesce(sum(n), 0) FROM counter").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (d database) Relay(ctx context.Context, write func(...saga.Envelope) error) error {
	_, err := delivery.NewRelay(d.pool, writer(write), delivery.NewBell(), slog.New(slog.DiscardHandler)).Once(ctx)
	return err
}

// writer plays Kafka.
type writer func(...saga.Envelope) error

func (w writer) Write(_ context.Context, messages ...delivery.Message) error {
	es := make([]saga.Envelope, len(messages))
	for i, m := range messages {
		// The database gives JSON back in its own spelling.
		var said deliverytest.Said
		if err := json.Unmarshal(m.Value, &said); err != nil {
			return err
		}
		body, err := json.Marshal(said)
		if err != nil {
			return err
		}
		es[i] = saga.Envelope{ID: m.Headers["id"], Topic: m.Topic, Name: m.Headers["name"], Key: m.Key, Body: body}
	}
	return w(es...)
}
