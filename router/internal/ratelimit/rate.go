// Package ratelimit counts what callers do: requests over time, in Redis, and streams that are open.
package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is how much is allowed; the zero value allows everything.
type Rate struct {
	// Count requests in each period, and as many at once.
	Count  int
	Period time.Duration
}

// ParseRate reads "300/m": so many a second (s), minute (m) or hour (h).
func ParseRate(text string) (Rate, error) {
	count, unit, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	period := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[strings.TrimSpace(unit)]
	if err != nil || n <= 0 || n > 1_000_000 || period == 0 {
		return Rate{}, fmt.Errorf("the rate is %q; it should be like 300/m, with s, m or h", text)
	}
	return Rate{n, period}, nil
}

// None tells whether everything is allowed.
func (r Rate) None() bool { return r.Count == 0 }

// interval is the time between two requests that come evenly.
func (r Rate) interval() time.Duration { return r.Period / time.Duration(r.Count) }
