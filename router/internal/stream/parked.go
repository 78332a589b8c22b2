package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/idle"
)

// Lot is where streams wait that mostly say nothing. A parked stream has left net/http, whose buffers and
// goroutines are most of what an idle stream costs: it has none of either, nor a timer.
type Lot struct {
	idle  *idle.Watcher
	began time.Time

	mu      sync.Mutex
	streams map[*Parked]struct{}
	sweeps  bool // a sweep is due
	watched bool
	stopped bool
}

// NewLot is an empty one, whose clients watcher waits for; where it can't, each takes a goroutine.
func NewLot(watcher *idle.Watcher) *Lot {
	return &Lot{idle: watcher, began: time.Now(), streams: map[*Parked]struct{}{}}
}

// ErrNotParked is for a connection that can't be taken from its server, such as one of HTTP/2.
var ErrNotParked = errors.New("the connection can't be taken over")

// Park sends what is written to the stream until it ends, and returns at once. begin starts the subscription,
// which has to stop once ended was called; that is called once, with why.
func (l *Lot) Park(w http.ResponseWriter, r *http.Request, o Options, begin func(*Parked) error, ended func(error)) error {
	if r.ProtoMajor != 1 || r.ProtoMinor < 1 {
		return ErrNotParked
	}
	h := w.Header()
	h.Set("Content-Type", answer.EventStream+"; charset=utf-8")
	h.Set("Cache-Control", "no-cache, no-store")
	h.Set("X-Accel-Buffering", "no")
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n")
	fmt.Fprintf(&head, "Date: %s\r\n", time.Now().UTC().Format(http.TimeFormat))
	if err := h.Write(&head); err != nil {
		return err
	}
	head.WriteString("\r\n")
	head.WriteString(heartbeat) // the client sees at once that it is connected
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return ErrNotParked
	}
	_ = conn.SetDeadline(time.Time{}) // those of the server's are over
	p := &Parked{lot: l, conn: conn, options: o, ended: ended}
	p.watch = l.idle.Watch(conn, p.listen)
	l.add(p)
	_ = p.queued(head.Bytes())
	if p.watch == nil {
		go p.follow()
	} else if err := p.watch.Arm(); err != nil {
		p.close(err)
		return nil
	}
	if err := begin(p); err != nil {
		p.close(err)
	}
	return nil
}

func (l *Lot) add(p *Parked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.streams[p] = struct{}{}
	switch stopping := p.options.Stopping; {
	case l.stopped:
		go p.retry()
	case !l.watched && stopping != nil:
		l.watched = true
		go func() {
			<-stopping
			l.drain()
		}()
	}
	if !l.sweeps {
		l.sweeps = true
		time.AfterFunc(p.options.tick(), l.sweep)
	}
}

// drain tells all streams to come back to another replica.
func (l *Lot) drain() {
	l.mu.Lock()
	l.stopped = true
	all := slices.Collect(maps.Keys(l.streams))
	l.mu.Unlock()
	for _, p := range all {
		p.retry()
	}
}

// sweep looks after the time, for all streams together, for as long as there are any.
func (l *Lot) sweep() {
	now := time.Now()
	since := now.Sub(l.began)
	var expired, silent []*Parked
	tick := time.Duration(0)
	l.mu.Lock()
	for p := range l.streams {
		if t := p.options.tick(); tick == 0 || t < tick {
			tick = t
		}
		switch {
		case !p.options.Expires.IsZero() && now.After(p.options.Expires):
			expired = append(expired, p)
		case since-time.Duration(p.said.Load()) > p.options.Heartbeat-p.options.tick():
			silent = append(silent, p)
		}
	}
	if l.sweeps = tick > 0; l.sweeps {
		time.AfterFunc(tick, l.sweep)
	}
	l.mu.Unlock()
	for _, p := range expired {
		p.expire()
	}
	for _, p := range silent {
		_ = p.queued([]byte(heartbeat))
	}
}

// tick is how precise the heartbeats, and the end of a token, have to be.
func (o *Options) tick() time.Duration { return min(max(o.Heartbeat/8, time.Millisecond), time.Second) }

// Parked is a parked stream. Nothing of it blocks.
type Parked struct {
	lot     *Lot
	conn    net.Conn
	watch   *idle.Watch // nil: a goroutine waits for the client
	options Options
	ended   func(error)
	buf     *bytes.Buffer // of the event that is being written, by one goroutine at a time

	mu       sync.Mutex
	queue    [][]byte
	behind   int // frames that the client has not taken
	writing  bool
	finished bool  // nothing more is taken for the queue; the connection is closed after it
	why      error // it is
	closed   bool

	said atomic.Int64 // when something last was, since the lot began
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Write adds to the event that Flush sends.
func (p *Parked) Write(text []byte) (int, error) {
	if p.buf == nil {
		p.buf = buffers.Get().(*bytes.Buffer)
	}
	return p.buf.Write(text)
}

// Flush sends the event.
func (p *Parked) Flush() error {
	if p.buf == nil {
		return nil
	}
	frame := next(p.options.tidy(p.buf.Bytes()))
	if p.buf.Reset(); p.buf.Cap() <= 64<<10 {
		buffers.Put(p.buf)
	}
	p.buf = nil // an idle stream holds none
	return p.queued(frame)
}

// Error sends the last words of the subscription.
func (p *Parked) Error(body []byte) {
	p.buf = nil
	p.finish(nil, next(p.options.tidy(bytes.Clone(body))), chunk(completed))
}

// Complete ends the stream.
func (p *Parked) Complete() { p.finish(nil, chunk(completed)) }

// Heartbeat is sent by the lot.
func (p *Parked) Heartbeat() error { return nil }

const completed = "event: complete\ndata:\n\n"

// heartbeat is a comment, as a chunk.
const heartbeat = "3\r\n:\n\n\r\n"

func (p *Parked) expire() {
	refusal := answer.Refusal{Errors: []answer.Error{answer.Fault(p.options.Request, answer.Unauthenticated)}}
	p.finish(nil, next(refusal.Body()), chunk(completed))
}

// retry has the client connect anew: it is not told that the subscription is complete.
func (p *Parked) retry() { p.finish(nil, chunk("retry: 1000\n\n")) }

// queued has a frame written as soon as the client takes it.
func (p *Parked) queued(frame []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.finished || p.closed {
		return net.ErrClosed
	}
	if p.behind >= p.options.Lag {
		go p.close(errLag)
		return errLag
	}
	p.push(frame)
	return nil
}

// push is called with p.mu held.
func (p *Parked) push(frame []byte) {
	if !p.writing && p.watch != nil { // nearly always the client takes it at once
		n, err := p.watch.Write(frame)
		if err != nil {
			go p.close(err)
			return
		}
		p.said.Store(int64(time.Since(p.lot.began)))
		if n == len(frame) {
			return
		}
		frame = frame[n:]
	}
	p.queue = append(p.queue, frame)
	p.behind++
	if !p.writing {
		p.writing = true
		go p.write()
	}
}

// finish closes the stream once the frames are written.
func (p *Parked) finish(why error, frames ...[]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.finished || p.closed {
		return
	}
	p.finished, p.why = true, why
	for _, frame := range frames {
		p.push(frame)
	}
	p.push([]byte("0\r\n\r\n"))
	if !p.writing {
		go p.close(why)
	}
}

// write writes until the queue is empty.
func (p *Parked) write() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 || p.closed {
			p.writing, p.queue = false, nil
			_ = p.conn.SetWriteDeadline(time.Time{}) // or the next write, at once, would be too late
			last, why := p.finished, p.why
			p.mu.Unlock()
			if last {
				p.close(why)
			}
			return
		}
		frame := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		err := p.conn.SetWriteDeadline(time.Now().Add(p.options.WriteTimeout))
		if err == nil {
			_, err = p.conn.Write(frame)
		}
		if err != nil {
			p.close(err)
			return
		}
		p.said.Store(int64(time.Since(p.lot.began)))
		p.mu.Lock()
		p.behind--
		p.mu.Unlock()
	}
}

// listen finds out whether the client has left. What it says is not listened to.
func (p *Parked) listen() {
	some := make([]byte, 64)
	for {
		n, err := p.watch.Read(some)
		if n == 0 && err == nil {
			err = p.watch.Arm()
			if err == nil {
				return
			}
		}
		if err != nil {
			p.close(context.Canceled)
			return
		}
	}
}

// follow waits for the client to leave, where nobody else does.
func (p *Parked) follow() {
	some := make([]byte, 64)
	for {
		if _, err := p.conn.Read(some); err != nil {
			p.close(context.Canceled)
			return
		}
	}
}

func (p *Parked) close(why error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return
	}
	p.closed, p.queue = true, nil
	p.mu.Unlock()
	if p.watch != nil {
		p.watch.Forget()
	}
	_ = p.conn.Close()
	p.lot.mu.Lock()
	delete(p.lot.streams, p)
	p.lot.mu.Unlock()
	p.ended(why)
}

// chunk frames a text for Transfer-Encoding: chunked.
func chunk(text string) []byte {
	frame := make([]byte, 0, len(text)+16)
	frame = strconv.AppendInt(frame, int64(len(text)), 16)
	frame = append(frame, "\r\n"...)
	frame = append(frame, text...)
	return append(frame, "\r\n"...)
}

// next is the frame of an event.
func next(body []byte) []byte {
	const before, after = "event: next\ndata: ", "\n\n"
	if bytes.IndexByte(body, '\n') >= 0 {
		body = bytes.ReplaceAll(body, []byte("\n"), []byte("\ndata: "))
	}
	size := len(before) + len(body) + len(after)
	frame := make([]byte, 0, size+16)
	frame = strconv.AppendInt(frame, int64(size), 16)
	frame = append(frame, "\r\n"...)
	frame = append(frame, before...)
	frame = append(frame, body...)
	frame = append(frame, after...)
	return append(frame, "\r\n"...)
}
