package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// ShowProduct is a product as it stands; nil where there is none that the caller may see. While the documents
// can't be read it is shown as it was last published.
func (s *Service) ShowProduct(ctx context.Context, who identity.Identity, productID string) (*domain.Product, error) {
	p, err := s.Documents.Product(ctx, productID)
	if err == nil && p != nil {
		p, err = s.one(ctx, p)
	}
	if err != nil {
		last := s.Index.Product(productID)
		if ctx.Err() != nil || last == nil {
			return nil, fmt.Errorf("show product %s: %w", productID, err)
		}
		s.Log.WarnContext(ctx, "product shown as last published", "product", productID, "error", err)
		p = last
	}
	if p == nil || !s.sees(who, p) {
		return nil, nil
	}
	return p, nil
}

// NamedProducts are products that others point at, such as a line of an order, in the order of the ids; nil
// for one that is not known. One that is no longer sold is shown, for what was bought stays what it was; a
// draft only to its seller.
func (s *Service) NamedProducts(ctx context.Context, who identity.Identity, ids []string) ([]*domain.Product, error) {
	found := make([]*domain.Product, len(ids))
	var missing []string
	for i, id := range ids {
		if found[i] = s.Index.Product(id); found[i] == nil {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		// Made within the last second, perhaps.
		documents, err := s.Documents.Products(ctx, missing)
		if err != nil {
			return nil, fmt.Errorf("read products: %w", err)
		}
		if documents, err = s.stocked(ctx, documents...); err != nil {
			return nil, err
		}
		byID := map[string]*domain.Product{}
		for _, p := range documents {
			byID[p.ID()] = p
		}
		for i, id := range ids {
			if found[i] == nil {
				found[i] = byID[id]
			}
		}
	}
	for i, p := range found {
		if p != nil && p.Status() == domain.Draft && !s.runs(who, p.StoreID()) {
			found[i] = nil
		}
	}
	return found, nil
}

// UnitsLeft is how many of each product can still be sold, for products whose store the caller runs.
func (s *Service) UnitsLeft(ctx context.Context, who identity.Identity, products []*domain.Product) (map[string]int, error) {
	var ids []string
	for _, p := range products {
		if s.runs(who, p.StoreID()) {
			ids = append(ids, p.ID())
		}
	}
	left := map[string]int{}
	if len(ids) == 0 {
		return left, nil
	}
	levels, err := s.Levels.Levels(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read the stock: %w", err)
	}
	for id, stock := range levels {
		left[id] = stock.Left()
	}
	return left, nil
}

// Pictured is a product to draw, whoever asks: its flowers are all that a picture tells. nil where there is none.
func (s *Service) Pictured(ctx context.Context, productID string) (*domain.Product, error) {
	if p := s.Index.Product(productID); p != nil {
		return p, nil
	}
	return s.Documents.Product(ctx, productID)
}
