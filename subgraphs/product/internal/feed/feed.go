// Package feed keeps the read side up to date: it notes where the topics of snapshots end, loads what the
// stores have, and reads on from there, so that nothing is missed in between.
package feed

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/mongo"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/offers"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/search"
)

// patience is how long a start waits for Kafka. Without it the index is loaded from the stores alone, and
// again once Kafka is there.
const patience = 3 * time.Second

// shortest and longest are the pauses between two tries, later, to find Kafka.
const (
	shortest = 500 * time.Millisecond
	longest  = 30 * time.Second
)

// Feed feeds one replica.
type Feed struct {
	Documents *mongo.Documents
	Levels    postgres.Levels
	Index     *search.Index
	Offers    *offers.Book
	Log       *slog.Logger

	products, stock, stores *delivery.Tail
	marked                  bool
}

// Listen says which topics it reads.
func (f *Feed) Listen(brokers []string) {
	f.products = delivery.NewTail(brokers, delivery.TopicProducts, f.Log, f.Index.ApplyProduct)
	f.stock = delivery.NewTail(brokers, delivery.TopicStock, f.Log, f.Index.ApplyStock)
	f.stores = delivery.NewTail(brokers, delivery.TopicOffers, f.Log, f.Offers.Apply)
}

// Start loads the index, so that the replica can answer.
func (f *Feed) Start(ctx context.Context) error {
	if err := f.Offers.Load(ctx); err != nil {
		return err
	}
	if err := f.mark(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f.Log.WarnContext(ctx, "kafka does not answer; starting from the stores alone", "error", err)
	}
	return f.load(ctx)
}

// Run reads on until ctx ends.
func (f *Feed) Run(ctx context.Context) error {
	if !f.marked {
		f.persist(ctx, func(ctx context.Context) error {
			if err := f.mark(ctx); err != nil {
				return err
			}
			return f.load(ctx)
		})
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, tail := range []*delivery.Tail{f.products, f.stock, f.stores} {
		group.Go(func() error { return tail.Run(ctx) })
	}
	return group.Wait()
}

// persist tries until it succeeds or ctx ends. Some of what Kafka answers stays as it is until a person changes
// something there, and comes at once: so it waits between two tries, longer each time.
func (f *Feed) persist(ctx context.Context, try func(context.Context) error) {
	for pause := shortest; ; pause = min(2*pause, longest) {
		err := try(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		f.Log.WarnContext(ctx, "topics not read yet; trying again", "in", pause.String(), "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (f *Feed) mark(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := f.products.Mark(ctx); err != nil {
		return err
	}
	if err := f.stock.Mark(ctx); err != nil {
		return err
	}
	// What stores offer is not in this service's stores: the topic itself is read from its start.
	if err := f.stores.FromStart(ctx); err != nil {
		return err
	}
	f.marked = true
	return nil
}

func (f *Feed) load(ctx context.Context) error {
	began := time.Now()
	products, err := f.Documents.All(ctx)
	if err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	// After the documents: a product whose stock is not read yet shows as sold out until its snapshot comes.
	stocks, err := f.Levels.All(ctx)
	if err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	if err := f.Index.Load(products, stocks); err != nil {
		return fmt.Errorf("load the index: %w", err)
	}
	f.Log.InfoContext(ctx, "index loaded", "products", len(products), "took", time.Since(began).String())
	return nil
}
