package app

import (
	"context"
	"errors"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// Checkout is the order service's part in the checkout.
func (a *Orders) Checkout() []saga.Handler[Book] {
	return []saga.Handler[Book]{
		saga.By(checkout.NoteReserved, a.noteReserved),
		saga.By(checkout.TakePayment, a.takePayment),
		saga.By(checkout.RejectOrder, a.reject),
	}
}

func (a *Orders) noteReserved(ctx context.Context, book Book, heard checkout.StockReserved) (saga.Event, error) {
	order, err := book.Order(ctx, heard.OrderID)
	if err != nil {
		return nil, err
	}
	order.StockReserved(a.Now())
	return nil, book.Save(ctx, order)
}

// takePayment records that the money is to be taken; the worker takes it and says the rest. An order that
// was called off meanwhile is not paid for.
func (a *Orders) takePayment(ctx context.Context, book Book, heard checkout.ReadyToPay) (saga.Event, error) {
	order, err := book.Order(ctx, heard.OrderID)
	if err != nil {
		return nil, err
	}
	if !order.ReadyToPay(a.Now()) {
		return nil, nil
	}
	if order.Total().IsZero() {
		order.Confirm(a.Now())
		return checkout.OrderConfirmed{Docket: docketOf(order)}, book.Save(ctx, order)
	}
	if err := book.Intend(ctx, domain.Intent{ID: id.New("pay"), OrderID: order.ID(), Amount: order.Total(), State: domain.IntentWanted}); err != nil {
		return nil, err
	}
	return nil, book.Save(ctx, order)
}

// reject calls the order off. Money that was asked for is given back once the card network has answered.
func (a *Orders) reject(ctx context.Context, book Book, heard checkout.CheckoutFailed) (saga.Event, error) {
	order, err := book.Order(ctx, heard.OrderID)
	if err != nil {
		return nil, err
	}
	if !order.Reject(heard.Code, a.Now()) {
		return nil, nil
	}
	intent, err := book.Intent(ctx, order.ID())
	if err == nil && intent.State == domain.IntentCaptured {
		intent.State = domain.IntentRefund
		err = book.SaveIntent(ctx, intent)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	return nil, book.Save(ctx, order)
}
