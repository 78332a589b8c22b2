package app

import (
	"context"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Steps are the store's part of the checkout.
func Steps(now func() time.Time) []saga.Handler[Bookings] {
	return []saga.Handler[Bookings]{
		saga.By(checkout.BookSlots, func(ctx context.Context, b Bookings, heard checkout.StockReserved) (saga.Event, error) {
			return bookSlots(ctx, b, heard.Docket, now())
		}),
		saga.By(checkout.FreeSlots, freeSlots),
	}
}

// bookSlots books all slots of an order, or none.
func bookSlots(ctx context.Context, b Bookings, d checkout.Docket, now time.Time) (saga.Event, error) {
	news, err := b.Begin(ctx, d.OrderID)
	if err != nil || !news {
		return nil, err // called off meanwhile, or answered already
	}
	var storeIDs []string
	for _, booking := range d.Bookings {
		storeIDs = append(storeIDs, booking.StoreID)
	}
	terms, err := b.Terms(ctx, distinct(storeIDs))
	if err != nil {
		return nil, err
	}
	for _, id := range storeIDs {
		if !terms[id].Open { // as is a store that there is not
			return d.Failed("STORE_CLOSED"), nil
		}
	}
	wanted := map[string]int{}
	var slots []fulfilment.Slot
	for _, booking := range d.Bookings {
		slot, ok := stillToCome(terms[booking.StoreID], booking.SlotID, now)
		if !ok {
			return d.Failed("SLOT_FULL"), nil
		}
		if wanted[booking.SlotID]++; wanted[booking.SlotID] == 1 {
			slots = append(slots, slot)
		}
	}
	held, err := b.Hold(ctx, slots)
	if err != nil {
		return nil, err
	}
	var filled []string
	for _, slot := range slots {
		switch after := held[slot.ID()] + wanted[slot.ID()]; {
		case after > slot.Capacity:
			return d.Failed("SLOT_FULL"), nil
		case after == slot.Capacity:
			filled = append(filled, slot.StoreID)
		}
	}
	if err := b.Book(ctx, d.OrderID, d.Bookings); err != nil {
		return nil, err
	}
	if len(filled) > 0 {
		if err := b.Offer(ctx, distinct(filled)); err != nil {
			return nil, err
		}
	}
	return checkout.ReadyToPay{Docket: d}, nil
}

// stillToCome finds a slot that has not begun. Whether it could still be booked was judged when the order was
// placed: the order may have waited since, and the shopper is not to pay for that.
func stillToCome(t fulfilment.Terms, slotID string, now time.Time) (fulfilment.Slot, bool) {
	t.Rule.CutOffMinutes = 0
	return t.Find(slotID, now)
}

// freeSlots gives back what an order had booked. Coming first, it keeps the order from being booked.
func freeSlots(ctx context.Context, b Bookings, heard checkout.CheckoutFailed) (saga.Event, error) {
	storeIDs, err := b.CallOff(ctx, heard.OrderID)
	if err != nil || len(storeIDs) == 0 {
		return nil, err
	}
	return nil, b.Offer(ctx, distinct(storeIDs))
}

// distinct are the ids, each once, in order.
func distinct(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}
