package app

import (
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// Offer is what is published of a store; booked is how much of its slots yet to come is booked, by id.
func Offer(s *domain.Store, version int64, booked map[string]int, now time.Time) snapshot.Offer {
	terms := s.Terms()
	offer := snapshot.Offer{Version: version, Terms: terms, Sellers: s.SellerIDs()}
	// Full is full even while the store is paused: it will not be said again when it opens.
	terms.Open = true
	for id, n := range booked {
		if slot, ok := stillToCome(terms, id, now); ok && n >= slot.Capacity {
			offer.FullSlots = append(offer.FullSlots, id)
		}
	}
	slices.Sort(offer.FullSlots)
	return offer
}
