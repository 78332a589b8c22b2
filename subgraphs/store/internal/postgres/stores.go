package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// Stores keeps the stores. Bell wakes whoever publishes what they offer.
type Stores struct {
	Pool *pgxpool.Pool
	Bell *delivery.Bell
}

var _ app.Stores = Stores{}

// ByIDs are those that are there, by their id.
func (r Stores) ByIDs(ctx context.Context, ids []string) (map[string]*domain.Store, error) {
	stores, err := read(ctx, r.Pool, "FROM stores s WHERE s.id = ANY($1)", ids)
	return byID(stores), err
}

// BySlug is the store with that slug, or nil.
func (r Stores) BySlug(ctx context.Context, slug string) (*domain.Store, error) {
	return one(read(ctx, r.Pool, "FROM stores s WHERE s.slug = $1", slug))
}

// BySeller are the first stores that a member runs.
func (r Stores) BySeller(ctx context.Context, memberID string, limit int) ([]*domain.Store, error) {
	return read(ctx, r.Pool, "FROM stores s WHERE s.id IN (SELECT store_id FROM sellers WHERE member_id = $1) ORDER BY s.id LIMIT $2", memberID, limit)
}

// Update changes a store in one transaction, with what is to be published of it; what change refuses is not
// kept. nil where there is none.
func (r Stores) Update(ctx context.Context, id string, change func(*domain.Store) error) (*domain.Store, error) {
	var s *domain.Store
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		// FOR UPDATE, so that it waits for bookings that hold the terms, and they for it.
		found, err := one(read(ctx, tx, "FROM stores s WHERE s.id = $1 FOR UPDATE", id))
		if err != nil || found == nil {
			return err
		}
		if err := change(found); err != nil {
			return err
		}
		s = found
		st := s.State()
		_, err = tx.Exec(ctx, `UPDATE stores SET name = $2, description = $3, phone = $4, status = $5,
			hours = $6, special = $7, rule = $8, areas = $9, area_prefixes = $10 WHERE id = $1`,
			st.ID, st.Name, st.Description, st.Phone, st.Status, list(st.Hours), list(st.Special), st.Rule, list(st.Areas), prefixes(st.Areas))
		if err != nil {
			return err
		}
		return offer(ctx, tx, []string{id})
	})
	if err != nil {
		return nil, fmt.Errorf("update store %s: %w", id, err)
	}
	r.Bell.Ring()
	return s, nil
}

// Follow makes the member a follower and answers with the store as it then stands, nil where there is none.
func (r Stores) Follow(ctx context.Context, storeID, memberID string) (*domain.Store, error) {
	return r.follow(ctx, storeID, memberID, +1, `INSERT INTO followers (store_id, member_id)
		SELECT id, $2 FROM stores WHERE id = $1 ON CONFLICT DO NOTHING`)
}

// Unfollow ends that.
func (r Stores) Unfollow(ctx context.Context, storeID, memberID string) (*domain.Store, error) {
	return r.follow(ctx, storeID, memberID, -1, "DELETE FROM followers WHERE store_id = $1 AND member_id = $2")
}

func (r Stores) follow(ctx context.Context, storeID, memberID string, by int, change string) (*domain.Store, error) {
	var s *domain.Store
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, change, storeID, memberID)
		if err != nil {
			return err
		}
		if tag.RowsAffected() > 0 {
			if _, err := tx.Exec(ctx, "UPDATE stores SET follower_count = follower_count + $2 WHERE id = $1", storeID, by); err != nil {
				return err
			}
		}
		s, err = one(read(ctx, tx, "FROM stores s WHERE s.id = $1", storeID))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("followers of %s: %w", storeID, err)
	}
	return s, nil
}

// Followed tells who follows what.
func (r Stores) Followed(ctx context.Context, of []app.Following) (map[app.Following]bool, error) {
	stores, members := make([]string, len(of)), make([]string, len(of))
	for i, f := range of {
		stores[i], members[i] = f.StoreID, f.MemberID
	}
	rows, err := r.Pool.Query(ctx, `SELECT f.store_id, f.member_id FROM unnest($1::text[], $2::text[]) AS q(store_id, member_id)
		JOIN followers f USING (store_id, member_id)`, stores, members)
	if err != nil {
		return nil, fmt.Errorf("read followers: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[app.Following])
	if err != nil {
		return nil, fmt.Errorf("read followers: %w", err)
	}
	followed := make(map[app.Following]bool, len(found))
	for _, f := range found {
		followed[f] = true
	}
	return followed, nil
}

// Seed keeps the first stores with their followers, all or none, if there are none yet. It tells how many it
// kept.
func (r Stores) Seed(ctx context.Context, stores []domain.State, followers map[string][]string) (int, error) {
	err := pgx.BeginFunc(ctx, r.Pool, func(tx pgx.Tx) error {
		// Of two replicas that start together, one waits here and then finds the stores there.
		if _, err := tx.Exec(ctx, "LOCK TABLE stores IN EXCLUSIVE MODE"); err != nil {
			return err
		}
		var there bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM stores)").Scan(&there); err != nil {
			return err
		}
		if there {
			stores = nil
		}
		for _, s := range stores {
			if err := insert(ctx, tx, s, followers[s.ID]); err != nil {
				return fmt.Errorf("%s: %w", s.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("seed stores: %w", err)
	}
	r.Bell.Ring()
	return len(stores), nil
}

func insert(ctx context.Context, tx pgx.Tx, s domain.State, followers []string) error {
	_, err := tx.Exec(ctx, `INSERT INTO stores (id, slug, name, description, phone, postcode, line1, line2, latitude, longitude, status,
		hours, special, rule, areas, area_prefixes, follower_count, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		s.ID, s.Slug, s.Name, s.Description, s.Phone, s.Address.Postcode, s.Address.Line1, s.Address.Line2,
		s.Location.Latitude, s.Location.Longitude, s.Status, list(s.Hours), list(s.Special), s.Rule, list(s.Areas), prefixes(s.Areas),
		len(followers), s.CreatedAt)
	if err != nil {
		return err
	}
	for table, members := range map[string][]string{"sellers": s.Sellers, "followers": followers} {
		if _, err := tx.Exec(ctx, "INSERT INTO "+table+" (store_id, member_id) SELECT $1, unnest($2::text[])", s.ID, members); err != nil {
			return err
		}
	}
	return offer(ctx, tx, []string{s.ID})
}

// one is the only store of those that were read, or nil.
func one(stores []*domain.Store, err error) (*domain.Store, error) {
	if err != nil || len(stores) == 0 {
		return nil, err
	}
	return stores[0], nil
}
