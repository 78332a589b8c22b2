package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// Intend records an intent.
func (b *Book) Intend(ctx context.Context, i domain.Intent) error {
	_, err := b.tx.Exec(ctx, "INSERT INTO intents (id, order_id, amount, state, trace) VALUES ($1, $2, $3, $4, $5)",
		i.ID, i.OrderID, i.Amount, i.State, telemetry.Traceparent(ctx))
	if err != nil {
		return fmt.Errorf("intend to be paid for %s: %w", i.OrderID, err)
	}
	return nil
}

// Intent is the one of an order, locked.
func (b *Book) Intent(ctx context.Context, orderID string) (domain.Intent, error) {
	i := domain.Intent{OrderID: orderID}
	err := b.tx.QueryRow(ctx, "SELECT id, amount, state, attempts, reference FROM intents WHERE order_id = $1 FOR UPDATE", orderID).
		Scan(&i.ID, &i.Amount, &i.State, &i.Attempts, &i.Reference)
	if err != nil {
		return i, fmt.Errorf("intent of %s: %w", orderID, notFound(err))
	}
	return i, nil
}

// SaveIntent keeps how far an intent came; what is left to do is due now.
func (b *Book) SaveIntent(ctx context.Context, i domain.Intent) error {
	_, err := b.tx.Exec(ctx, "UPDATE intents SET state = $2, reference = $3, attempts = 0, stuck = NULL, due = now() WHERE id = $1", i.ID, i.State, i.Reference)
	if err != nil {
		return fmt.Errorf("save intent %s: %w", i.ID, err)
	}
	return nil
}

// DueIntents takes intents for the lease, but none that was tried often enough.
func (s *Shelf) DueIntents(ctx context.Context, most int, lease time.Duration) ([]app.Due, error) {
	rows, err := s.pool.Query(ctx, `
		UPDATE intents i SET attempts = attempts + 1, due = now() + $2::interval
		FROM orders o
		WHERE o.id = i.order_id AND i.id IN (
			SELECT id FROM intents WHERE state IN ('WANTED', 'REFUND') AND due <= now() AND attempts < $3 ORDER BY due LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING i.id, i.order_id, i.amount, i.state, i.attempts, i.reference, o.provider, o.token, i.trace`, most, lease, domain.MostAttempts)
	if err != nil {
		return nil, fmt.Errorf("due intents: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (d app.Due, err error) {
		err = row.Scan(&d.ID, &d.OrderID, &d.Amount, &d.State, &d.Attempts, &d.Reference, &d.Token.Provider, &d.Token.Value, &d.Trace)
		return d, err
	})
}

// Postpone puts an intent off after a call that was not answered. news tells whether it is stuck since now. One that
// was answered meanwhile, to another worker whose lease had run out, is left alone.
func (s *Shelf) Postpone(ctx context.Context, intentID string, by time.Duration, stuck bool) (news bool, err error) {
	err = s.pool.QueryRow(ctx, `UPDATE intents i SET due = now() + $2::interval, stuck = CASE WHEN $3 THEN coalesce(i.stuck, now()) END
		FROM (SELECT id, stuck FROM intents WHERE id = $1 FOR UPDATE) was
		WHERE i.id = was.id AND i.state IN ('WANTED', 'REFUND') RETURNING $3 AND was.stuck IS NULL`, intentID, by, stuck).Scan(&news)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return false, fmt.Errorf("postpone %s: %w", intentID, err)
	}
	return news, nil
}

// StuckIntents counts those that a person has to look at, also those whose workers died each time before they could say so.
func (s *Shelf) StuckIntents(ctx context.Context) (n int, err error) {
	err = s.pool.QueryRow(ctx, `SELECT count(*) FROM intents
		WHERE state IN ('WANTED', 'REFUND') AND (stuck IS NOT NULL OR attempts >= $1)`, domain.MostAttempts).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("stuck intents: %w", err)
	}
	return n, nil
}

const keptKeys = "24 hours"

// Claim takes an idempotency key. Inserting waits for another transaction that has just inserted the same
// key, so the answer is never a guess.
func (b *Book) Claim(ctx context.Context, key app.Key, fingerprint []byte, orderID string) (string, bool, error) {
	tag, err := b.tx.Exec(ctx, `INSERT INTO idempotency AS i (member_id, operation, key, fingerprint, order_id) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (member_id, operation, key) DO UPDATE SET fingerprint = $4, order_id = $5, at = now()
		WHERE i.at < now() - $6::interval`, key.MemberID, key.Operation, key.Value, fingerprint, orderID, keptKeys)
	if err != nil {
		return "", false, fmt.Errorf("claim the key: %w", err)
	}
	if tag.RowsAffected() == 1 {
		return "", false, nil
	}
	return claimed(ctx, b.tx, key, fingerprint)
}

// Claimed gives the order that was placed under a key.
func (s *Shelf) Claimed(ctx context.Context, key app.Key, fingerprint []byte) (string, bool, error) {
	return claimed(ctx, s.pool, key, fingerprint)
}

// ForgetKeys deletes keys that need not be known any more.
func (s *Shelf) ForgetKeys(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, "DELETE FROM idempotency WHERE at < now() - $1::interval", keptKeys); err != nil {
		return fmt.Errorf("forget keys: %w", err)
	}
	return nil
}

func claimed(ctx context.Context, q querier, key app.Key, fingerprint []byte) (orderID string, same bool, err error) {
	var kept []byte
	err = q.QueryRow(ctx, `SELECT order_id, fingerprint FROM idempotency
		WHERE member_id = $1 AND operation = $2 AND key = $3 AND at >= now() - $4::interval`,
		key.MemberID, key.Operation, key.Value, keptKeys).Scan(&orderID, &kept)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look the key up: %w", err)
	}
	return orderID, bytes.Equal(kept, fingerprint), nil
}
