// Package postgres keeps notifications, and the copy of who sells for which store.
package postgres

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the notifier's tables.
func Migrations() postgres.Migrations {
	return postgres.Embedded("notifier", files)
}

// Desk is what a step touches, bound to its transaction.
type Desk struct {
	tx   pgx.Tx
	told []string
}

var _ app.Desk = (*Desk)(nil)

// Bind makes the desk of a transaction.
func Bind(tx pgx.Tx) *Desk { return &Desk{tx: tx} }

// Told are the members for whom something was added.
func (d *Desk) Told() []string { return d.told }

// Sellers are those of each store that is known.
func (d *Desk) Sellers(ctx context.Context, storeIDs []string) (map[string][]string, error) {
	if err := d.lock(ctx, storeIDs); err != nil {
		return nil, err
	}
	rows, err := d.tx.Query(ctx, "SELECT store_id, members FROM sellers WHERE store_id = ANY($1)", storeIDs)
	if err != nil {
		return nil, err
	}
	known := map[string][]string{}
	var store string
	var members []string
	_, err = pgx.ForEachRow(rows, []any{&store, &members}, func() error {
		known[store] = slices.Clone(members)
		return nil
	})
	return known, err
}

// lock keeps a step that finds a store unknown and the news of its sellers from passing each other unseen.
func (d *Desk) lock(ctx context.Context, storeIDs []string) error {
	_, err := d.tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM (SELECT unnest($1::text[]) AS id ORDER BY id) s", storeIDs)
	if err != nil {
		return fmt.Errorf("lock the stores: %w", err)
	}
	return nil
}

// SetSellers notes who a store's sellers are, unless as late a version is known.
func (d *Desk) SetSellers(ctx context.Context, storeID string, version int64, sellers []string) (bool, error) {
	if err := d.lock(ctx, []string{storeID}); err != nil {
		return false, err
	}
	if sellers == nil {
		sellers = []string{}
	}
	tag, err := d.tx.Exec(ctx, `INSERT INTO sellers (store_id, version, members) VALUES ($1, $2, $3)
		ON CONFLICT (store_id) DO UPDATE SET version = EXCLUDED.version, members = EXCLUDED.members WHERE sellers.version < EXCLUDED.version`,
		storeID, version, sellers)
	if err != nil {
		return false, fmt.Errorf("set the sellers of %s: %w", storeID, err)
	}
	return tag.RowsAffected() > 0, nil
}

// Wait keeps what the sellers of stores that are not known yet have to be told.
func (d *Desk) Wait(ctx context.Context, orders []app.StoreOrder) error {
	var batch pgx.Batch
	for _, o := range orders {
		batch.Queue("INSERT INTO waiting (order_id, store_id, product_id, items) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
			o.OrderID, o.StoreID, o.ProductID, o.Items)
	}
	return d.tx.SendBatch(ctx, &batch).Close()
}

// Waiting gives back, and forgets, what waits for a store's sellers.
func (d *Desk) Waiting(ctx context.Context, storeID string) ([]app.StoreOrder, error) {
	rows, err := d.tx.Query(ctx, "DELETE FROM waiting WHERE store_id = $1 RETURNING order_id, store_id, product_id, items", storeID)
	if err != nil {
		return nil, err
	}
	orders, err := pgx.CollectRows(rows, pgx.RowToStructByPos[app.StoreOrder])
	slices.SortFunc(orders, func(a, b app.StoreOrder) int { return strings.Compare(a.OrderID, b.OrderID) })
	return orders, err
}

// Add keeps notifications; one that tells a member of the same kind about the same again is dropped.
func (d *Desk) Add(ctx context.Context, told []*domain.Notification) error {
	// All lock the members' counters in one order, so that no two wait for each other.
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(a, b *domain.Notification) int {
		return strings.Compare(a.Record().MemberID, b.Record().MemberID)
	})
	var batch pgx.Batch
	for _, n := range told {
		r := n.Record()
		batch.Queue(`INSERT INTO counters (member_id, last) VALUES ($1, 1)
			ON CONFLICT (member_id) DO UPDATE SET last = counters.last + 1`, r.MemberID)
		batch.Queue(`INSERT INTO notifications (id, member_id, seq, kind, about, order_id, product_id, store_id, items, code, created_at)
			SELECT $1, $2, last, $3, $4, $5, $6, $7, $8, $9, $10 FROM counters WHERE member_id = $2
			ON CONFLICT (about, member_id, kind) DO NOTHING`,
			r.ID, r.MemberID, r.Kind, r.About, r.OrderID, r.ProductID, r.StoreID, r.Items, r.Code, r.CreatedAt)
		for _, way := range r.Deliveries {
			batch.Queue(`INSERT INTO deliveries (notification_id, channel, status, at) SELECT id, $2, $3, $4 FROM notifications WHERE id = $1`,
				r.ID, way.Channel, way.Status, way.At)
		}
		d.told = append(d.told, r.MemberID)
	}
	if err := d.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("add notifications: %w", err)
	}
	return nil
}
