package domain

import "github.com/blooming-blooms/bloom/schema/money"

// Totals are what an order costs.
type Totals struct {
	Subtotal    money.Money
	Discount    money.Money
	DeliveryFee money.Money
	VoucherPaid money.Money
}

// Total is what is left to pay.
func (t Totals) Total() money.Money {
	return t.Subtotal.Minus(t.Discount).Plus(t.DeliveryFee).Minus(t.VoucherPaid)
}

// OrderQuote is what an order would cost.
type OrderQuote struct {
	Totals
	Fulfilments []*FulfilmentQuote
}

// FulfilmentQuote is one store's part of it.
type FulfilmentQuote struct {
	StoreID     string
	Subtotal    money.Money
	DeliveryFee money.Money
}

// Store is whose part it is.
func (q *FulfilmentQuote) Store() *Store { return NewStore(q.StoreID) }

// Quote adds the parts up.
func Quote(parts []*FulfilmentQuote) *OrderQuote {
	q := &OrderQuote{Fulfilments: parts}
	for _, p := range parts {
		q.Subtotal = q.Subtotal.Plus(p.Subtotal)
		q.DeliveryFee = q.DeliveryFee.Plus(p.DeliveryFee)
	}
	return q
}
