package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// errStopped is for an operation that its client has completed.
var errStopped = errors.New("the operation was stopped")

// Operation is where an operation of a socket is written. Nothing of it blocks.
type Operation struct {
	id     string
	socket *socket
	cancel context.CancelFunc
	buf    bytes.Buffer

	// The socket's lock is theirs.
	behind    int // messages that the client has not taken
	streaming bool
	stopped   bool // nothing more may be said
}

// run runs it, and says its end.
func (o *Operation) run(ctx context.Context, session *Session, request json.RawMessage) {
	s := o.socket
	defer s.operations.Done()
	defer o.cancel()
	session.Run(ctx, request, o)
	_ = s.say(o, message{ID: o.id, Type: "complete"}) // but for one that was stopped
	o.forget()
	s.poke()
}

func (o *Operation) forget() {
	s := o.socket
	s.mu.Lock()
	defer s.mu.Unlock()
	o.stopped = true
	if s.running[o.id] == o {
		delete(s.running, o.id)
	}
}

// Streams says that the operation is a subscription: one that is not finished when the process stops.
func (o *Operation) Streams() {
	o.socket.mu.Lock()
	defer o.socket.mu.Unlock()
	o.streaming = true
	if o.socket.draining {
		o.stopped = true
		delete(o.socket.running, o.id)
		o.cancel()
	}
}

// Write adds to the answer that Flush sends.
func (o *Operation) Write(p []byte) (int, error) { return o.buf.Write(p) }

// Flush sends an answer.
func (o *Operation) Flush() error {
	body := bytes.Clone(o.socket.options.tidy(o.buf.Bytes()))
	o.buf.Reset()
	return o.socket.say(o, message{ID: o.id, Type: "next", Payload: body})
}

// Error sends the last words of a subscription.
func (o *Operation) Error(body []byte) {
	o.buf.Reset()
	o.last(o.socket.options.tidy(bytes.Clone(body)))
}

// Refuse says why the operation is not executed. It is the router's own words, which need no tidying.
func (o *Operation) Refuse(refusal *answer.Refusal) { o.last(refusal.Body()) }

func (o *Operation) last(body []byte) {
	var said struct {
		Errors json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(body, &said); err != nil || len(said.Errors) == 0 {
		said.Errors = json.RawMessage(`[{"message":"` + answer.Internal + `","extensions":{"code":"` + answer.Internal + `"}}]`)
	}
	_ = o.socket.say(o, message{ID: o.id, Type: "error", Payload: said.Errors})
	o.forget() // "error" is the end
	o.cancel()
}

// Complete is said by the end of the run.
func (o *Operation) Complete() {}

// Heartbeat is sent by the socket.
func (o *Operation) Heartbeat() error { return nil }
