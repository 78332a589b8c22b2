package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

const (
	// streamBuffer is what is read of a stream at its beginning.
	streamBuffer = 512
	// readAtOnce is what is read of a stream once there is something.
	readAtOnce = 4 << 10
)

var (
	errFull      = errors.New("too many connections are open")
	errResting   = errors.New("the subgraph is not asked for a while")
	errNoAnswer  = errors.New("the subgraph did not answer in time")
	errNotJSON   = errors.New("the event is not JSON")
	errCompleted = errors.New("the stream is complete")
)

// pieces are what is read of streams. One is held only while something arrives.
var pieces = sync.Pool{New: func() any { return new([readAtOnce]byte) }}

// follow opens the stream and passes events on until it is parked, or until the subgraph completes it; any
// other end is an error. It tells whether the subgraph took the stream.
func (u *upstream) follow(ctx context.Context) (connected, parked bool, err error) {
	u.said, u.framing, u.events, u.pulse = false, framing{}, events{}, pulse{}
	u.silence.Store(0)
	if !u.streams.enter() {
		return false, false, errFull
	}
	resp, err := u.open(ctx)
	if err != nil {
		u.streams.leaveRoom()
		return false, false, err
	}
	u.from.seen.Opened()
	if mediaType := resp.Header.Get("Content-Type"); !strings.HasPrefix(mediaType, answer.EventStream) {
		defer u.closed()
		defer resp.Body.Close()
		// gqlgen refuses an invalid subscription with one GraphQL answer instead of a stream.
		body, err := io.ReadAll(io.LimitReader(resp.Body, int64(u.streams.MaxEvent)))
		if err == nil && isGraphQL(body) {
			u.deliver(body)
			return true, false, nil
		}
		return false, false, fmt.Errorf("status %d, content type %q", resp.StatusCode, mediaType)
	}
	if parked, err := u.park(resp); parked || err != nil {
		return true, parked, finished(err)
	}
	defer u.closed()
	defer resp.Body.Close()
	return true, false, finished(u.read(resp))
}

// finished is nil where the stream is complete.
func finished(err error) error {
	switch {
	case errors.Is(err, errCompleted):
		return nil
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF // a stream ends with "complete"
	}
	return err
}

// open asks the subgraph for the stream.
func (u *upstream) open(ctx context.Context) (*http.Response, error) {
	from := u.from
	headers := u.headers()
	asked := from.seen.Connect(u.ctx, headers, u.opened)
	if !from.breaker.allow(time.Now()) {
		asked.End(observe.Refused)
		return nil, errResting
	}
	resp, err := u.request(ctx, headers)
	switch {
	case err != nil && ctx.Err() != nil:
		from.breaker.abandoned()
		asked.End(observe.Left)
	case err != nil || passing(resp.StatusCode):
		from.failed()
		asked.End(observe.Failed)
	default:
		from.succeeded()
		asked.End(observe.Answered)
	}
	return resp, err
}

// closed is called once for each stream that was open.
func (u *upstream) closed() {
	u.from.seen.Closed()
	u.streams.leaveRoom()
}

func (u *upstream) headers() http.Header {
	h := u.signed
	u.signed = nil
	if h == nil && u.sign != nil {
		// The identity is good for a minute, so a stream that is taken up again needs a new one.
		h, _ = u.sign.HeadersForSubgraph(u.from.seen.Name)
	}
	if h == nil {
		h = http.Header{}
	}
	h["Content-Type"], h["Accept"] = []string{answer.JSON}, []string{answer.EventStream}
	return h
}

func (u *upstream) request(ctx context.Context, headers http.Header) (*http.Response, error) {
	wanted, err := u.wanted.after(u.last)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(graphql_datasource.GraphQLBody{
		Query: wanted.query, OperationName: u.operation, Variables: wanted.variables, Extensions: u.extensions,
	})
	if err != nil {
		return nil, err
	}
	late := make(chan struct{})
	limited, cancel := context.WithCancel(ctx) // it ends with ctx, which ends with the stream
	limit := time.AfterFunc(u.from.timeout, func() {
		close(late)
		cancel()
	})
	req := (&http.Request{
		Method: http.MethodPost, URL: u.from.url, Host: u.from.url.Host, Header: headers,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(limited)
	resp, err := u.streams.Connections.RoundTrip(req)
	if limit.Stop() {
		if err != nil {
			cancel()
		}
		return resp, err
	}
	<-late
	if err == nil {
		_ = resp.Body.Close()
	}
	return nil, errNoAnswer
}

// park lets the stream wait without a goroutine. It is false where that can't be done.
func (u *upstream) park(resp *http.Response) (parked bool, err error) {
	l, ok := resp.Body.(*line)
	if !ok {
		return false, nil
	}
	watch := u.streams.Idle.Watch(l.conn, u.ready)
	if watch == nil {
		return false, nil
	}
	early, ok := l.release()
	if !ok {
		watch.Forget()
		u.closed()
		return false, net.ErrClosed
	}
	u.framing = framingOf(resp)
	u.streams.park(u) // before anybody can unpark it
	u.mu.Lock()
	u.conn, u.watch, u.cancel = l.conn, watch, nil
	left := u.ended
	u.mu.Unlock()
	if left {
		u.close()
		return false, net.ErrClosed
	}
	if err := u.take(early); err != nil {
		u.close()
		return false, err
	}
	if err := watch.Arm(); err != nil {
		u.close()
		return false, err
	}
	return true, nil
}

// ready is called when a parked stream has something to say, or has ended.
func (u *upstream) ready() {
	u.mu.Lock()
	watch := u.watch
	u.mu.Unlock()
	if watch == nil {
		return
	}
	piece := pieces.Get().(*[readAtOnce]byte)
	var err error
	for more := true; more && err == nil; {
		var n int
		if n, err = watch.Read(piece[:]); err == nil {
			err = u.take(piece[:n])
		}
		more = n == len(piece)
	}
	pieces.Put(piece)
	if err == nil {
		if err = watch.Arm(); err == nil {
			return
		}
	}
	u.close()
	u.after(true, finished(err))
}

// close ends a parked stream, unless whoever left has.
func (u *upstream) close() {
	u.mu.Lock()
	parked := u.unpark()
	u.mu.Unlock()
	if parked {
		u.streams.unpark(u)
	}
}

// cut ends a parked stream whose subgraph is taken for dead, as if that had ended it.
func (u *upstream) cut() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if c, ok := u.conn.(*net.TCPConn); ok {
		_ = c.CloseRead()
	}
}

// read follows a stream that can't be parked.
func (u *upstream) read(resp *http.Response) error {
	l, timed := resp.Body.(*line)
	u.framing = framing{left: -1} // net/http has taken it off
	piece := make([]byte, streamBuffer)
	for {
		n, err := resp.Body.Read(piece)
		if broke := u.take(piece[:n]); broke != nil {
			return broke
		}
		if err != nil {
			return err
		}
		if timed {
			l.silence = time.Duration(u.silence.Load())
		}
	}
}

// take passes on what arrived.
func (u *upstream) take(p []byte) error {
	u.spoke.Store(int64(time.Since(u.streams.began)))
	for len(p) > 0 {
		data, rest, err := u.framing.next(p)
		if err != nil {
			return err
		}
		if err := u.events.take(data, u.streams.MaxEvent, u.heartbeat, u.received); err != nil {
			return err
		}
		p = rest
	}
	return nil
}

func (u *upstream) heartbeat() {
	if silence := u.pulse.heard(time.Now(), u.streams.Silence); silence > 0 {
		u.silence.Store(int64(silence))
	}
}

func (u *upstream) received(name string, data []byte) error {
	switch {
	case name == "complete":
		return errCompleted
	case name == "next" || name == "" && len(data) > 0:
		if !json.Valid(data) {
			return errNotJSON
		}
		u.event(data)
	}
	return nil
}
