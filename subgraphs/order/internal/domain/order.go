// Package domain is the order book: what a cart, an order, its shipments and its payment are, and what may
// become of them.
package domain

import (
	"context"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/money"
)

// OrderStatus is where an order stands.
type OrderStatus string

// The states of an order. PENDING while the checkout runs; REJECTED, CANCELLED and COMPLETED are final.
const (
	Pending   OrderStatus = "PENDING"
	Confirmed OrderStatus = "CONFIRMED"
	Rejected  OrderStatus = "REJECTED"
	Cancelled OrderStatus = "CANCELLED"
	Completed OrderStatus = "COMPLETED"
)

// Step is a word of an order's timeline; frontends put it into words of their own.
type Step string

// The steps of a checkout, in the order in which they happen.
const (
	StepPlaced           Step = "PLACED"
	StepStockReserved    Step = "STOCK_RESERVED"
	StepSlotsBooked      Step = "SLOTS_BOOKED"
	StepPaymentRequested Step = "PAYMENT_REQUESTED"
	StepPaid             Step = "PAID"
	StepConfirmed        Step = "CONFIRMED"
	StepRejected         Step = "REJECTED"
	StepRefunded         Step = "REFUNDED"
)

// OrderEvent is one step that an order took.
type OrderEvent struct {
	At     time.Time
	Step   string
	Detail *string
}

// OrderRecord is all that is kept of an order.
type OrderRecord struct {
	ID, Number, MemberID string
	Status               OrderStatus
	RejectionCode        string
	Shipments            []*Shipment
	Totals               Totals
	Payment              Payment
	Timeline             []*OrderEvent
	PlacedAt             time.Time
}

// Order is what a shopper bought, from one store or several.
type Order struct{ r OrderRecord }

// Restore makes an order of what was kept of it.
func Restore(r OrderRecord) *Order {
	o := &Order{r}
	for _, s := range r.Shipments {
		s.order = o
	}
	return o
}

// Place makes a PENDING order.
func Place(r OrderRecord) *Order {
	r.Status = Pending
	o := Restore(r)
	o.note(StepPlaced, r.PlacedAt, "")
	return o
}

// Record is what is to be kept.
func (o *Order) Record() OrderRecord { return o.r }

// IsEntity says that an order is known by its id across the graph.
func (Order) IsEntity() {}

// ID sorts by when it was placed.
func (o *Order) ID() string { return o.r.ID }

// Number is what people say on the phone.
func (o *Order) Number() string { return o.r.Number }

// MemberID is who placed it.
func (o *Order) MemberID() string { return o.r.MemberID }

// Status is where it stands.
func (o *Order) Status() OrderStatus { return o.r.Status }

// Member is who placed it.
func (o *Order) Member() *Member { return NewMember(o.r.MemberID) }

// Shipments has one for each store.
func (o *Order) Shipments() []*Shipment { return o.r.Shipments }

// Subtotal is the price of the goods.
func (o *Order) Subtotal() money.Money { return o.r.Totals.Subtotal }

// Discount is what coupons take off.
func (o *Order) Discount() money.Money { return o.r.Totals.Discount }

// DeliveryFee is that of all its shipments.
func (o *Order) DeliveryFee() money.Money { return o.r.Totals.DeliveryFee }

// VoucherPaid is what vouchers pay.
func (o *Order) VoucherPaid() money.Money { return o.r.Totals.VoucherPaid }

// Total is what is left to pay.
func (o *Order) Total() money.Money { return o.r.Totals.Total() }

// Payment is how it was paid.
func (o *Order) Payment() *Payment { return &o.r.Payment }

// Timeline is every step it took, in order.
func (o *Order) Timeline() []*OrderEvent { return o.r.Timeline }

// PlacedAt is when the shopper placed it.
func (o *Order) PlacedAt() time.Time { return o.r.PlacedAt }

// Rejection says why it was rejected; nil if it was not.
func (o *Order) Rejection() *OrderRejection {
	if o.r.RejectionCode == "" {
		return nil
	}
	return &OrderRejection{fault.New(o.r.RejectionCode)}
}

// OrderRejection is why an order was rejected.
type OrderRejection struct{ reason *fault.Fault }

// Code is one of the contract's.
func (r *OrderRejection) Code() string { return r.reason.Code() }

// Message is for the shopper.
func (r *OrderRejection) Message(ctx context.Context) string { return r.reason.Message(ctx) }

// IsFinal tells whether it can change no more.
func (o *Order) IsFinal() bool {
	return o.r.Status == Rejected && o.r.Payment.Status != PaymentCaptured || o.r.Status == Cancelled || o.r.Status == Completed
}

// IsFor tells whether the order is that member's.
func (o *Order) IsFor(memberID string) bool { return o.r.MemberID == memberID }

// StockReserved notes that its flowers are put aside.
func (o *Order) StockReserved(now time.Time) {
	if o.r.Status == Pending {
		o.note(StepStockReserved, now, "")
	}
}

// ReadyToPay notes that only the payment is missing, and tells whether it is still wanted.
func (o *Order) ReadyToPay(now time.Time) bool {
	if o.r.Status != Pending || o.has(StepPaymentRequested) {
		return false
	}
	o.note(StepSlotsBooked, now, "")
	if !o.Total().IsZero() {
		o.note(StepPaymentRequested, now, "")
	}
	return true
}

// Captured notes what was captured. It tells whether the order is confirmed by that; an order that was
// called off meanwhile is not, and the money has to go back.
func (o *Order) Captured(amount money.Money, now time.Time) bool {
	o.r.Payment.Status, o.r.Payment.Captured = PaymentCaptured, amount
	o.note(StepPaid, now, "")
	return o.Confirm(now)
}

// Confirm ends the checkout well.
func (o *Order) Confirm(now time.Time) bool {
	if o.r.Status != Pending {
		return false
	}
	o.r.Status = Confirmed
	o.note(StepConfirmed, now, "")
	return true
}

// Declined notes that the payment was refused, and rejects the order.
func (o *Order) Declined(now time.Time) bool {
	o.r.Payment.Status = PaymentDeclined
	return o.Reject("PAYMENT_DECLINED", now)
}

// Reject calls a PENDING order off, and tells whether it did.
func (o *Order) Reject(code string, now time.Time) bool {
	if o.r.Status != Pending {
		return false
	}
	o.r.Status, o.r.RejectionCode = Rejected, code
	for _, s := range o.r.Shipments {
		s.Status = ShipmentCancelled
	}
	o.note(StepRejected, now, code)
	return true
}

// Refunded notes that all that was captured went back.
func (o *Order) Refunded(now time.Time) {
	o.r.Payment.Status, o.r.Payment.Refunded = PaymentRefunded, o.r.Payment.Captured
	o.note(StepRefunded, now, "")
}

func (o *Order) has(step Step) bool {
	return slices.ContainsFunc(o.r.Timeline, func(e *OrderEvent) bool { return e.Step == string(step) })
}

func (o *Order) note(step Step, at time.Time, detail string) {
	e := &OrderEvent{At: at, Step: string(step)}
	if detail != "" {
		e.Detail = &detail
	}
	o.r.Timeline = append(o.r.Timeline, e)
}
