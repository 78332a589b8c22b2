package postgres_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/notifier/internal/postgres"
)

// add keeps n notifications for a member, as old as at says, and gives their ids in order.
func add(t *testing.T, pool *pgxpool.Pool, member, about string, n int, at time.Time) []string {
	t.Helper()
	ids := make([]string, n)
	told := make([]*domain.Notification, n)
	for i := range told {
		ids[i] = fmt.Sprintf("ntf_%s_%s_%04d", member, about, i)
		told[i] = domain.Restore(domain.Record{
			ID: ids[i], MemberID: member, Kind: domain.OrderConfirmed, About: fmt.Sprint(about, i), CreatedAt: at,
			Deliveries: []*domain.NotificationDelivery{{Channel: domain.SSE, Status: domain.Pending, At: at}},
		})
	}
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error { return postgres.Bind(tx).Add(t.Context(), told) })
	if err != nil {
		t.Error(err)
	}
	return ids
}

// A reader that goes on from the last one it saw misses none, though many are added at the same moment.
func TestNumbersBecomeVisibleInOrder(t *testing.T) {
	pool := testenv.Postgres(t, postgres.Migrations())
	inbox := postgres.NewInbox(pool)
	const writers, each = 8, 25
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for i := range each {
				add(t, pool, "mem_1", fmt.Sprintf("w%d_%d", w, i), 1, now())
			}
		})
	}
	written := make(chan struct{})
	go func() {
		writing.Wait()
		close(written)
	}()
	seen, place, over := 0, int64(0), false
	for !over {
		select {
		case <-written:
			over = true // and look once more
		default:
		}
		for {
			read, err := inbox.After(t.Context(), "mem_1", place, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range read {
				place = n.Seq()
			}
			if seen += len(read); len(read) == 0 {
				break
			}
		}
	}
	if seen != writers*each {
		t.Errorf("saw %d, want %d", seen, writers*each)
	}
}

func TestPlace(t *testing.T) {
	pool := testenv.Postgres(t, postgres.Migrations())
	inbox := postgres.NewInbox(pool)
	ids := add(t, pool, "mem_1", "a", 3, now())
	others := add(t, pool, "mem_2", "z", 1, now())
	if _, err := pool.Exec(t.Context(), "DELETE FROM notifications WHERE id = $1", ids[1]); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		member, id string
		want       int64
	}{
		"the newest":                {"mem_1", "", 3},
		"one that is there":         {"mem_1", ids[2], 3},
		"one that is kept no more":  {"mem_1", ids[1], 1},
		"someone else's":            {"mem_1", others[0], 3},
		"of whoever has none":       {"mem_3", "", 0},
		"older than all":            {"mem_1", "ntf_0", 0},
		"someone else's, the other": {"mem_2", ids[0], 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := inbox.Place(t.Context(), c.member, c.id); err != nil || got != c.want {
				t.Errorf("got %d and %v, want %d", got, err, c.want)
			}
		})
	}
}

func TestRetention(t *testing.T) {
	pool := testenv.Postgres(t, postgres.Migrations())
	add(t, pool, "mem_old", "a", 2, now().Add(-domain.KeptFor-time.Hour))
	add(t, pool, "mem_old", "b", 1, now().Add(-domain.KeptFor+time.Hour))
	add(t, pool, "mem_many", "a", domain.KeptMost+5, now())
	sweep := &postgres.Retention{Pool: pool, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: now}
	for _, want := range []int64{7, 0} {
		if got, err := sweep.Once(context.Background()); err != nil || got != want {
			t.Fatalf("forgot %d and %v, want %d", got, err, want)
		}
	}
	var oldest string
	if err := pool.QueryRow(t.Context(), "SELECT min(id) FROM notifications WHERE member_id = 'mem_many'").Scan(&oldest); err != nil || oldest != "ntf_mem_many_a_0005" {
		t.Errorf("the oldest that is left is %s, %v", oldest, err)
	}
}
