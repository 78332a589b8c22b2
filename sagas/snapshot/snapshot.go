// Package snapshot is what the owners publish of their things as they stand, for whoever keeps a copy: on a
// compacted topic each, keyed by id, with a version. The higher version wins; a message without a body says
// that the thing is gone. None carries a name of a person, an address or a phone.
package snapshot

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
)

// Product is the document of a product (topic catalogue.products, from product).
type Product struct {
	ID                   string    `json:"id"`
	Version              int64     `json:"version"`
	StoreID              string    `json:"storeId"`
	Kind                 string    `json:"kind"`
	Name                 string    `json:"name"`
	Description          string    `json:"description"`
	Price                int64     `json:"price"`
	Status               string    `json:"status"`
	FlowerIDs            []string  `json:"flowerIds"`
	RepresentativeFlower string    `json:"representativeFlowerId"`
	CategoryID           string    `json:"categoryId,omitempty"`
	TagIDs               []string  `json:"tagIds,omitempty"`
	Cadences             []string  `json:"cadences,omitempty"`
	FulfilmentMethods    []string  `json:"fulfilmentMethods"`
	LikeCount            int       `json:"likeCount"`
	ReviewCount          int       `json:"reviewCount"`
	RatingSum            int       `json:"ratingSum"`
	Sold                 int       `json:"sold"`
	CreatedAt            time.Time `json:"createdAt"`
	UpdatedAt            time.Time `json:"updatedAt"`
}

// Stock is how available a product is (topic catalogue.stock, from product); said when it flips, not at each
// unit sold.
type Stock struct {
	ProductID    string `json:"productId"`
	Version      int64  `json:"version"`
	Availability string `json:"availability"` // IN_STOCK, LOW_STOCK or SOLD_OUT
}

// Offer is what a store offers (topic store.offers, from store).
type Offer struct {
	Version int64            `json:"version"`
	Terms   fulfilment.Terms `json:"terms"`
	// Sellers are the ids of the members who may run the store.
	Sellers []string `json:"sellers"`
	// FullSlots are the ids of slots yet to come that have nothing left.
	FullSlots []string `json:"fullSlots,omitempty"`
}
