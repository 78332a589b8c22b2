package app

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// Slots are those of a store that can still be booked on a date, in order, the full ones among them.
func (a *Shops) Slots(ctx context.Context, s *domain.Store, method fulfilment.Method, date calendar.Date) ([]*domain.Slot, error) {
	offered := s.Terms().Slots(method, date, a.Now())
	taken, err := a.taken(ctx, offered)
	if err != nil {
		return nil, err
	}
	slots := make([]*domain.Slot, len(offered))
	for i, slot := range offered {
		slots[i] = domain.NewSlot(slot, taken[slot.ID()].Booked)
	}
	return slots, nil
}

// SeeSlots are the slots with these ids, in their order; nil for one that there never was. One that can no
// longer be booked has nothing left; those who booked it still see when it is.
func (a *Shops) SeeSlots(ctx context.Context, ids []string) ([]*domain.Slot, error) {
	named := map[string]fulfilment.Slot{}
	var storeIDs, slotIDs []string
	for _, id := range ids {
		if slot, ok := fulfilment.ParseSlot(id); ok && slot.ID() == id {
			named[id] = slot
			storeIDs, slotIDs = append(storeIDs, slot.StoreID), append(slotIDs, id)
		}
	}
	seen := make([]*domain.Slot, len(ids))
	if len(named) == 0 {
		return seen, nil
	}
	stores, err := a.Stores.ByIDs(ctx, storeIDs)
	if err != nil {
		return nil, err
	}
	taken, err := a.Taken(ctx, slotIDs)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		slot, ok := named[id]
		store := stores[slot.StoreID]
		if !ok || store == nil {
			continue
		}
		t, booked := taken[id]
		if open, ok := store.Terms().Find(id, a.Now()); ok {
			seen[i] = domain.NewSlot(open, t.Booked)
		} else if booked {
			seen[i] = domain.PastSlot(id, slot.Method, t.Start, t.End)
		} else if once, ok := hasSlot(store.Terms(), slot); ok {
			seen[i] = domain.PastSlot(id, slot.Method, once.Start, once.End)
		}
	}
	return seen, nil
}

// hasSlot finds a slot in the terms without regard to the time it is now, or to whether the store is open.
func hasSlot(t fulfilment.Terms, slot fulfilment.Slot) (fulfilment.Slot, bool) {
	t.Open = true
	t.Rule.CutOffMinutes = 0
	return t.Find(slot.ID(), slot.Start.Add(-time.Minute))
}

func (a *Shops) taken(ctx context.Context, slots []fulfilment.Slot) (map[string]Taken, error) {
	if len(slots) == 0 {
		return nil, nil
	}
	ids := make([]string, len(slots))
	for i, s := range slots {
		ids[i] = s.ID()
	}
	return a.Taken(ctx, ids)
}
