package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// QuoteOrderInput is what a shopper may want to order.
type QuoteOrderInput struct {
	CartID      *string
	Lines       []*OrderLineInput
	Fulfilments []*FulfilmentInput
}

// QuoteOrder prices an order without placing it. A slot need not be chosen yet; for a delivery the address
// must be, because the fee depends on it.
func (a *Orders) QuoteOrder(ctx context.Context, in QuoteOrderInput) (*domain.OrderQuote, error) {
	d, err := a.draft(ctx, basket{cartID: in.CartID, lines: in.Lines, fulfilments: in.Fulfilments, memberID: identity.From(ctx).MemberID})
	if err != nil {
		return nil, err
	}
	return d.quote, nil
}
