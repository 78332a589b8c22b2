// Package account keeps the members of the marketplace: who they are, how they prove it, and where flowers
// for them go.
package account

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/password"
	store "github.com/blooming-blooms/bloom/subgraphs/account/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/seed"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/token"
)

// sweepEvery is how often what is over is forgotten.
const sweepEvery = 10 * time.Minute

// Config is what the service is told.
type Config struct {
	Addr        string
	DatabaseURL string
	// IdentityPublicKey is the router's, base64.
	IdentityPublicKey string
	// TokenKey is the Ed25519 seed that signs access tokens, base64; Issuer is the name they are signed under.
	TokenKey string
	Issuer   string
	// RefreshGrace is how long after its exchange a refresh token may come again, from another tab or from a client
	// whose answer got lost, and is answered as before. 0 refuses every such token that was not already under way.
	RefreshGrace time.Duration
	// LimitSignIns bounds the attempts to sign in as one member.
	LimitSignIns bool
	// SeedDir has the first members; empty: none.
	SeedDir string
	Log     *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	tokens, err := token.New(cfg.TokenKey, cfg.Issuer)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	pool, err := postgres.Open(ctx, cfg.DatabaseURL, store.Migrations())
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	defer pool.Close()

	members, logins, attempts := store.Members{Pool: pool}, store.Logins{Pool: pool}, store.Attempts{Pool: pool}
	passwords := password.New()
	if err := plant(ctx, cfg, members, passwords); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	accounts := &app.Accounts{
		Members: members, Logins: logins, Tokens: tokens, Passwords: passwords,
		Attempts: app.Unlimited{}, Grace: cfg.RefreshGrace, Now: time.Now,
	}
	if cfg.LimitSignIns {
		accounts.Attempts = attempts
	}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{Accounts: accounts}})

	mux := http.NewServeMux()
	mux.Handle("GET /.well-known/jwks.json", tokens)
	mux.Handle("/", gql.Handler(schema, trust, cfg.Log))
	return service.Run(ctx, service.Options{
		Name: "account", Addr: cfg.Addr, Log: cfg.Log, Handler: mux,
		Workers: []service.Worker{
			service.Every(sweepEvery, cfg.Log, "old sign-ins not swept", func(ctx context.Context) error { return logins.Sweep(ctx, time.Now()) }),
			service.Every(sweepEvery, cfg.Log, "old attempts not swept", attempts.Sweep),
		},
		Ready:     pool.Ping,
		Listening: cfg.Listening,
	})
}

// plant gives an empty database its first members.
func plant(ctx context.Context, cfg Config, members store.Members, passwords *password.Argon2) error {
	if cfg.SeedDir == "" {
		return nil
	}
	first, err := seed.Members(ctx, os.DirFS(cfg.SeedDir), time.Now(), passwords.Hash)
	if err != nil {
		return err
	}
	n, err := members.Seed(ctx, first)
	if n > 0 {
		cfg.Log.InfoContext(ctx, "seeded", "members", n)
	}
	return err
}
