package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fault"
)

const (
	// attemptWindow begins with the first attempt after a quiet time; a success ends it.
	attemptWindow = 15 * time.Minute
	attemptLimit  = 10
)

// Attempts bounds how often somebody may try to sign in as one member, over all replicas.
type Attempts struct{ Pool *pgxpool.Pool }

// Begin counts an attempt before the password is looked at, so that many at once don't slip through; more
// than ten in a quarter of an hour are RATE_LIMITED.
func (r Attempts) Begin(ctx context.Context, email string) error {
	var number int
	err := r.Pool.QueryRow(ctx, `
		INSERT INTO sign_in_attempts AS a (email, since, number) VALUES ($1, now(), 1)
		ON CONFLICT (email) DO UPDATE SET
			number = CASE WHEN a.since < now() - $2::interval THEN 1 ELSE a.number + 1 END,
			since = CASE WHEN a.since < now() - $2::interval THEN now() ELSE a.since END
		RETURNING number`, hash(email), attemptWindow).Scan(&number)
	if err != nil {
		return fmt.Errorf("count the attempt: %w", err)
	}
	if number > attemptLimit {
		return fault.New("RATE_LIMITED")
	}
	return nil
}

// Succeeded forgets the attempts so far.
func (r Attempts) Succeeded(ctx context.Context, email string) error {
	if _, err := r.Pool.Exec(ctx, "DELETE FROM sign_in_attempts WHERE email = $1", hash(email)); err != nil {
		return fmt.Errorf("forget the attempts: %w", err)
	}
	return nil
}

// Sweep forgets the attempts that no longer count.
func (r Attempts) Sweep(ctx context.Context) error {
	if _, err := r.Pool.Exec(ctx, "DELETE FROM sign_in_attempts WHERE since < now() - $1::interval", attemptWindow); err != nil {
		return fmt.Errorf("sweep attempts: %w", err)
	}
	return nil
}
