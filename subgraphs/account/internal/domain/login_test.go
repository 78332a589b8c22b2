package domain

import (
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
)

func TestExchange(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	const grace = 10 * time.Second
	for name, test := range map[string]struct {
		state LoginState
		// arrived is before now.
		arrived time.Duration
		code    string
		ended   Ending
	}{
		"fresh":                      {LoginState{Expires: now.Add(time.Hour)}, 0, "", ""},
		"over":                       {LoginState{Expires: now}, 0, "BAD_CREDENTIALS", ""},
		"signed out":                 {LoginState{Expires: now.Add(time.Hour), Ended: SignedOut}, 0, "BAD_CREDENTIALS", SignedOut},
		"ended by reuse":             {LoginState{Expires: now.Add(time.Hour), Ended: Reused}, 0, "TOKEN_REUSED", Reused},
		"under way when it was used": {LoginState{Expires: now.Add(time.Hour), UsedAt: now.Add(-30 * time.Second)}, time.Minute, "", ""},
		"again within the grace":     {LoginState{Expires: now.Add(time.Hour), UsedAt: now.Add(-grace)}, 0, "", ""},
		"again after the grace":      {LoginState{Expires: now.Add(time.Hour), UsedAt: now.Add(-grace - 1)}, 0, "TOKEN_REUSED", Reused},
		"again, though the next was used already": {LoginState{Expires: now.Add(time.Hour), UsedAt: now, NextUsed: true}, 0, "TOKEN_REUSED", Reused},
	} {
		l := RestoreLogin(test.state)
		err := l.Exchange(now.Add(-test.arrived), now, grace)
		if (err == nil) != (test.code == "") || err != nil && !fault.Has(err, test.code) || l.State().Ended != test.ended {
			t.Errorf("%s: %v, ended %q; want %q, %q", name, err, l.State().Ended, test.code, test.ended)
		}
	}
}

func TestAnExchangeBeginsTheLifetimeAnew(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	l := NewLogin("ses_1", "mem_1", now)
	later := now.Add(20 * 24 * time.Hour)
	if err := l.Exchange(later, later, 0); err != nil || !l.State().Expires.Equal(later.Add(LoginLifetime)) {
		t.Errorf("expires %v, %v", l.State().Expires, err)
	}
}
