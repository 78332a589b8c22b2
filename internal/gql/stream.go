package gql

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// writeWithin is how long one write of a stream may take.
const writeWithin = 10 * time.Second

// stream is the answer to a caller who follows something: each write has a deadline, and once ctx has ended, or
// the handler, nothing more is written. gqlgen would say "complete" then, as if nothing could change any more,
// and its heartbeat may still be under way.
type stream struct {
	http.ResponseWriter
	control *http.ResponseController
	ctx     context.Context

	mu     sync.Mutex
	closed bool
}

func newStream(ctx context.Context, w http.ResponseWriter) *stream {
	return &stream{ResponseWriter: w, control: http.NewResponseController(w), ctx: ctx}
}

// Write writes a part of an event.
func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return 0, http.ErrAbortHandler
	}
	// Where the connection knows no deadlines, none is better than no stream.
	_ = s.control.SetWriteDeadline(time.Now().Add(writeWithin))
	return s.ResponseWriter.Write(p)
}

// Flush sends what was written.
func (s *stream) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over() {
		_ = s.control.Flush() // an error is the next write's, too
	}
}

func (s *stream) over() bool { return s.closed || s.ctx.Err() != nil }

// close ends the stream, and tells whether its handler could say all that it had to say.
func (s *stream) close() (whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	whole = !s.over()
	s.closed = true
	return whole
}
