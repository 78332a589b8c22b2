package fulfilment

import (
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/schema/calendar"
)

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// monday at nine in the morning, in Seoul.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, calendar.Seoul)

func terms(t *testing.T) Terms {
	free := int64(50000)
	return Terms{
		StoreID: "str_1", Open: true,
		Hours: []Hours{{Weekday: 1, Opens: 10 * 60, Closes: 13*60 + 30}, {Weekday: 2, Opens: 10 * 60, Closes: 12 * 60}},
		Special: []Special{{Date: date(t, "2026-03-03"), Closed: true}, {Date: date(t, "2026-03-08"), Opens: 8 * 60, Closes: 10 * 60},
			{Date: date(t, "2026-03-09"), Capacity: 9}},
		Rule:  SlotRule{SlotMinutes: 60, Capacity: 3, CutOffMinutes: 90},
		Areas: []Area{{Prefix: "04", Fee: 4000, FreeAbove: &free}, {Prefix: "0412", Fee: 2000}},
	}
}

func TestSlots(t *testing.T) {
	for _, test := range []struct {
		name, date string
		first      string
		slots      int
		capacity   int
	}{
		{"today, those past the cut-off left out", "2026-03-02", "11:00", 2, 3},
		{"closed for the day", "2026-03-03", "", 0, 0},
		{"closed on that weekday", "2026-03-04", "", 0, 0},
		{"open on a day that is usually closed", "2026-03-08", "08:00", 2, 3},
		{"a peak day", "2026-03-09", "10:00", 3, 9},
		{"yesterday", "2026-03-01", "", 0, 0},
		{"beyond the horizon", "2026-06-01", "", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			slots := terms(t).Slots(Pickup, date(t, test.date), monday)
			if len(slots) != test.slots {
				t.Fatalf("%d slots, want %d", len(slots), test.slots)
			}
			if len(slots) > 0 {
				if got := slots[0].Start.In(calendar.Seoul).Format("15:04"); got != test.first || slots[0].Capacity != test.capacity {
					t.Errorf("first at %s for %d", got, slots[0].Capacity)
				}
			}
		})
	}
	closed := terms(t)
	closed.Open = false
	if slots := closed.Slots(Pickup, date(t, "2026-03-02"), monday); len(slots) != 0 {
		t.Errorf("a store that takes no orders offers %d slots", len(slots))
	}
}

func TestASlotIsKnownByItsID(t *testing.T) {
	for _, s := range terms(t).Slots(Delivery, date(t, "2026-03-02"), monday) {
		if got, ok := terms(t).Find(s.ID(), monday); !ok || got != s {
			t.Errorf("%s: %+v", s.ID(), got)
		}
		if _, ok := terms(t).Find(s.ID(), s.Start); ok {
			t.Errorf("%s can be booked when it begins", s.ID())
		}
	}
	for _, id := range []string{"", "slt_", "slt_1_d", "slt_1_x_1", "slt__d_1", "slt_1_d_-1", "slt_1_d_zzzzzzzzzzzzzz", "prd_1_d_1", "slt_2_d_" + "e6wo"} {
		if s, ok := terms(t).Find(id, monday); ok {
			t.Errorf("%q is %+v", id, s)
		}
	}
}

func TestAreas(t *testing.T) {
	for _, test := range []struct {
		postcode string
		subtotal int64
		fee      int64
		served   bool
	}{
		{"04001", 10000, 4000, true}, {"04001", 50000, 0, true}, {"04123", 90000, 2000, true}, {"63000", 90000, 0, false}, {"", 1, 0, false},
	} {
		area, ok := terms(t).Area(test.postcode)
		if ok != test.served || ok && area.FeeFor(test.subtotal) != test.fee {
			t.Errorf("%s: %+v %v", test.postcode, area, ok)
		}
	}
}

func TestTimes(t *testing.T) {
	for s, want := range map[string]int{"00:00": 0, "09:30": 570, "24:00": 1440} {
		if got, ok := ParseTime(s); !ok || got != want || FormatTime(want) != s {
			t.Errorf("%s is %d", s, got)
		}
	}
	for _, s := range []string{"", "9:30", "24:01", "12:60", "-1:00", "1200", "aa:bb"} {
		if got, ok := ParseTime(s); ok {
			t.Errorf("%q is %d", s, got)
		}
	}
}
