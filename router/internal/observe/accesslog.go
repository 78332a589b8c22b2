package observe

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"
)

const (
	// flushEvery is how late a line may be. Lines are written together: a call into the kernel for each would
	// cost more than the line.
	flushEvery = 100 * time.Millisecond
	flushAt    = 32 << 10
	// maxUnwritten bounds what waits for a writer that does not keep up; lines beyond are dropped and counted.
	maxUnwritten = 1 << 20
)

// AccessLog writes a line of JSON for each request: what was asked for, never with which variables.
type AccessLog struct {
	to io.Writer

	mu      sync.Mutex
	lines   []byte
	dropped int
	full    chan struct{}
}

// NewAccessLog makes a log that Run writes.
func NewAccessLog(to io.Writer) *AccessLog {
	return &AccessLog{to: to, full: make(chan struct{}, 1)}
}

// Run writes lines until ctx ends, and then those that are left.
func (a *AccessLog) Run(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	var spare []byte
	for {
		select {
		case <-tick.C:
		case <-a.full:
		case <-ctx.Done():
			a.flush(spare)
			return nil
		}
		spare = a.flush(spare)
	}
}

// flush writes what there is, and gives back the memory that it was in.
func (a *AccessLog) flush(spare []byte) []byte {
	a.mu.Lock()
	lines, dropped := a.lines, a.dropped
	a.lines, a.dropped = spare[:0], 0
	a.mu.Unlock()
	if dropped > 0 {
		lines = append(lines, `{"msg":"requests not logged","count":`...)
		lines = append(strconv.AppendInt(lines, int64(dropped), 10), "}\n"...)
	}
	if len(lines) > 0 {
		// Nobody could be told that the log can't be written.
		_, _ = a.to.Write(lines)
	}
	return lines
}

func (a *AccessLog) write(r *Record, now time.Time, client, outcome string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.lines) > maxUnwritten {
		a.dropped++
		return
	}
	b := append(a.lines, `{"time":"`...)
	b = now.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = append(b, `","level":"INFO","msg":"request","service":"router","method":"`...)
	b = append(b, method(r.request.Method)...)
	b = append(b, `","status":`...)
	b = strconv.AppendInt(b, int64(r.response.code()), 10)
	b = append(b, `,"outcome":"`...)
	b = append(b, outcome...)
	b = append(b, `","operation":`...)
	b = quoted(b, r.operation.Name)
	b = append(b, `,"kind":"`...)
	b = append(b, r.operation.Kind...)
	b = append(b, `","hash":"`...)
	b = append(b, r.operation.Hash...)
	b = append(b, `","remembered":`...)
	b = strconv.AppendBool(b, r.operation.Remembered)
	b = append(b, `,"client":`...)
	b = quoted(b, client)
	b = append(b, `,"ms":`...)
	b = strconv.AppendFloat(b, milliseconds(now.Sub(r.began)), 'f', -1, 64)
	b = append(b, `,"bytes":`...)
	b = strconv.AppendInt(b, r.response.bytes, 10)
	b = append(b, `,"fetches":`...)
	b = strconv.AppendInt(b, int64(r.fetches.Load()), 10)
	b = append(b, `,"troubled":`...)
	b = strconv.AppendInt(b, int64(r.troubled.Load()), 10)
	if r.span != nil {
		b = append(b, `,"trace":"`...)
		b = append(b, trace.SpanContextFromContext(r.Context).TraceID().String()...)
		b = append(b, '"')
	}
	a.lines = append(b, "}\n"...)
	if len(a.lines) >= flushAt {
		select {
		case a.full <- struct{}{}:
		default:
		}
	}
}

// method is one of HTTP's: others come from a client, and could be anything.
func method(m string) string {
	switch m {
	case "GET", "POST", "HEAD", "OPTIONS":
		return m
	}
	return other
}

func quoted(b []byte, s string) []byte {
	if plain(s) {
		simple := true
		for i := range len(s) {
			if s[i] == '"' || s[i] == '\\' {
				simple = false
			}
		}
		if simple {
			return append(append(append(b, '"'), s...), '"')
		}
	}
	raw, err := json.Marshal(s)
	if err != nil { // of a string: it can't
		return append(b, `""`...)
	}
	return append(b, raw...)
}
