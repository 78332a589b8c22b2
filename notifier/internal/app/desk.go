// Package app is what can be done with notifications: members are told, read, and are told live.
package app

import (
	"context"

	"github.com/blooming-blooms/bloom/notifier/internal/domain"
)

// Desk is what a step of a flow may touch in its transaction.
type Desk interface {
	// Sellers are those of each store, by its id; a store that is not known yet is left out. Until the transaction
	// ends nobody else may set the sellers of these stores or wait for them.
	Sellers(ctx context.Context, storeIDs []string) (map[string][]string, error)
	// SetSellers notes who a store's sellers are, unless a later version is known; false where one is.
	SetSellers(ctx context.Context, storeID string, version int64, sellers []string) (bool, error)
	// Wait keeps what the sellers of stores that are not known yet have to be told.
	Wait(ctx context.Context, orders []StoreOrder) error
	// Waiting gives back, and forgets, what waits for a store's sellers.
	Waiting(ctx context.Context, storeID string) ([]StoreOrder, error)
	// Add keeps notifications. One that tells a member of the same kind about the same again is dropped.
	Add(ctx context.Context, told []*domain.Notification) error
}

// StoreOrder is one store's part of an order.
type StoreOrder struct {
	OrderID, StoreID string
	// ProductID is the product that is ordered; empty where there are several.
	ProductID string
	// Items is how many pieces there are to prepare.
	Items int
}
