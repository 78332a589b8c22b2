// Package subscription is the service of flowers every so often.
package subscription

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	database "github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/seed"
)

// Config is what the service has to be told.
type Config struct {
	Addr              string
	DatabaseURL       string
	IdentityPublicKey string
	// SeedDir has the first data; empty for none.
	SeedDir string
	Log     *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return fmt.Errorf("subscription: %w", err)
	}
	pool, err := database.Open(ctx, cfg.DatabaseURL, postgres.Migrations())
	if err != nil {
		return fmt.Errorf("subscription: %w", err)
	}
	defer pool.Close()
	contracts := postgres.NewContracts(pool, time.Now)
	if cfg.SeedDir != "" {
		first, err := seed.Read(os.DirFS(cfg.SeedDir), time.Now())
		if err != nil {
			return fmt.Errorf("subscription: %w", err)
		}
		added, err := contracts.AddFirst(ctx, first)
		if err != nil {
			return fmt.Errorf("subscription: %w", err)
		}
		if added {
			cfg.Log.InfoContext(ctx, "first data loaded", "contracts", len(first))
		}
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(app.NewSubscriptions(contracts))})
	return service.Run(ctx, service.Options{
		Name: "subscription", Addr: cfg.Addr, Log: cfg.Log, Listening: cfg.Listening,
		Handler: gql.Handler(schema, trust, cfg.Log),
		Ready:   pool.Ping,
	})
}
