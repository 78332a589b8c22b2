package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// NewProduct is what a seller wants to sell.
type NewProduct struct {
	IdempotencyKey string
	StoreID        string
	Stock          int
	domain.Content
}

// CreateProduct makes a draft. Its stock is kept first, then its document: a product without a stock is not
// sold, one without a document not shown, and the same request sent again finishes what was begun.
func (s *Service) CreateProduct(ctx context.Context, who identity.Identity, in NewProduct) (*domain.Product, error) {
	if err := s.mayRun(who, in.StoreID, "storeId"); err != nil {
		return nil, err
	}
	if !s.Offers.Known(in.StoreID) {
		return nil, fault.NotFound("storeId")
	}
	if in.Stock < 0 || in.Stock > domain.MaxStock {
		return nil, fault.Invalid("재고는 0개에서 10만 개까지예요.", "The stock is from 0 to 100,000.", "stock")
	}
	p, err := domain.NewProduct(id.New("prd"), in.StoreID, in.Content, s.Now())
	if err != nil {
		return nil, err
	}
	key := in.IdempotencyKey
	in.IdempotencyKey = ""
	request, err := NewRequest(who.MemberID, "createProduct", key, in, p.ID())
	if err != nil {
		return nil, err
	}
	var before string
	err = s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) {
		made, repeated, err := desk.Remember(ctx, request)
		if err != nil {
			return nil, err
		}
		if repeated {
			before = made
			return nil, nil
		}
		if err := desk.Save(ctx, domain.NewStock(p, in.Stock)); err != nil {
			return nil, err
		}
		return nil, desk.Announce(ctx, p.ID())
	})
	if err != nil {
		return nil, fmt.Errorf("create product: %w", err)
	}
	if before != "" {
		made, err := s.Documents.Product(ctx, before)
		if err != nil {
			return nil, err
		}
		if made != nil {
			return s.one(ctx, made)
		}
		// The first request ended before it wrote the document.
		r := p.Record()
		r.ID = before
		p = domain.Restore(r)
	}
	if err := s.Documents.Insert(ctx, p); err != nil {
		return nil, fmt.Errorf("create product %s: %w", p.ID(), err)
	}
	if err := s.published(ctx, p); err != nil {
		return nil, err
	}
	return s.one(ctx, p)
}

// one is a product with the availability it has now.
func (s *Service) one(ctx context.Context, p *domain.Product) (*domain.Product, error) {
	all, err := s.stocked(ctx, p)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// published makes the stock agree with a document that was written, and has both published.
func (s *Service) published(ctx context.Context, p *domain.Product) error {
	err := s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) {
		if err := Agree(ctx, desk, p); err != nil {
			return nil, err
		}
		return nil, desk.Touch(ctx, p.ID())
	})
	if err != nil {
		return fmt.Errorf("publish %s: %w", p.ID(), err)
	}
	return nil
}

// Agree takes the price and the status of documents over to their stock, where checkout looks at them.
func Agree(ctx context.Context, shelves Shelves, documents ...*domain.Product) error {
	ids := make([]string, len(documents))
	for i, p := range documents {
		ids[i] = p.ID()
	}
	stocks, err := shelves.Lock(ctx, ids)
	if err != nil {
		return err
	}
	var changed []*domain.Stock
	for _, p := range documents {
		if s := stocks[p.ID()]; s != nil && s.Agree(p) {
			changed = append(changed, s)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return shelves.Save(ctx, changed...)
}
