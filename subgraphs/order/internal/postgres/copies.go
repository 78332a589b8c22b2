package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// ApplyProduct keeps what order needs of a product.
func (b *Book) ApplyProduct(ctx context.Context, p snapshot.Product) error {
	methods := p.FulfilmentMethods
	if methods == nil {
		methods = []string{} // nil would be NULL, and the snapshot refused for good
	}
	_, err := b.tx.Exec(ctx, `INSERT INTO products AS kept (id, version, store_id, kind, name, price, status, methods) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET version = $2, store_id = $3, kind = $4, name = $5, price = $6, status = $7, methods = $8 WHERE kept.version < $2`,
		p.ID, p.Version, p.StoreID, p.Kind, p.Name, p.Price, p.Status, methods)
	if err != nil {
		return fmt.Errorf("keep product %s: %w", p.ID, err)
	}
	return nil
}

// ApplyStock keeps whether a product is sold out.
func (b *Book) ApplyStock(ctx context.Context, s snapshot.Stock) error {
	_, err := b.tx.Exec(ctx, `INSERT INTO stock AS kept (product_id, version, availability) VALUES ($1, $2, $3)
		ON CONFLICT (product_id) DO UPDATE SET version = $2, availability = $3 WHERE kept.version < $2`, s.ProductID, s.Version, s.Availability)
	if err != nil {
		return fmt.Errorf("keep the stock of %s: %w", s.ProductID, err)
	}
	return nil
}

// ApplyOffer keeps what a store offers.
func (b *Book) ApplyOffer(ctx context.Context, o snapshot.Offer) error {
	terms, err := json.Marshal(o.Terms)
	if err != nil {
		return fmt.Errorf("keep the offer of %s: %w", o.Terms.StoreID, err)
	}
	_, err = b.tx.Exec(ctx, `INSERT INTO offers AS kept (store_id, version, open, terms) VALUES ($1, $2, $3, $4)
		ON CONFLICT (store_id) DO UPDATE SET version = $2, open = $3, terms = $4 WHERE kept.version < $2`, o.Terms.StoreID, o.Version, o.Terms.Open, terms)
	if err != nil {
		return fmt.Errorf("keep the offer of %s: %w", o.Terms.StoreID, err)
	}
	return nil
}

// Forget drops the copy of something that is gone.
func (b *Book) Forget(ctx context.Context, topic, key string) error {
	sql, ok := map[string]string{
		delivery.TopicProducts: "DELETE FROM products WHERE id = $1",
		delivery.TopicStock:    "DELETE FROM stock WHERE product_id = $1",
		delivery.TopicOffers:   "DELETE FROM offers WHERE store_id = $1",
	}[topic]
	if !ok {
		return fmt.Errorf("nothing is kept of %s", topic)
	}
	if _, err := b.tx.Exec(ctx, sql, key); err != nil {
		return fmt.Errorf("forget %s: %w", key, err)
	}
	return nil
}

// Goods are the copies of products.
func (s *Shelf) Goods(ctx context.Context, productIDs []string) (map[string]domain.Goods, error) {
	return goods(ctx, s.pool, productIDs)
}

func goods(ctx context.Context, q querier, productIDs []string) (map[string]domain.Goods, error) {
	known := make(map[string]domain.Goods, len(productIDs))
	if len(productIDs) == 0 {
		return known, nil
	}
	rows, err := q.Query(ctx, `SELECT p.id, p.store_id, p.kind, p.name, p.price, p.status, p.methods,
			coalesce(s.availability = 'SOLD_OUT', false) OR p.status = 'TEMPORARILY_SOLD_OUT', coalesce(o.open, false)
		FROM products p LEFT JOIN stock s ON s.product_id = p.id LEFT JOIN offers o ON o.store_id = p.store_id
		WHERE p.id = ANY($1)`, productIDs)
	if err != nil {
		return nil, fmt.Errorf("goods: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (g domain.Goods, err error) {
		err = row.Scan(&g.ProductID, &g.StoreID, &g.Kind, &g.Name, &g.Price, &g.Status, &g.Methods, &g.SoldOut, &g.StoreOpen)
		return g, err
	})
	if err != nil {
		return nil, fmt.Errorf("goods: %w", err)
	}
	for _, g := range all {
		known[g.ProductID] = g
	}
	return known, nil
}

// Terms are the copies of what stores offer.
func (s *Shelf) Terms(ctx context.Context, storeIDs []string) (map[string]fulfilment.Terms, error) {
	rows, err := s.pool.Query(ctx, "SELECT terms FROM offers WHERE store_id = ANY($1)", storeIDs)
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	known := make(map[string]fulfilment.Terms, len(all))
	for _, text := range all {
		var t fulfilment.Terms
		if err := json.Unmarshal(text, &t); err != nil {
			return nil, fmt.Errorf("terms: %w", err)
		}
		known[t.StoreID] = t
	}
	return known, nil
}
