package domain

import "github.com/blooming-blooms/bloom/schema/money"

// PaymentStatus is where a payment stands.
type PaymentStatus string

// The states of a payment.
const (
	PaymentNotRequired PaymentStatus = "NOT_REQUIRED"
	PaymentPending     PaymentStatus = "PENDING"
	PaymentCaptured    PaymentStatus = "CAPTURED"
	PaymentDeclined    PaymentStatus = "DECLINED"
	PaymentRefunded    PaymentStatus = "REFUNDED"
)

// Payment is how an order is paid.
type Payment struct {
	Status   PaymentStatus
	Provider string
	Captured money.Money
	Refunded money.Money
}

// Intent says that money is to be asked for, before anyone is asked: so that whoever dies in between asks
// again, under the same id, and the card network answers what it answered before.
type Intent struct {
	ID       string
	OrderID  string
	Amount   money.Money
	State    IntentState
	Attempts int
	// Reference is the card network's id of the payment, once it is captured.
	Reference string
}

// IntentState is how far an intent came.
type IntentState string

// The states of an intent. One that was captured for an order that was called off is to be refunded.
const (
	IntentWanted   IntentState = "WANTED"
	IntentCaptured IntentState = "CAPTURED"
	IntentDeclined IntentState = "DECLINED"
	IntentRefund   IntentState = "REFUND"
	IntentRefunded IntentState = "REFUNDED"
)
