package app

import (
	"context"
	"fmt"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

// atOnce is how many notifications a stream holds in memory.
const atOnce = 50

// Follow gives the caller's notifications as they are added until ctx ends; with after, first those added since
// that one. A slow reader holds up nobody but itself: what it has not taken waits in the database.
func (n *Notifications) Follow(ctx context.Context, who identity.Identity, after *string) (<-chan *domain.Notification, error) {
	if who.IsGuest() {
		return nil, fault.Unauthenticated()
	}
	since := ""
	if after != nil {
		if since = *after; !id.Is("ntf", since) {
			return nil, fault.BadInput("after is not the id of a notification")
		}
	}
	// Listen, then read: what is added in between is signalled.
	signals, stop := n.Live.Listen(who.MemberID)
	place, err := n.Inbox.Place(ctx, who.MemberID, since)
	if err != nil {
		stop()
		return nil, fmt.Errorf("find the place in the notifications: %w", err)
	}
	out := make(chan *domain.Notification)
	go func() {
		defer close(out)
		defer stop()
		reread := time.NewTicker(n.Reread)
		defer reread.Stop()
		for ctx.Err() == nil {
			if place, err = n.catchUp(ctx, who.MemberID, place, out); err != nil && ctx.Err() == nil {
				n.Log.WarnContext(ctx, "stream of notifications not read; trying again", "error", err)
			}
			select {
			case <-signals:
			case <-reread.C:
			case <-ctx.Done():
			}
		}
	}()
	return out, nil
}

// catchUp passes on everything after a place and gives the new place, also where it fails on the way.
func (n *Notifications) catchUp(ctx context.Context, memberID string, place int64, out chan<- *domain.Notification) (int64, error) {
	for {
		missed, err := n.Inbox.After(ctx, memberID, place, atOnce)
		if err != nil {
			return place, fmt.Errorf("read what was missed: %w", err)
		}
		for _, it := range missed {
			now := n.Now()
			it.Written(domain.SSE, now)
			select {
			case out <- it:
			case <-ctx.Done():
				return place, ctx.Err()
			}
			place = it.Seq()
			if _, err := n.Inbox.Change(ctx, memberID, it.ID(), func(kept *domain.Notification) { kept.Written(domain.SSE, now) }); err != nil {
				return place, fmt.Errorf("note that it was written: %w", err)
			}
		}
		if len(missed) < atOnce {
			return place, nil
		}
	}
}
