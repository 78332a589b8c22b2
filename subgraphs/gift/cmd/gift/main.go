// Command gift runs the service of gifts.
package main

import (
	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/gift"
)

func main() {
	env.Main("gift", func(r *env.Reader) gift.Config {
		return gift.Config{
			Addr:              r.String("ADDR", "127.0.0.1:4006"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			Brokers:           r.List("KAFKA_BROKERS"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			MediaURL:          r.String("MEDIA_URL", "/media"),
			Log:               r.Logger("gift"),
		}
	}, gift.Run)
}
