package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

const (
	seedName = "products"
	// seedLock lets one replica fill the database while others wait for it.
	seedLock = 0x73656564
)

// Fill loads the first data into an empty database, once. documents writes what is kept elsewhere; it must
// bear being called again, for what was interrupted is begun anew.
func Fill(ctx context.Context, pool *pgxpool.Pool, stocks []*domain.Stock, documents func(context.Context) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", seedLock); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", seedLock) //nolint:errcheck // the connection's end frees it too
	// Begun counts as empty: nothing else was written before it was done.
	tag, err := conn.Exec(ctx, `INSERT INTO seeds (name) SELECT $1 WHERE NOT EXISTS (SELECT FROM stock) OR EXISTS (SELECT FROM seeds WHERE name = $1 AND NOT done)
		ON CONFLICT (name) DO UPDATE SET done = false WHERE NOT seeds.done`, seedName)
	if err != nil {
		return fmt.Errorf("begin to fill the database: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return nil
	}
	if err := documents(ctx); err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return fillStock(ctx, tx, stocks) })
	if err != nil {
		return fmt.Errorf("fill the stock: %w", err)
	}
	return nil
}

func fillStock(ctx context.Context, tx pgx.Tx, stocks []*domain.Stock) error {
	var batch pgx.Batch
	ids := make([]string, len(stocks))
	for i, s := range stocks {
		r := s.Record()
		ids[i] = r.ProductID
		batch.Queue("INSERT INTO stock ("+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
			r.ProductID, r.StoreID, r.Status, r.Price.Amount(), r.Received, r.Adjusted, r.Left, r.Reserved, r.Sold, r.Version, r.Terms)
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	for _, topic := range []string{delivery.TopicProducts, delivery.TopicStock} {
		if err := delivery.Touch(ctx, tx, topic, ids...); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, "UPDATE seeds SET done = true WHERE name = $1", seedName)
	return err
}
