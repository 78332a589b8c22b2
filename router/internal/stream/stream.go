// Package stream is the last stage of a subscription: its events, sent to the client as server-sent events
// (GraphQL over SSE, distinct connections).
package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Options bound a stream.
type Options struct {
	// Heartbeat is the longest silence, so that proxies keep the connection.
	Heartbeat time.Duration
	// WriteTimeout is how long one write to the client may take.
	WriteTimeout time.Duration
	// Lag is how many events a client may be behind before its stream is cut.
	Lag int
	// Expires is when the caller's token does; zero never.
	Expires time.Time
	// Stopping is closed when the process was told to stop.
	Stopping <-chan struct{}
	// Request is the client's, or what was kept of it.
	Request *http.Request
	// Tidy rewrites what the engine says for the client with that request.
	Tidy func(*http.Request, []byte) []byte
}

func (o *Options) tidy(body []byte) []byte { return o.Tidy(o.Request, body) }

// errLag ends a stream whose client reads too slowly.
var errLag = errors.New("the client is too far behind")

// Serve sends what run says until run returns, the client leaves or falls too far behind, the caller's
// token expires, or the process stops. run is given a context that ends with the stream.
func Serve(w http.ResponseWriter, r *http.Request, o Options, run func(ctx context.Context, events *Events) error) error {
	h := w.Header()
	h.Set("Content-Type", answer.EventStream+"; charset=utf-8")
	h.Set("Cache-Control", "no-cache, no-store")
	h.Set("X-Accel-Buffering", "no")
	out := &wire{w: w, control: http.NewResponseController(w), timeout: o.WriteTimeout}
	w.WriteHeader(http.StatusOK)
	if err := out.send([]byte(":\n\n")); err != nil { // the client sees at once that it is connected
		return err
	}

	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	events := &Events{queue: make(chan []byte, o.Lag), overrun: func() { cancel(errLag) }, tidy: o.tidy}
	ended := make(chan error, 1)
	go func() {
		defer func() {
			if thrown := recover(); thrown != nil { // it is no handler's goroutine: nobody else would
				ended <- fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
			}
		}()
		ended <- run(ctx, events)
	}()

	heartbeat := time.NewTicker(o.Heartbeat)
	defer heartbeat.Stop()
	var expired <-chan time.Time
	if !o.Expires.IsZero() {
		timer := time.NewTimer(time.Until(o.Expires))
		defer timer.Stop()
		expired = timer.C
	}
	for {
		var err error
		select {
		case event := <-events.queue:
			err = out.next(event)
			heartbeat.Reset(o.Heartbeat)
		case <-heartbeat.C:
			err = out.send([]byte(":\n\n"))
		case failed := <-ended:
			for len(events.queue) > 0 && err == nil {
				err = out.next(<-events.queue)
			}
			if failed != nil || err != nil {
				return errors.Join(failed, err)
			}
			return out.send([]byte("event: complete\ndata:\n\n"))
		case <-expired:
			refusal := answer.Refusal{Errors: []answer.Error{answer.Fault(r, answer.Unauthenticated)}}
			return errors.Join(out.next(refusal.Body()), out.send([]byte("event: complete\ndata:\n\n")))
		case <-o.Stopping:
			// Without "complete", and with a time to wait, a client connects anew: to the next replica.
			return out.send([]byte("retry: 1000\n\n"))
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// wire writes to the client, with a deadline for each write.
type wire struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
}

func (o *wire) send(frame []byte) error {
	if err := o.control.SetWriteDeadline(time.Now().Add(o.timeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := o.w.Write(frame); err != nil {
		return err
	}
	return o.control.Flush()
}

func (o *wire) next(body []byte) error {
	frame := make([]byte, 0, len(body)+24)
	frame = append(frame, "event: next\ndata: "...)
	frame = append(frame, bytes.ReplaceAll(body, []byte("\n"), []byte("\ndata: "))...)
	return o.send(append(frame, "\n\n"...))
}
