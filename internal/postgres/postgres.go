// Package postgres opens a service's database and brings it up to date.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

const (
	connectWithin = 10 * time.Second
	// idleInTransaction is longer than any transaction waits for something else: the relay's, for Kafka.
	idleInTransaction = time.Minute
)

// Migrations are goose files (*.sql at the root of Files) that are counted under a name of their own, so
// that what several packages need of one database stays apart.
type Migrations struct {
	Name  string
	Files fs.FS
}

// Embedded are the files in the folder migrations/ of what a package embeds; one that embeds no such folder is
// a mistake of ours, and panics.
func Embedded(name string, files embed.FS) Migrations {
	folder, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err)
	}
	return Migrations{Name: name, Files: folder}
}

// Open makes the database if it is not there, applies the migrations that it has not seen, set by set, and
// connects to it.
func Open(ctx context.Context, databaseURL string, sets ...Migrations) (*pgxpool.Pool, error) {
	if err := create(ctx, databaseURL); err != nil {
		return nil, err
	}
	cfg, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", redacted(err))
	}
	cfg.MaxConns = max(cfg.MaxConns, 12)
	cfg.MaxConnIdleTime = 5 * time.Minute
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectWithin
	}
	// A process whose machine is gone says no goodbye: without this its locks, of the outbox as of an order,
	// would be kept until TCP gives it up, which takes hours.
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = strconv.Itoa(int(idleInTransaction.Milliseconds()))
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", redacted(err))
	}
	if err := migrate(ctx, pool, sets); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// migrate applies the migrations that the database has not seen. Replicas that start together wait for each
// other, so that each migration runs once.
func migrate(ctx context.Context, pool *pgxpool.Pool, sets []Migrations) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("postgres: %w", redacted(err))
	}
	defer conn.Release()
	const lock = 0x626c6f6f6d // any number that all replicas share
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lock); err != nil {
		return fmt.Errorf("postgres: lock the migrations: %w", err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lock) //nolint:errcheck // the connection's end frees it too

	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	for _, set := range sets {
		provider, err := goose.NewProvider(goose.DialectPostgres, db, set.Files, goose.WithTableName("migrations_"+set.Name))
		if err != nil {
			return fmt.Errorf("postgres: read the migrations of %s: %w", set.Name, err)
		}
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("postgres: migrate %s: %w", set.Name, err)
		}
	}
	return nil
}

// create makes the database that the URL names, over the server's maintenance database.
func create(ctx context.Context, databaseURL string) error {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return errors.New("postgres: the database's address is not a URL")
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	conn, err := pgx.Connect(ctx, u.String())
	if err != nil {
		return fmt.Errorf("postgres: %w", redacted(err))
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && (e.Code == "42P04" || e.Code == "23505") {
		return nil // it is there, or another replica was faster
	}
	if err != nil {
		return fmt.Errorf("postgres: create %s: %w", name, err)
	}
	return nil
}

// redacted keeps a password that an address contains out of the error.
func redacted(err error) error {
	if e, ok := errors.AsType[*pgconn.ParseConfigError](err); ok {
		return fmt.Errorf("the database's address can't be read: %w", e.Unwrap())
	}
	return err
}
