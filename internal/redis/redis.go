// Package redis opens Redis. Nothing that must not be lost is kept there, so a service starts and goes on
// without it.
package redis

import (
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Open reads the address (redis://host:port/db); it does not wait for the server.
func Open(address string) (*redis.Client, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("redis: the address is not a redis:// URL")
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = 2*time.Second, 2*time.Second, 2*time.Second
	return redis.NewClient(o), nil
}
