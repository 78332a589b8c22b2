package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// copyOf is a database with a copy of a topic: how often each thing was taken over.
func copyOf(t *testing.T) *pgxpool.Pool {
	t.Helper()
	return testenv.Postgres(t, delivery.Migrations(), postgres.Migrations{Name: "copies", Files: fstest.MapFS{
		"00001_things.sql": {Data: []byte("-- +goose Up\nCREATE TABLE things (key text PRIMARY KEY, kept int NOT NULL DEFAULT 1);\n-- +goose Down\nDROP TABLE things;\n")},
	}})
}

// copying runs a replica until the test, or stop, ends it. refuse may be nil.
func copying(t *testing.T, topic string, pool *pgxpool.Pool, refuse func(key string) error) (stop func()) {
	t.Helper()
	out := delivery.NewKafka(testenv.Brokers(t))
	c := delivery.Copies[pgx.Tx]{
		Brokers: testenv.Brokers(t), Topics: []string{topic}, Dead: out, Log: slog.New(slog.DiscardHandler),
		Store: delivery.NewPostgres(pool, delivery.NewBell(), func(tx pgx.Tx) pgx.Tx { return tx }, nil),
		Keep: func(ctx context.Context, tx pgx.Tx, heard saga.Envelope) error {
			if refuse != nil {
				if err := refuse(heard.Key); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, "INSERT INTO things AS t (key) VALUES ($1) ON CONFLICT (key) DO UPDATE SET kept = t.kept + 1", heard.Key)
			return err
		},
	}
	return until(t, c.Run, out)
}

// things are how many different ones a copy has, and how often one was taken over in all.
func things(t *testing.T, pool *pgxpool.Pool) (different, inAll int) {
	t.Helper()
	if err := pool.QueryRow(context.Background(), "SELECT count(*), coalesce(sum(kept), 0) FROM things").Scan(&different, &inAll); err != nil {
		t.Fatal(err)
	}
	return different, inAll
}

func filled(t *testing.T, pool *pgxpool.Pool, want int) {
	t.Helper()
	eventually(t, fmt.Sprint(want, " things are copied"), func() bool {
		got, _ := things(t, pool)
		return got >= want
	})
}

func snapshots(topic string, from, to int) []delivery.Message {
	var all []delivery.Message
	for n := from; n < to; n++ {
		all = append(all, delivery.Message{Topic: topic, Key: fmt.Sprintf("k%04d", n), Value: []byte("{}")})
	}
	return all
}

func do(t *testing.T, pool *pgxpool.Pool, sql string) {
	t.Helper()
	if _, err := pool.Exec(context.Background(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestACopyIsFilledWhicheverDatabaseItIs(t *testing.T) {
	topic := id.New("topic")
	write(t, snapshots(topic, 0, 1000)...)
	first := copyOf(t)
	stop := copying(t, topic, first, nil)
	filled(t, first, 1000)
	stop()

	t.Run("a new one, long after the first", func(t *testing.T) {
		second := copyOf(t)
		copying(t, topic, second, nil)
		filled(t, second, 1000)
	})
	t.Run("one that was stopped goes on, and takes nothing over again", func(t *testing.T) {
		do(t, first, "CREATE TABLE things_then AS TABLE things; CREATE TABLE copied_then AS TABLE copied")
		write(t, snapshots(topic, 1000, 1200)...)
		stop := copying(t, topic, first, nil)
		filled(t, first, 1200)
		stop()
		if different, inAll := things(t, first); inAll != different {
			t.Errorf("%d things were taken over %d times", different, inAll)
		}
	})
	t.Run("one that is restored from an older backup", func(t *testing.T) {
		do(t, first, "TRUNCATE things, copied; INSERT INTO things TABLE things_then; INSERT INTO copied TABLE copied_then")
		copying(t, topic, first, nil)
		filled(t, first, 1200)
	})
	t.Run("one that knows a longer topic than there is", func(t *testing.T) {
		pool := copyOf(t)
		stop := copying(t, topic, pool, nil)
		filled(t, pool, 1200)
		stop()
		do(t, pool, "UPDATE copied SET next = next + 1000000; TRUNCATE things")
		copying(t, topic, pool, nil)
		filled(t, pool, 1200)
	})
}

func TestReplicasCopyEachSnapshotOnce(t *testing.T) {
	topic := id.New("topic")
	write(t, snapshots(topic, 0, 1000)...)
	pool := copyOf(t)
	copying(t, topic, pool, nil)
	stop := copying(t, topic, pool, nil)
	filled(t, pool, 100)
	stop()
	filled(t, pool, 1000)
	copying(t, topic, pool, nil)
	for n := 1000; n < 1300; n += 10 { // a little at a time, which both hear at once
		write(t, snapshots(topic, n, n+10)...)
	}
	filled(t, pool, 1300)
	if different, inAll := things(t, pool); inAll != different {
		t.Errorf("%d things were taken over %d times", different, inAll)
	}
}

func TestWhatCannotBeCopiedIsBuriedAndComesBack(t *testing.T) {
	topic := id.New("topic")
	write(t, snapshots(topic, 0, 40)...)
	pool := copyOf(t)
	var mu sync.Mutex
	broken, thrown := true, false
	stop := copying(t, topic, pool, func(key string) error {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case key == "k0007" && broken:
			return errors.New("this one can't be kept")
		case key == "k0011" && !thrown:
			thrown = true
			panic("once")
		}
		return nil
	})
	filled(t, pool, 39)
	mu.Lock()
	broken = false
	mu.Unlock()
	out := delivery.NewKafka(testenv.Brokers(t))
	defer out.Close()
	eventually(t, "the letter is put back", func() bool {
		n, err := delivery.Replay(t.Context(), testenv.Brokers(t), topic, out)
		if err != nil || n > 1 {
			t.Fatalf("%d put back, %v", n, err)
		}
		return n == 1
	})
	filled(t, pool, 40)
	stop()
	if different, inAll := things(t, pool); inAll != different {
		t.Errorf("%d things were taken over %d times", different, inAll)
	}
}

func TestACopyWaitsForWhatIsAway(t *testing.T) {
	topic := id.New("topic")
	write(t, snapshots(topic, 0, 20)...)
	pool := copyOf(t)
	var mu sync.Mutex
	asked := 0
	copying(t, topic, pool, func(string) error {
		mu.Lock()
		defer mu.Unlock()
		if asked++; asked < 20 { // more often than what fails by itself is tried
			return fmt.Errorf("ask: %w", context.DeadlineExceeded)
		}
		return nil
	})
	filled(t, pool, 20)
}
