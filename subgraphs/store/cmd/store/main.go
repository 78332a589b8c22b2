// Command store runs the store service.
package main

import (
	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/store"
)

func main() {
	env.Main("store", func(r *env.Reader) store.Config {
		return store.Config{
			Addr:              r.String("ADDR", ":4004"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			KafkaBrokers:      r.List("KAFKA_BROKERS"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			SeedDir:           r.String("SEED_DIR", ""),
			Log:               r.Logger("store"),
		}
	}, store.Run)
}
