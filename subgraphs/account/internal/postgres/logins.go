package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

// Logins keeps the sign-ins, and of their refresh tokens only hashes. These have 256 random bits, so a fast
// hash is as good as a slow one.
type Logins struct{ Pool *pgxpool.Pool }

// Add keeps a new login with its first refresh token.
func (r Logins) Add(ctx context.Context, l *domain.Login, token string) error {
	return pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error { return addLogin(ctx, tx, l, token) })
}

func addLogin(ctx context.Context, tx pgx.Tx, l *domain.Login, token string) error {
	s := l.State()
	if _, err := tx.Exec(ctx, "INSERT INTO logins (id, member_id, expires, ended) VALUES ($1, $2, $3, $4)", s.ID, s.MemberID, s.Expires, s.Ended); err != nil {
		return fmt.Errorf("add login: %w", err)
	}
	if _, err := tx.Exec(ctx, "INSERT INTO refresh_tokens (hash, login_id) VALUES ($1, $2)", hash(token), s.ID); err != nil {
		return fmt.Errorf("add refresh token: %w", err)
	}
	return nil
}

// Change loads the login that a token belongs to, and keeps what change does to it, in one transaction: two
// exchanges of one token come one after the other. Where change uses the token up, next follows it. It tells
// whether there is such a login.
func (r Logins) Change(ctx context.Context, token, next string, change func(*domain.Login)) (bool, error) {
	found := false
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		presented := hash(token)
		var s domain.LoginState
		// The login is locked before its token is read: read together, the token would be as it was before
		// the lock was waited for.
		err := tx.QueryRow(ctx, `SELECT id, member_id, expires, ended FROM logins
			WHERE id = (SELECT login_id FROM refresh_tokens WHERE hash = $1) FOR UPDATE`, presented).
			Scan(&s.ID, &s.MemberID, &s.Expires, &s.Ended)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		var used *time.Time
		err = tx.QueryRow(ctx, `SELECT used_at, EXISTS (SELECT FROM refresh_tokens n WHERE n.follows = t.hash AND n.used_at IS NOT NULL)
			FROM refresh_tokens t WHERE hash = $1`, presented).Scan(&used, &s.NextUsed)
		if err != nil {
			return err
		}
		if used != nil {
			s.UsedAt = *used
		}
		found = true
		l := domain.RestoreLogin(s)
		change(l)
		after := l.State()
		if _, err := tx.Exec(ctx, "UPDATE logins SET expires = $2, ended = $3 WHERE id = $1", after.ID, after.Expires, after.Ended); err != nil {
			return err
		}
		if !s.UsedAt.IsZero() || after.UsedAt.IsZero() {
			return nil
		}
		if _, err := tx.Exec(ctx, "UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1", presented, after.UsedAt); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO refresh_tokens (hash, login_id, follows) VALUES ($1, $2, $3)", hash(next), after.ID, presented)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("change login: %w", err)
	}
	return found, nil
}

// Sweep forgets the logins that were over before now.
func (r Logins) Sweep(ctx context.Context, now time.Time) error {
	if _, err := r.Pool.Exec(ctx, "DELETE FROM logins WHERE expires < $1", now); err != nil {
		return fmt.Errorf("sweep logins: %w", err)
	}
	return nil
}

func hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
