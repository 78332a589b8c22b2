// Command replay puts the dead letters of a topic back into it, once what they failed at is mended.
//
//	KAFKA_BROKERS=localhost:9092 replay -topic flow.checkout
package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
)

func main() {
	topic := flag.String("topic", checkout.Topic, "the topic whose dead letters are put back")
	flag.Parse()
	env.Main("replay", func(e *env.Reader) []string {
		e.Required("KAFKA_BROKERS")
		return e.List("KAFKA_BROKERS")
	}, func(ctx context.Context, brokers []string) error {
		out := delivery.NewKafka(brokers)
		defer out.Close()
		n, err := delivery.Replay(ctx, brokers, *topic, out)
		if err == nil {
			fmt.Printf("%d put back into %s\n", n, *topic)
		}
		return err
	})
}
