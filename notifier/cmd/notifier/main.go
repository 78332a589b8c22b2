// Command notifier runs the service that tells members what happened.
package main

import (
	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/notifier"
)

func main() {
	env.Main("notifier", func(r *env.Reader) notifier.Config {
		r.Required("KAFKA_BROKERS")
		return notifier.Config{
			Addr:              r.String("ADDR", "127.0.0.1:4007"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			Brokers:           r.List("KAFKA_BROKERS"),
			RedisURL:          r.Required("REDIS_URL"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			Log:               r.Logger("notifier"),
		}
	}, notifier.Run)
}
