package system

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// report writes what whoever started the system wants to see, a line at a time.
type report struct {
	mu      sync.Mutex
	out     io.Writer
	started time.Time
}

func newReport(out io.Writer) *report { return &report{out: out, started: time.Now()} }

func (r *report) say(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.out, "  "+format+"\n", args...)
}

func (r *report) ready(name, where string) {
	r.say("%-14s ready %6.1f s   %s", name, time.Since(r.started).Seconds(), where)
}
