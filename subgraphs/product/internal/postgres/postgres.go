// Package postgres keeps what must never be lost or doubled: the stock and what was reserved of it.
package postgres

import (
	"context"
	"embed"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the service's tables.
func Migrations() postgres.Migrations {
	return postgres.Embedded("product", files)
}

// Levels reads the stock outside of a transaction.
type Levels struct{ Pool *pgxpool.Pool }

var _ app.Levels = Levels{}

const columns = "product_id, store_id, status, price, received, adjusted, remaining, reserved, sold, version, terms"

// Levels gives the stock of these products.
func (l Levels) Levels(ctx context.Context, productIDs []string) (map[string]*domain.Stock, error) {
	rows, err := l.Pool.Query(ctx, "SELECT "+columns+" FROM stock WHERE product_id = ANY($1)", productIDs)
	if err != nil {
		return nil, fmt.Errorf("read the stock: %w", err)
	}
	return stocks(rows)
}

// All gives the stock of every product.
func (l Levels) All(ctx context.Context) (map[string]*domain.Stock, error) {
	rows, err := l.Pool.Query(ctx, "SELECT "+columns+" FROM stock")
	if err != nil {
		return nil, fmt.Errorf("read the stock: %w", err)
	}
	return stocks(rows)
}

func stocks(rows pgx.Rows) (map[string]*domain.Stock, error) {
	all := map[string]*domain.Stock{}
	var r domain.StockRecord
	var price int64
	_, err := pgx.ForEachRow(rows, []any{&r.ProductID, &r.StoreID, &r.Status, &price, &r.Received, &r.Adjusted, &r.Left,
		&r.Reserved, &r.Sold, &r.Version, &r.Terms}, func() error {
		r.Price = money.Won(price)
		all[r.ProductID] = domain.RestoreStock(r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the stock: %w", err)
	}
	return all, nil
}

// Sweep forgets requests that are older than a day.
func Sweep(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, "DELETE FROM requests WHERE at < now() - interval '24 hours'"); err != nil {
		return fmt.Errorf("forget old requests: %w", err)
	}
	return nil
}
