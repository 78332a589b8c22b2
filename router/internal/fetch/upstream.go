package fetch

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// streamBuffer is what is read of a stream at once. Most streams say nothing most of the time, so it is
// small; a longer event takes what it needs.
const streamBuffer = 512

// leastSilence is the shortest silence, of a subgraph that had sent heartbeats, after which it is taken for dead.
const leastSilence = 45 * time.Second

// fanOut is for how many listeners of one upstream an event is resolved at the same time.
const fanOut = 64

// upstream is one stream from a subgraph, and those who listen to it.
type upstream struct {
	streams *Streams
	url     string
	wanted  subscription
	options graphql_datasource.GraphQLBody
	headers func() http.Header // signed afresh each time
	key     string             // in Streams.shared; empty: nobody may join
	ctx     context.Context
	cancel  context.CancelFunc

	mu        sync.Mutex
	listeners map[*listener]struct{}
	begun     bool   // something was said
	latest    []byte // of a stream that can be joined late and says how things are
	ended     bool

	last string // the last id seen; only run touches it and what follows
	hash uint64 // of the last event
	said bool   // on the present connection
}

// listener is one subscription of the engine's. Its lock keeps events in order for who comes while one is
// sent out.
type listener struct {
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
	u.listeners[l] = struct{}{}
	return u.latest, true
}

// run follows the stream until it completes, nobody listens any more, or the subgraph can't take it up again.
func (u *upstream) run() {
	defer u.cancel()
	opened := false // ever
	for failures := 0; ; {
		u.said = false
		connected, err := u.follow()
		if u.ctx.Err() != nil {
			return
		}
		if err == nil {
			u.end(func(l *listener) { l.updater.Complete() })
			return
		}
		opened = opened || connected
		if connected && u.said {
			failures = 0
		}
		failures++
		if !opened || !u.wanted.resumable || failures > u.streams.Backoff.Attempts {
			u.streams.Log.WarnContext(u.ctx, "subgraph stream broke", "url", u.url, "error", err)
			body := broken()
			u.end(func(l *listener) { l.updater.Error(body) })
			return
		}
		u.streams.Log.InfoContext(u.ctx, "subgraph stream is taken up again", "url", u.url, "attempt", failures, "error", err)
		pause := time.NewTimer(u.streams.Backoff.wait(failures))
		select {
		case <-pause.C:
		case <-u.ctx.Done():
			pause.Stop()
			return
		}
	}
}

// broken is the last word of a stream whose subgraph went away: the client may subscribe anew.
func broken() []byte {
	e := answer.New(answer.SubgraphUnavailable, answer.SubgraphUnavailable)
	e.Extensions[answer.Retryable] = true
	return (&answer.Refusal{Errors: []answer.Error{e}}).Body()
}

// follow passes events on until the subgraph completes the stream; any other end is an error. It tells
// whether the subgraph took the stream.
func (u *upstream) follow() (connected bool, err error) {
	// Opening takes a deep stack, which would be this goroutine's from then on.
	type opened struct {
		resp *http.Response
		err  error
	}
	opening := make(chan opened, 1)
	go func() {
		resp, err := u.open()
		opening <- opened{resp, err}
	}()
	o := <-opening
	if o.err != nil {
		return false, o.err
	}
	defer o.resp.Body.Close()
	return u.read(o.resp)
}

// open asks the subgraph for the stream.
func (u *upstream) open() (*http.Response, error) {
	wanted, err := u.wanted.after(u.last)
	if err != nil {
		return nil, err
	}
	body := u.options
	body.Query, body.Variables = wanted.query, wanted.variables
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(u.ctx, http.MethodPost, u.url, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if h := u.headers(); h != nil {
		req.Header = h
	}
	req.Header.Set("Content-Type", answer.JSON)
	req.Header.Set("Accept", answer.EventStream)
	return u.streams.Connections.RoundTrip(req)
}

func (u *upstream) read(resp *http.Response) (connected bool, err error) {
	if mediaType := resp.Header.Get("Content-Type"); !strings.HasPrefix(mediaType, answer.EventStream) {
		// gqlgen refuses an invalid subscription with one GraphQL answer instead of a stream.
		body, err := io.ReadAll(io.LimitReader(resp.Body, int64(u.streams.MaxEvent)))
		if err == nil && isGraphQL(body) {
			u.deliver(body)
			return true, nil
		}
		return false, fmt.Errorf("status %d, content type %q", resp.StatusCode, mediaType)
	}
	resp.Header = nil // it would be kept as long as the stream
	events := bufio.NewReaderSize(resp.Body, streamBuffer)
	alive := heartbeatsOf(resp, leastSilence)
	for {
		name, data, err := readEvent(events, u.streams.MaxEvent, alive.heard)
		if err != nil {
			return true, err
		}
		switch {
		case name == "complete":
			return true, nil
		case name == "next" || name == "" && len(data) > 0:
			if !json.Valid(data) {
				return true, errors.New("the event is not JSON")
			}
			u.event(data)
		}
	}
}

// event passes an event on, but for one that says again, after an interruption, what was said last.
func (u *upstream) event(data []byte) {
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
	all := make([]*listener, 0, len(u.listeners))
	for l := range u.listeners {
		all = append(all, l)
	}
	return all
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
