package ratelimit

import (
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Open opens Redis (redis://host:port/db) for what a request can do without: it gives up soon, and asks once.
// It does not wait for the server.
func Open(address string) (*redis.Client, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, errors.New("redis: the address is not a redis:// URL")
	}
	// Without this a request would wait for the driver's own timeouts, not for its own.
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.MinIdleConns = 2 // so that callers seldom wait for a connection to be made
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = 2*patience, time.Second, time.Second
	return redis.NewClient(o), nil
}
