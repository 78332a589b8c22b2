// Package live fans a signal out to every replica through Redis. A signal carries only an id: whoever shows
// something subscribes, reads it, and reads it again at each signal, so that nothing is missed in between
// and nothing but ids passes through Redis.
package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// waiting is how many signals may wait to be passed on to other replicas.
const waiting = 1024

// Hub passes signals on, within this process at once and to other replicas through Redis.
type Hub struct {
	redis   *redis.Client
	channel string
	origin  string // so that a replica does not hear itself again
	log     *slog.Logger
	out     chan string

	mu        sync.Mutex
	listeners map[string]map[chan struct{}]struct{}
}

// NewHub makes a hub; channel names what is signalled ("order"), origin is unique to this process.
func NewHub(client *redis.Client, channel, origin string, log *slog.Logger) *Hub {
	return &Hub{redis: client, channel: "live:" + channel, origin: origin, log: log, out: make(chan string, waiting),
		listeners: map[string]map[chan struct{}]struct{}{}}
}

// Signal says that what has this id has changed. It never waits for Redis, which Run passes it on to: a Redis
// that is down, or does not answer, costs other replicas the signal and nothing else: their streams re-read now
// and then by themselves.
func (h *Hub) Signal(ctx context.Context, id string) {
	h.deliver(id)
	select {
	case h.out <- id:
	default:
		h.log.WarnContext(ctx, "signal not passed on: too many wait", "channel", h.channel)
	}
}

// passOn tells other replicas until ctx ends.
func (h *Hub) passOn(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-h.out:
			if err := h.redis.Publish(ctx, h.channel, h.origin+" "+id).Err(); err != nil && ctx.Err() == nil {
				h.log.WarnContext(ctx, "signal not passed on", "channel", h.channel, "error", err)
			}
		}
	}
}

// Listen is signalled at each change of id until stop is called. Signals that come faster than they are
// taken are one signal.
func (h *Hub) Listen(id string) (signals <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[id] == nil {
		h.listeners[id] = map[chan struct{}]struct{}{}
	}
	h.listeners[id][c] = struct{}{}
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners[id], c)
		if len(h.listeners[id]) == 0 {
			delete(h.listeners, id)
		}
	}
}

func (h *Hub) deliver(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.listeners[id] {
		wake(c)
	}
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // one is waiting already
	}
}

// Run passes signals on, and hears those of other replicas, until ctx ends. After each time that Redis was away
// every listener is woken, for it may have missed something.
func (h *Hub) Run(ctx context.Context) error {
	var passing sync.WaitGroup
	passing.Go(func() { h.passOn(ctx) })
	defer passing.Wait()
	for ctx.Err() == nil {
		h.hear(ctx)
		h.wakeAll()
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

func (h *Hub) hear(ctx context.Context) {
	sub := h.redis.Subscribe(ctx, h.channel)
	defer sub.Close()
	// A read that has begun heeds only deadlines, not ctx: it ends when its connection is closed.
	defer context.AfterFunc(ctx, func() { _ = sub.Close() })()
	for {
		msg, err := sub.ReceiveMessage(ctx)
		if err != nil {
			return
		}
		if len(msg.Payload) > len(h.origin) && msg.Payload[:len(h.origin)] == h.origin {
			continue
		}
		for i := range msg.Payload {
			if msg.Payload[i] == ' ' {
				h.deliver(msg.Payload[i+1:])
				break
			}
		}
	}
}

func (h *Hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, cs := range h.listeners {
		for c := range cs {
			wake(c)
		}
	}
}
