// Package app is what the order service does: a file for each verb, and the ports that the verbs need.
package app

import (
	"context"
	"errors"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// ErrNotFound says that there is no such thing; what a caller may see of it is decided above.
var ErrNotFound = errors.New("not found")

// Book is what a piece of work may touch inside its transaction.
type Book interface {
	// Order is locked until the transaction ends; ErrNotFound if there is none.
	Order(ctx context.Context, id string) (*domain.Order, error)
	Add(ctx context.Context, order *domain.Order, payment Token) error
	Save(ctx context.Context, order *domain.Order) error

	// Intend records that money is to be asked for, with the token that the order was placed with.
	Intend(ctx context.Context, intent domain.Intent) error
	// Intent is the one of an order, locked; ErrNotFound if there is none.
	Intent(ctx context.Context, orderID string) (domain.Intent, error)
	SaveIntent(ctx context.Context, intent domain.Intent) error

	// Claim takes an idempotency key, or gives the order that was placed under it and the fingerprint of its
	// input. It waits for another transaction that has just taken the same key.
	Claim(ctx context.Context, key Key, fingerprint []byte, orderID string) (earlier string, same bool, err error)

	// Cart is locked; ErrNotFound if there is none.
	Cart(ctx context.Context, id string) (*domain.Cart, error)
	SaveCart(ctx context.Context, cart *domain.Cart) error
	DropCart(ctx context.Context, id string) error

	// ApplyProduct, ApplyStock and ApplyOffer keep the copies; an older version than the one kept is passed over.
	ApplyProduct(ctx context.Context, p snapshot.Product) error
	ApplyStock(ctx context.Context, s snapshot.Stock) error
	ApplyOffer(ctx context.Context, o snapshot.Offer) error
	Forget(ctx context.Context, topic, key string) error
}

// Key is an idempotency key in its scope.
type Key struct{ MemberID, Operation, Value string }

// Due is an intent that is to be carried out.
type Due struct {
	domain.Intent
	Token Token
	// Trace is the W3C traceparent of what asked for it; may be empty.
	Trace string
}

// Token is how an order is to be paid; never logged, never in an event.
type Token struct{ Provider, Value string }

// Shelf is what is read outside of transactions.
type Shelf interface {
	// Orders are those with the ids, in any order; unknown ids are left out.
	Orders(ctx context.Context, ids []string) ([]*domain.Order, error)
	// OrdersOf are a member's, the newest first, one more than the window's size where there are more.
	OrdersOf(ctx context.Context, memberID string, w page.Window) ([]*domain.Order, error)
	CountOrdersOf(ctx context.Context, memberID string) (int, error)
	// Claimed gives the order that was placed under a key in the last 24 hours, "" if there is none, and whether
	// its input was the same.
	Claimed(ctx context.Context, key Key, fingerprint []byte) (orderID string, same bool, err error)
	// FindCart is ErrNotFound if there is none.
	FindCart(ctx context.Context, id string) (*domain.Cart, error)
	// LatestCart is the one that the member used last; ErrNotFound if there is none.
	LatestCart(ctx context.Context, memberID string) (*domain.Cart, error)
	// Goods are the copies of products; unknown ids are left out.
	Goods(ctx context.Context, productIDs []string) (map[string]domain.Goods, error)
	// Terms are the copies of what stores offer; unknown ids are left out.
	Terms(ctx context.Context, storeIDs []string) (map[string]fulfilment.Terms, error)

	// DueIntents gives intents that are to be carried out now, with their tokens, and keeps them from other
	// workers for the lease.
	DueIntents(ctx context.Context, most int, lease time.Duration) ([]Due, error)
	// Postpone puts an intent off after a call that was not answered. news tells whether it is stuck since now.
	Postpone(ctx context.Context, intentID string, by time.Duration, stuck bool) (news bool, err error)
	// StuckIntents counts those that a person has to look at.
	StuckIntents(ctx context.Context) (int, error)
	// Overdue are PENDING orders placed before then that have no intent.
	Overdue(ctx context.Context, before time.Time, most int) ([]string, error)
}

// CardNetwork is the outside that has the money.
type CardNetwork interface {
	// Knows tells whether a token can be charged at all.
	Knows(ctx context.Context, token Token) (bool, error)
	// Capture takes the money; under the same key it takes it once. ErrDeclined is final. ErrSenseless, of this as of
	// Refund, leaves open what has become of the money.
	Capture(ctx context.Context, key string, token Token, amount int64, reference string) (paymentID string, err error)
	// Refund gives back what was taken under the capture's key; under the same key of its own, once.
	Refund(ctx context.Context, key, captureKey string, amount int64) error
}

// ErrDeclined is the card network's final no.
var ErrDeclined = errors.New("declined")

// ErrSenseless is an answer of the card network that is neither yes nor no, and that it would give again.
var ErrSenseless = errors.New("an answer that makes no sense")

// Signals tell open streams that an order has changed.
type Signals interface {
	Listen(id string) (signals <-chan struct{}, stop func())
}

// Orders does what the order service does.
type Orders struct {
	Store saga.Store[Book]
	Shelf Shelf
	Cards CardNetwork
	Live  Signals
	// Limit is how long an order may stay PENDING before its payment was asked for.
	Limit time.Duration
	Now   func() time.Time
}
