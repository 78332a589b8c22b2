package card

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/sandbox/journal"
)

// The tokens that the sandbox knows.
const (
	tokenOK       = "tok_ok"       // captures
	tokenDeclined = "tok_declined" // is refused by the issuer
	tokenTimeout  = "tok_timeout"  // captures, but the first call with a key is never answered
	tokenFlaky    = "tok_flaky"    // is unavailable twice for a key, then captures
)

// unavailable is how often tok_flaky says so.
const unavailable = 2

func knownToken(token string) bool {
	switch token {
	case tokenOK, tokenDeclined, tokenTimeout, tokenFlaky:
		return true
	}
	return false
}

// What a call may end in other than a payment.
var (
	errDeclined     = errors.New("declined")
	errUnknownToken = errors.New("unknown_token")
	errUnavailable  = errors.New("unavailable")
	errOtherInput   = errors.New("idempotency_key_reused")
	errNotFound     = errors.New("not_found")
	errTooMuch      = errors.New("more_than_captured")
)

// charge is what a merchant asks for.
type charge struct {
	Token     string `json:"token"`
	Amount    int64  `json:"amount"` // won
	Currency  string `json:"currency"`
	Reference string `json:"reference"`
}

// payment is a charge that was captured.
type payment struct {
	ID        string    `json:"id"`
	Key       string    `json:"key"`
	Reference string    `json:"reference"`
	Status    string    `json:"status"` // captured, or refunded when nothing is left of it
	Amount    int64     `json:"amount"`
	Refunded  int64     `json:"refunded"`
	Currency  string    `json:"currency"`
	At        time.Time `json:"at"`
}

// refund gives back a part of a payment, or all of it.
type refund struct {
	ID      string    `json:"id"`
	Key     string    `json:"key"`
	Payment string    `json:"payment"` // the payment's key
	Amount  int64     `json:"amount"`
	Status  string    `json:"status"`
	At      time.Time `json:"at"`
}

// attempt is all that came of a key.
type attempt struct {
	asked    charge
	calls    int
	declined bool
	payment  *payment
}

// entry is a line of the journal; one of its fields is set.
type entry struct {
	Captured *capture `json:"captured,omitempty"`
	Declined *capture `json:"declined,omitempty"`
	Refunded *refund  `json:"refunded,omitempty"`
}

type capture struct {
	Key   string    `json:"key"`
	Asked charge    `json:"asked"`
	ID    string    `json:"id,omitempty"`
	At    time.Time `json:"at"`
}

// ledger is who was charged what. It answers a key it knows as it did before.
type ledger struct {
	mu       sync.Mutex
	attempts map[string]*attempt
	refunds  map[string]*refund
	payments []*payment // in the order of capture
	journal  *journal.Journal
	now      func() time.Time
}

func openLedger(path string, now func() time.Time) (*ledger, error) {
	l := &ledger{attempts: map[string]*attempt{}, refunds: map[string]*refund{}, now: now}
	j, err := journal.Open(path, func(line []byte) error {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			return err
		}
		l.apply(e)
		return nil
	})
	l.journal = j
	return l, err
}

// apply takes an entry into the books, at the time of writing and after a restart alike.
func (l *ledger) apply(e entry) {
	switch {
	case e.Captured != nil:
		c := e.Captured
		a := l.attempt(c.Key, c.Asked)
		a.payment = &payment{ID: c.ID, Key: c.Key, Reference: c.Asked.Reference, Status: "captured",
			Amount: c.Asked.Amount, Currency: c.Asked.Currency, At: c.At}
		l.payments = append(l.payments, a.payment)
	case e.Declined != nil:
		l.attempt(e.Declined.Key, e.Declined.Asked).declined = true
	case e.Refunded != nil:
		l.refunds[e.Refunded.Key] = e.Refunded
		p := l.attempts[e.Refunded.Payment].payment
		if p.Refunded += e.Refunded.Amount; p.Refunded == p.Amount {
			p.Status = "refunded"
		}
	}
}

func (l *ledger) attempt(key string, asked charge) *attempt {
	a, known := l.attempts[key]
	if !known {
		a = &attempt{asked: asked}
		l.attempts[key] = a
	}
	return a
}

func (l *ledger) write(e entry) error {
	if err := l.journal.Append(e); err != nil {
		return err
	}
	l.apply(e)
	return nil
}

// pay captures a charge, or says again what came of the key. silent tells that the network took the money
// and nobody will be told so on this call.
func (l *ledger) pay(key string, asked charge) (paid payment, silent bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !knownToken(asked.Token) {
		return payment{}, false, errUnknownToken
	}
	a := l.attempt(key, asked)
	if a.asked != asked {
		return payment{}, false, errOtherInput
	}
	a.calls++
	switch {
	case a.payment != nil:
		return *a.payment, false, nil
	case a.declined:
		return payment{}, false, errDeclined
	case asked.Token == tokenFlaky && a.calls <= unavailable:
		return payment{}, false, errUnavailable
	case asked.Token == tokenDeclined:
		if err := l.write(entry{Declined: &capture{Key: key, Asked: asked, At: l.now()}}); err != nil {
			return payment{}, false, err
		}
		return payment{}, false, errDeclined
	}
	id := fmt.Sprintf("pay_%08d", len(l.payments)+1)
	if err := l.write(entry{Captured: &capture{Key: key, Asked: asked, ID: id, At: l.now()}}); err != nil {
		return payment{}, false, err
	}
	return *a.payment, asked.Token == tokenTimeout, nil
}

// find is the payment that was captured with the key.
func (l *ledger) find(key string) (payment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a, known := l.attempts[key]; known && a.payment != nil {
		return *a.payment, nil
	}
	return payment{}, errNotFound
}

// list is the payments after the one with that id, in the order of capture.
func (l *ledger) list(after string, limit int) []payment {
	l.mu.Lock()
	defer l.mu.Unlock()
	var listed = []payment{}
	for _, p := range l.payments {
		if p.ID > after && len(listed) < limit {
			listed = append(listed, *p)
		}
	}
	return listed
}

// giveBack refunds an amount of the payment captured with the key paid, once for each key.
func (l *ledger) giveBack(key, paid string, amount int64) (refund, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if done, known := l.refunds[key]; known {
		if done.Payment != paid || done.Amount != amount {
			return refund{}, errOtherInput
		}
		return *done, nil
	}
	a, known := l.attempts[paid]
	if !known || a.payment == nil {
		return refund{}, errNotFound
	}
	if amount > a.payment.Amount-a.payment.Refunded {
		return refund{}, errTooMuch
	}
	r := &refund{ID: fmt.Sprintf("rfd_%08d", len(l.refunds)+1), Key: key, Payment: paid, Amount: amount, Status: "refunded", At: l.now()}
	if err := l.write(entry{Refunded: r}); err != nil {
		return refund{}, err
	}
	return *r, nil
}
