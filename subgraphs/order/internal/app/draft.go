package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// OrderLineInput is a product and how many of it.
type OrderLineInput struct {
	ProductID string
	Quantity  int
}

// FulfilmentInput is how one store hands its part over.
type FulfilmentInput struct {
	StoreID string
	Method  fulfilment.Method
	SlotID  *string
	Address *domain.Address
	Note    *string
}

// basket is what is to be quoted or ordered.
type basket struct {
	cartID      *string
	lines       []*OrderLineInput
	fulfilments []*FulfilmentInput
	memberID    string
	// slots: each fulfilment has to name one.
	slots bool
}

// draft is an order that could be placed.
type draft struct {
	cart      *domain.Cart // where it was made from one
	quote     *domain.OrderQuote
	shipments []*domain.Shipment
}

// draft checks a basket against the copies of products and terms, and prices it. Everything that is wrong
// with it is said at once.
func (a *Orders) draft(ctx context.Context, b basket) (draft, error) {
	lines, cart, err := a.lines(ctx, b)
	if err != nil {
		return draft{}, err
	}
	productIDs := make([]string, len(lines))
	for i, l := range lines {
		productIDs[i] = l.ProductID
	}
	goods, err := a.Shelf.Goods(ctx, productIDs)
	if err != nil {
		return draft{}, err
	}
	var wrong []error
	byStore := map[string][]*domain.OrderLine{}
	methods := map[string][][]string{}
	for i, l := range lines {
		g := goods[l.ProductID]
		switch {
		case !g.IsShown():
			wrong = append(wrong, fault.NotFound("lines", index(i), "productId"))
		case g.Kind != "REGULAR":
			wrong = append(wrong, fault.Invalid("정기구독 상품은 구독으로 신청해 주세요.", "A subscription product is not ordered one by one; please subscribe to it.", "lines", index(i), "productId"))
		default:
			byStore[g.StoreID] = append(byStore[g.StoreID], &domain.OrderLine{
				ID: id.New("oln"), ProductID: g.ProductID, Name: g.Name, Quantity: l.Quantity, UnitPrice: g.Price})
			methods[g.StoreID] = append(methods[g.StoreID], g.Methods)
		}
	}
	if len(wrong) > 0 {
		return draft{}, errors.Join(wrong...)
	}

	storeIDs := make([]string, 0, len(byStore))
	for storeID := range byStore {
		storeIDs = append(storeIDs, storeID)
	}
	slices.Sort(storeIDs)
	terms, err := a.Shelf.Terms(ctx, storeIDs)
	if err != nil {
		return draft{}, err
	}
	for _, storeID := range storeIDs {
		if n := count(b.fulfilments, storeID); n != 1 {
			wrong = append(wrong, fault.Invalid("가게마다 받는 방법을 하나씩 골라 주세요.", "Each store of the order needs exactly one fulfilment.", "fulfilments"))
			break
		}
	}
	d := draft{cart: cart}
	var parts []*domain.FulfilmentQuote
	for i, f := range b.fulfilments {
		field := []string{"fulfilments", index(i)}
		own, ok := byStore[f.StoreID]
		if !ok {
			wrong = append(wrong, fault.Invalid("이 가게의 상품이 없어요.", "The order has nothing from this store.", append(field, "storeId")...))
			continue
		}
		shipment, err := a.shipment(f, own, methods[f.StoreID], terms[f.StoreID], b.slots, field)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		d.shipments = append(d.shipments, shipment)
		parts = append(parts, &domain.FulfilmentQuote{StoreID: f.StoreID, Subtotal: shipment.Total().Minus(shipment.DeliveryFee), DeliveryFee: shipment.DeliveryFee})
	}
	if len(wrong) > 0 {
		return draft{}, errors.Join(wrong...)
	}
	d.quote = domain.Quote(parts)
	return d, nil
}

// lines are those of the cart, or else those given; the same product twice is one line.
func (a *Orders) lines(ctx context.Context, b basket) (lines []OrderLineInput, cart *domain.Cart, err error) {
	add := func(productID string, quantity int) {
		if at := slices.IndexFunc(lines, func(l OrderLineInput) bool { return l.ProductID == productID }); at >= 0 {
			lines[at].Quantity += quantity
		} else {
			lines = append(lines, OrderLineInput{productID, quantity})
		}
	}
	switch {
	case b.cartID != nil && len(b.lines) > 0:
		return nil, nil, fault.Invalid("장바구니와 상품 목록 가운데 하나만 보내 주세요.", "Send either cartId or lines.", "lines")
	case b.cartID != nil:
		cart, err = a.Shelf.FindCart(ctx, *b.cartID)
		if errors.Is(err, ErrNotFound) || err == nil && !cart.MayUse(b.memberID) {
			return nil, nil, fault.NotFound("cartId")
		}
		if err != nil {
			return nil, nil, err
		}
		for _, l := range cart.Lines {
			add(l.ProductID, l.Quantity)
		}
	case len(b.lines) > domain.MaxLines:
		return nil, nil, fault.Invalid("한 번에 50가지까지 주문할 수 있어요.", "An order has 50 lines at most.", "lines")
	default:
		for i, l := range b.lines {
			if l.Quantity < 1 || l.Quantity > domain.MaxQuantity {
				return nil, nil, fault.Invalid("수량은 1개에서 99개까지예요.", "A quantity is from 1 to 99.", "lines", index(i), "quantity")
			}
			add(l.ProductID, l.Quantity)
		}
	}
	if len(lines) == 0 {
		return nil, nil, fault.New("EMPTY")
	}
	for i, l := range lines {
		if l.Quantity > domain.MaxQuantity {
			return nil, nil, fault.Invalid("수량은 1개에서 99개까지예요.", "A quantity is from 1 to 99.", "lines", index(i), "quantity")
		}
	}
	return lines, cart, nil
}

// shipment checks one fulfilment.
func (a *Orders) shipment(f *FulfilmentInput, lines []*domain.OrderLine, methods [][]string, terms fulfilment.Terms, needSlot bool, field []string) (*domain.Shipment, error) {
	at := func(name string) []string { return append(slices.Clone(field), name) }
	if !terms.Open {
		return nil, fault.New("STORE_CLOSED", at("storeId")...)
	}
	for _, offered := range methods {
		if !slices.Contains(offered, string(f.Method)) {
			return nil, fault.Invalid("이 방법으로는 받을 수 없는 상품이 있어요.", "Not everything can be handed over in this way.", at("method")...)
		}
	}
	s := &domain.Shipment{ID: id.New("shp"), StoreID: f.StoreID, Status: domain.ShipmentNew, Method: f.Method, Lines: lines, Note: f.Note}
	if f.Note != nil && utf8.RuneCountInString(*f.Note) > 500 {
		return nil, fault.Invalid("요청 사항은 500자까지 쓸 수 있어요.", "A note has 500 characters at most.", at("note")...)
	}
	if f.Method == fulfilment.Delivery {
		if err := checkAddress(f.Address, at("address")); err != nil {
			return nil, err
		}
		area, ok := terms.Area(f.Address.Postcode)
		if !ok {
			return nil, fault.New("NOT_DELIVERABLE", at("address")...)
		}
		s.Address = f.Address
		s.DeliveryFee = money.Won(area.FeeFor(s.Total().Amount()))
	}
	if f.SlotID == nil {
		if needSlot {
			return nil, fault.Invalid("받을 시간을 골라 주세요.", "Please choose a time.", at("slotId")...)
		}
		return s, nil
	}
	slot, ok := terms.Find(*f.SlotID, a.Now())
	if !ok || slot.Method != f.Method {
		return nil, fault.New("SLOT_CLOSED", at("slotId")...)
	}
	s.SlotID, s.SlotStart, s.SlotEnd = slot.ID(), &slot.Start, &slot.End
	return s, nil
}

func checkAddress(a *domain.Address, field []string) error {
	if a == nil {
		return fault.Invalid("받는 분과 주소를 적어 주세요.", "Please enter who receives it, and where.", field...)
	}
	for _, part := range []struct {
		name, text string
		most       int
	}{{"recipient", a.Recipient, 60}, {"phone", a.Phone, 30}, {"postcode", a.Postcode, 10}, {"line1", a.Line1, 200}} {
		if n := utf8.RuneCountInString(part.text); n == 0 || n > part.most {
			return fault.Invalid(fmt.Sprintf("1자에서 %d자까지 적어 주세요.", part.most), fmt.Sprintf("It has 1 to %d characters.", part.most), append(field, part.name)...)
		}
	}
	if a.Line2 != nil && utf8.RuneCountInString(*a.Line2) > 200 {
		return fault.Invalid("200자까지 적어 주세요.", "It has 200 characters at most.", append(field, "line2")...)
	}
	return nil
}

func count(fulfilments []*FulfilmentInput, storeID string) int {
	n := 0
	for _, f := range fulfilments {
		if f.StoreID == storeID {
			n++
		}
	}
	return n
}
