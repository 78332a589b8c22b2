package domain

import (
	"time"

	"github.com/blooming-blooms/bloom/schema/money"
)

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

const (
	firstPause = 200 * time.Millisecond
	// longestPause is between two attempts while the card network may come back at any moment.
	longestPause = time.Minute
	// patient and impatient are the attempts, some 25 minutes and one, after which an intent is stuck: where there
	// is no answer, and where the answer would be the same again.
	patient, impatient = 30, 8
	// stuckPause is between two attempts of a stuck intent: what a person mends elsewhere is noticed by itself.
	stuckPause = time.Hour
	// MostAttempts is when an intent is given up, after about a week of being stuck.
	MostAttempts = 200
)

// Again tells when to try again what has failed Attempts times, and whether it is stuck. senseless says that there was an
// answer, which means neither yes nor no.
func (i Intent) Again(senseless bool) (pause time.Duration, stuck bool) {
	enough := patient
	if senseless {
		enough = impatient
	}
	if i.Attempts >= enough {
		return stuckPause, true
	}
	return min(firstPause<<min(max(i.Attempts-1, 0), 10), longestPause), false
}
