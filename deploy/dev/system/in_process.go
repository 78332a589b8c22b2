package system

import (
	"context"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/notifier"
	"github.com/blooming-blooms/bloom/router"
	"github.com/blooming-blooms/bloom/subgraphs/account"
	"github.com/blooming-blooms/bloom/subgraphs/gift"
	"github.com/blooming-blooms/bloom/subgraphs/order"
	"github.com/blooming-blooms/bloom/subgraphs/product"
	"github.com/blooming-blooms/bloom/subgraphs/store"
	"github.com/blooming-blooms/bloom/subgraphs/subscription"
)

// inProcess is a way to run each service in this process.
func inProcess(p plan) (map[string]func(context.Context) error, error) {
	databases := map[string]string{}
	for _, name := range subgraphs {
		var err error
		if databases[name], err = p.databaseURL(name); err != nil {
			return nil, err
		}
	}
	brokers := strings.Split(p.servers.KafkaBrokers, ",")
	starts := map[string]func(context.Context) error{
		"account": with(account.Run, account.Config{
			Addr: p.addrs["account"], DatabaseURL: databases["account"], IdentityPublicKey: p.identityPublicKey,
			TokenKey: p.tokenKey, Issuer: issuer, RefreshGrace: 5 * time.Second, LimitSignIns: p.limits == "strict",
			SeedDir: p.seedDir(), Log: p.logger("account"),
		}),
		"product": with(product.Run, product.Config{
			Addr: p.addrs["product"], DatabaseURL: databases["product"], MongoURI: p.servers.MongoURI,
			KafkaBrokers: brokers, IdentityPublicKey: p.identityPublicKey, MediaURL: mediaURL,
			SeedDir: p.seedDir(), Log: p.logger("product"),
		}),
		"order": with(order.Run, order.Config{
			Addr: p.addrs["order"], DatabaseURL: databases["order"], KafkaBrokers: brokers, RedisURL: p.servers.RedisURL,
			IdentityPublicKey: p.identityPublicKey, PaymentURL: p.paymentURL,
			CheckoutTimeLimit: p.checkoutTimeLimit, Log: p.logger("order"),
		}),
		"store": with(store.Run, store.Config{
			Addr: p.addrs["store"], DatabaseURL: databases["store"], KafkaBrokers: brokers,
			IdentityPublicKey: p.identityPublicKey, SeedDir: p.seedDir(), Log: p.logger("store"),
		}),
		"subscription": with(subscription.Run, subscription.Config{
			Addr: p.addrs["subscription"], DatabaseURL: databases["subscription"], IdentityPublicKey: p.identityPublicKey,
			SeedDir: p.seedDir(), Log: p.logger("subscription"),
		}),
		"gift": with(gift.Run, gift.Config{
			Addr: p.addrs["gift"], DatabaseURL: databases["gift"], Brokers: brokers,
			IdentityPublicKey: p.identityPublicKey, MediaURL: mediaURL, Log: p.logger("gift"),
		}),
		"notifier": with(notifier.Run, notifier.Config{
			Addr: p.addrs["notifier"], DatabaseURL: databases["notifier"], Brokers: brokers, RedisURL: p.servers.RedisURL,
			IdentityPublicKey: p.identityPublicKey, Log: p.logger("notifier"),
		}),
		"router": with(router.Run, router.Config{
			Addr: p.addrs["router"], Supergraph: p.supergraph(), SubgraphURLs: p.graphURLs(), JWKSURL: p.jwksURL(),
			Issuer: issuer, IdentityKey: p.identityKey, CORSOrigins: []string{"*"}, Limits: p.routerLimits(),
			Edge: p.routerEdge(),
			Log:  p.logger("router"),
		}),
	}
	for name, start := range starts {
		starts[name] = func(ctx context.Context) error { return telemetry.Run(ctx, name, start) }
	}
	return starts, nil
}

// with is run with its configuration.
func with[C any](run func(context.Context, C) error, cfg C) func(context.Context) error {
	return func(ctx context.Context) error { return run(ctx, cfg) }
}

func (p plan) routerEdge() router.Edge {
	var e router.Edge
	if p.limits == "strict" {
		e = router.StrictEdge()
	}
	e.RedisURL, e.CacheHints = p.servers.RedisURL, p.cacheHints()
	return e
}

func (p plan) routerLimits() router.Limits {
	if p.limits == "strict" {
		return router.StrictLimits()
	}
	return router.OpenLimits()
}

func (p plan) graphURLs() map[string]string {
	urls := map[string]string{}
	for _, name := range subgraphs {
		urls[name] = p.graphURL(name)
	}
	return urls
}
