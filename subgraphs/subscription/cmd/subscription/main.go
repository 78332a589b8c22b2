// Command subscription runs the service of flowers every so often.
package main

import (
	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/subscription"
)

func main() {
	env.Main("subscription", func(r *env.Reader) subscription.Config {
		return subscription.Config{
			Addr:              r.String("ADDR", "127.0.0.1:4005"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			SeedDir:           r.String("SEED_DIR", ""),
			Log:               r.Logger("subscription"),
		}
	}, subscription.Run)
}
