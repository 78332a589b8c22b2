package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

const (
	// sweepEvery is how often what is kept no longer is looked for.
	sweepEvery = time.Hour
	// sweepBatch bounds how long one statement holds its rows.
	sweepBatch = 5000
)

// Retention forgets what is too old, and what a member has too many of.
type Retention struct {
	Pool *pgxpool.Pool
	Log  *slog.Logger
	Now  func() time.Time
}

// Run sweeps now and then until ctx ends.
func (r *Retention) Run(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if _, err := r.Once(ctx); err != nil && ctx.Err() == nil {
			r.Log.WarnContext(ctx, "old notifications not forgotten; trying again later", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return nil
}

// Once forgets all that is kept no longer and tells how much that was.
func (r *Retention) Once(ctx context.Context) (int64, error) {
	old := r.Now().Add(-domain.KeptFor)
	var all int64
	for _, sweep := range []struct {
		what, sql string
		limit     any
	}{
		{"old notifications", "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE created_at < $1 LIMIT $2)", old},
		{"a member's oldest notifications", `DELETE FROM notifications WHERE id IN (
			SELECT n.id FROM counters c JOIN notifications n USING (member_id) WHERE c.last > $1 AND n.seq <= c.last - $1 LIMIT $2)`, domain.KeptMost},
		{"stores that never came", "DELETE FROM waiting WHERE (store_id, order_id) IN (SELECT store_id, order_id FROM waiting WHERE since < $1 LIMIT $2)", old},
	} {
		for {
			tag, err := r.Pool.Exec(ctx, sweep.sql, sweep.limit, sweepBatch)
			if err != nil {
				return all, fmt.Errorf("forget %s: %w", sweep.what, err)
			}
			all += tag.RowsAffected()
			if tag.RowsAffected() < sweepBatch {
				break
			}
		}
	}
	return all, nil
}
