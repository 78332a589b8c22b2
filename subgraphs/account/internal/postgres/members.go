package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

const columns = "id, name, email, phone, phone_verified, roles, locale, status, addresses, password_hash, created_at"

// Members keeps the members.
type Members struct{ Pool *pgxpool.Pool }

// Add keeps a new member with their first login; an email that another has is EMAIL_TAKEN.
func (r Members) Add(ctx context.Context, m *domain.Member, first *domain.Login, token string) error {
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		if err := insert(ctx, tx, m.State()); err != nil {
			return err
		}
		return addLogin(ctx, tx, first, token)
	})
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "23505" && e.ConstraintName == "members_email_key" {
		return fault.New("EMAIL_TAKEN", "email")
	}
	if err != nil {
		return fmt.Errorf("add member %s: %w", m.ID(), err)
	}
	return nil
}

// Seed keeps the first members, all or none, if there is nobody yet. It tells how many it kept.
func (r Members) Seed(ctx context.Context, members []*domain.Member) (int, error) {
	n := 0
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		// Of two replicas that start together, one waits here and then finds the members there.
		if _, err := tx.Exec(ctx, "LOCK TABLE members IN EXCLUSIVE MODE"); err != nil {
			return err
		}
		var there bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM members)").Scan(&there); err != nil || there {
			return err
		}
		for _, m := range members {
			if err := insert(ctx, tx, m.State()); err != nil {
				return fmt.Errorf("%s: %w", m.ID(), err)
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("seed members: %w", err)
	}
	return n, nil
}

// ByEmail is the member with that normalised email, or nil.
func (r Members) ByEmail(ctx context.Context, email string) (*domain.Member, error) {
	members, err := read(ctx, r.Pool, "SELECT "+columns+" FROM members WHERE email = $1", email)
	if err != nil || len(members) == 0 {
		return nil, err
	}
	return members[0], nil
}

// ByIDs are those that are there, by their id.
func (r Members) ByIDs(ctx context.Context, ids []string) (map[string]*domain.Member, error) {
	members, err := read(ctx, r.Pool, "SELECT "+columns+" FROM members WHERE id = ANY($1)", ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*domain.Member, len(members))
	for _, m := range members {
		byID[m.ID()] = m
	}
	return byID, nil
}

// Update changes a member in one transaction; what change refuses is not kept. nil where there is none.
func (r Members) Update(ctx context.Context, id string, change func(*domain.Member) error) (*domain.Member, error) {
	var m *domain.Member
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		found, err := read(ctx, tx, "SELECT "+columns+" FROM members WHERE id = $1 FOR UPDATE", id)
		if err != nil || len(found) == 0 {
			return err
		}
		m = found[0]
		if err := change(m); err != nil {
			return err
		}
		s := m.State()
		_, err = tx.Exec(ctx, `UPDATE members SET name = $2, phone = $3, phone_verified = $4, locale = $5, addresses = $6 WHERE id = $1`,
			s.ID, s.Name, s.Phone, s.PhoneVerified, s.Locale, kept(s.Addresses))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("update member %s: %w", id, err)
	}
	return m, nil
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func read(ctx context.Context, db querier, sql string, args ...any) ([]*domain.Member, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	members, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*domain.Member, error) {
		var s domain.State
		err := row.Scan(&s.ID, &s.Name, &s.Email, &s.Phone, &s.PhoneVerified, &s.Roles, &s.Locale, &s.Status,
			&s.Addresses, &s.PasswordHash, &s.CreatedAt)
		return domain.Restore(s), err
	})
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	return members, nil
}

func insert(ctx context.Context, tx pgx.Tx, s domain.State) error {
	_, err := tx.Exec(ctx, "INSERT INTO members ("+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		s.ID, s.Name, s.Email, s.Phone, s.PhoneVerified, s.Roles, s.Locale, s.Status, kept(s.Addresses), s.PasswordHash, s.CreatedAt)
	return err
}

// kept is a list that is never NULL.
func kept(list []domain.SavedAddress) []domain.SavedAddress {
	if list == nil {
		return []domain.SavedAddress{}
	}
	return list
}
