package delivery_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/delivery/deliverytest"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// headers keeps those of what is published.
type headers []map[string]string

func (h *headers) Write(_ context.Context, messages ...delivery.Message) error {
	for _, m := range messages {
		*h = append(*h, m.Headers)
	}
	return nil
}

// TestTraceGoesWithTheEvent wants what is said to carry the span that said it, and, where nothing is traced
// here, the trace of what was heard.
func TestTraceGoesWithTheEvent(t *testing.T) {
	pool := testenv.Postgres(t, delivery.Migrations())
	store := delivery.NewPostgres(pool, delivery.NewBell(), func(tx pgx.Tx) pgx.Tx { return tx }, nil)
	say := func(context.Context, pgx.Tx) (saga.Event, error) { return deliverytest.Said{About: "a"}, nil }

	const heard = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	traced, span := telemetry.Span(telemetry.With(t.Context(), sdk.NewTracerProvider()), "request")
	defer span.End()
	if err := store.Do(traced, say); err != nil {
		t.Fatal(err)
	}
	if err := store.Once(t.Context(), saga.Envelope{ID: "evt_1", Trace: heard}, say); err != nil {
		t.Fatal(err)
	}
	if err := store.Do(t.Context(), say); err != nil {
		t.Fatal(err)
	}
	var out headers
	if _, err := delivery.NewRelay(pool, &out, delivery.NewBell(), slog.New(slog.DiscardHandler)).Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{telemetry.Traceparent(traced), heard, ""}
	if len(out) != len(want) {
		t.Fatalf("%d published", len(out))
	}
	for i := range want {
		if got := out[i]["traceparent"]; got != want[i] {
			t.Errorf("event %d carries %q, want %q", i, got, want[i])
		}
	}
}
