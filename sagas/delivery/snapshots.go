package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// grace is how long something that was announced may take to be written before it is published as it stands.
const grace = 10 * time.Second

// Executor is a transaction, or a pool where there is none to be part of.
type Executor interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Announce notes, before it is written elsewhere, that something will have to be published. Whoever dies
// before Touch leaves it to be published after a grace time, as it stands then.
func Announce(ctx context.Context, db Executor, topic string, keys ...string) error {
	return mark(ctx, db, topic, keys, grace)
}

// Touch notes that something has changed and is to be published now. Inside the transaction that changes it,
// it needs no Announce.
func Touch(ctx context.Context, db Executor, topic string, keys ...string) error {
	return mark(ctx, db, topic, keys, 0)
}

func mark(ctx context.Context, db Executor, topic string, keys []string, after time.Duration) error {
	// In order, so that two transactions that mark the same keys never wait for each other in a circle.
	_, err := db.Exec(ctx, `
		INSERT INTO to_publish (topic, key, due)
		SELECT DISTINCT $1, key, now() + $3::interval FROM unnest($2::text[]) AS key ORDER BY key
		ON CONFLICT (topic, key) DO UPDATE SET due = EXCLUDED.due, mark = nextval('to_publish_mark')`, topic, keys, after)
	if err != nil {
		return fmt.Errorf("mark %s to be published: %w", topic, err)
	}
	return nil
}

// Snapshots publishes things as they stand to a compacted topic. Its messages carry a version of their own,
// and the higher version wins: one that is late or repeated does no harm.
type Snapshots struct {
	Pool  *pgxpool.Pool
	Out   Writer
	Bell  *Bell
	Log   *slog.Logger
	Topic string
	// Read gives the things with these keys as they stand, as what is to be encoded as JSON; one that is no
	// longer there is left out, and a tombstone is published for it.
	Read func(ctx context.Context, keys []string) (map[string]any, error)
}

// Run publishes until ctx ends.
func (s *Snapshots) Run(ctx context.Context) error {
	bell := s.Bell.listen()
	for ctx.Err() == nil {
		n, err := s.Once(ctx)
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "snapshots not published; trying again", "topic", s.Topic, "error", err)
		}
		if err != nil || n < relayBatch {
			bell.wait(ctx, poll)
		}
	}
	return nil
}

// Once publishes a batch of what is due and tells how much it was.
func (s *Snapshots) Once(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n := 0
	err := pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		// Two at once could leave the older of two versions as the last one in the topic.
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext($1))", s.Topic); err != nil {
			return fmt.Errorf("lock %s: %w", s.Topic, err)
		}
		rows, err := tx.Query(ctx, "SELECT key, mark FROM to_publish WHERE topic = $1 AND due <= now() ORDER BY mark LIMIT $2", s.Topic, relayBatch)
		if err != nil {
			return fmt.Errorf("what to publish: %w", err)
		}
		type marked struct {
			Key  string
			Mark int64
		}
		due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[marked])
		if err != nil {
			return fmt.Errorf("what to publish: %w", err)
		}
		if n = len(due); n == 0 {
			return nil
		}
		keys, marks := make([]string, n), make([]int64, n)
		for i, d := range due {
			keys[i], marks[i] = d.Key, d.Mark
		}
		things, err := s.Read(ctx, keys)
		if err != nil {
			return fmt.Errorf("read what to publish: %w", err)
		}
		batch := make([]Message, n)
		for i, key := range keys {
			batch[i] = Message{Topic: s.Topic, Key: key}
			if thing, ok := things[key]; ok {
				if batch[i].Value, err = json.Marshal(thing); err != nil {
					return fmt.Errorf("encode %s: %w", key, err)
				}
			}
		}
		if err := s.Out.Write(ctx, batch...); err != nil {
			return err
		}
		// What was touched while it was being published has another mark now, and stays. So does what is locked:
		// it is being touched, and to wait for it would be to wait in a circle with whoever touches several.
		_, err = tx.Exec(ctx, `DELETE FROM to_publish WHERE topic = $1 AND key IN (
			SELECT p.key FROM to_publish p JOIN unnest($2::text[], $3::bigint[]) AS d(key, mark) USING (key, mark)
			WHERE p.topic = $1 FOR UPDATE OF p SKIP LOCKED)`, s.Topic, keys, marks)
		if err != nil {
			return fmt.Errorf("clear what was published: %w", err)
		}
		return nil
	})
	return n, err
}
