package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/notifier/internal/app"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

// Inbox is where a member's notifications are read.
type Inbox struct{ pool *pgxpool.Pool }

var _ app.Inbox = (*Inbox)(nil)

// NewInbox makes an inbox.
func NewInbox(pool *pgxpool.Pool) *Inbox { return &Inbox{pool} }

// columns has the deliveries of each notification beside it, so that a page is one query.
const columns = `SELECT n.id, n.member_id, n.seq, n.kind, n.about, n.order_id, n.product_id, n.store_id, n.items, n.code, n.created_at, n.read_at,
	d.channels, d.statuses, d.times
	FROM notifications n CROSS JOIN LATERAL (
		SELECT array_agg(channel ORDER BY channel) AS channels, array_agg(status ORDER BY channel) AS statuses, array_agg(at ORDER BY channel) AS times
		FROM deliveries WHERE notification_id = n.id) d `

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func read(ctx context.Context, db querier, where string, args ...any) ([]*domain.Notification, error) {
	rows, err := db.Query(ctx, columns+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (*domain.Notification, error) {
		var r domain.Record
		var channels []domain.Channel
		var statuses []domain.DeliveryStatus
		var times []time.Time
		err := row.Scan(&r.ID, &r.MemberID, &r.Seq, &r.Kind, &r.About, &r.OrderID, &r.ProductID, &r.StoreID, &r.Items, &r.Code, &r.CreatedAt, &r.ReadAt,
			&channels, &statuses, &times)
		r.Deliveries = make([]*domain.NotificationDelivery, len(channels))
		for i, channel := range channels {
			r.Deliveries[i] = &domain.NotificationDelivery{Channel: channel, Status: statuses[i], At: times[i]}
		}
		return domain.Restore(r), err
	})
}

// Newest gives a member's notifications, the newest first.
func (i *Inbox) Newest(ctx context.Context, memberID string, unreadOnly bool, before int64, limit int) ([]*domain.Notification, error) {
	where := "WHERE n.member_id = $1 AND ($2 = 0 OR n.seq < $2) "
	if unreadOnly {
		where += "AND n.read_at IS NULL "
	}
	return read(ctx, i.pool, where+"ORDER BY n.seq DESC LIMIT $3", memberID, before, limit)
}

// Unread is how many a member has not acknowledged.
func (i *Inbox) Unread(ctx context.Context, memberID string) (count int, err error) {
	err = i.pool.QueryRow(ctx, "SELECT count(*) FROM notifications WHERE member_id = $1 AND read_at IS NULL", memberID).Scan(&count)
	return count, err
}

// After gives those after a place, the oldest first.
func (i *Inbox) After(ctx context.Context, memberID string, place int64, limit int) ([]*domain.Notification, error) {
	return read(ctx, i.pool, "WHERE n.member_id = $1 AND n.seq > $2 ORDER BY n.seq LIMIT $3", memberID, place, limit)
}

// Place is the number of a member's notification. Ids sort by the time they were made, so that one which is
// kept no more still has a place.
func (i *Inbox) Place(ctx context.Context, memberID, notificationID string) (place int64, err error) {
	if notificationID == "" {
		err = i.pool.QueryRow(ctx, "SELECT coalesce((SELECT last FROM counters WHERE member_id = $1), 0)", memberID).Scan(&place)
		return place, err
	}
	err = i.pool.QueryRow(ctx, `SELECT coalesce(
		(SELECT seq FROM notifications WHERE id = $2 AND member_id = $1),
		(SELECT max(seq) FROM notifications WHERE member_id = $1 AND id < $2), 0)`, memberID, notificationID).Scan(&place)
	return place, err
}

// Change changes one of a member's notifications; nil where it is not there.
func (i *Inbox) Change(ctx context.Context, memberID, notificationID string, change func(*domain.Notification)) (changed *domain.Notification, err error) {
	err = pgx.BeginFunc(ctx, i.pool, func(tx pgx.Tx) error {
		var there bool
		err := tx.QueryRow(ctx, "SELECT true FROM notifications WHERE id = $1 AND member_id = $2 FOR UPDATE", notificationID, memberID).Scan(&there)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("lock: %w", err)
		}
		found, err := read(ctx, tx, "WHERE n.id = $1", notificationID)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		changed = found[0]
		change(changed)
		r := changed.Record()
		var batch pgx.Batch
		batch.Queue("UPDATE notifications SET read_at = $2 WHERE id = $1", r.ID, r.ReadAt)
		for _, d := range r.Deliveries {
			batch.Queue("UPDATE deliveries SET status = $3, at = $4 WHERE notification_id = $1 AND channel = $2", r.ID, d.Channel, d.Status, d.At)
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
	return changed, err
}
