// Package mongo opens a MongoDB database.
package mongo

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Open connects to the database that the address names (mongodb://host/name).
func Open(ctx context.Context, address string) (*mongo.Database, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("mongo: the address is not a URL")
	}
	name := strings.TrimPrefix(u.Path, "/")
	if name == "" {
		return nil, fmt.Errorf("mongo: the address names no database")
	}
	client, err := mongo.Connect(options.Client().ApplyURI(address).
		SetServerSelectionTimeout(5 * time.Second).SetRetryWrites(false))
	if err != nil {
		return nil, fmt.Errorf("mongo: %w", err)
	}
	if err := client.Ping(ctx, nil); err != nil {
		return nil, fmt.Errorf("mongo: %w", err)
	}
	return client.Database(name), nil
}
