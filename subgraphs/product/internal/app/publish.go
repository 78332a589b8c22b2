package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// PublishedProducts are the documents with these ids as they are published, with the figure of what was sold.
// On the way it makes the stock agree with them: whoever wrote a document may have ended before that.
func (s *Service) PublishedProducts(ctx context.Context, ids []string) (map[string]any, error) {
	documents, err := s.Documents.Products(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	levels, err := s.Levels.Levels(ctx, ids)
	if err != nil {
		return nil, err
	}
	var stale []*domain.Product
	published := make(map[string]any, len(documents))
	for _, p := range documents {
		level := levels[p.ID()]
		if level != nil && level.Record().Terms < p.Version() {
			stale = append(stale, p)
		}
		published[p.ID()] = publishedProduct(p.Stocked(level))
	}
	if len(stale) > 0 {
		err := s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) { return nil, Agree(ctx, desk, stale...) })
		if err != nil {
			return nil, fmt.Errorf("make the stock agree: %w", err)
		}
	}
	return published, nil
}

// PublishedStock is how available the products with these ids are, as it is published.
func (s *Service) PublishedStock(ctx context.Context, ids []string) (map[string]any, error) {
	levels, err := s.Levels.Levels(ctx, ids)
	if err != nil {
		return nil, err
	}
	published := make(map[string]any, len(levels))
	for id, level := range levels {
		published[id] = snapshot.Stock{ProductID: id, Version: level.Record().Version, Availability: string(level.Availability())}
	}
	return published, nil
}

func publishedProduct(p *domain.Product) snapshot.Product {
	r := p.Record()
	s := snapshot.Product{
		ID: r.ID, Version: r.Version, StoreID: r.StoreID, Kind: string(r.Kind), Name: r.Name, Description: r.Description,
		Price: r.Price.Amount(), Status: string(r.Status), FlowerIDs: r.FlowerIDs, RepresentativeFlower: r.RepresentativeFlowerID,
		CategoryID: r.CategoryID, TagIDs: r.TagIDs, LikeCount: r.LikeCount, ReviewCount: r.ReviewCount, RatingSum: r.RatingSum,
		Sold: r.Sold, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	for _, v := range r.Cadences {
		s.Cadences = append(s.Cadences, string(v))
	}
	for _, v := range r.FulfilmentMethods {
		s.FulfilmentMethods = append(s.FulfilmentMethods, string(v))
	}
	return s
}
