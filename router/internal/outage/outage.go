// Package outage remembers that a server does not answer which one can do without.
package outage

import (
	"sync/atomic"
	"time"
)

// Outage is for concurrent use; its zero value takes the server for well.
type Outage struct {
	until atomic.Int64 // in Unix nanoseconds
	down  atomic.Bool
}

// Resting tells whether the server is left alone for now.
func (o *Outage) Resting() bool {
	until := o.until.Load()
	return until != 0 && time.Now().UnixNano() < until
}

// Failed leaves the server alone for a while. It is true the first time since the server was well, so that the
// log says it once.
func (o *Outage) Failed(rest time.Duration) (first bool) {
	o.until.Store(time.Now().Add(rest).UnixNano())
	return !o.down.Swap(true)
}

// Answered is true where the server did not answer before.
func (o *Outage) Answered() (back bool) {
	return o.down.Load() && o.down.Swap(false)
}
