package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/domain"
)

// AddFirst keeps the contracts if there are none yet, all or nothing, and tells whether it did. Upcoming of
// each record are all its deliveries here.
func (r *Contracts) AddFirst(ctx context.Context, contracts []domain.ContractRecord) (added bool, err error) {
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		// Replicas that start together must not both find it empty.
		if _, err := tx.Exec(ctx, "LOCK TABLE contracts IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return fmt.Errorf("lock: %w", err)
		}
		var filled bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM contracts)").Scan(&filled); err != nil || filled {
			return err
		}
		var batch pgx.Batch
		for _, c := range contracts {
			a := c.Address
			batch.Queue(`INSERT INTO contracts (id, member_id, product_id, status, cadence, recipient, phone, postcode, line1, line2, price, started_at, cancelled_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
				c.ID, c.MemberID, c.ProductID, c.Status, c.Cadence, a.Recipient, a.Phone, a.Postcode, a.Line1, a.Line2, c.Price, c.StartedAt, c.CancelledAt)
			for _, d := range c.Upcoming {
				batch.Queue("INSERT INTO deliveries (id, contract_id, date, status) VALUES ($1, $2, $3, $4)", d.ID(), c.ID, d.Date(), d.Status())
			}
		}
		added = true
		return tx.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return false, fmt.Errorf("keep the first contracts: %w", err)
	}
	return added, nil
}
