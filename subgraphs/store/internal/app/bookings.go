package app

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/checkout"
)

// Bookings is what the steps of the checkout touch, in one transaction. To never wait for each other in a
// circle, they touch an order, then stores, then slots, then offers, each in the order of their ids.
type Bookings interface {
	// Begin notes that the order is being booked, and tells whether that is news: not if it was booked,
	// refused or called off before.
	Begin(ctx context.Context, orderID string) (bool, error)
	// Terms are those of the stores, by id; they can't change until the transaction ends.
	Terms(ctx context.Context, storeIDs []string) (map[string]fulfilment.Terms, error)
	// Hold tells how much of each slot is booked, by id; nobody else books them until the transaction ends.
	Hold(ctx context.Context, slots []fulfilment.Slot) (map[string]int, error)
	// Book books one shipment more in the slot of each booking. They are held.
	Book(ctx context.Context, orderID string, bookings []checkout.Booking) error
	// CallOff notes that the order is called off, so that it can't be booked later, and gives back what it
	// had booked. It tells whose slots these were.
	CallOff(ctx context.Context, orderID string) (storeIDs []string, err error)
	// Offer has it published anew what the stores offer.
	Offer(ctx context.Context, storeIDs []string) error
}
