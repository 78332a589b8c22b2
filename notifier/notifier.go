// Package notifier tells members what happened: in their inbox, and live on the pages they have open.
package notifier

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/live"
	database "github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/internal/redis"
	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/graph"
	"github.com/blooming-blooms/bloom/notifier/internal/graph/gen"
	"github.com/blooming-blooms/bloom/notifier/internal/postgres"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
)

const (
	// reread is how often an open stream looks by itself, for a signal may be lost while Redis is away.
	reread = 15 * time.Second
	// signalWithin bounds what Redis being slow costs the flow of events.
	signalWithin = 250 * time.Millisecond
)

// Config is what the service has to be told.
type Config struct {
	Addr              string
	DatabaseURL       string
	Brokers           []string
	RedisURL          string
	IdentityPublicKey string
	Log               *slog.Logger
	// Listening is called with the address once the service listens; may be nil.
	Listening func(net.Addr)
}

// Run serves, and hears the flows, until ctx ends.
func Run(ctx context.Context, cfg Config) error {
	trust, err := identity.NewVerifier(cfg.IdentityPublicKey)
	if err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	signals, err := redis.Open(cfg.RedisURL)
	if err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	defer signals.Close()
	pool, err := database.Open(ctx, cfg.DatabaseURL, delivery.Migrations(), postgres.Migrations())
	if err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	defer pool.Close()
	kafka := delivery.NewKafka(cfg.Brokers)
	defer kafka.Close()

	hub := live.NewHub(signals, "notification", id.New("rep"), cfg.Log)
	bell := delivery.NewBell()
	store := delivery.NewPostgres(pool, bell, postgres.Bind, func(ctx context.Context, desk *postgres.Desk) {
		ctx, cancel := context.WithTimeout(ctx, signalWithin)
		defer cancel()
		for _, member := range desk.Told() {
			hub.Signal(ctx, member)
		}
	})
	steps := app.Steps[*postgres.Desk](time.Now)
	reader := delivery.Hearing(cfg.Brokers, "notifier", store, steps, kafka, cfg.Log)
	// Nothing is said yet; the relay is what forgets the inbox's old rows.
	relay := delivery.NewRelay(pool, kafka, bell, cfg.Log)
	retention := &postgres.Retention{Pool: pool, Log: cfg.Log, Now: time.Now}

	schema := gen.NewExecutableSchema(gen.Config{Resolvers: graph.NewResolver(&app.Notifications{
		Inbox: postgres.NewInbox(pool), Live: hub, Log: cfg.Log, Now: time.Now, Reread: reread,
	})})
	return service.Run(ctx, service.Options{
		Name: "notifier", Addr: cfg.Addr, Log: cfg.Log, Listening: cfg.Listening,
		Handler: gql.Handler(schema, trust, cfg.Log),
		Workers: []service.Worker{hub.Run, reader.Run, relay.Run, retention.Run, sellers(cfg, store)},
		Ready:   pool.Ping,
	})
}

// sellers keeps the copy of who sells for which store. The whole topic is read at each start: it is compacted,
// and an older version changes nothing.
func sellers(cfg Config, store saga.Store[*postgres.Desk]) service.Worker {
	tail := delivery.NewTail(cfg.Brokers, delivery.TopicOffers, cfg.Log, func(ctx context.Context, storeID string, value []byte) error {
		if value == nil {
			return nil // a store that is gone gets no orders
		}
		var offer snapshot.Offer
		if err := json.Unmarshal(value, &offer); err != nil {
			return fmt.Errorf("decode an offer: %w", err)
		}
		return store.Do(ctx, func(ctx context.Context, desk *postgres.Desk) (saga.Event, error) {
			return nil, app.SetSellers(ctx, desk, storeID, offer.Version, offer.Sellers, time.Now())
		})
	})
	return tail.RunFromStart
}
