package domain

import (
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/money"
)

// Bounds of a cart and of an order.
const (
	MaxLines    = 50
	MaxQuantity = 99
)

// Cart is what a shopper may order. Its id is a secret: whoever holds a guest's cart may use it; one that
// belongs to a member is that member's alone.
type Cart struct {
	ID        string
	MemberID  string // "" for a guest's
	Lines     []*CartLine
	UpdatedAt time.Time
}

// CartLine is one product of a cart.
type CartLine struct {
	ID        string
	ProductID string
	Quantity  int
	// Seen is the price when it was put there.
	Seen money.Money
	// Goods is what is known of the product now.
	Goods Goods
}

// Goods is what the order service knows of a product, by its copy.
type Goods struct {
	ProductID string
	StoreID   string
	Kind      string
	Name      string
	Price     money.Money
	Status    string
	Methods   []string
	SoldOut   bool
	// StoreOpen tells whether its store takes orders now.
	StoreOpen bool
}

// IsShown tells whether shoppers may know of it: the product is, or was, on sale.
func (g Goods) IsShown() bool {
	return g.ProductID != "" && (g.Status == "ON_SALE" || g.Status == "TEMPORARILY_SOLD_OUT")
}

// MayUse tells whether that member, or a guest (""), may use the cart.
func (c *Cart) MayUse(memberID string) bool { return c.MemberID == "" || c.MemberID == memberID }

// Set puts so many of a product into the cart, in place of what was there; 0 takes it out.
func (c *Cart) Set(lineID string, goods Goods, quantity int) error {
	if quantity < 0 || quantity > MaxQuantity {
		return fault.Invalid("수량은 1개에서 99개까지 담을 수 있어요.", "A quantity is from 1 to 99; 0 takes the line out.", "line", "quantity")
	}
	at := slices.IndexFunc(c.Lines, func(l *CartLine) bool { return l.ProductID == goods.ProductID })
	switch {
	case quantity == 0 && at < 0:
		return nil
	case quantity == 0:
		c.Lines = slices.Delete(c.Lines, at, at+1)
	case at >= 0:
		c.Lines[at].Quantity, c.Lines[at].Seen, c.Lines[at].Goods = quantity, goods.Price, goods
	case len(c.Lines) >= MaxLines:
		return fault.Invalid("장바구니에는 50가지까지 담을 수 있어요.", "A cart holds up to 50 different products.", "line")
	default:
		c.Lines = append(c.Lines, &CartLine{ID: lineID, ProductID: goods.ProductID, Quantity: quantity, Seen: goods.Price, Goods: goods})
	}
	return nil
}

// Merge adds the lines of another cart, as far as there is room: what a guest had chosen joins what the
// member had.
func (c *Cart) Merge(other *Cart) {
	for _, l := range other.Lines {
		if at := slices.IndexFunc(c.Lines, func(own *CartLine) bool { return own.ProductID == l.ProductID }); at >= 0 {
			c.Lines[at].Quantity = min(c.Lines[at].Quantity+l.Quantity, MaxQuantity)
		} else if len(c.Lines) < MaxLines {
			c.Lines = append(c.Lines, l)
		}
	}
}

// Subtotal is the price of all lines now.
func (c *Cart) Subtotal() money.Money {
	var sum money.Money
	for _, l := range c.Lines {
		sum = sum.Plus(l.Total())
	}
	return sum
}

// Product is what the line is for.
func (l *CartLine) Product() *Product { return NewProduct(l.ProductID) }

// Store is who sells it; nil where that is not known.
func (l *CartLine) Store() *Store {
	if l.Goods.StoreID == "" {
		return nil
	}
	return NewStore(l.Goods.StoreID)
}

// UnitPrice is the price now, or the last one known where the product is gone.
func (l *CartLine) UnitPrice() money.Money {
	if l.Goods.ProductID == "" {
		return l.Seen
	}
	return l.Goods.Price
}

// Total is the line's price.
func (l *CartLine) Total() money.Money { return l.UnitPrice().Times(l.Quantity) }

// Problems say what has become of the line since it was put there.
func (l *CartLine) Problems() []*fault.Fault {
	problems := []*fault.Fault{}
	switch {
	case !l.Goods.IsShown():
		return append(problems, fault.NotFound().Saying("더 이상 판매하지 않는 꽃이에요. 장바구니에서 빼 주세요.", "These flowers are not sold any more. Please take them out."))
	case l.Goods.SoldOut:
		problems = append(problems, fault.New("SOLD_OUT"))
	}
	if l.Goods.Price != l.Seen {
		problems = append(problems, fault.New("PRICE_CHANGED"))
	}
	if !l.Goods.StoreOpen {
		problems = append(problems, fault.New("STORE_CLOSED"))
	}
	return problems
}
