package ratelimit

import (
	"context"
	_ "embed"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/blooming-blooms/bloom/router/internal/outage"
)

//go:embed gcra.lua
var gcra string

const (
	// patience is how long Redis may take; a request should not wait longer to be counted.
	patience = 250 * time.Millisecond
	// rest is how long Redis is left alone when it did not answer.
	rest = time.Second
)

// Limiter counts requests in Redis, for all replicas together. While Redis is away it lets everything
// through: better too much than nothing.
type Limiter struct {
	// Uncounted is told of each request that is let through because Redis is away; may be nil.
	Uncounted func()

	redis  *redis.Client
	script *redis.Script
	log    *slog.Logger
	away   outage.Outage
}

// New makes a limiter.
func New(client *redis.Client, log *slog.Logger) *Limiter {
	return &Limiter{redis: client, script: redis.NewScript(gcra), log: log}
}

// Prepare connects and loads the script, so that the first caller is not let through because that takes too
// long. It is no harm if it fails.
func (l *Limiter) Prepare(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := l.script.Load(ctx, l.redis).Err(); err != nil && context.Cause(ctx) != context.Canceled {
		l.failed(ctx, err)
	}
}

// failed leaves Redis alone for a while. The log says so once.
func (l *Limiter) failed(ctx context.Context, err error) {
	if l.away.Failed(rest) {
		l.log.WarnContext(ctx, "rates are not limited until Redis answers again", "error", err)
	}
}

// Take takes n requests of what the caller may do. Where that is too much nothing is taken, and it returns
// how long the caller should wait.
func (l *Limiter) Take(ctx context.Context, who string, rate Rate, n int) (wait time.Duration) {
	if rate.None() {
		return 0
	}
	if l.away.Resting() {
		l.pass()
		return 0
	}
	n = min(n, rate.Count) // more than that would never be allowed
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	micros, err := l.script.Run(ctx, l.redis, []string{"router:rate:" + who},
		rate.interval().Microseconds(), rate.Period.Microseconds(), n).Int64()
	if err != nil {
		if context.Cause(ctx) != context.Canceled { // the client has not just left
			l.failed(ctx, err)
			l.pass()
		}
		return 0
	}
	if l.away.Answered() {
		l.log.InfoContext(ctx, "rates are limited again: Redis answers")
	}
	return time.Duration(micros) * time.Microsecond
}

func (l *Limiter) pass() {
	if l.Uncounted != nil {
		l.Uncounted()
	}
}
