package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/domain"
)

// cartLine is a line as it is kept: what is known of its product is looked up.
type cartLine struct {
	ID        string      `json:"id"`
	ProductID string      `json:"productId"`
	Quantity  int         `json:"quantity"`
	Seen      money.Money `json:"seen"`
}

// Cart is locked until the transaction ends.
func (b *Book) Cart(ctx context.Context, id string) (*domain.Cart, error) {
	return cart(ctx, b.tx, "SELECT id, coalesce(member_id, ''), lines, updated_at FROM carts WHERE id = $1 FOR UPDATE", id)
}

// FindCart is the cart with that id.
func (s *Shelf) FindCart(ctx context.Context, id string) (*domain.Cart, error) {
	return cart(ctx, s.pool, "SELECT id, coalesce(member_id, ''), lines, updated_at FROM carts WHERE id = $1", id)
}

// LatestCart is the one that the member used last.
func (s *Shelf) LatestCart(ctx context.Context, memberID string) (*domain.Cart, error) {
	return cart(ctx, s.pool, `SELECT id, coalesce(member_id, ''), lines, updated_at FROM carts
		WHERE member_id = $1 ORDER BY updated_at DESC LIMIT 1`, memberID)
}

// SaveCart writes a cart, new or not.
func (b *Book) SaveCart(ctx context.Context, c *domain.Cart) error {
	lines := make([]cartLine, len(c.Lines))
	for i, l := range c.Lines {
		lines[i] = cartLine{l.ID, l.ProductID, l.Quantity, l.Seen}
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("save the cart: %w", err)
	}
	_, err = b.tx.Exec(ctx, `INSERT INTO carts (id, member_id, lines, updated_at) VALUES ($1, nullif($2, ''), $3, $4)
		ON CONFLICT (id) DO UPDATE SET member_id = EXCLUDED.member_id, lines = EXCLUDED.lines, updated_at = EXCLUDED.updated_at`,
		c.ID, c.MemberID, text, c.UpdatedAt)
	if err != nil {
		return fmt.Errorf("save the cart: %w", err)
	}
	return nil
}

// DropCart forgets a cart.
func (b *Book) DropCart(ctx context.Context, id string) error {
	if _, err := b.tx.Exec(ctx, "DELETE FROM carts WHERE id = $1", id); err != nil {
		return fmt.Errorf("drop the cart: %w", err)
	}
	return nil
}

// keptCarts is how long a guest's cart is kept that nobody touches.
const keptCarts = 90 * 24 * time.Hour

// ForgetCarts deletes guests' carts that nobody came back for.
func (s *Shelf) ForgetCarts(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, "DELETE FROM carts WHERE member_id IS NULL AND updated_at < $1", time.Now().Add(-keptCarts)); err != nil {
		return fmt.Errorf("forget carts: %w", err)
	}
	return nil
}

// cart reads one, and what is known of its products now.
func cart(ctx context.Context, q querier, sql string, arg string) (*domain.Cart, error) {
	c := &domain.Cart{}
	var text []byte
	if err := q.QueryRow(ctx, sql, arg).Scan(&c.ID, &c.MemberID, &text, &c.UpdatedAt); err != nil {
		return nil, fmt.Errorf("cart: %w", notFound(err))
	}
	var lines []cartLine
	if err := json.Unmarshal(text, &lines); err != nil {
		return nil, fmt.Errorf("cart: %w", err)
	}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ProductID
	}
	known, err := goods(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		c.Lines = append(c.Lines, &domain.CartLine{ID: l.ID, ProductID: l.ProductID, Quantity: l.Quantity, Seen: l.Seen, Goods: known[l.ProductID]})
	}
	return c, nil
}
