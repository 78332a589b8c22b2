package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

const (
	// callTimeout bounds a call of the card network; one that does not answer is called again with the same key.
	callTimeout = 3 * time.Second
	// Lease is how long an intent is kept from other workers: longer than a call takes.
	Lease = 10 * time.Second
)

// Settle carries one intent out: it asks the card network outside of any transaction, and records its
// answer in one. An error means that it did not answer; the intent stays, to be tried again.
func (a *Orders) Settle(ctx context.Context, due Due) error {
	intent := due.Intent
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	switch intent.State {
	case domain.IntentWanted:
		paymentID, err := a.Cards.Capture(call, intent.ID, due.Token, intent.Amount.Amount(), intent.OrderID)
		if err != nil && !errors.Is(err, ErrDeclined) {
			return fmt.Errorf("capture %s: %w", intent.ID, err)
		}
		return a.answered(ctx, intent, paymentID, err == nil)
	case domain.IntentRefund:
		if err := a.Cards.Refund(call, intent.ID+"_refund", intent.ID, intent.Amount.Amount()); err != nil {
			return fmt.Errorf("refund %s: %w", intent.ID, err)
		}
		return a.refunded(ctx, intent)
	}
	return nil
}

// answered records what the card network said, and says what follows.
func (a *Orders) answered(ctx context.Context, asked domain.Intent, paymentID string, captured bool) error {
	return a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
		order, err := book.Order(ctx, asked.OrderID)
		if err != nil {
			return nil, err
		}
		intent, err := book.Intent(ctx, asked.OrderID)
		if err != nil || intent.State != domain.IntentWanted {
			return nil, err // another worker, whose lease had run out, was faster
		}
		var said saga.Event
		if captured {
			intent.State, intent.Reference = domain.IntentCaptured, paymentID
			if order.Captured(intent.Amount, a.Now()) {
				said = checkout.OrderConfirmed{Docket: docketOf(order)}
			} else {
				intent.State = domain.IntentRefund
			}
		} else {
			intent.State = domain.IntentDeclined
			if order.Declined(a.Now()) {
				said = docketOf(order).Failed("PAYMENT_DECLINED")
			}
		}
		if err := book.SaveIntent(ctx, intent); err != nil {
			return nil, err
		}
		return said, book.Save(ctx, order)
	})
}

func (a *Orders) refunded(ctx context.Context, asked domain.Intent) error {
	return a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
		order, err := book.Order(ctx, asked.OrderID)
		if err != nil {
			return nil, err
		}
		intent, err := book.Intent(ctx, asked.OrderID)
		if err != nil || intent.State != domain.IntentRefund {
			return nil, err
		}
		intent.State = domain.IntentRefunded
		order.Refunded(a.Now())
		if err := book.SaveIntent(ctx, intent); err != nil {
			return nil, err
		}
		return nil, book.Save(ctx, order)
	})
}
