// Package delivery carries events from the transaction in which they were said to the transaction in which
// they are handled: an outbox and its relay, an inbox, and Kafka between them. Nothing is lost, whatever is
// killed in between; what arrives twice is handled once.
package delivery

import (
	"context"
	"embed"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables that delivery needs in a service's database.
func Migrations() postgres.Migrations {
	return postgres.Embedded("delivery", files)
}

// Postgres is the transaction store of a service: T is its repositories, bound to one transaction.
type Postgres[T any] struct {
	pool      *pgxpool.Pool
	bind      func(pgx.Tx) T
	committed func(context.Context, T)
	wake      *Bell
}

// NewPostgres makes a store. bind gives the repositories of a transaction; committed, which may be nil, is
// called after each commit, for signals that may be lost; bell wakes the relay.
func NewPostgres[T any](pool *pgxpool.Pool, bell *Bell, bind func(pgx.Tx) T, committed func(context.Context, T)) *Postgres[T] {
	return &Postgres[T]{pool: pool, bind: bind, committed: committed, wake: bell}
}

var _ saga.Store[int] = (*Postgres[int])(nil)

// Do runs work in a transaction; the event it returns is said if, and only if, the transaction commits.
func (s *Postgres[T]) Do(ctx context.Context, work func(context.Context, T) (saga.Event, error)) error {
	return s.run(ctx, nil, work)
}

// Once is Do for an event that was heard: handled before, it is done already.
func (s *Postgres[T]) Once(ctx context.Context, heard saga.Envelope, work func(context.Context, T) (saga.Event, error)) error {
	return s.run(ctx, &heard, work)
}

func (s *Postgres[T]) run(ctx context.Context, heard *saga.Envelope, work func(context.Context, T) (saga.Event, error)) error {
	var bound T
	done := false
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if heard != nil {
			tag, err := tx.Exec(ctx, "INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING", heard.ID)
			if err != nil {
				return fmt.Errorf("inbox: %w", err)
			}
			if tag.RowsAffected() == 0 {
				done = true
				return nil
			}
		}
		bound = s.bind(tx)
		said, err := work(ctx, bound)
		if err != nil || said == nil {
			return err
		}
		trace := telemetry.Traceparent(ctx)
		if trace == "" && heard != nil {
			trace = heard.Trace
		}
		return say(ctx, tx, said, trace)
	})
	if err != nil || done {
		return err
	}
	s.wake.Ring()
	if s.committed != nil {
		s.committed(ctx, bound)
	}
	return nil
}

// say puts an event into the outbox.
func say(ctx context.Context, tx pgx.Tx, said saga.Event, trace string) error {
	e, err := saga.Seal(id.New("evt"), said)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO outbox (id, topic, name, key, body, trace) VALUES ($1, $2, $3, $4, $5, $6)",
		e.ID, e.Topic, e.Name, e.Key, e.Body, trace)
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}
