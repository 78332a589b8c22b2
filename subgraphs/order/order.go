// Package order is the order service: carts, orders and their payment.
package order

import (
	"context"
	"log/slog"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/live"
	pg "github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/redis"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/payment"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/postgres"
)

// Config is what the service needs to know.
type Config struct {
	Addr              string
	DatabaseURL       string
	KafkaBrokers      []string
	RedisURL          string
	IdentityPublicKey string
	// PaymentURL is the card network's address.
	PaymentURL string
	// CheckoutTimeLimit is how long an order may stay PENDING before its payment was asked for.
	CheckoutTimeLimit time.Duration
	Log               *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return err
	}
	pool, err := pg.Open(ctx, cfg.DatabaseURL, delivery.Migrations(), postgres.Migrations())
	if err != nil {
		return err
	}
	defer pool.Close()
	signals, err := redis.Open(cfg.RedisURL)
	if err != nil {
		return err
	}
	defer signals.Close()
	out := delivery.NewKafka(cfg.KafkaBrokers)
	defer out.Close()

	hub := live.NewHub(signals, "order", id.New("rpl"), cfg.Log)
	bell := delivery.NewBell()
	shelf := postgres.NewShelf(pool)
	orders := &app.Orders{
		Shelf: shelf, Cards: payment.New(cfg.PaymentURL), Live: hub,
		Limit: cfg.CheckoutTimeLimit, Now: time.Now,
	}
	settler := app.NewSettler(orders, cfg.Log)
	store := delivery.NewPostgres(pool, bell,
		func(tx pgx.Tx) app.Book { return postgres.NewBook(tx) },
		func(ctx context.Context, book app.Book) {
			for _, orderID := range book.(*postgres.Book).Changed {
				hub.Signal(ctx, orderID)
				settler.Wake()
			}
		})
	orders.Store = store

	steps := orders.Checkout()
	checkouts := delivery.Hearing(cfg.KafkaBrokers, "order", store, steps, out, cfg.Log)
	copies := &delivery.Copies[app.Book]{
		Brokers: cfg.KafkaBrokers, Topics: app.CopiedTopics, Store: store, Keep: app.KeepCopy, Dead: out, Log: cfg.Log,
	}

	seen := telemetry.NewRegistry()
	stuck := prometheus.NewGauge(prometheus.GaugeOpts{Name: "order_intents_stuck", Help: "Payments and refunds that a person has to look at."})
	seen.MustRegister(stuck)

	return service.Run(ctx, service.Options{
		Name: "order", Addr: cfg.Addr, Log: cfg.Log, Listening: cfg.Listening, Metrics: telemetry.Metrics(seen),
		Handler: gql.Handler(gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(orders)}), trust, cfg.Log),
		Ready:   pool.Ping,
		Workers: []service.Worker{
			delivery.NewRelay(pool, out, bell, cfg.Log).Run, checkouts.Run, copies.Run, hub.Run, settler.Run,
			service.Every(time.Second, cfg.Log, "overdue orders not called off", func(ctx context.Context) error {
				_, err := orders.TimeOut(ctx)
				return err
			}),
			service.Every(5*time.Second, cfg.Log, "stuck payments not counted", func(ctx context.Context) error {
				n, err := shelf.StuckIntents(ctx)
				if err == nil {
					stuck.Set(float64(n))
				}
				return err
			}),
			service.Every(time.Hour, cfg.Log, "old keys not forgotten", shelf.ForgetKeys),
			service.Every(time.Hour, cfg.Log, "old carts not forgotten", shelf.ForgetCarts),
		},
	})
}
