package simulated

import (
	"context"
	"maps"
	"slices"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
)

// State is all that the simulated service keeps.
type State struct {
	// Terms are those of the stores, by their id.
	Terms map[string]fulfilment.Terms
	// Booked is how much of each slot is, by its id.
	Booked map[string]int
	// Bookings are those of each order that has any.
	Bookings map[string][]checkout.Booking
	// CalledOff tells of each order that was heard of whether it was called off.
	CalledOff map[string]bool
	// Versions count the changes of what each store offers.
	Versions map[string]int64
}

func (s State) clone() State {
	s.Terms, s.Booked, s.Bookings = maps.Clone(s.Terms), maps.Clone(s.Booked), maps.Clone(s.Bookings)
	s.CalledOff, s.Versions = maps.Clone(s.CalledOff), maps.Clone(s.Versions)
	return s
}

// bookings is what is booked, in one transaction: the state is a copy of its own.
type bookings struct{ *State }

var _ app.Bookings = bookings{}

func (b bookings) Begin(_ context.Context, orderID string) (bool, error) {
	if _, known := b.CalledOff[orderID]; known {
		return false, nil
	}
	b.CalledOff[orderID] = false
	return true, nil
}

func (b bookings) Terms(_ context.Context, storeIDs []string) (map[string]fulfilment.Terms, error) {
	terms := map[string]fulfilment.Terms{}
	for _, id := range storeIDs {
		if t, ok := b.State.Terms[id]; ok {
			terms[id] = t
		}
	}
	return terms, nil
}

func (b bookings) Hold(_ context.Context, slots []fulfilment.Slot) (map[string]int, error) {
	held := map[string]int{}
	for _, s := range slots {
		held[s.ID()] = b.Booked[s.ID()]
	}
	return held, nil
}

func (b bookings) Book(_ context.Context, orderID string, list []checkout.Booking) error {
	b.Bookings[orderID] = slices.Clone(list)
	for _, k := range list {
		b.Booked[k.SlotID]++
	}
	return nil
}

func (b bookings) CallOff(_ context.Context, orderID string) ([]string, error) {
	b.CalledOff[orderID] = true
	var stores []string
	for _, k := range b.Bookings[orderID] {
		b.Booked[k.SlotID]--
		stores = append(stores, k.StoreID)
	}
	delete(b.Bookings, orderID)
	return stores, nil
}

func (b bookings) Offer(_ context.Context, storeIDs []string) error {
	for _, id := range storeIDs {
		b.Versions[id]++
	}
	return nil
}
