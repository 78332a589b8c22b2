package shopper

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Offer is a product that can be picked up, and when.
type Offer struct {
	ProductID, StoreID string
	Price              int64
	Slots              []string
}

// Order is how an order stands.
type Order struct {
	ID, Status string
	Rejection  *struct{ Code string }
	Total      struct{ Amount int64 }
	Payment    struct {
		Status             string
		Captured, Refunded struct{ Amount int64 }
	}
	Timeline []struct{ Step string }
}

// Code is why it was rejected; "" if it was not.
func (o Order) Code() string {
	if o.Rejection == nil {
		return ""
	}
	return o.Rejection.Code
}

const orderFields = `{ id status rejection { code } total { amount } payment { status captured { amount } refunded { amount } } timeline { step } }`

// Pickups finds what a store sells that can be picked up, with the free slots of the days from tomorrow on.
func (c *Client) Pickups(ctx context.Context, slug string, days int) ([]Offer, error) {
	var data struct {
		Store struct {
			ID       string
			Products struct {
				Nodes []struct {
					ID, Kind, Status  string
					Price             struct{ Amount int64 }
					FulfilmentMethods []string
					Availability      string
				}
			}
		}
	}
	if err := c.Query(ctx, `query($slug: String) { store(slug: $slug) { id products(first: 50) { nodes {
		id kind status availability price { amount } fulfilmentMethods } } } }`, map[string]any{"slug": slug}, &data); err != nil {
		return nil, fmt.Errorf("products of %s: %w", slug, err)
	}
	slots, err := c.slots(ctx, data.Store.ID, days)
	if err != nil {
		return nil, err
	}
	var offers []Offer
	for _, p := range data.Store.Products.Nodes {
		for _, method := range p.FulfilmentMethods {
			if method == "PICKUP" && p.Kind == "REGULAR" && p.Status == "ON_SALE" {
				offers = append(offers, Offer{p.ID, data.Store.ID, p.Price.Amount, slots})
			}
		}
	}
	return offers, nil
}

func (c *Client) slots(ctx context.Context, storeID string, days int) ([]string, error) {
	var ids []string
	for day := 1; day <= days; day++ {
		var data struct {
			Store struct {
				Slots []struct {
					ID        string
					Remaining int
				}
			}
		}
		date := time.Now().AddDate(0, 0, day).Format(time.DateOnly)
		if err := c.Query(ctx, `query($id: ID, $date: Date!) { store(id: $id) { slots(method: PICKUP, date: $date) { id remaining } } }`,
			map[string]any{"id": storeID, "date": date}, &data); err != nil {
			return nil, fmt.Errorf("slots of %s: %w", storeID, err)
		}
		for _, s := range data.Store.Slots {
			for range s.Remaining {
				ids = append(ids, s.ID)
			}
		}
	}
	return ids, nil
}

// Place orders one of a product, to be picked up, and gives the order as it was made.
func (c *Client) Place(ctx context.Context, key string, o Offer, slotID, token string, quantity int) (Order, []UserError, error) {
	var data struct {
		PlaceOrder struct {
			Order      Order
			UserErrors []UserError
		}
	}
	err := c.Query(ctx, `mutation($in: PlaceOrderInput!) { placeOrder(input: $in) { order `+orderFields+` userErrors { code message field } } }`,
		map[string]any{"in": map[string]any{
			"idempotencyKey": key,
			"lines":          []any{map[string]any{"productId": o.ProductID, "quantity": quantity}},
			"fulfilments":    []any{map[string]any{"storeId": o.StoreID, "method": "PICKUP", "slotId": slotID}},
			"payment":        map[string]any{"provider": "sandbox", "token": token},
		}}, &data)
	return data.PlaceOrder.Order, data.PlaceOrder.UserErrors, err
}

// Get reads an order.
func (c *Client) Get(ctx context.Context, orderID string) (Order, error) {
	var data struct{ Order Order }
	err := c.Query(ctx, `query($id: ID!) { order(id: $id) `+orderFields+` }`, map[string]any{"id": orderID}, &data)
	return data.Order, err
}

// Watch follows an order until the checkout has ended.
func (c *Client) Watch(ctx context.Context, orderID string) (Order, error) {
	var last Order
	err := c.Subscribe(ctx, `subscription($id: ID!) { orderUpdates(orderId: $id) `+orderFields+` }`, map[string]any{"id": orderID},
		func(data json.RawMessage) bool {
			var event struct{ OrderUpdates Order }
			if json.Unmarshal(data, &event) != nil {
				return false
			}
			last = event.OrderUpdates
			return last.Status == "PENDING"
		})
	return last, err
}

// Stock reads how many are left, as one of the store's sellers.
func (c *Client) Stock(ctx context.Context, productID string) (int, error) {
	var data struct{ Product struct{ Stock *int } }
	err := c.Query(ctx, `query($id: ID!) { product(id: $id) { stock } }`, map[string]any{"id": productID}, &data)
	if err == nil && data.Product.Stock == nil {
		err = fmt.Errorf("the stock of %s is not shown", productID)
	}
	if err != nil {
		return 0, err
	}
	return *data.Product.Stock, nil
}

// AdjustStock adds delta, as one of the store's sellers.
func (c *Client) AdjustStock(ctx context.Context, key, productID string, delta int) error {
	var data struct {
		AdjustStock struct{ UserErrors []UserError }
	}
	err := c.Query(ctx, `mutation($key: String!, $id: ID!, $delta: Int!) { adjustStock(idempotencyKey: $key, productId: $id, delta: $delta) { userErrors { code message } } }`,
		map[string]any{"key": key, "id": productID, "delta": delta}, &data)
	if err == nil && len(data.AdjustStock.UserErrors) > 0 {
		err = fmt.Errorf("adjust the stock of %s: %v", productID, data.AdjustStock.UserErrors)
	}
	return err
}
