package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/notifier/internal/postgres"
)

// soon is how long anything that is expected may take.
const soon = 20 * time.Second

// bell is a Live that a test rings by hand, or never.
type bell chan struct{}

func (b bell) Listen(string) (<-chan struct{}, func()) { return b, func() {} }

func notifications(t *testing.T, live app.Live, reread time.Duration) (*app.Notifications, *pgxpool.Pool) {
	pool := testenv.Postgres(t, postgres.Migrations())
	return &app.Notifications{Inbox: postgres.NewInbox(pool), Live: live, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now, Reread: reread}, pool
}

func minji() identity.Identity { return identity.Identity{MemberID: "mem_minji"} }

func add(t *testing.T, pool *pgxpool.Pool, from, to int) {
	t.Helper()
	var told []*domain.Notification
	for i := from; i <= to; i++ {
		id := fmt.Sprintf("%03d", i)
		told = append(told, domain.Restore(domain.Record{ID: "ntf_" + id, MemberID: "mem_minji", Kind: domain.OrderConfirmed, About: "ord_" + id, CreatedAt: time.Now(),
			Deliveries: []*domain.NotificationDelivery{{Channel: domain.SSE, Status: domain.Pending, At: time.Now()}}}))
	}
	if err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error { return postgres.Bind(tx).Add(t.Context(), told) }); err != nil {
		t.Fatal(err)
	}
}

func next(t *testing.T, stream <-chan *domain.Notification, want string) *domain.Notification {
	t.Helper()
	select {
	case n, open := <-stream:
		if !open {
			t.Fatal("the stream ended")
		}
		if n.ID() != want {
			t.Fatalf("got %s, want %s", n.ID(), want)
		}
		return n
	case <-time.After(soon):
		t.Fatalf("no %s", want)
	}
	return nil
}

func TestFollowGivesWhatWasMissedAndThenWhatIsNew(t *testing.T) {
	live := make(bell, 1)
	n, pool := notifications(t, live, time.Hour)
	add(t, pool, 1, 120)
	after := "ntf_002"
	ctx, cancel := context.WithCancel(t.Context())
	stream, err := n.Follow(ctx, minji(), &after)
	if err != nil {
		t.Fatal(err)
	}
	for i := 3; i <= 120; i++ {
		next(t, stream, fmt.Sprintf("ntf_%03d", i))
	}
	add(t, pool, 121, 122)
	live <- struct{}{}
	next(t, stream, "ntf_121")
	if d := next(t, stream, "ntf_122").Deliveries()[0]; d.Status != domain.Delivered {
		t.Errorf("on the stream it is %s", d.Status)
	}
	cancel()
	select {
	case _, open := <-stream:
		if open {
			t.Error("something came after the end")
		}
	case <-time.After(soon):
		t.Error("the stream does not end")
	}
	kept, err := n.Inbox.After(t.Context(), "mem_minji", 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	// That the last one was written may not have been noted any more when the stream was cut off.
	for i, it := range kept[:len(kept)-1] {
		want := domain.Delivered
		if i < 2 {
			want = domain.Pending
		}
		if got := it.Deliveries()[0].Status; got != want {
			t.Errorf("%s is %s, want %s", it.ID(), got, want)
		}
	}
}

func TestFollowWithoutAPlaceGivesOnlyWhatIsNew(t *testing.T) {
	live := make(bell, 1)
	n, pool := notifications(t, live, time.Hour)
	add(t, pool, 1, 3)
	stream, err := n.Follow(t.Context(), minji(), nil)
	if err != nil {
		t.Fatal(err)
	}
	add(t, pool, 4, 4)
	live <- struct{}{}
	next(t, stream, "ntf_004")
}

// A signal may be lost; the stream finds what is new by itself.
func TestFollowLooksByItself(t *testing.T) {
	n, pool := notifications(t, make(bell), 20*time.Millisecond)
	stream, err := n.Follow(t.Context(), minji(), nil)
	if err != nil {
		t.Fatal(err)
	}
	add(t, pool, 1, 1)
	next(t, stream, "ntf_001")
}

func TestRefused(t *testing.T) {
	n, pool := notifications(t, make(bell), time.Hour)
	add(t, pool, 1, 1)
	guest, haneul := identity.Identity{}, identity.Identity{MemberID: "mem_haneul"}
	noID, cursor := "ord_1", "eA"
	for name, c := range map[string]struct {
		code string
		do   func() error
	}{
		"a guest's stream":              {"UNAUTHENTICATED", func() error { _, err := n.Follow(t.Context(), guest, nil); return err }},
		"a stream after something else": {"BAD_USER_INPUT", func() error { _, err := n.Follow(t.Context(), minji(), &noID); return err }},
		"a cursor that is none": {"BAD_USER_INPUT", func() error {
			_, err := n.Page(t.Context(), minji(), "mem_minji", false, nil, &cursor)
			return err
		}},
		"a guest's acknowledgement":          {"UNAUTHENTICATED", func() error { _, err := n.Acknowledge(t.Context(), guest, "ntf_001"); return err }},
		"the acknowledgement of another's":   {"NOT_FOUND", func() error { _, err := n.Acknowledge(t.Context(), haneul, "ntf_001"); return err }},
		"the acknowledgement of nothing":     {"NOT_FOUND", func() error { _, err := n.Acknowledge(t.Context(), minji(), "ntf_999"); return err }},
		"the acknowledgement of what is not": {"NOT_FOUND", func() error { _, err := n.Acknowledge(t.Context(), minji(), "'; DROP"); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.do(); !fault.Has(err, c.code) {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
	if unread, err := n.Unread(t.Context(), minji()); err != nil || unread != 1 {
		t.Errorf("unread: %d, %v", unread, err)
	}
	for name, who := range map[string]identity.Identity{"a guest": guest, "another": haneul} {
		if page, err := n.Page(t.Context(), who, "mem_minji", false, nil, nil); page != nil || err != nil {
			t.Errorf("%s reads %v, %v", name, page, err)
		}
	}
}
