package delivery_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
)

// topicWriter plays Kafka for snapshots; during is called while they are written.
type topicWriter struct {
	written []delivery.Message
	during  func()
}

func (w *topicWriter) Write(_ context.Context, messages ...delivery.Message) error {
	w.written = append(w.written, messages...)
	if w.during != nil {
		w.during()
	}
	return nil
}

func TestSnapshots(t *testing.T) {
	const topic = delivery.TopicProducts
	pool := testenv.Postgres(t, delivery.Migrations())
	out := &topicWriter{}
	s := delivery.Snapshots{Pool: pool, Out: out, Bell: delivery.NewBell(), Log: slog.New(slog.DiscardHandler), Topic: topic,
		Read: func(_ context.Context, keys []string) (map[string]any, error) {
			return map[string]any{"prd_a": map[string]int{"version": 1}}, nil
		}}
	once := func(want int) {
		t.Helper()
		if n, err := s.Once(t.Context()); n != want || err != nil {
			t.Fatalf("%d published, %v, want %d", n, err, want)
		}
	}
	touch := func(keys ...string) {
		t.Helper()
		if err := delivery.Touch(t.Context(), pool, topic, keys...); err != nil {
			t.Fatal(err)
		}
	}

	touch("prd_b", "prd_a", "prd_b")
	once(2)
	if len(out.written) != 2 || out.written[0].Key != "prd_a" || len(out.written[0].Value) == 0 || out.written[1].Value != nil {
		t.Errorf("published %+v, want prd_a, and a tombstone of prd_b", out.written)
	}
	once(0)

	t.Run("announced only", func(t *testing.T) {
		if err := delivery.Announce(t.Context(), pool, topic, "prd_a"); err != nil {
			t.Fatal(err)
		}
		once(0)
		touch("prd_a")
		once(1)
	})
	t.Run("touched while it is published", func(t *testing.T) {
		touch("prd_a", "prd_b")
		out.during = func() { touch("prd_a") }
		once(2)
		out.during = nil
		once(1)
	})
	t.Run("being touched by somebody who has not committed", func(t *testing.T) {
		touch("prd_a", "prd_b")
		tx, err := pool.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out.during = func() {
			if err := delivery.Touch(t.Context(), tx, topic, "prd_a"); err != nil {
				t.Fatal(err)
			}
		}
		once(2) // without waiting for the other
		out.during = nil
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		once(1)
	})
}
