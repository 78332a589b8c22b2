// Package postgres keeps the order book in PostgreSQL.
package postgres

import (
	"context"
	"embed"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of the order book.
func Migrations() postgres.Migrations {
	return postgres.Embedded("order", files)
}

// Book is the order book within one transaction.
type Book struct {
	tx pgx.Tx
	// Changed are the ids of the orders that the transaction changed.
	Changed []string
}

var _ app.Book = (*Book)(nil)

// NewBook binds the book to a transaction.
func NewBook(tx pgx.Tx) *Book { return &Book{tx: tx} }

// Shelf reads the order book outside of transactions.
type Shelf struct{ pool *pgxpool.Pool }

var _ app.Shelf = (*Shelf)(nil)

// NewShelf reads from a pool.
func NewShelf(pool *pgxpool.Pool) *Shelf { return &Shelf{pool} }

// querier is a transaction or a pool.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// notFound says it in the words of the app.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return app.ErrNotFound
	}
	return err
}
