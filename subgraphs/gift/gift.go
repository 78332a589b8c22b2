// Package gift is the service of gifts: cards, and letters in the language of flowers.
package gift

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	database "github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/media"
	"github.com/blooming-blooms/bloom/subgraphs/gift/internal/postgres"
)

// Config is what the service has to be told.
type Config struct {
	Addr        string
	DatabaseURL string
	// Brokers of Kafka; without any, letters are written of flowers alone, not of products.
	Brokers           []string
	IdentityPublicKey string
	// MediaURL is the prefix of picture addresses, such as /media.
	MediaURL string
	Log      *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return fmt.Errorf("gift: %w", err)
	}
	pool, err := database.Open(ctx, cfg.DatabaseURL, postgres.Migrations())
	if err != nil {
		return fmt.Errorf("gift: %w", err)
	}
	defer pool.Close()
	products := postgres.NewProducts(pool)

	schema := gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(app.NewCards(cfg.MediaURL), products)})
	pictures, err := media.Handler()
	if err != nil {
		return fmt.Errorf("gift: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", gql.Handler(schema, trust, cfg.Log))
	mux.Handle(media.Pattern, pictures)

	var workers []service.Worker
	if len(cfg.Brokers) > 0 {
		workers = append(workers, copyProducts(cfg, products))
	}
	return service.Run(ctx, service.Options{
		Name: "gift", Addr: cfg.Addr, Log: cfg.Log, Listening: cfg.Listening,
		Handler: mux, Workers: workers, Ready: pool.Ping,
	})
}

// copyProducts keeps the copy of products. The whole topic is read at each start: it is compacted, and an older
// version changes nothing.
func copyProducts(cfg Config, products *postgres.Products) service.Worker {
	tail := delivery.NewTail(cfg.Brokers, delivery.TopicProducts, cfg.Log, func(ctx context.Context, productID string, value []byte) error {
		if value == nil {
			return products.Forget(ctx, productID)
		}
		var product snapshot.Product
		if err := json.Unmarshal(value, &product); err != nil {
			return fmt.Errorf("decode a product: %w", err)
		}
		return products.Put(ctx, product)
	})
	return tail.RunFromStart
}
