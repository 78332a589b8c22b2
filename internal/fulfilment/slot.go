package fulfilment

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/schema/calendar"
)

// Slot is a time at which a store hands flowers over. Its id says which it is, so that everyone who knows
// the store's terms knows the slot without asking.
type Slot struct {
	StoreID string
	Method  Method
	Start   time.Time
	End     time.Time
	// Capacity is how many shipments fit in it.
	Capacity int
}

const slotPrefix = "slt_"

// ID names the slot: opaque to clients.
func (s Slot) ID() string {
	method := "d"
	if s.Method == Pickup {
		method = "p"
	}
	return fmt.Sprintf("%s%s_%s_%s", slotPrefix, strings.TrimPrefix(s.StoreID, "str_"), method, strconv.FormatInt(s.Start.Unix()/60, 36))
}

// ParseSlot reads an id: the slot's store, method and start. false where it is no slot's.
func ParseSlot(id string) (Slot, bool) {
	rest, ok := strings.CutPrefix(id, slotPrefix)
	parts := strings.Split(rest, "_")
	if !ok || len(parts) != 3 || parts[0] == "" {
		return Slot{}, false
	}
	minutes, err := strconv.ParseInt(parts[2], 36, 64)
	if err != nil || minutes < 0 || minutes > 1<<32 {
		return Slot{}, false
	}
	s := Slot{StoreID: "str_" + parts[0], Start: time.Unix(minutes*60, 0).UTC()}
	switch parts[1] {
	case "d":
		s.Method = Delivery
	case "p":
		s.Method = Pickup
	default:
		return Slot{}, false
	}
	return s, true
}

// Slots are those that can still be booked on a date, in order; full ones too, for only the store knows
// which are.
func (t Terms) Slots(method Method, date calendar.Date, now time.Time) []Slot {
	today := Today(now)
	if !t.Open || t.Rule.SlotMinutes <= 0 || date.Before(today) || today.AddDays(Horizon).Before(date) {
		return nil
	}
	open, capacity := t.day(date)
	var slots []Slot
	for _, hours := range open {
		for m := hours.Opens; m+t.Rule.SlotMinutes <= hours.Closes; m += t.Rule.SlotMinutes {
			start := date.At(m, calendar.Seoul).UTC()
			if start.Add(-time.Duration(t.Rule.CutOffMinutes) * time.Minute).After(now) {
				slots = append(slots, Slot{t.StoreID, method, start, start.Add(time.Duration(t.Rule.SlotMinutes) * time.Minute), capacity})
			}
		}
	}
	return slots
}

// Find is the slot with that id, if it is this store's and can still be booked.
func (t Terms) Find(id string, now time.Time) (Slot, bool) {
	named, ok := ParseSlot(id)
	if !ok || named.StoreID != t.StoreID {
		return Slot{}, false
	}
	for _, s := range t.Slots(named.Method, calendar.On(named.Start.In(calendar.Seoul)), now) {
		if s.Start.Equal(named.Start) {
			return s, true
		}
	}
	return Slot{}, false
}

// ParseTime reads a time of day such as "09:30" as minutes after midnight; "24:00" is the end of the day.
func ParseTime(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	hours, err1 := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	if !ok || len(h) != 2 || len(m) != 2 || err1 != nil || err2 != nil || hours < 0 || minutes < 0 || minutes > 59 || hours*60+minutes > 24*60 {
		return 0, false
	}
	return hours*60 + minutes, true
}

// FormatTime writes minutes after midnight as "09:30".
func FormatTime(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
