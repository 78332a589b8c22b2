package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// columns are those of a store s, in the order in which scan reads them.
const columns = `s.id, s.slug, s.name, s.description, s.phone, s.postcode, s.line1, s.line2, s.latitude, s.longitude, s.status,
	s.hours, s.special, s.rule, s.areas, s.follower_count, s.created_at,
	ARRAY(SELECT member_id FROM sellers WHERE store_id = s.id ORDER BY member_id)`

// database is a pool or a transaction.
type database interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// scan reads the columns, then whatever follows them into more.
func scan(row pgx.CollectableRow, more ...any) (*domain.Store, error) {
	var s domain.State
	err := row.Scan(append([]any{
		&s.ID, &s.Slug, &s.Name, &s.Description, &s.Phone, &s.Address.Postcode, &s.Address.Line1, &s.Address.Line2,
		&s.Location.Latitude, &s.Location.Longitude, &s.Status,
		&s.Hours, &s.Special, &s.Rule, &s.Areas, &s.FollowerCount, &s.CreatedAt, &s.Sellers,
	}, more...)...)
	return domain.Restore(s), err
}

// read reads stores; after is what follows the columns in the query.
func read(ctx context.Context, db database, after string, args ...any) ([]*domain.Store, error) {
	rows, err := db.Query(ctx, "SELECT "+columns+" "+after, args...)
	if err != nil {
		return nil, fmt.Errorf("read stores: %w", err)
	}
	stores, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*domain.Store, error) { return scan(row) })
	if err != nil {
		return nil, fmt.Errorf("read stores: %w", err)
	}
	return stores, nil
}

func byID(stores []*domain.Store) map[string]*domain.Store {
	found := make(map[string]*domain.Store, len(stores))
	for _, s := range stores {
		found[s.ID()] = s
	}
	return found
}

// list is never NULL.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func prefixes(areas []fulfilment.Area) []string {
	all := make([]string, len(areas))
	for i, a := range areas {
		all[i] = a.Prefix
	}
	return all
}
