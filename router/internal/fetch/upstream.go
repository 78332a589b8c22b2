package fetch

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/idle"
)

// fanOut is for how many listeners of one upstream an event is resolved at the same time.
const fanOut = 64

// upstream is one stream from a subgraph, and those who listen to it. There may be ten thousand of them, so
// one that is idle has no goroutine, no buffer and no timer.
type upstream struct {
	streams    *Streams
	from       *origin
	wanted     subscription
	operation  string
	extensions json.RawMessage
	signed     http.Header // the headers of the first request
	sign       resolve.SubgraphHeadersBuilder
	key        string          // in Streams.shared; empty: nobody may join
	ctx        context.Context // never ends

	mu        sync.Mutex
	listeners []*listener
	begun     bool   // something was said
	latest    []byte // of a stream that can be joined late and says how things are
	ended     bool
	cancel    context.CancelFunc // of what is under way; nil while it is parked
	pause     *time.Timer        // before it is opened again
	conn      net.Conn           // while it is parked
	watch     *idle.Watch

	// Only run, ready and what they call touch what follows; one of them is active at a time.
	last     string // the last id seen
	hash     uint64 // of the last event
	said     bool   // on the present connection
	opened   bool   // ever
	failures int    // in a row
	framing  framing
	events   events
	pulse    pulse

	spoke, silence atomic.Int64 // when something last came, since Streams.began, and how long it may be ago
}

// listener is one subscription of the engine's. Its lock keeps events in order for who comes while one is
// sent out.
type listener struct {
	at      int // in upstream.listeners, whose lock it is under
	mu      sync.Mutex
	updater resolve.SubscriptionUpdater
}

// joinable tells whether one who comes now misses nothing; u.mu is held.
func (u *upstream) joinable() bool {
	switch {
	case u.ended:
		return false
	case !u.begun:
		return true
	case !u.wanted.resumable:
		return false
	case u.wanted.argument == "":
		return u.latest != nil
	}
	return u.wanted.fromTheStart()
}

// add lets the listener in, if it misses nothing, and gives the event that it has to be told first.
func (u *upstream) add(l *listener) (latest []byte, joined bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.joinable() {
		return nil, false
	}
	l.at = len(u.listeners)
	u.listeners = append(u.listeners, l)
	return u.latest, true
}

// remove takes the listener out, and tells whether it was the last one, with which the upstream ends, and
// whether that was parked until now.
func (u *upstream) remove(l *listener) (last, parked bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if l.at < len(u.listeners) && u.listeners[l.at] == l {
		end := len(u.listeners) - 1
		moved := u.listeners[end]
		u.listeners[l.at], moved.at = moved, l.at
		u.listeners[end] = nil
		u.listeners = u.listeners[:end]
	}
	if len(u.listeners) > 0 {
		return false, false
	}
	u.ended = true
	if u.cancel != nil {
		u.cancel()
	}
	if u.pause != nil {
		u.pause.Stop()
	}
	return true, u.unpark()
}

// unpark closes a parked stream; false where it is not parked, or not any more. u.mu is held.
func (u *upstream) unpark() bool {
	if u.conn == nil {
		return false
	}
	u.watch.Forget()
	_ = u.conn.Close()
	u.conn, u.watch = nil, nil
	u.closed()
	return true
}

// run opens the stream, and follows it until it is parked or ends.
func (u *upstream) run() {
	ctx, cancel := context.WithCancel(u.ctx)
	defer cancel()
	u.mu.Lock()
	if u.ended {
		u.mu.Unlock()
		return
	}
	u.cancel, u.pause = cancel, nil
	u.mu.Unlock()
	if connected, parked, err := u.follow(ctx); !parked {
		u.after(connected, err)
	}
}

// after decides what becomes of a stream that ended, with an error or without: it is complete, nobody listens
// any more, it is opened again after a while, or the subgraph is given up.
func (u *upstream) after(connected bool, err error) {
	if u.left() {
		return
	}
	if err == nil {
		u.end(func(l *listener) { l.updater.Complete() })
		return
	}
	if connected {
		u.opened = true
		if u.said {
			u.failures = 0
		}
	}
	u.failures++
	s := u.streams
	if !u.opened || !u.wanted.resumable || u.failures > s.Backoff.Attempts {
		s.warn(u.ctx, "subgraph stream broke", "subgraph", u.from.seen.Name, "error", err)
		body := broken()
		u.end(func(l *listener) { l.updater.Error(body) })
		return
	}
	s.Log.DebugContext(u.ctx, "subgraph stream is taken up again", "subgraph", u.from.seen.Name, "attempt", u.failures, "error", err)
	wait := s.Backoff.wait(u.failures)
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.ended {
		u.pause = time.AfterFunc(wait, u.run) // ten thousand streams that wait should not take a goroutine each
	}
}

// left tells whether nobody listens any more.
func (u *upstream) left() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.ended
}

// broken is the last word of a stream whose subgraph went away: the client may subscribe anew.
func broken() []byte {
	e := answer.New(answer.SubgraphUnavailable, answer.SubgraphUnavailable)
	e.Extensions[answer.Retryable] = true
	return (&answer.Refusal{Errors: []answer.Error{e}}).Body()
}

// event passes an event on, but for one that says again, after an interruption, what was said last.
func (u *upstream) event(data []byte) {
	u.from.seen.Event()
	if u.wanted.resumable {
		hash := maphash.Bytes(u.streams.seed, data)
		again := !u.said && hash == u.hash
		u.hash = hash
		if id := u.wanted.id(data); id != "" {
			u.last = id
		}
		if u.said = true; again {
			return
		}
	}
	u.said = true
	u.deliver(data)
}

// deliver returns once every listener's event is on its way; none of them waits for its client.
func (u *upstream) deliver(data []byte) {
	u.mu.Lock()
	u.begun = true
	if u.key != "" && u.wanted.resumable && u.wanted.argument == "" {
		u.latest = data
	}
	all := u.snapshot()
	u.mu.Unlock()
	each(all, func(l *listener) { l.updater.Update(data) })
}

// end says the last word to everybody; nobody can join any more.
func (u *upstream) end(say func(*listener)) {
	u.streams.forget(u)
	u.mu.Lock()
	u.ended = true
	all := u.snapshot()
	u.mu.Unlock()
	each(all, func(l *listener) {
		say(l)
		l.updater.Done()
	})
}

func (u *upstream) snapshot() []*listener {
	return append(make([]*listener, 0, len(u.listeners)), u.listeners...)
}

// each does something for all listeners, for some of them at the same time: it may mean asking a subgraph.
func each(all []*listener, do func(*listener)) {
	one := func(l *listener) {
		l.mu.Lock()
		defer l.mu.Unlock()
		do(l)
	}
	if len(all) == 1 {
		one(all[0])
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(fanOut, len(all)) {
		group.Go(func() {
			for i := next.Add(1); int(i) <= len(all); i = next.Add(1) {
				one(all[i-1])
			}
		})
	}
	group.Wait()
}
