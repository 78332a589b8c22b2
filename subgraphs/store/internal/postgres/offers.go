package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
)

// offer counts a change of what the stores offer, and has it published. The ids are in order, so that two
// transactions never wait for each other in a circle.
func offer(ctx context.Context, tx pgx.Tx, storeIDs []string) error {
	_, err := tx.Exec(ctx, `INSERT INTO offers AS o (store_id, version) SELECT id, 1 FROM unnest($1::text[]) AS id ORDER BY id
		ON CONFLICT (store_id) DO UPDATE SET version = o.version + 1`, storeIDs)
	if err != nil {
		return fmt.Errorf("count the change of the offer: %w", err)
	}
	return delivery.Touch(ctx, tx, delivery.TopicOffers, storeIDs...)
}

// Offers reads what stores offer, as it is published.
type Offers struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
}

// Read gives the offers of the stores with these ids, as they stand.
func (r Offers) Read(ctx context.Context, storeIDs []string) (map[string]any, error) {
	offers := map[string]any{}
	// One snapshot of the database: a version must not be that of other terms, or of other bookings.
	err := pgx.BeginTxFunc(ctx, r.Pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		stores, err := read(ctx, tx, "FROM stores s WHERE s.id = ANY($1)", storeIDs)
		if err != nil {
			return err
		}
		versions, booked := map[string]int64{}, map[string]map[string]int{}
		var store, slot string
		var version int64
		var n int
		rows, err := tx.Query(ctx, "SELECT store_id, version FROM offers WHERE store_id = ANY($1)", storeIDs)
		if err != nil {
			return fmt.Errorf("read versions: %w", err)
		}
		if _, err := pgx.ForEachRow(rows, []any{&store, &version}, func() error { versions[store] = version; return nil }); err != nil {
			return fmt.Errorf("read versions: %w", err)
		}
		rows, err = tx.Query(ctx, "SELECT store_id, id, booked FROM slots WHERE store_id = ANY($1) AND starts > $2 AND booked > 0", storeIDs, r.Now())
		if err != nil {
			return fmt.Errorf("read slots: %w", err)
		}
		if _, err := pgx.ForEachRow(rows, []any{&store, &slot, &n}, func() error {
			if booked[store] == nil {
				booked[store] = map[string]int{}
			}
			booked[store][slot] = n
			return nil
		}); err != nil {
			return fmt.Errorf("read slots: %w", err)
		}
		for _, s := range stores {
			offers[s.ID()] = app.Offer(s, versions[s.ID()], booked[s.ID()], r.Now())
		}
		return nil
	})
	return offers, err
}

// Slots tells what is booked of slots.
type Slots struct{ Pool *pgxpool.Pool }

// Taken is of the slots in which anything was ever booked, by their id.
func (r Slots) Taken(ctx context.Context, slotIDs []string) (map[string]app.Taken, error) {
	rows, err := r.Pool.Query(ctx, "SELECT id, booked, starts, ends FROM slots WHERE id = ANY($1)", slotIDs)
	if err != nil {
		return nil, fmt.Errorf("read slots: %w", err)
	}
	taken := map[string]app.Taken{}
	var id string
	var t app.Taken
	if _, err := pgx.ForEachRow(rows, []any{&id, &t.Booked, &t.Start, &t.End}, func() error { taken[id] = t; return nil }); err != nil {
		return nil, fmt.Errorf("read slots: %w", err)
	}
	return taken, nil
}
