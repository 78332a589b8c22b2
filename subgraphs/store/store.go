// Package store keeps the flower shops: where they are, when they are open, where they deliver, and which of
// their slots are booked.
package store

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/batch"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/graph/gen"
	store "github.com/blooming-blooms/bloom/subgraphs/store/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/seed"
)

// Config is what the service is told.
type Config struct {
	Addr         string
	DatabaseURL  string
	KafkaBrokers []string
	// IdentityPublicKey is the router's, base64.
	IdentityPublicKey string
	// SeedDir has the first stores; empty: none.
	SeedDir string
	Log     *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	pool, err := postgres.Open(ctx, cfg.DatabaseURL, delivery.Migrations(), store.Migrations())
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer pool.Close()
	bell := delivery.NewBell()
	stores := store.Stores{Pool: pool, Bell: bell}
	if err := plant(ctx, cfg, stores); err != nil {
		return fmt.Errorf("store: %w", err)
	}

	kafka := delivery.NewKafka(cfg.KafkaBrokers)
	defer kafka.Close()
	steps := app.Steps(time.Now)
	bookings := delivery.NewPostgres(pool, bell, func(tx pgx.Tx) app.Bookings { return store.Bookings{Tx: tx} }, nil)
	reader := delivery.Hearing(cfg.KafkaBrokers, "store", bookings, steps, kafka, cfg.Log)
	offers := &delivery.Snapshots{
		Pool: pool, Out: kafka, Bell: bell, Log: cfg.Log, Topic: delivery.TopicOffers,
		Read: store.Offers{Pool: pool, Now: time.Now}.Read,
	}

	shops := &app.Shops{
		Stores:   stores,
		Followed: batch.New(stores.Followed).Load,
		Taken:    batch.New(store.Slots{Pool: pool}.Taken).Load,
		Now:      time.Now,
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{Shops: shops}})
	return service.Run(ctx, service.Options{
		Name: "store", Addr: cfg.Addr, Log: cfg.Log, Handler: gql.Handler(schema, trust, cfg.Log),
		Workers: []service.Worker{
			reader.Run,
			delivery.NewRelay(pool, kafka, bell, cfg.Log).Run,
			func(ctx context.Context) error {
				if err := delivery.CreateTopics(ctx, cfg.KafkaBrokers, delivery.TopicOffers); err != nil {
					return err
				}
				return offers.Run(ctx)
			},
		},
		Ready:     pool.Ping,
		Listening: cfg.Listening,
	})
}

// plant gives an empty database its first stores.
func plant(ctx context.Context, cfg Config, stores store.Stores) error {
	if cfg.SeedDir == "" {
		return nil
	}
	first, followers, err := seed.Stores(os.DirFS(cfg.SeedDir), time.Now())
	if err != nil {
		return err
	}
	n, err := stores.Seed(ctx, first, followers)
	if n > 0 {
		cfg.Log.InfoContext(ctx, "seeded", "stores", n)
	}
	return err
}
