package domain

import (
	"testing"
	"time"
)

func TestAgain(t *testing.T) {
	for _, test := range []struct {
		what      string
		attempts  int
		senseless bool
		pause     time.Duration
		stuck     bool
	}{
		{"the first time", 1, false, 200 * time.Millisecond, false},
		{"each time it takes twice as long", 4, false, 1600 * time.Millisecond, false},
		{"no longer than a minute while the answer may come", 29, false, time.Minute, false},
		{"no answer, for too long", 30, false, time.Hour, true},
		{"an answer that makes no sense may make sense at once", 1, true, 200 * time.Millisecond, false},
		{"the same senseless answer again and again", 8, true, time.Hour, true},
		{"whatever it was before", MostAttempts, true, time.Hour, true},
		{"taken over after an upgrade", 1 << 20, false, time.Hour, true},
	} {
		pause, stuck := Intent{Attempts: test.attempts}.Again(test.senseless)
		if pause != test.pause || stuck != test.stuck {
			t.Errorf("%s: in %v, stuck %v; want %v, %v", test.what, pause, stuck, test.pause, test.stuck)
		}
	}
}
