package redis

import (
	"context"
	"errors"
	"testing"
	"time"

	client "github.com/redis/go-redis/v9"
)

func TestKeysExpire(t *testing.T) {
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	options, err := client.ParseURL(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	c := client.NewClient(options)
	t.Cleanup(func() { c.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	if err := c.Set(ctx, "guard", "1", 100*time.Millisecond).Err(); err != nil {
		t.Fatal(err)
	}
	for {
		err := c.Get(ctx, "guard").Err()
		if errors.Is(err, client.Nil) {
			return
		}
		if err != nil {
			t.Fatalf("the key is still there: %v", err)
		}
	}
}
