package router

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/execute"
	"github.com/blooming-blooms/bloom/router/internal/observe"
	"github.com/blooming-blooms/bloom/router/internal/stream"
)

const (
	socketInit       = 10 * time.Second
	socketOperations = 100
	socketDrain      = 5 * time.Second
)

// upgrades tells whether the request wants to become a socket.
func upgrades(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// socket serves graphql-transport-ws. Its operations go the way of requests, one by one.
func (p *pipeline) socket(w http.ResponseWriter, r *http.Request) {
	if refusal := p.edge.enter(); refusal != nil {
		refusal.Write(w, answer.JSON)
		return
	}
	release := func() {}
	if p.hold != nil {
		release = p.hold()
	}
	p.sockets.Add(1)
	observe.From(r.Context()).Asks(observe.Operation{Name: "socket", Kind: "subscription"}) // each of its operations is recorded by itself
	kept := r.Clone(p.lasting(r))
	kept.Body = http.NoBody
	stream.Socket(w, r, stream.SocketOptions{
		Options: stream.Options{
			Heartbeat: p.cfg.Heartbeat, WriteTimeout: writeTimeout, Lag: maxLag,
			Stopping: service.Stopping(r.Context()),
			Request:  kept, Tidy: execute.Tidy,
		},
		Init: p.cfg.SocketInit, Operations: socketOperations, Message: p.cfg.Limits.Body, Drain: socketDrain,
		Origins: p.cfg.CORSOrigins,
		Admit:   func(said map[string]string) (*stream.Session, *answer.Refusal) { return p.session(kept, said) },
	}, func(why error) {
		if status := websocket.CloseStatus(why); status != websocket.StatusNormalClosure && status != websocket.StatusGoingAway && !errors.Is(why, context.Canceled) {
			p.cfg.Log.DebugContext(kept.Context(), "socket ended", "error", why)
		}
		release()
		p.edge.room.Leave()
		p.sockets.Done()
	})
}

// session is that of the caller whom the socket's first message names, or else the upgrade's headers.
func (p *pipeline) session(r *http.Request, said map[string]string) (*stream.Session, *answer.Refusal) {
	r = r.Clone(r.Context())
	for name, value := range said {
		if name = http.CanonicalHeaderKey(name); name == "Authorization" || name == "X-Api-Key" {
			r.Header.Set(name, value)
		}
	}
	r, who, refusal := p.admit(r)
	if refusal != nil {
		return nil, refusal
	}
	return &stream.Session{
		Expires: who.Expires,
		Run: func(ctx context.Context, sent json.RawMessage, out *stream.Operation) {
			// A socket has no answer but its messages; what is recorded of the operation is not its status.
			p.seen.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				now := p
				if p.latest != nil {
					var release func()
					now, release = p.latest()
					defer release()
				}
				now.operate(r, who, sent, out)
			})).ServeHTTP(nowhere{}, r.WithContext(ctx))
		},
	}, nil
}

// operate runs one operation of a socket.
func (p *pipeline) operate(r *http.Request, who *caller.Caller, sent json.RawMessage, out *stream.Operation) {
	defer func() {
		if thrown := recover(); thrown != nil {
			p.cfg.Log.ErrorContext(r.Context(), "operation panicked", "panic", thrown, "stack", string(debug.Stack()))
			out.Refuse(&answer.Refusal{Errors: []answer.Error{answer.Fault(r, answer.Internal)}})
		}
	}()
	observe.From(r.Context()).Calls(who.Roles)
	if refusal := p.edge.take(r, who, 1); refusal != nil {
		out.Refuse(refusal)
		return
	}
	request, refusal := accept.Message(sent)
	if refusal != nil {
		out.Refuse(refusal)
		return
	}
	operation, refusal := p.compile(r, request, who)
	if refusal != nil {
		out.Refuse(refusal)
		return
	}
	var err error
	if operation.Subscription != nil { // something of it is left
		done, refusal := p.edge.openStream(r, who, true)
		if refusal != nil {
			out.Refuse(refusal)
			return
		}
		defer done()
		defer p.seen.Stream()()
		out.Streams()
		err = p.executor.Subscribe(r.Context(), r, operation, who, observe.From(r.Context()).ExplainingFirst(out, operation.Subscription))
	} else if err = p.executor.Run(r, operation, who, out); err == nil {
		err = out.Flush()
	}
	if err != nil && r.Context().Err() == nil {
		p.cfg.Log.InfoContext(r.Context(), "operation of a socket failed", "error", err)
		out.Refuse(&answer.Refusal{Errors: []answer.Error{answer.Fault(r, answer.Internal)}})
	}
}

// nowhere is the answer of what is answered elsewhere.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) WriteHeader(int)             {}
