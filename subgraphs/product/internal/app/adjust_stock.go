package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

const (
	maxAdjustments = 100
	maxReason      = 200 // characters
)

// Adjustment adds Delta, which may be negative, to the stock of a product.
type Adjustment struct {
	ProductID string
	Delta     int
}

// Adjustments are made all, or none.
type Adjustments struct {
	IdempotencyKey string
	Lines          []Adjustment
	Reason         string
}

// AdjustStock adds to the stock of products, or takes away; the products come back as they are then, in the
// order of the lines.
func (s *Service) AdjustStock(ctx context.Context, who identity.Identity, operation string, in Adjustments, field func(line int, name string) []string) ([]*domain.Product, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	if !s.sells(who) {
		return nil, fault.Forbidden()
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	ids := make([]string, len(in.Lines))
	for i, a := range in.Lines {
		ids[i] = a.ProductID
	}
	documents, err := s.documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	var refused []error
	for i, id := range ids {
		p := documents[id]
		if p == nil {
			refused = append(refused, fault.NotFound(field(i, "productId")...))
		} else if err := s.mayRun(who, p.StoreID(), field(i, "productId")...); err != nil {
			refused = append(refused, err)
		}
	}
	if err := errors.Join(refused...); err != nil {
		return nil, err
	}
	key := in.IdempotencyKey
	in.IdempotencyKey = ""
	request, err := NewRequest(who.MemberID, operation, key, in, "")
	if err != nil {
		return nil, err
	}
	err = s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) {
		if _, repeated, err := desk.Remember(ctx, request); err != nil || repeated {
			return nil, err
		}
		return nil, adjust(ctx, desk, who, in, field)
	})
	if err != nil {
		return nil, err
	}
	products := make([]*domain.Product, len(ids))
	for i, id := range ids {
		products[i] = documents[id]
	}
	return s.stocked(ctx, products...)
}

func adjust(ctx context.Context, desk Desk, who identity.Identity, in Adjustments, field func(int, string) []string) error {
	ids := make([]string, len(in.Lines))
	for i, a := range in.Lines {
		ids[i] = a.ProductID
	}
	stocks, err := desk.Lock(ctx, ids)
	if err != nil {
		return err
	}
	var refused []error
	var changed []*domain.Stock
	for i, a := range in.Lines {
		stock := stocks[a.ProductID]
		if stock == nil {
			refused = append(refused, fault.NotFound(field(i, "productId")...))
		} else if err := stock.Adjust(a.Delta, field(i, "delta")...); err != nil {
			refused = append(refused, err)
		} else {
			changed = append(changed, stock)
		}
	}
	if err := errors.Join(refused...); err != nil {
		return err
	}
	if err := desk.Save(ctx, changed...); err != nil {
		return err
	}
	return desk.Note(ctx, who.MemberID, in.Reason, in.Lines)
}

func (in Adjustments) check() error {
	if n := len(in.Lines); n == 0 || n > maxAdjustments {
		return fault.Invalid("한 번에 1개에서 100개 상품까지 바꿀 수 있어요.", "1 to 100 products can be adjusted at once.", "adjustments")
	}
	if utf8.RuneCountInString(in.Reason) > maxReason {
		return fault.Invalid("사유는 200자까지예요.", "The reason has 200 characters at most.", "reason")
	}
	seen := map[string]bool{}
	for i, a := range in.Lines {
		if seen[a.ProductID] {
			return fault.Invalid("같은 상품이 두 번 들어 있어요.", "A product is there twice.", "adjustments", strconv.Itoa(i), "productId")
		}
		seen[a.ProductID] = true
	}
	return nil
}

// documents are products by their ids, from the documents.
func (s *Service) documents(ctx context.Context, ids []string) (map[string]*domain.Product, error) {
	products, err := s.Documents.Products(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	byID := make(map[string]*domain.Product, len(products))
	for _, p := range products {
		byID[p.ID()] = p
	}
	return byID, nil
}
