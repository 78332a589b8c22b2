package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Reviews is a page of each product's reviews, the latest first, with one more where there are more.
func (s *Service) Reviews(ctx context.Context, products []*domain.Product, w page.Window) (map[string][]*domain.Review, error) {
	var ids []string
	for _, p := range products {
		if p.ReviewCount() > 0 {
			ids = append(ids, p.ID())
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	reviews, err := s.Documents.Reviews(ctx, ids, w)
	if err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	return reviews, nil
}
