package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
)

// Bookings is what is booked, in one transaction.
type Bookings struct{ Tx pgx.Tx }

var _ app.Bookings = Bookings{}

// Begin notes that the order is being booked, and tells whether that is news.
func (b Bookings) Begin(ctx context.Context, orderID string) (bool, error) {
	tag, err := b.Tx.Exec(ctx, "INSERT INTO orders (id, called_off) VALUES ($1, false) ON CONFLICT DO NOTHING", orderID)
	if err != nil {
		return false, fmt.Errorf("note order: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// Terms are those of the stores, by id; they can't change until the transaction ends. Other bookings may hold
// them at the same time, and followers may come and go.
func (b Bookings) Terms(ctx context.Context, storeIDs []string) (map[string]fulfilment.Terms, error) {
	stores, err := read(ctx, b.Tx, "FROM stores s WHERE s.id = ANY($1) ORDER BY s.id FOR KEY SHARE", storeIDs)
	if err != nil {
		return nil, err
	}
	terms := make(map[string]fulfilment.Terms, len(stores))
	for _, s := range stores {
		terms[s.ID()] = s.Terms()
	}
	return terms, nil
}

// Hold tells how much of each slot is booked, by id; nobody else books them until the transaction ends.
func (b Bookings) Hold(ctx context.Context, slots []fulfilment.Slot) (map[string]int, error) {
	if len(slots) == 0 {
		return nil, nil
	}
	slots = slices.Clone(slots)
	slices.SortFunc(slots, func(x, y fulfilment.Slot) int {
		if x.ID() < y.ID() {
			return -1
		}
		return 1
	})
	ids, stores := make([]string, len(slots)), make([]string, len(slots))
	starts, ends := make([]time.Time, len(slots)), make([]time.Time, len(slots))
	for i, s := range slots {
		ids[i], stores[i], starts[i], ends[i] = s.ID(), s.StoreID, s.Start, s.End
	}
	// Only a row can be locked, so there has to be one. Nothing is done to one that is there already.
	_, err := b.Tx.Exec(ctx, `INSERT INTO slots (id, store_id, starts, ends, booked)
		SELECT id, store_id, starts, ends, 0 FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS s(id, store_id, starts, ends)
		ORDER BY id ON CONFLICT DO NOTHING`, ids, stores, starts, ends)
	if err != nil {
		return nil, fmt.Errorf("open slots: %w", err)
	}
	rows, err := b.Tx.Query(ctx, "SELECT id, booked FROM slots WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids)
	if err != nil {
		return nil, fmt.Errorf("hold slots: %w", err)
	}
	held := make(map[string]int, len(slots))
	var id string
	var booked int
	if _, err := pgx.ForEachRow(rows, []any{&id, &booked}, func() error { held[id] = booked; return nil }); err != nil {
		return nil, fmt.Errorf("hold slots: %w", err)
	}
	return held, nil
}

// Book books one shipment more in the slot of each booking. They are held.
func (b Bookings) Book(ctx context.Context, orderID string, bookings []checkout.Booking) error {
	shipments, stores, slots := make([]string, len(bookings)), make([]string, len(bookings)), make([]string, len(bookings))
	for i, k := range bookings {
		shipments[i], stores[i], slots[i] = k.ShipmentID, k.StoreID, k.SlotID
	}
	_, err := b.Tx.Exec(ctx, `INSERT INTO bookings (order_id, shipment_id, store_id, slot_id)
		SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])`, orderID, shipments, stores, slots)
	if err != nil {
		return fmt.Errorf("book: %w", err)
	}
	_, err = b.Tx.Exec(ctx, `UPDATE slots s SET booked = s.booked + more.n
		FROM (SELECT id, count(*) AS n FROM unnest($1::text[]) AS id GROUP BY id) more WHERE s.id = more.id`, slots)
	if err != nil {
		return fmt.Errorf("book: %w", err)
	}
	return nil
}

// CallOff notes that the order is called off, so that it can't be booked later, and gives back what it had
// booked. It tells whose slots these were.
func (b Bookings) CallOff(ctx context.Context, orderID string) ([]string, error) {
	_, err := b.Tx.Exec(ctx, `INSERT INTO orders (id, called_off) VALUES ($1, true)
		ON CONFLICT (id) DO UPDATE SET called_off = true`, orderID)
	if err != nil {
		return nil, fmt.Errorf("note that the order is called off: %w", err)
	}
	rows, err := b.Tx.Query(ctx, "DELETE FROM bookings WHERE order_id = $1 RETURNING store_id, slot_id", orderID)
	if err != nil {
		return nil, fmt.Errorf("give bookings back: %w", err)
	}
	var stores, slots []string
	var store, slot string
	if _, err := pgx.ForEachRow(rows, []any{&store, &slot}, func() error {
		stores, slots = append(stores, store), append(slots, slot)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("give bookings back: %w", err)
	}
	if len(slots) == 0 {
		return nil, nil
	}
	// Locked in the order of their ids before they are changed, as by everyone.
	_, err = b.Tx.Exec(ctx, `WITH held AS (SELECT id FROM slots WHERE id = ANY($1) ORDER BY id FOR UPDATE),
			back AS (SELECT id, count(*) AS n FROM unnest($1::text[]) AS id GROUP BY id)
		UPDATE slots s SET booked = s.booked - back.n FROM back JOIN held USING (id) WHERE s.id = back.id`, slots)
	if err != nil {
		return nil, fmt.Errorf("give bookings back: %w", err)
	}
	return stores, nil
}

// Offer has it published anew what the stores offer.
func (b Bookings) Offer(ctx context.Context, storeIDs []string) error {
	return offer(ctx, b.Tx, storeIDs)
}
