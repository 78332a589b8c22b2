package domain

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/money"
)

// ShipmentStatus is where a shipment stands.
type ShipmentStatus string

// The states that a checkout gives a shipment.
const (
	ShipmentNew       ShipmentStatus = "NEW"
	ShipmentCancelled ShipmentStatus = "CANCELLED"
)

// Shipment is what one store has to prepare of an order.
type Shipment struct {
	ID        string
	StoreID   string
	Status    ShipmentStatus
	Method    fulfilment.Method
	SlotID    string
	SlotStart *time.Time
	SlotEnd   *time.Time
	// Address is where to deliver to; nil for a pickup.
	Address     *Address
	Note        *string
	Lines       []*OrderLine
	DeliveryFee money.Money

	order *Order
}

// OrderNumber is its order's.
func (s *Shipment) OrderNumber() string { return s.order.Number() }

// PlacedAt is its order's.
func (s *Shipment) PlacedAt() time.Time { return s.order.PlacedAt() }

// Order is what it is a part of.
func (s *Shipment) Order() *Order { return s.order }

// Store is who prepares it.
func (s *Shipment) Store() *Store { return NewStore(s.StoreID) }

// Total is its goods and its delivery.
func (s *Shipment) Total() money.Money { return subtotal(s.Lines).Plus(s.DeliveryFee) }

// OrderLine is one product of a shipment, as it was when it was ordered.
type OrderLine struct {
	ID               string
	ProductID        string
	Name             string
	Quantity         int
	UnitPrice        money.Money
	RefundedQuantity int
}

// Product is what was ordered, as it is now.
func (l *OrderLine) Product() *Product { return NewProduct(l.ProductID) }

// Total is the line's price.
func (l *OrderLine) Total() money.Money { return l.UnitPrice.Times(l.Quantity) }

func subtotal(lines []*OrderLine) money.Money {
	var sum money.Money
	for _, l := range lines {
		sum = sum.Plus(l.Total())
	}
	return sum
}

// Address is where, and to whom, flowers go.
type Address struct {
	Recipient string
	Phone     string
	Postcode  string
	Line1     string
	Line2     *string
}
