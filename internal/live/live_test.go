package live_test

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/live"
	"github.com/blooming-blooms/bloom/internal/redis"
	"github.com/blooming-blooms/bloom/internal/testenv"
)

func hub(t *testing.T, channel string) *live.Hub {
	t.Helper()
	client, err := redis.Open(testenv.Var(t, "REDIS_URL"))
	if err != nil {
		t.Fatal(err)
	}
	h := live.NewHub(client, channel, id.New("rpl"), slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-done
		_ = client.Close()
	})
	return h
}

func TestASignalReachesEveryReplica(t *testing.T) {
	channel := id.New("test")
	here, there := hub(t, channel), hub(t, channel)
	for _, h := range []*live.Hub{here, there} {
		signals, stop := h.Listen("ord_1")
		defer stop()
		other, stopOther := h.Listen("ord_2")
		defer stopOther()
		deadline := time.After(20 * time.Second)
		for heard := false; !heard; {
			// The other replica may not be subscribed yet: signals are repeated until one arrives.
			here.Signal(t.Context(), "ord_1")
			select {
			case <-signals:
				heard = true
			case <-other:
				t.Fatal("heard of another order")
			case <-deadline:
				t.Fatal("nothing was heard")
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

func TestSignalsThatWaitAreOne(t *testing.T) {
	h := hub(t, id.New("test"))
	signals, stop := h.Listen("ord_1")
	for range 10 {
		h.Signal(t.Context(), "ord_1")
	}
	<-signals
	select {
	case <-signals:
		t.Error("a second signal waited")
	default:
	}
	stop()
	h.Signal(t.Context(), "ord_1")
	select {
	case <-signals:
		t.Error("heard after stop")
	default:
	}
}

// A Redis that takes connections and says nothing is worse than none: whoever asks it waits.
func TestASignalDoesNotWaitForRedis(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	client, err := redis.Open("redis://" + silent.Addr().String() + "/0")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	h := live.NewHub(client, "test", "here", slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.Run(ctx)
	}()
	signals, unlisten := h.Listen("ord_1")
	defer unlisten()
	began := time.Now()
	for range 5000 {
		h.Signal(ctx, "ord_1")
	}
	<-signals
	if took := time.Since(began); took > 20*time.Second { // if each waited, it would be minutes
		t.Errorf("signalling took %s", took)
	}
	stop()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("the hub does not end")
	}
}
