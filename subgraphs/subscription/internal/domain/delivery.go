package domain

import "github.com/blooming-blooms/bloom/schema/calendar"

// SubscriptionDeliveryStatus is where a delivery stands.
type SubscriptionDeliveryStatus string

// The states of a delivery: SCHEDULED until the member skips it or it becomes an order.
const (
	Scheduled SubscriptionDeliveryStatus = "SCHEDULED"
	Skipped   SubscriptionDeliveryStatus = "SKIPPED"
	Ordered   SubscriptionDeliveryStatus = "ORDERED"
	Failed    SubscriptionDeliveryStatus = "FAILED"
	Delivered SubscriptionDeliveryStatus = "DELIVERED"
)

// IsOne tells whether it is a status of the contract with clients.
func (s SubscriptionDeliveryStatus) IsOne() bool {
	switch s {
	case Scheduled, Skipped, Ordered, Failed, Delivered:
		return true
	}
	return false
}

// DeliveryRecord is all that is kept of a delivery; OrderID is empty until it is ordered.
type DeliveryRecord struct {
	ID      string
	Date    calendar.Date
	Status  SubscriptionDeliveryStatus
	OrderID string
}

// SubscriptionDelivery is one time that flowers come.
type SubscriptionDelivery struct{ r DeliveryRecord }

// RestoreDelivery makes a delivery of what was kept of it.
func RestoreDelivery(r DeliveryRecord) *SubscriptionDelivery { return &SubscriptionDelivery{r} }

// ID is the delivery's own.
func (d *SubscriptionDelivery) ID() string { return d.r.ID }

// Date is the day on which the flowers come, in the store's calendar.
func (d *SubscriptionDelivery) Date() calendar.Date { return d.r.Date }

// Status is where the delivery stands.
func (d *SubscriptionDelivery) Status() SubscriptionDeliveryStatus { return d.r.Status }

// Order is what the delivery became; nil until then.
func (d *SubscriptionDelivery) Order() *Order {
	if d.r.OrderID == "" {
		return nil
	}
	return &Order{d.r.OrderID}
}
