package stream

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Subprotocol is what clients of a socket speak.
const Subprotocol = "graphql-transport-ws"

// The codes with which a socket is closed, as the protocol has them. A client comes back by itself after
// forbidden, with a new token, and after websocket.StatusServiceRestart and StatusTryAgainLater.
const (
	badRequest       websocket.StatusCode = 4400
	unauthorised     websocket.StatusCode = 4401
	forbidden        websocket.StatusCode = 4403
	notAcceptable    websocket.StatusCode = 4406
	initTimeout      websocket.StatusCode = 4408
	subscriberExists websocket.StatusCode = 4409
	tooManyInits     websocket.StatusCode = 4429
)

// SocketOptions bound a socket, together with Options.
type SocketOptions struct {
	Options
	// Init is how long a client may take to say who it is.
	Init time.Duration
	// Operations is how many may run at once.
	Operations int
	// Message is the longest message of a client, in bytes.
	Message int64
	// Drain is how long queries and mutations may take to finish when the process stops.
	Drain time.Duration
	// Origins are the pages that may open a socket, beside those of the router's own host; "*" is any.
	Origins []string
	// Admit finds out who calls by what the client says in its first message: header names and values.
	Admit func(said map[string]string) (*Session, *answer.Refusal)
}

// Session is what a client may do once it is known.
type Session struct {
	// Expires is when the caller's token does; zero never.
	Expires time.Time
	// Run runs an operation, as the client sent it, and writes to out until it returns.
	Run func(ctx context.Context, request json.RawMessage, out *Operation)
}

// echoed is the longest payload of a ping, in bytes, that is sent back.
const echoed = 1 << 10

// closing is an end of a socket that its client is told of.
type closing struct {
	code   websocket.StatusCode
	reason string
}

func (c closing) Error() string { return fmt.Sprintf("closed with %d: %s", c.code, c.reason) }

// Socket serves GraphQL over a WebSocket until one of both sides has enough. It returns at once: the server's
// buffers, and a goroutine that has been through a whole request, would be most of what a socket costs. ended is
// called once, with why. What lasts as long as the socket is o.Request, with its context, and not r, which would
// keep the server's connection.
func Socket(w http.ResponseWriter, r *http.Request, o SocketOptions, ended func(error)) {
	accepting := &websocket.AcceptOptions{Subprotocols: []string{Subprotocol}}
	for _, origin := range o.Origins {
		if origin == "*" {
			accepting.InsecureSkipVerify = true // any page may call, and none is known by a cookie
		}
		accepting.OriginPatterns = append(accepting.OriginPatterns, origin)
	}
	conn, err := websocket.Accept(&upgrade{w}, r, accepting)
	if err != nil {
		ended(err) // the client was answered
		return
	}
	conn.SetReadLimit(o.Message)
	// The server does not know of the socket any more, so neither its end nor the process's is the request's.
	// And a read or a write that is cancelled tears the connection down, before its end could be said.
	wire := context.WithoutCancel(o.Request.Context())
	ctx, cancel := context.WithCancelCause(wire)
	s := &socket{conn: conn, options: o, wire: wire, ctx: ctx, cancel: cancel, running: map[string]*Operation{}, wake: make(chan struct{}, 1)}
	go func() {
		err := s.serve()
		cancel(nil)
		ended(err)
	}()
}

// serve gives why the socket ended.
func (s *socket) serve() error {
	if s.conn.Subprotocol() != Subprotocol {
		return refuse(s.conn, closing{notAcceptable, "the subprotocol should be " + Subprotocol})
	}
	received := make(chan struct{})
	go func() {
		defer close(received)
		defer s.recover()
		s.cancel(s.receive())
	}()
	func() {
		defer s.recover()
		s.send()
	}()
	why := context.Cause(s.ctx)
	if c, ok := errors.AsType[closing](why); ok {
		if c.code != websocket.StatusTryAgainLater {
			s.flush() // what was said before the end
		}
		why = refuse(s.conn, c)
	} else {
		_ = s.conn.CloseNow()
	}
	<-received
	s.operations.Wait()
	return why
}

// recover ends the socket with a panic: its goroutines are no handler's, so nobody else would.
func (s *socket) recover() {
	if thrown := recover(); thrown != nil {
		s.cancel(fmt.Errorf("panic: %v\n%s", thrown, debug.Stack()))
	}
}

// socketBuffer is for each direction of a socket. Most say little most of the time; what is longer is read and
// written in pieces.
const socketBuffer = 1 << 10

// upgrade gives a connection away with buffers that are smaller than the server's.
type upgrade struct{ http.ResponseWriter }

// Hijack implements http.Hijacker.
func (u *upgrade) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, both, err := http.NewResponseController(u.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	early, err := both.Reader.Peek(both.Reader.Buffered())
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	var from io.Reader = conn
	if len(early) > 0 {
		from = io.MultiReader(bytes.NewReader(bytes.Clone(early)), conn)
	}
	in := bufio.NewReaderSize(from, max(socketBuffer, len(early)))
	if _, err := in.Peek(len(early)); err != nil { // whoever takes it over reads only what is in the buffer
		_ = conn.Close()
		return nil, nil, err
	}
	return conn, bufio.NewReadWriter(in, bufio.NewWriterSize(conn, socketBuffer)), nil
}

func refuse(conn *websocket.Conn, c closing) error {
	_ = conn.Close(c.code, c.reason)
	return c
}

// socket is one client's connection. One goroutine receives, one sends, and each operation has its own.
type socket struct {
	conn    *websocket.Conn
	options SocketOptions
	wire    context.Context // of reading and writing
	ctx     context.Context // of the operations; its cause is why the socket ends
	cancel  context.CancelCauseFunc
	session *Session // only the receiver's

	operations sync.WaitGroup
	wake       chan struct{} // to the sender
	mu         sync.Mutex
	acked      bool
	expires    time.Time
	queue      []outgoing
	behind     int // answers to the client's own messages that it has not taken
	running    map[string]*Operation
	draining   bool
}

// outgoing is a message, and the operation that it counts against.
type outgoing struct {
	text []byte
	of   *Operation
}

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// receive reads what the client says until it leaves, or says what it should not.
func (s *socket) receive() error {
	for {
		kind, text, err := s.conn.Read(s.wire)
		if err != nil {
			return err
		}
		var m message
		if kind != websocket.MessageText || json.Unmarshal(text, &m) != nil {
			return closing{badRequest, "a message should be a JSON object with a type"}
		}
		if err := s.take(m); err != nil {
			return err
		}
	}
}

func (s *socket) take(m message) error {
	switch m.Type {
	case "connection_init":
		return s.init(m.Payload)
	case "ping":
		if len(m.Payload) > echoed {
			m.Payload = nil
		}
		return s.say(nil, message{Type: "pong", Payload: m.Payload})
	case "pong":
		return nil
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		if m.ID == "" {
			return closing{badRequest, "complete should have an id"}
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if op := s.running[m.ID]; op != nil {
			// The id is free at once, and nothing more is said of it.
			op.stopped = true
			delete(s.running, m.ID)
			op.cancel()
		}
		return nil
	}
	return closing{badRequest, "the type of a message is not known"}
}

func (s *socket) init(payload json.RawMessage) error {
	if s.session != nil {
		return closing{tooManyInits, "Too many initialisation requests"}
	}
	said := map[string]json.RawMessage{}
	if len(payload) > 0 && json.Unmarshal(payload, &said) != nil {
		return closing{badRequest, "the payload of connection_init should be an object"}
	}
	headers := map[string]string{}
	for name, raw := range said {
		var value string
		if json.Unmarshal(raw, &value) == nil {
			headers[name] = value
		}
	}
	session, refusal := s.options.Admit(headers)
	switch {
	case refusal != nil && (refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusServiceUnavailable):
		return closing{websocket.StatusTryAgainLater, "Try again later"} // which clients do, other than after 4403
	case refusal != nil:
		return closing{forbidden, "Forbidden"}
	}
	s.session = session
	s.mu.Lock()
	s.acked, s.expires = true, session.Expires
	s.mu.Unlock()
	return s.say(nil, message{Type: "connection_ack"})
}

func (s *socket) subscribe(m message) error {
	if s.session == nil {
		return closing{unauthorised, "Unauthorized"}
	}
	var request struct {
		Query *string `json:"query"`
	}
	if m.ID == "" || json.Unmarshal(m.Payload, &request) != nil || len(m.Payload) == 0 || m.Payload[0] != '{' {
		return closing{badRequest, "subscribe should have an id and a payload with a query"}
	}
	ctx, cancel := context.WithCancel(s.ctx)
	op := &Operation{id: m.ID, socket: s, cancel: cancel}
	s.mu.Lock()
	if s.running[m.ID] != nil {
		s.mu.Unlock()
		cancel()
		return closing{subscriberExists, "Subscriber for " + clipped(m.ID) + " already exists"}
	}
	full := len(s.running) >= s.options.Operations
	if !full && !s.draining {
		s.running[m.ID] = op
		s.operations.Add(1)
	}
	draining := s.draining
	s.mu.Unlock()
	if draining {
		cancel()
		return nil // the socket is about to be closed, and the client to ask elsewhere
	}
	if full {
		cancel()
		e := answer.New(answer.RateLimited, "too many operations run on this socket; complete one first")
		op.Refuse(&answer.Refusal{Errors: []answer.Error{e}})
		return nil
	}
	go op.run(ctx, s.session, m.Payload)
	return nil
}

// clipped keeps the reason of a closing within the 123 bytes that it may have.
func clipped(id string) string {
	if len(id) > 60 {
		return id[:60] + "..."
	}
	return id
}

// say queues a message; only a client that is too far behind makes that an error.
func (s *socket) say(of *Operation, m message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.queued(of, text)
}

func (s *socket) queued(of *Operation, text []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	// An operation that ends because its socket does is not complete.
	if of != nil && (of.stopped || s.ctx.Err() != nil) {
		return errStopped
	}
	behind := &s.behind
	if of != nil {
		behind = &of.behind
	}
	if *behind++; *behind > s.options.Lag {
		s.cancel(closing{websocket.StatusTryAgainLater, errLag.Error()})
		return errLag
	}
	s.queue = append(s.queue, outgoing{text, of})
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return nil
}

// send writes what is queued, and looks after the time, until the socket ends.
func (s *socket) send() {
	heartbeat := time.NewTicker(s.options.Heartbeat)
	defer heartbeat.Stop()
	initialised := time.NewTimer(s.options.Init)
	defer initialised.Stop()
	expired := time.NewTimer(time.Hour)
	defer expired.Stop()
	expired.Stop()
	stopping := s.options.Stopping
	var drained <-chan time.Time
	for {
		select {
		case <-s.wake:
			if s.flush() && drained != nil && s.idle() {
				s.cancel(closing{websocket.StatusServiceRestart, "Please connect anew"})
			}
			s.mu.Lock()
			if acked := s.acked; acked && initialised.Stop() && !s.expires.IsZero() {
				expired.Reset(time.Until(s.expires))
			}
			s.mu.Unlock()
		case <-heartbeat.C:
			s.ping()
		case <-initialised.C:
			s.cancel(closing{initTimeout, "Connection initialisation timeout"})
		case <-expired.C:
			s.cancel(closing{forbidden, "The token has expired"})
		case <-stopping:
			stopping = nil
			timer := time.NewTimer(s.options.Drain)
			defer timer.Stop()
			drained = timer.C
			s.drain()
		case <-drained:
			s.cancel(closing{websocket.StatusServiceRestart, "Please connect anew"})
		case <-s.ctx.Done():
			return
		}
	}
}

// flush writes the queue; false once the client can't be written to.
func (s *socket) flush() bool {
	for {
		s.mu.Lock()
		queue := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(queue) == 0 {
			return true
		}
		for _, m := range queue {
			ctx, cancel := context.WithTimeout(s.wire, s.options.WriteTimeout)
			err := s.conn.Write(ctx, websocket.MessageText, m.text)
			cancel()
			if err != nil {
				s.cancel(err)
				return false
			}
			s.mu.Lock()
			if m.of != nil {
				m.of.behind--
			} else {
				s.behind--
			}
			s.mu.Unlock()
		}
	}
}

// ping finds out whether the client is still there: a half-open connection would go on for hours.
func (s *socket) ping() {
	s.operations.Add(1)
	go func() {
		defer s.operations.Done()
		ctx, cancel := context.WithTimeout(s.ctx, s.options.WriteTimeout)
		defer cancel()
		if err := s.conn.Ping(ctx); err != nil {
			s.cancel(err)
		}
	}()
}

// drain ends subscriptions, which the client takes up elsewhere, and lets the rest finish.
func (s *socket) drain() {
	s.mu.Lock()
	s.draining = true
	for _, op := range s.running {
		if op.streaming {
			// Without "complete": to the client that would be the end.
			op.stopped = true
			delete(s.running, op.id)
			op.cancel()
		}
	}
	s.mu.Unlock()
	s.poke()
}

func (s *socket) idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.running) == 0 && len(s.queue) == 0
}

func (s *socket) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
