package app

import (
	"context"
	"errors"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// CartLineInput is a product and how many of it; 0 takes it out.
type CartLineInput struct {
	ProductID string
	Quantity  int
}

// Cart is the cart with that id; nil if there is none, or if it is another member's.
func (a *Orders) Cart(ctx context.Context, cartID string) (*domain.Cart, error) {
	cart, err := a.Shelf.FindCart(ctx, cartID)
	if errors.Is(err, ErrNotFound) || err == nil && !cart.MayUse(identity.From(ctx).MemberID) {
		return nil, nil
	}
	return cart, err
}

// CartOf is the cart that the member used last; nil if there is none, or if it is not the caller's.
func (a *Orders) CartOf(ctx context.Context, memberID string) (*domain.Cart, error) {
	if identity.From(ctx).MemberID != memberID {
		return nil, nil
	}
	cart, err := a.Shelf.LatestCart(ctx, memberID)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return cart, err
}

// CreateCart makes a cart: the caller's, or a guest's.
func (a *Orders) CreateCart(ctx context.Context, lines []*CartLineInput) (*domain.Cart, error) {
	if len(lines) > domain.MaxLines {
		return nil, fault.Invalid("장바구니에는 50가지까지 담을 수 있어요.", "A cart holds up to 50 different products.", "lines")
	}
	cart := &domain.Cart{ID: id.Secret("crt"), MemberID: identity.From(ctx).MemberID}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ProductID
	}
	goods, err := a.Shelf.Goods(ctx, ids)
	if err != nil {
		return nil, err
	}
	wanted := map[string]int{} // a product may stand in several lines
	for i, l := range lines {
		wanted[l.ProductID] += min(l.Quantity, domain.MaxQuantity+1)
		if l.Quantity <= 0 || wanted[l.ProductID] > domain.MaxQuantity {
			return nil, fault.Invalid("수량은 1개에서 99개까지 담을 수 있어요.", "A quantity is from 1 to 99.", "lines", index(i), "quantity")
		}
		all := &CartLineInput{ProductID: l.ProductID, Quantity: wanted[l.ProductID]}
		if err := put(cart, goods[l.ProductID], all, "lines", index(i), "productId"); err != nil {
			return nil, err
		}
	}
	return cart, a.saveCart(ctx, cart)
}

// SetCartLine puts so many of a product into a cart, in place of what was there.
func (a *Orders) SetCartLine(ctx context.Context, cartID string, line CartLineInput) (*domain.Cart, error) {
	goods, err := a.Shelf.Goods(ctx, []string{line.ProductID})
	if err != nil {
		return nil, err
	}
	var cart *domain.Cart
	err = a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
		var err error
		if cart, err = ownCart(ctx, book, cartID); err != nil {
			return nil, err
		}
		if err := put(cart, goods[line.ProductID], &line, "line", "productId"); err != nil {
			return nil, err
		}
		cart.UpdatedAt = a.Now()
		return nil, book.SaveCart(ctx, cart)
	})
	if err != nil {
		return nil, err
	}
	return cart, nil
}

// AttachCart makes a guest's cart the caller's: its lines join those of the cart they used last, which stays.
func (a *Orders) AttachCart(ctx context.Context, cartID string) (*domain.Cart, error) {
	who, err := identity.Required(ctx)
	if err != nil {
		return nil, err
	}
	latest, err := a.Shelf.LatestCart(ctx, who.MemberID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	var cart *domain.Cart
	err = a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) {
		var err error
		if cart, err = ownCart(ctx, book, cartID); err != nil {
			return nil, err
		}
		if latest != nil && latest.ID != cart.ID {
			guest := cart
			if cart, err = ownCart(ctx, book, latest.ID); err != nil {
				return nil, err
			}
			cart.Merge(guest)
			if err := book.DropCart(ctx, guest.ID); err != nil {
				return nil, err
			}
		}
		cart.MemberID, cart.UpdatedAt = who.MemberID, a.Now()
		return nil, book.SaveCart(ctx, cart)
	})
	if err != nil {
		return nil, err
	}
	return cart, nil
}

func (a *Orders) saveCart(ctx context.Context, cart *domain.Cart) error {
	cart.UpdatedAt = a.Now()
	return a.Store.Do(ctx, func(ctx context.Context, book Book) (saga.Event, error) { return nil, book.SaveCart(ctx, cart) })
}

// ownCart is a cart that the caller may use, locked; another's does not exist.
func ownCart(ctx context.Context, book Book, cartID string) (*domain.Cart, error) {
	cart, err := book.Cart(ctx, cartID)
	if errors.Is(err, ErrNotFound) || err == nil && !cart.MayUse(identity.From(ctx).MemberID) {
		return nil, fault.NotFound("cartId")
	}
	return cart, err
}

// put sets a line. What is not sold can be taken out, but not put in.
func put(cart *domain.Cart, goods domain.Goods, line *CartLineInput, field ...string) error {
	if line.Quantity != 0 && !goods.IsShown() {
		return fault.NotFound(field...)
	}
	if line.Quantity != 0 && goods.Kind != "REGULAR" {
		return fault.Invalid("정기구독 상품은 구독으로 신청해 주세요.", "A subscription product is not put in a cart; please subscribe to it.", field...)
	}
	goods.ProductID = line.ProductID
	return cart.Set(id.New("cln"), goods, line.Quantity)
}
