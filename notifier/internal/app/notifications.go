package app

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

// Inbox is where a member's notifications are read.
type Inbox interface {
	// Newest gives a member's notifications, the newest first, from before the place with that number on (from the
	// newest on where it is 0), so many at most.
	Newest(ctx context.Context, memberID string, unreadOnly bool, before int64, limit int) ([]*domain.Notification, error)
	// Unread is how many a member has not acknowledged.
	Unread(ctx context.Context, memberID string) (int, error)
	// After gives those after the place with that number, the oldest first, so many at most.
	After(ctx context.Context, memberID string, place int64, limit int) ([]*domain.Notification, error)
	// Place is the number of a member's notification, or of the last one made before it where it is kept no more;
	// with no id it is that of the member's newest.
	Place(ctx context.Context, memberID, notificationID string) (int64, error)
	// Change changes one of a member's notifications in a transaction and gives it back; nil where it is not there.
	Change(ctx context.Context, memberID, notificationID string, change func(*domain.Notification)) (*domain.Notification, error)
}

// Live signals that something was added for a member.
type Live interface {
	Listen(memberID string) (signals <-chan struct{}, stop func())
}

// Notifications answers what members ask of their notifications.
type Notifications struct {
	Inbox Inbox
	Live  Live
	Log   *slog.Logger
	Now   func() time.Time
	// Reread is how often an open stream looks by itself, for a signal may be lost.
	Reread time.Duration
}

// Page is one page of a member's notifications.
type Page struct {
	Notifications []*domain.Notification
	Info          page.Info
}

// Page is a page of the member's notifications, the newest first; nil where the member is not the caller.
func (n *Notifications) Page(ctx context.Context, who identity.Identity, memberID string, unreadOnly bool, first *int, after *string) (*Page, error) {
	if who.IsGuest() || who.MemberID != memberID {
		return nil, nil
	}
	w, err := page.Forward(first, after)
	if err != nil {
		return nil, err
	}
	var before int64
	if w.Keys != nil {
		if before, err = strconv.ParseInt(w.Keys[0], 10, 64); err != nil || before <= 0 {
			return nil, fault.BadInput("after is not a cursor of this list")
		}
	}
	read, err := n.Inbox.Newest(ctx, memberID, unreadOnly, before, w.Size+1)
	if err != nil {
		return nil, fmt.Errorf("read notifications: %w", err)
	}
	shown, info := page.Cut(w, read, Cursor)
	return &Page{shown, info}, nil
}

// Unread is how many the caller has not acknowledged.
func (n *Notifications) Unread(ctx context.Context, who identity.Identity) (int, error) {
	count, err := n.Inbox.Unread(ctx, who.MemberID)
	if err != nil {
		return 0, fmt.Errorf("count unread notifications: %w", err)
	}
	return count, nil
}

// Acknowledge notes that the caller has seen a notification. One that is not there, or someone else's, is
// NOT_FOUND.
func (n *Notifications) Acknowledge(ctx context.Context, who identity.Identity, notificationID string) (*domain.Notification, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	if !id.Is("ntf", notificationID) {
		return nil, fault.NotFound("id")
	}
	seen, err := n.Inbox.Change(ctx, who.MemberID, notificationID, func(it *domain.Notification) { it.Acknowledge(n.Now()) })
	if err != nil {
		return nil, fmt.Errorf("acknowledge %s: %w", notificationID, err)
	}
	if seen == nil {
		return nil, fault.NotFound("id")
	}
	return seen, nil
}

// Cursor is a notification's place in its member's list.
func Cursor(n *domain.Notification) string { return page.Cursor(strconv.FormatInt(n.Seq(), 10)) }
