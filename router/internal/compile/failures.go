package compile

import (
	"sync/atomic"
	"time"
)

const (
	// failureKept is how long an operation without a plan is not planned again. It may have had no plan only
	// because there was no time to find one.
	failureKept = time.Minute
	// rememberedFailures are few: those who ask for what can't be planned do not do so by mistake for long.
	rememberedFailures = 256
)

// failures are operations for which there was no plan, and until when that is believed.
type failures struct{ *cache[*atomic.Int64] }

func newFailures() failures { return failures{newCache[*atomic.Int64](rememberedFailures)} }

// lately tells whether the operation had no plan a moment ago.
func (f failures) lately(key string) bool {
	until := f.get(key)
	return until != nil && time.Now().UnixNano() < until.Load()
}

// note remembers that the operation has no plan.
func (f failures) note(key string) {
	if len(key) > maxRemembered {
		return
	}
	until := f.get(key)
	if until == nil {
		until = new(atomic.Int64)
		f.put(key, until)
	}
	until.Store(time.Now().Add(failureKept).UnixNano())
}
