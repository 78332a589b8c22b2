package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

const orderColumns = `id, number, member_id, status, rejection_code, subtotal, discount, delivery_fee, voucher_paid,
	payment_status, provider, captured, refunded, timeline, placed_at`

// Order is locked until the transaction ends.
func (b *Book) Order(ctx context.Context, id string) (*domain.Order, error) {
	orders, err := orders(ctx, b.tx, "SELECT "+orderColumns+" FROM orders WHERE id = $1 FOR UPDATE", id)
	if err != nil {
		return nil, fmt.Errorf("order %s: %w", id, err)
	}
	if len(orders) == 0 {
		return nil, app.ErrNotFound
	}
	return orders[0], nil
}

// Add writes a new order down.
func (b *Book) Add(ctx context.Context, o *domain.Order, payment app.Token) error {
	r := o.Record()
	timeline, err := json.Marshal(r.Timeline)
	if err != nil {
		return fmt.Errorf("add %s: %w", r.ID, err)
	}
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO orders (id, number, member_id, status, subtotal, discount, delivery_fee, voucher_paid,
			payment_status, provider, token, timeline, placed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Number, r.MemberID, r.Status, r.Totals.Subtotal, r.Totals.Discount, r.Totals.DeliveryFee, r.Totals.VoucherPaid,
		r.Payment.Status, payment.Provider, payment.Value, timeline, r.PlacedAt)
	for i, s := range r.Shipments {
		lines, err := json.Marshal(s.Lines)
		if err != nil {
			return fmt.Errorf("add %s: %w", r.ID, err)
		}
		var address []byte
		if s.Address != nil {
			if address, err = json.Marshal(s.Address); err != nil {
				return fmt.Errorf("add %s: %w", r.ID, err)
			}
		}
		batch.Queue(`INSERT INTO shipments (id, order_id, position, store_id, status, method, slot_id, slot_start, slot_end, address, note, delivery_fee, lines)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			s.ID, r.ID, i, s.StoreID, s.Status, s.Method, s.SlotID, s.SlotStart, s.SlotEnd, address, s.Note, s.DeliveryFee, lines)
	}
	if err := b.tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("add %s: %w", r.ID, err)
	}
	return nil
}

// Save keeps what can change of an order.
func (b *Book) Save(ctx context.Context, o *domain.Order) error {
	r := o.Record()
	timeline, err := json.Marshal(r.Timeline)
	if err != nil {
		return fmt.Errorf("save %s: %w", r.ID, err)
	}
	ids, states := make([]string, len(r.Shipments)), make([]string, len(r.Shipments))
	for i, s := range r.Shipments {
		ids[i], states[i] = s.ID, string(s.Status)
	}
	batch := &pgx.Batch{}
	batch.Queue(`UPDATE orders SET status = $2, rejection_code = $3, payment_status = $4, captured = $5, refunded = $6, timeline = $7 WHERE id = $1`,
		r.ID, r.Status, r.RejectionCode, r.Payment.Status, r.Payment.Captured, r.Payment.Refunded, timeline)
	batch.Queue(`UPDATE shipments s SET status = n.status FROM unnest($1::text[], $2::text[]) AS n(id, status)
		WHERE s.id = n.id AND s.status <> n.status`, ids, states)
	if err := b.tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("save %s: %w", r.ID, err)
	}
	b.Changed = append(b.Changed, r.ID)
	return nil
}

// Orders are those with the ids.
func (s *Shelf) Orders(ctx context.Context, ids []string) ([]*domain.Order, error) {
	return orders(ctx, s.pool, "SELECT "+orderColumns+" FROM orders WHERE id = ANY($1)", ids)
}

// OrdersOf are a member's, the newest first.
func (s *Shelf) OrdersOf(ctx context.Context, memberID string, w page.Window) ([]*domain.Order, error) {
	sql, args := "SELECT "+orderColumns+" FROM orders WHERE member_id = $1", []any{memberID, w.Size + 1}
	from, direction := "<", "DESC"
	if w.Backward {
		from, direction = ">", "ASC"
	}
	if w.Keys != nil {
		sql, args = sql+" AND id "+from+" $3", append(args, w.Keys[0])
	}
	return orders(ctx, s.pool, sql+" ORDER BY id "+direction+" LIMIT $2", args...)
}

// CountOrdersOf counts a member's orders.
func (s *Shelf) CountOrdersOf(ctx context.Context, memberID string) (n int, err error) {
	if err = s.pool.QueryRow(ctx, "SELECT count(*) FROM orders WHERE member_id = $1", memberID).Scan(&n); err != nil {
		return 0, fmt.Errorf("count orders: %w", err)
	}
	return n, nil
}

// Overdue are PENDING orders placed before then, whose payment was not asked for.
func (s *Shelf) Overdue(ctx context.Context, before time.Time, most int) ([]string, error) {
	rows, err := s.pool.Query(ctx, `SELECT id FROM orders o WHERE status = 'PENDING' AND placed_at < $1
		AND NOT EXISTS (SELECT FROM intents i WHERE i.order_id = o.id) ORDER BY placed_at LIMIT $2`, before, most)
	if err != nil {
		return nil, fmt.Errorf("overdue orders: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// orders reads orders and, in one more query, all their shipments.
func orders(ctx context.Context, q querier, sql string, args ...any) ([]*domain.Order, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	records, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*domain.OrderRecord, error) {
		var r domain.OrderRecord
		var timeline []byte
		err := row.Scan(&r.ID, &r.Number, &r.MemberID, &r.Status, &r.RejectionCode,
			&r.Totals.Subtotal, &r.Totals.Discount, &r.Totals.DeliveryFee, &r.Totals.VoucherPaid,
			&r.Payment.Status, &r.Payment.Provider, &r.Payment.Captured, &r.Payment.Refunded, &timeline, &r.PlacedAt)
		if err != nil {
			return nil, err
		}
		return &r, json.Unmarshal(timeline, &r.Timeline)
	})
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	if len(records) == 0 {
		return nil, nil
	}
	if err := withShipments(ctx, q, records); err != nil {
		return nil, err
	}
	restored := make([]*domain.Order, len(records))
	for i, r := range records {
		restored[i] = domain.Restore(*r)
	}
	return restored, nil
}

func withShipments(ctx context.Context, q querier, records []*domain.OrderRecord) error {
	byID := make(map[string]*domain.OrderRecord, len(records))
	ids := make([]string, len(records))
	for i, r := range records {
		byID[r.ID], ids[i] = r, r.ID
	}
	rows, err := q.Query(ctx, `SELECT order_id, id, store_id, status, method, slot_id, slot_start, slot_end, address, note, delivery_fee, lines
		FROM shipments WHERE order_id = ANY($1) ORDER BY order_id, position`, ids)
	if err != nil {
		return fmt.Errorf("read shipments: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var orderID string
		var address, lines []byte
		var fee money.Money
		s := &domain.Shipment{}
		if err := rows.Scan(&orderID, &s.ID, &s.StoreID, &s.Status, &s.Method, &s.SlotID, &s.SlotStart, &s.SlotEnd, &address, &s.Note, &fee, &lines); err != nil {
			return fmt.Errorf("read shipments: %w", err)
		}
		s.DeliveryFee = fee
		if err := json.Unmarshal(lines, &s.Lines); err != nil {
			return fmt.Errorf("read the lines of %s: %w", s.ID, err)
		}
		if address != nil {
			if err := json.Unmarshal(address, &s.Address); err != nil {
				return fmt.Errorf("read the address of %s: %w", s.ID, err)
			}
		}
		byID[orderID].Shipments = append(byID[orderID].Shipments, s)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read shipments: %w", err)
	}
	return nil
}
