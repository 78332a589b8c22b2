// Package domain is what members are told, and how far it came.
package domain

import (
	"context"
	"time"
)

// Limits of what is kept for a member: whatever is older, or beyond the newest so many, is forgotten.
const (
	KeptFor  = 180 * 24 * time.Hour
	KeptMost = 1000
)

// Record is all that is kept of a notification. Its words are not: they are found when it is read, in the
// reader's language.
type Record struct {
	ID, MemberID string
	// Seq counts a member's notifications in the order in which they were committed.
	Seq  int64
	Kind NotificationKind
	// About is what a member is told of at most once for each kind: an order, or a store's part of one.
	About string
	Subject
	CreatedAt  time.Time
	ReadAt     *time.Time
	Deliveries []*NotificationDelivery
}

// Subject is what a notification tells of. Empty is nothing in particular.
type Subject struct {
	OrderID   string
	ProductID string
	StoreID   string
	// Items is how many pieces there are to prepare.
	Items int
	// Code says why, where something was refused.
	Code string
}

// Notification is one thing that one member is told.
type Notification struct{ r Record }

// Restore makes a notification of what was kept of it.
func Restore(r Record) *Notification { return &Notification{r} }

// Record is what is to be kept.
func (n *Notification) Record() Record { return n.r }

// ID is the notification's own.
func (n *Notification) ID() string { return n.r.ID }

// Seq is its place among its member's.
func (n *Notification) Seq() int64 { return n.r.Seq }

// Kind is what happened.
func (n *Notification) Kind() NotificationKind { return n.r.Kind }

// Title is one line, in the language of ctx.
func (n *Notification) Title(ctx context.Context) string { return n.words().title.in(ctx) }

// Body is what to know, or to do next, in the language of ctx.
func (n *Notification) Body(ctx context.Context) string { return n.words().body.in(ctx) }

// Link is the page of the storefront that shows more; nil where none does.
func (n *Notification) Link() *string {
	if n.r.OrderID == "" {
		return nil
	}
	link := "/orders/" + n.r.OrderID
	if n.r.Kind == NewOrderForStore {
		link = "/seller" + link
	}
	return &link
}

// Product is what it is about; nil where it is none, or several.
func (n *Notification) Product() *Product {
	if n.r.ProductID == "" {
		return nil
	}
	return &Product{n.r.ProductID}
}

// Order is what it is about; nil where it is none.
func (n *Notification) Order() *Order {
	if n.r.OrderID == "" {
		return nil
	}
	return &Order{n.r.OrderID}
}

// CreatedAt is when it was told.
func (n *Notification) CreatedAt() time.Time { return n.r.CreatedAt }

// ReadAt is when the member acknowledged it; nil until then.
func (n *Notification) ReadAt() *time.Time { return n.r.ReadAt }

// Deliveries are how far it came on each channel.
func (n *Notification) Deliveries() []*NotificationDelivery { return n.r.Deliveries }

// Written notes that it was written to a channel. What came further already stays there.
func (n *Notification) Written(to Channel, now time.Time) {
	n.advance(to, Pending, Delivered, now)
}

// Acknowledge notes that the member has seen it; the first time counts.
func (n *Notification) Acknowledge(now time.Time) {
	if n.r.ReadAt != nil {
		return
	}
	n.r.ReadAt = &now
	n.advance(SSE, Pending, Acknowledged, now)
	n.advance(SSE, Delivered, Acknowledged, now)
}

func (n *Notification) advance(on Channel, from, to DeliveryStatus, now time.Time) {
	for i, d := range n.r.Deliveries {
		if d.Channel == on && d.Status == from {
			n.r.Deliveries[i] = &NotificationDelivery{Channel: on, Status: to, At: now}
		}
	}
}
