package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Desk is the tables inside one transaction.
type Desk struct{ tx pgx.Tx }

// NewDesk binds the tables to a transaction.
func NewDesk(tx pgx.Tx) app.Desk { return Desk{tx} }

// Reservation of an order; nil where nothing was heard of it. It is this transaction's alone until that ends, also
// where there is none: else an order that is placed and called off at the same time, by two replicas while
// partitions move, would be put aside for good.
func (d Desk) Reservation(ctx context.Context, orderID string) (*domain.Reservation, error) {
	if _, err := d.tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", orderID); err != nil {
		return nil, fmt.Errorf("lock the reservation of %s: %w", orderID, err)
	}
	rows, err := d.tx.Query(ctx, `SELECT r.state, l.product_id, l.quantity
		FROM reservations r LEFT JOIN reservation_lines l USING (order_id) WHERE r.order_id = $1 ORDER BY l.product_id`, orderID)
	if err != nil {
		return nil, fmt.Errorf("read the reservation of %s: %w", orderID, err)
	}
	var r *domain.Reservation
	var state domain.ReservationState
	var productID *string
	var quantity *int
	_, err = pgx.ForEachRow(rows, []any{&state, &productID, &quantity}, func() error {
		if r == nil {
			r = &domain.Reservation{OrderID: orderID, State: state}
		}
		if productID != nil {
			r.Lines = append(r.Lines, domain.ReservationLine{ProductID: *productID, Quantity: *quantity})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the reservation of %s: %w", orderID, err)
	}
	return r, nil
}

// SaveReservation keeps it; the lines of one that is there do not change.
func (d Desk) SaveReservation(ctx context.Context, r *domain.Reservation) error {
	ids, quantities := make([]string, len(r.Lines)), make([]int, len(r.Lines))
	for i, l := range r.Lines {
		ids[i], quantities[i] = l.ProductID, l.Quantity
	}
	var batch pgx.Batch
	batch.Queue("INSERT INTO reservations (order_id, state) VALUES ($1, $2) ON CONFLICT (order_id) DO UPDATE SET state = EXCLUDED.state, at = now()",
		r.OrderID, r.State)
	batch.Queue(`INSERT INTO reservation_lines (order_id, product_id, quantity)
		SELECT $1, product_id, quantity FROM unnest($2::text[], $3::int[]) AS line(product_id, quantity) ON CONFLICT DO NOTHING`, r.OrderID, ids, quantities)
	if err := d.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("keep the reservation of %s: %w", r.OrderID, err)
	}
	return nil
}

// Lock reads the stock of products and keeps it from others until the transaction ends.
func (d Desk) Lock(ctx context.Context, productIDs []string) (map[string]*domain.Stock, error) {
	rows, err := d.tx.Query(ctx, "SELECT "+columns+" FROM stock WHERE product_id = ANY($1) ORDER BY product_id FOR UPDATE", productIDs)
	if err != nil {
		return nil, fmt.Errorf("lock the stock: %w", err)
	}
	return stocks(rows)
}

// Save keeps stocks; those that flipped will be published.
func (d Desk) Save(ctx context.Context, stocks ...*domain.Stock) error {
	var batch pgx.Batch
	var flipped []string
	for _, s := range stocks {
		r := s.Record()
		batch.Queue("INSERT INTO stock ("+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (product_id) DO UPDATE SET (status, price, received, adjusted, remaining, reserved, sold, version, terms) =
			(EXCLUDED.status, EXCLUDED.price, EXCLUDED.received, EXCLUDED.adjusted, EXCLUDED.remaining, EXCLUDED.reserved, EXCLUDED.sold, EXCLUDED.version, EXCLUDED.terms)`,
			r.ProductID, r.StoreID, r.Status, r.Price.Amount(), r.Received, r.Adjusted, r.Left, r.Reserved, r.Sold, r.Version, r.Terms)
		if s.Flipped() {
			flipped = append(flipped, r.ProductID)
		}
	}
	if err := d.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("keep the stock: %w", err)
	}
	if len(flipped) == 0 {
		return nil
	}
	return delivery.Touch(ctx, d.tx, delivery.TopicStock, flipped...)
}

// Announce says that documents are about to be written.
func (d Desk) Announce(ctx context.Context, productIDs ...string) error {
	return delivery.Announce(ctx, d.tx, delivery.TopicProducts, productIDs...)
}

// Touch says that documents were written.
func (d Desk) Touch(ctx context.Context, productIDs ...string) error {
	return delivery.Touch(ctx, d.tx, delivery.TopicProducts, productIDs...)
}

// Remember keeps a request for a day. Two with one key that come at the same moment wait for each other here.
func (d Desk) Remember(ctx context.Context, r app.Request) (string, bool, error) {
	var first bool
	err := d.tx.QueryRow(ctx, `INSERT INTO requests AS r (scope, key, fingerprint, result) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scope, key) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, result = EXCLUDED.result, at = now()
		WHERE r.at < now() - interval '24 hours' RETURNING true`, r.Scope, r.Key, r.Fingerprint, r.Result).Scan(&first)
	if err == nil {
		return r.Result, false, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return "", false, fmt.Errorf("remember the request: %w", err)
	}
	var fingerprint, result string
	err = d.tx.QueryRow(ctx, "SELECT fingerprint, result FROM requests WHERE scope = $1 AND key = $2", r.Scope, r.Key).Scan(&fingerprint, &result)
	if err != nil {
		return "", false, fmt.Errorf("remember the request: %w", err)
	}
	if fingerprint != r.Fingerprint {
		return "", false, fault.New("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
	}
	return result, true, nil
}

// Note writes down who adjusted a stock, and why.
func (d Desk) Note(ctx context.Context, by, reason string, adjustments []app.Adjustment) error {
	ids, deltas := make([]string, len(adjustments)), make([]int, len(adjustments))
	for i, a := range adjustments {
		ids[i], deltas[i] = a.ProductID, a.Delta
	}
	_, err := d.tx.Exec(ctx, `INSERT INTO adjustments (product_id, delta, reason, by_member)
		SELECT product_id, delta, $3, $4 FROM unnest($1::text[], $2::int[]) AS line(product_id, delta)`, ids, deltas, reason, by)
	if err != nil {
		return fmt.Errorf("note the adjustment: %w", err)
	}
	return nil
}
