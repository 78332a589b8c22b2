package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

const (
	relayBatch = 500
	// poll finds what was committed by a process that died before it could ring.
	poll = time.Second
	// keepInbox is how long what was handled is remembered: longer than a message can stay undelivered.
	keepInbox = 14 * 24 * time.Hour
	// relayLock keeps two relays of one database from publishing at the same time, which could change the order.
	relayLock = 0x6f7574626f78
)

// Relay publishes what the outbox of a database holds.
type Relay struct {
	pool *pgxpool.Pool
	out  Writer
	bell waiter
	log  *slog.Logger
}

// NewRelay makes the relay that bell wakes.
func NewRelay(pool *pgxpool.Pool, out Writer, bell *Bell, log *slog.Logger) *Relay {
	return &Relay{pool: pool, out: out, bell: bell.listen(), log: log}
}

// Run publishes until ctx ends. It never gives up: what can't be published now stays where it is.
func (r *Relay) Run(ctx context.Context) error {
	swept := time.Time{}
	for ctx.Err() == nil {
		n, err := r.Once(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.WarnContext(ctx, "outbox not published; trying again", "error", err)
			r.bell.wait(ctx, poll)
		case n < relayBatch:
			r.bell.wait(ctx, poll)
		}
		if time.Since(swept) > time.Hour {
			if _, err := r.pool.Exec(ctx, "DELETE FROM inbox WHERE at < $1", time.Now().Add(-keepInbox)); err == nil {
				swept = time.Now()
			}
		}
	}
	return nil
}

// Once publishes the oldest batch and tells how many events it had. A row is deleted in the transaction that
// read it, after it was published: a crash in between publishes it twice, and the inbox of whoever hears it
// drops the second. It never reads "the rows after the last one": commits land out of order.
func (r *Relay) Once(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n := 0
	err := pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", relayLock); err != nil {
			return fmt.Errorf("lock the outbox: %w", err)
		}
		rows, err := tx.Query(ctx, "SELECT seq, id, topic, name, key, body, trace FROM outbox ORDER BY seq LIMIT $1", relayBatch)
		if err != nil {
			return fmt.Errorf("read the outbox: %w", err)
		}
		var seqs []int64
		var batch []Message
		for rows.Next() {
			var seq int64
			var e saga.Envelope
			if err := rows.Scan(&seq, &e.ID, &e.Topic, &e.Name, &e.Key, &e.Body, &e.Trace); err != nil {
				return fmt.Errorf("read the outbox: %w", err)
			}
			seqs = append(seqs, seq)
			batch = append(batch, message(e))
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("read the outbox: %w", err)
		}
		if n = len(batch); n == 0 {
			return nil
		}
		if err := r.out.Write(ctx, batch...); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM outbox WHERE seq = ANY($1)", seqs); err != nil {
			return fmt.Errorf("clear the outbox: %w", err)
		}
		return nil
	})
	return n, err
}
