package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Lot is where streams wait that mostly say nothing. A parked stream has left net/http, whose buffers and
// goroutines are most of what an idle stream costs: it has one goroutine, which waits for the client to
// leave, and one more while something is written.
type Lot struct {
	mu      sync.Mutex
	streams map[*Parked]struct{}
	watched bool
	stopped bool
}

// NewLot is an empty one.
func NewLot() *Lot { return &Lot{streams: map[*Parked]struct{}{}} }

// ErrNotParked is for a connection that can't be taken from its server, such as one of HTTP/2.
var ErrNotParked = errors.New("the connection can't be taken over")

// Park sends what is written to the stream until it ends, and returns at once. begin starts the subscription
// and gives what stops it, which must bear to be called while the subscription writes. ended is called once,
// with why.
func (l *Lot) Park(w http.ResponseWriter, r *http.Request, o Options, begin func(*Parked) (stop func(), err error), ended func(error)) error {
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
	head.Write(chunk(":\n\n")) // the client sees at once that it is connected
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return ErrNotParked
	}
	p := &Parked{lot: l, conn: conn, options: o, ended: ended}
	l.add(p, o.Stopping)
	p.queued(head.Bytes())
	go p.watch()
	p.mu.Lock()
	p.beat = time.AfterFunc(o.Heartbeat, func() { p.queued(chunk(":\n\n")) })
	if !o.Expires.IsZero() {
		p.expiry = time.AfterFunc(time.Until(o.Expires), p.expire(answer.Fault(r, answer.Unauthenticated)))
	}
	p.mu.Unlock()
	stop, err := begin(p)
	if err != nil {
		p.close(err)
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop = stop; p.closed {
		go stop()
	}
	return nil
}

func (l *Lot) add(p *Parked, stopping <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.streams[p] = struct{}{}
	switch {
	case l.stopped:
		go p.retry()
	case !l.watched && stopping != nil:
		l.watched = true
		go func() {
			<-stopping
			l.drain()
		}()
	}
}

// drain tells all streams to come back to another replica.
func (l *Lot) drain() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	for p := range l.streams {
		go p.retry()
	}
}

// Parked is a parked stream. Nothing of it blocks.
type Parked struct {
	lot     *Lot
	conn    net.Conn
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
	beat     *time.Timer
	expiry   *time.Timer
	stop     func()
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
	frame := next(p.options.Tidy(p.buf.Bytes()))
	if p.buf.Reset(); p.buf.Cap() <= 64<<10 {
		buffers.Put(p.buf)
	}
	p.buf = nil // an idle stream holds none
	return p.queued(frame)
}

// Error sends the last words of the subscription.
func (p *Parked) Error(body []byte) {
	p.buf = nil
	p.finish(nil, next(p.options.Tidy(bytes.Clone(body))), chunk(completed))
}

// Complete ends the stream.
func (p *Parked) Complete() { p.finish(nil, chunk(completed)) }

// Heartbeat is sent by a timer.
func (p *Parked) Heartbeat() error { return nil }

// Cut ends the stream without a word.
func (p *Parked) Cut(why error) { p.close(why) }

const completed = "event: complete\ndata:\n\n"

func (p *Parked) expire(e answer.Error) func() {
	return func() {
		refusal := answer.Refusal{Errors: []answer.Error{e}}
		p.finish(nil, next(refusal.Body()), chunk(completed))
	}
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
}

// write writes until the queue is empty.
func (p *Parked) write() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 || p.closed {
			p.writing, p.queue = false, nil
			if p.beat != nil && !p.closed {
				p.beat.Reset(p.options.Heartbeat)
			}
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
		p.mu.Lock()
		p.behind--
		p.mu.Unlock()
	}
}

// watch waits for the client to leave. What it says is not listened to.
func (p *Parked) watch() {
	var some [16]byte
	for {
		if _, err := p.conn.Read(some[:]); err != nil {
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
	for _, timer := range []*time.Timer{p.beat, p.expiry} {
		if timer != nil {
			timer.Stop()
		}
	}
	if p.stop != nil {
		go p.stop() // whoever closes may hold what it takes
	}
	p.mu.Unlock()
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
