// Package product keeps what the marketplace sells: the products as their sellers describe them, how many
// there are of each, and an index in memory from which shoppers' lists and searches are answered.
package product

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/mongo"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/feed"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/media"
	documents "github.com/blooming-blooms/bloom/subgraphs/product/internal/mongo"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/offers"
	stock "github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/search"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/seed"
)

// sweepEvery is how often what is over is forgotten.
const sweepEvery = time.Hour

// recountEvery bounds what recounting likes costs: some 86,000 products a day, whatever is liked.
const recountEvery = 20 * time.Second

// Config is what the service is told.
type Config struct {
	Addr         string
	DatabaseURL  string
	MongoURI     string
	KafkaBrokers []string
	// IdentityPublicKey is the router's, base64.
	IdentityPublicKey string
	// MediaURL is what the addresses of pictures begin with; empty: "/media".
	MediaURL string
	// SeedDir has the first products; empty: none.
	SeedDir string
	Log     *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	if err := run(ctx, cfg); err != nil {
		return fmt.Errorf("product: %w", err)
	}
	return nil
}

func run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return err
	}
	pool, err := postgres.Open(ctx, cfg.DatabaseURL, delivery.Migrations(), stock.Migrations())
	if err != nil {
		return err
	}
	defer pool.Close()
	db, err := mongo.Open(ctx, cfg.MongoURI)
	if err != nil {
		return err
	}
	defer db.Client().Disconnect(context.WithoutCancel(ctx)) //nolint:errcheck // the process ends
	products, err := documents.New(ctx, db)
	if err != nil {
		return err
	}
	if err := plant(ctx, cfg, pool, products); err != nil {
		return err
	}
	index, err := search.New()
	if err != nil {
		return err
	}
	defer index.Close() //nolint:errcheck // it is in memory

	bell := delivery.NewBell()
	kafka := delivery.NewKafka(cfg.KafkaBrokers)
	defer kafka.Close()
	desks := delivery.NewPostgres(pool, bell, stock.NewDesk, nil)
	book := offers.NewBook(pool)
	shop := &app.Service{
		Documents: products, Stock: desks, Levels: stock.Levels{Pool: pool}, Offers: book, Index: index, Now: time.Now, Log: cfg.Log,
	}

	steps := app.Steps[app.Desk]()
	reader := delivery.Hearing(cfg.KafkaBrokers, "product", desks, steps, kafka, cfg.Log)
	published := &delivery.Snapshots{Pool: pool, Out: kafka, Bell: bell, Log: cfg.Log, Topic: delivery.TopicProducts, Read: shop.PublishedProducts}
	levels := &delivery.Snapshots{Pool: pool, Out: kafka, Bell: bell, Log: cfg.Log, Topic: delivery.TopicStock, Read: shop.PublishedStock}
	fed := &feed.Feed{Documents: products, Levels: stock.Levels{Pool: pool}, Index: index, Offers: book, Log: cfg.Log}
	fed.Listen(cfg.KafkaBrokers)
	if err := fed.Start(ctx); err != nil {
		return err
	}

	mediaURL := strings.TrimSuffix(cfg.MediaURL, "/")
	if mediaURL == "" {
		mediaURL = "/media"
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{App: shop, MediaURL: mediaURL}})
	mux := http.NewServeMux()
	media.New(shop.Pictured, cfg.Log).Register(mux)
	mux.Handle("/", graph.Batched(shop, gql.Handler(schema, trust, cfg.Log)))
	return service.Run(ctx, service.Options{
		Name: "product", Addr: cfg.Addr, Log: cfg.Log, Handler: mux,
		Workers: []service.Worker{
			reader.Run,
			delivery.NewRelay(pool, kafka, bell, cfg.Log).Run,
			published.Run,
			levels.Run,
			fed.Run,
			index.Run,
			service.Every(recountEvery, cfg.Log, "likes not recounted", shop.NewRecount().Once),
			service.Every(sweepEvery, cfg.Log, "old requests not swept", func(ctx context.Context) error { return stock.Sweep(ctx, pool) }),
		},
		Ready:     pool.Ping,
		Listening: cfg.Listening,
	})
}

// plant gives empty databases their first products.
func plant(ctx context.Context, cfg Config, pool *pgxpool.Pool, products *documents.Documents) error {
	if cfg.SeedDir == "" {
		return nil
	}
	first, err := seed.Read(cfg.SeedDir, time.Now())
	if err != nil {
		return err
	}
	return stock.Fill(ctx, pool, first.Stocks, func(ctx context.Context) error {
		cfg.Log.InfoContext(ctx, "seeding", "products", len(first.Products))
		return products.Fill(ctx, first.Products, first.Reviews, first.Liked)
	})
}
