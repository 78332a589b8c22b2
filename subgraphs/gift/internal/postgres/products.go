// Package postgres keeps the copy of which flowers a product is made of.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/app"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of gifts.
func Migrations() postgres.Migrations {
	return postgres.Embedded("gift", files)
}

// Products is the copy.
type Products struct{ pool *pgxpool.Pool }

var _ app.Products = (*Products)(nil)

// NewProducts makes a copy that the pool's database keeps.
func NewProducts(pool *pgxpool.Pool) *Products { return &Products{pool} }

// Flowers are those of a product, the representative one first; none where the product is not known.
func (p *Products) Flowers(ctx context.Context, productID string) ([]string, error) {
	var flowers []string
	var representative string
	err := p.pool.QueryRow(ctx, "SELECT representative, flower_ids FROM products WHERE id = $1", productID).Scan(&representative, &flowers)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("flowers of %s: %w", productID, err)
	}
	return append([]string{representative}, flowers...), nil
}

// Put notes a product as it stands, unless as late a version is known.
func (p *Products) Put(ctx context.Context, product snapshot.Product) error {
	flowers := product.FlowerIDs
	if flowers == nil {
		flowers = []string{}
	}
	_, err := p.pool.Exec(ctx, `INSERT INTO products (id, flower_ids, representative, version) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET flower_ids = EXCLUDED.flower_ids, representative = EXCLUDED.representative, version = EXCLUDED.version
		WHERE products.version < EXCLUDED.version`, product.ID, flowers, product.RepresentativeFlower, product.Version)
	if err != nil {
		return fmt.Errorf("note product %s: %w", product.ID, err)
	}
	return nil
}

// Forget notes that a product is gone.
func (p *Products) Forget(ctx context.Context, productID string) error {
	if _, err := p.pool.Exec(ctx, "DELETE FROM products WHERE id = $1", productID); err != nil {
		return fmt.Errorf("forget product %s: %w", productID, err)
	}
	return nil
}
