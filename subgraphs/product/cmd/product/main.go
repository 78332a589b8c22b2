// Command product runs the product service.
package main

import (
	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/product"
)

func main() {
	env.Main("product", func(r *env.Reader) product.Config {
		return product.Config{
			Addr:              r.String("ADDR", ":4002"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			MongoURI:          r.Required("MONGODB_URI"),
			KafkaBrokers:      r.List("KAFKA_BROKERS"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			MediaURL:          r.String("MEDIA_URL", "/media"),
			SeedDir:           r.String("SEED_DIR", ""),
			Log:               r.Logger("product"),
		}
	}, product.Run)
}
