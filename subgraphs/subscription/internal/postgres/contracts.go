// Package postgres keeps contracts and their deliveries.
package postgres

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/internal/postgres"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/domain"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of subscriptions.
func Migrations() postgres.Migrations {
	return postgres.Embedded("subscription", files)
}

// Contracts is the repository.
type Contracts struct {
	pool *pgxpool.Pool
	now  func() time.Time
}

// NewContracts makes a repository; what is still to come is reckoned from now.
func NewContracts(pool *pgxpool.Pool, now func() time.Time) *Contracts { return &Contracts{pool, now} }

const columns = `SELECT c.id, c.member_id, c.product_id, c.status, c.cadence, c.recipient, c.phone, c.postcode,
	c.line1, c.line2, c.price, c.started_at, c.cancelled_at FROM contracts c `

// ByID gives the contracts with these ids, in any order.
func (r *Contracts) ByID(ctx context.Context, ids []string) ([]*domain.SubscriptionContract, error) {
	return r.read(ctx, columns+"WHERE c.id = ANY($1)", ids)
}

// OfMember gives a member's contracts, the newest first, and one more than the window's size.
func (r *Contracts) OfMember(ctx context.Context, memberID string, w page.Window) ([]*domain.SubscriptionContract, error) {
	var before *string
	if len(w.Keys) > 0 {
		before = &w.Keys[0]
	}
	return r.read(ctx, columns+"WHERE c.member_id = $1 AND ($2::text IS NULL OR c.id < $2) ORDER BY c.id DESC LIMIT $3",
		memberID, before, w.Size+1)
}

// CountOf is how many contracts a member has.
func (r *Contracts) CountOf(ctx context.Context, memberID string) (n int, err error) {
	err = r.pool.QueryRow(ctx, "SELECT count(*) FROM contracts WHERE member_id = $1", memberID).Scan(&n)
	return n, err
}

func (r *Contracts) read(ctx context.Context, sql string, args ...any) ([]*domain.SubscriptionContract, error) {
	rows, err := r.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	records, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c domain.ContractRecord, err error) {
		a := &c.Address
		err = row.Scan(&c.ID, &c.MemberID, &c.ProductID, &c.Status, &c.Cadence, &a.Recipient, &a.Phone, &a.Postcode,
			&a.Line1, &a.Line2, &c.Price, &c.StartedAt, &c.CancelledAt)
		return c, err
	})
	if err != nil {
		return nil, err
	}
	if err := r.addDue(ctx, records); err != nil {
		return nil, fmt.Errorf("what is due: %w", err)
	}
	contracts := make([]*domain.SubscriptionContract, len(records))
	for i, c := range records {
		contracts[i] = domain.Restore(c)
	}
	return contracts, nil
}

// addDue reads what is still to come of all the contracts at once. The next delivery is looked for by itself,
// for all the deliveries that are shown may have been skipped.
func (r *Contracts) addDue(ctx context.Context, records []domain.ContractRecord) error {
	if len(records) == 0 {
		return nil
	}
	at, ids := make(map[string]int, len(records)), make([]string, len(records))
	for i, c := range records {
		at[c.ID], ids[i] = i, c.ID
	}
	today := calendar.On(r.now().In(calendar.Seoul))
	rows, err := r.pool.Query(ctx, `
		SELECT c.id, (SELECT min(n.date) FROM deliveries n WHERE n.contract_id = c.id AND n.date >= $2 AND n.status = 'SCHEDULED'),
			d.id, d.date, d.status, coalesce(d.order_id, '')
		FROM unnest($1::text[]) AS c(id)
		CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE contract_id = c.id AND date >= $2 ORDER BY date, id LIMIT $3) d
		ORDER BY c.id, d.date, d.id`, ids, today, domain.UpcomingMax)
	if err != nil {
		return err
	}
	var contract string
	var next *calendar.Date
	var d domain.DeliveryRecord
	_, err = pgx.ForEachRow(rows, []any{&contract, &next, &d.ID, &d.Date, &d.Status, &d.OrderID}, func() error {
		c := &records[at[contract]]
		if next != nil {
			day := *next
			c.NextDelivery = &day
		}
		c.Upcoming = append(c.Upcoming, domain.RestoreDelivery(d))
		return nil
	})
	return err
}
