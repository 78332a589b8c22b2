package execute

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// flights lets guests who ask the same at the same time have one answer. Nobody who says who they are ever
// takes part, whether or not that is believed.
type flights struct {
	mu  sync.Mutex
	all map[flightKey]*flight
}

// flightKey is all that an answer to a guest depends on.
type flightKey struct {
	program            *program.Program
	variables, headers string
}

type flight struct {
	done   chan struct{}
	answer []byte
	good   bool
}

// public tells whether the request is one of nobody in particular.
func public(r *http.Request, who *caller.Caller) bool {
	return who.IsGuest() && len(r.Header["Authorization"]) == 0
}

// shared runs the operation's program, or waits for one that runs. It is false where the engine has to do it.
func (e *Executor) shared(r *http.Request, op compile.Executable, who *caller.Caller, memory *program.Memory, out io.Writer) (bool, error) {
	key := flightKey{op.Program, string(op.Raw), e.forwarded(r)}
	e.flights.mu.Lock()
	f := e.flights.all[key]
	if f != nil {
		e.flights.mu.Unlock()
		select {
		case <-f.done:
		case <-r.Context().Done():
			return true, r.Context().Err()
		}
		if !f.good {
			return false, nil
		}
		_, err := out.Write(f.answer)
		return true, err
	}
	f = &flight{done: make(chan struct{})}
	e.flights.all[key] = f
	e.flights.mu.Unlock()

	func() {
		defer func() { // also where it panics: nobody may wait for ever
			e.flights.mu.Lock()
			delete(e.flights.all, key)
			e.flights.mu.Unlock()
			close(f.done)
		}()
		// It goes on for the others when this client leaves.
		answer, err := e.run(context.WithoutCancel(r.Context()), r, op, who, memory, nil)
		f.answer, f.good = answer, err == nil
	}()
	if !f.good {
		return false, nil
	}
	_, err := out.Write(f.answer)
	return true, err
}

// forwarded are the headers that subgraphs see, but for the trace, which changes no answer.
func (e *Executor) forwarded(r *http.Request) string {
	var b strings.Builder
	for _, name := range e.forward {
		if name == "Traceparent" {
			continue
		}
		for _, value := range r.Header[name] {
			b.WriteString(name)
			b.WriteByte(0)
			b.WriteString(value)
			b.WriteByte(0)
		}
	}
	return b.String()
}
