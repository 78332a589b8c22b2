package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// PlaceOrderInput is what a shopper wants to order.
type PlaceOrderInput struct {
	IdempotencyKey string
	CartID         *string
	Lines          []*OrderLineInput
	Fulfilments    []*FulfilmentInput
	Payment        *PaymentInput
	ExpectedTotal  *int64
}

// PaymentInput is a token of the card network.
type PaymentInput struct{ Provider, Token string }

// PlaceOrder makes a PENDING order and says OrderPlaced. It asks no other service: it works while they are
// down. The same key with the same input gives the same order again.
func (a *Orders) PlaceOrder(ctx context.Context, in PlaceOrderInput) (*domain.Order, error) {
	who, err := identity.Required(ctx)
	if err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(in.IdempotencyKey); n == 0 || n > 200 {
		return nil, fault.Invalid("idempotencyKey는 1자에서 200자까지예요.", "An idempotencyKey has 1 to 200 characters.", "idempotencyKey")
	}
	fingerprint, err := fingerprintOf(in)
	if err != nil {
		return nil, err
	}
	key := Key{who.MemberID, "placeOrder", in.IdempotencyKey}

	// A key that is known is answered at once: the cart that it ordered may be empty by now.
	if placed, err := a.placedUnder(ctx, key, fingerprint); placed != nil || err != nil {
		return placed, err
	}
	ready, err := a.prepare(ctx, who, in)
	if err != nil {
		// The same request on another connection may have been faster.
		if placed, again := a.placedUnder(ctx, key, fingerprint); placed != nil {
			return placed, again
		}
		return nil, err
	}

	placed := ready.order.ID()
	err = a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
		earlier, same, err := book.Claim(ctx, key, fingerprint, ready.order.ID())
		switch {
		case err != nil:
			return nil, err
		case earlier != "" && !same:
			return nil, fault.New("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
		case earlier != "":
			placed = earlier
			return nil, nil
		}
		if err := empty(ctx, book, ready.cart); err != nil {
			return nil, err
		}
		return checkout.OrderPlaced{Docket: docketOf(ready.order)}, book.Add(ctx, ready.order, ready.token)
	})
	if err != nil {
		return nil, err
	}
	return a.Order(ctx, placed)
}

// placedUnder is the order that was placed under a key; nil if there is none.
func (a *Orders) placedUnder(ctx context.Context, key Key, fingerprint []byte) (*domain.Order, error) {
	earlier, same, err := a.Shelf.Claimed(ctx, key, fingerprint)
	switch {
	case err != nil || earlier == "":
		return nil, err
	case !same:
		return nil, fault.New("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
	}
	return a.Order(ctx, earlier)
}

// ready is an order that only has to be written down.
type ready struct {
	order *domain.Order
	token Token
	cart  *domain.Cart
}

// prepare does all that needs no transaction, so that none waits for a copy to be read or for the card network.
func (a *Orders) prepare(ctx context.Context, who identity.Identity, in PlaceOrderInput) (ready, error) {
	now := a.Now()
	draft, err := a.draft(ctx, basket{cartID: in.CartID, lines: in.Lines, fulfilments: in.Fulfilments, memberID: who.MemberID, slots: true})
	if err != nil {
		return ready{}, err
	}
	total := draft.quote.Total()
	if in.ExpectedTotal != nil && *in.ExpectedTotal != total.Amount() {
		return ready{}, fault.New("PRICE_CHANGED", "expectedTotal")
	}
	payment := domain.Payment{Status: domain.PaymentNotRequired}
	var token Token
	if !total.IsZero() {
		if token, err = a.token(ctx, in.Payment); err != nil {
			return ready{}, err
		}
		payment = domain.Payment{Status: domain.PaymentPending, Provider: token.Provider}
	}
	order := domain.Place(domain.OrderRecord{
		ID: id.New("ord"), Number: orderNumber(now), MemberID: who.MemberID,
		Shipments: draft.shipments, Totals: draft.quote.Totals, Payment: payment, PlacedAt: now,
	})
	return ready{order, token, draft.cart}, nil
}

// empty takes everything out of the cart that was ordered, if it still is what was priced.
func empty(ctx context.Context, book Book, priced *domain.Cart) error {
	if priced == nil {
		return nil
	}
	cart, err := book.Cart(ctx, priced.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		return fault.NotFound("cartId")
	case err != nil:
		return err
	case len(cart.Lines) == 0:
		return fault.New("EMPTY", "cartId")
	case !cart.UpdatedAt.Equal(priced.UpdatedAt):
		return fault.New("CONFLICT", "cartId")
	}
	cart.Lines = nil
	return book.SaveCart(ctx, cart)
}

// token is the means of payment, if the card network knows it. A card network that does not answer now is
// asked again when the money is taken.
func (a *Orders) token(ctx context.Context, in *PaymentInput) (Token, error) {
	if in == nil {
		return Token{}, fault.New("PAYMENT_REQUIRED", "payment")
	}
	token := Token{in.Provider, in.Token}
	if in.Provider == "" || in.Token == "" || len(in.Provider) > 50 || len(in.Token) > 200 {
		return Token{}, fault.New("UNKNOWN_TOKEN", "payment", "token")
	}
	if known, err := a.Cards.Knows(ctx, token); err == nil && !known {
		return Token{}, fault.New("UNKNOWN_TOKEN", "payment", "token")
	}
	return token, nil
}

func docketOf(o *domain.Order) checkout.Docket {
	d := checkout.Docket{OrderID: o.ID(), MemberID: o.MemberID(), Due: o.Total().Amount()}
	for _, s := range o.Shipments() {
		d.Bookings = append(d.Bookings, checkout.Booking{ShipmentID: s.ID, StoreID: s.StoreID, SlotID: s.SlotID})
		for _, l := range s.Lines {
			d.Lines = append(d.Lines, checkout.Line{ProductID: l.ProductID, StoreID: s.StoreID, Quantity: l.Quantity, UnitPrice: l.UnitPrice.Amount()})
		}
	}
	return d
}

// orderNumber is the day and seven letters and digits that can't be mistaken for one another on the phone:
// about 10^10 a day. One that is taken makes the transaction fail, and placing is tried again by the client.
func orderNumber(now time.Time) string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	var b [7]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	day := calendar.On(now.In(calendar.Seoul)).String()
	return day[2:4] + day[5:7] + day[8:10] + "-" + string(b[:])
}

// fingerprintOf tells inputs apart; the key itself is no part of it.
func fingerprintOf(in PlaceOrderInput) ([]byte, error) {
	in.IdempotencyKey = ""
	text, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("fingerprint: %w", err)
	}
	sum := sha256.Sum256(text)
	return sum[:], nil
}

func index(i int) string { return strconv.Itoa(i) }
