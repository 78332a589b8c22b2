package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
)

// CopiedTopics are those that KeepCopy hears.
var CopiedTopics = []string{delivery.TopicProducts, delivery.TopicStock, delivery.TopicOffers}

// KeepCopy keeps what other services publish of their things: prices, what is sold out, what stores offer. A
// snapshot heard twice, or late, changes nothing.
func KeepCopy(ctx context.Context, book Book, heard saga.Envelope) error {
	if len(heard.Body) == 0 {
		return book.Forget(ctx, heard.Topic, heard.Key)
	}
	switch heard.Topic {
	case delivery.TopicProducts:
		return apply(ctx, heard, book.ApplyProduct)
	case delivery.TopicStock:
		return apply(ctx, heard, book.ApplyStock)
	case delivery.TopicOffers:
		return apply(ctx, heard, book.ApplyOffer)
	}
	return fmt.Errorf("nothing is kept of %s", heard.Topic)
}

func apply[S snapshot.Product | snapshot.Stock | snapshot.Offer](ctx context.Context, heard saga.Envelope, keep func(context.Context, S) error) error {
	var s S
	if err := json.Unmarshal(heard.Body, &s); err != nil {
		return fmt.Errorf("decode %s %s: %w", heard.Topic, heard.Key, err)
	}
	return keep(ctx, s)
}
