// Command order runs the order service; the README of deploy/ lists its variables.
package main

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/order"
)

func main() {
	env.Main("order", func(e *env.Reader) order.Config {
		return order.Config{
			Addr:              e.String("ADDR", ":4003"),
			DatabaseURL:       e.Required("DATABASE_URL"),
			KafkaBrokers:      e.List("KAFKA_BROKERS"),
			RedisURL:          e.Required("REDIS_URL"),
			IdentityPublicKey: e.Required("IDENTITY_PUBLIC_KEY"),
			PaymentURL:        e.Required("PAYMENT_URL"),
			CheckoutTimeLimit: e.Duration("CHECKOUT_TIME_LIMIT", 10*time.Minute),
			Log:               e.Logger("order"),
		}
	}, order.Run)
}
