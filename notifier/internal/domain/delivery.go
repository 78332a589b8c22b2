package domain

import "time"

// Channel is a way to reach a member.
type Channel string

// SSE is the stream of a page that the member has open.
const SSE Channel = "SSE"

// DeliveryStatus is how far a notification came on a channel.
type DeliveryStatus string

// PENDING until it was written to the channel, ACKNOWLEDGED once the member has seen it.
const (
	Pending      DeliveryStatus = "PENDING"
	Delivered    DeliveryStatus = "DELIVERED"
	Acknowledged DeliveryStatus = "ACKNOWLEDGED"
)

// NotificationDelivery is how far a notification came on one channel, and since when.
type NotificationDelivery struct {
	Channel Channel
	Status  DeliveryStatus
	At      time.Time
}
