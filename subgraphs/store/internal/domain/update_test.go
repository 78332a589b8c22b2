package domain

import (
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/calendar"
)

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ptr[T any](v T) *T { return &v }

func shop() *Store {
	return Restore(State{
		ID: "str_1", Name: "달빛꽃집", Status: Open,
		Hours: []fulfilment.Hours{{Weekday: 1, Opens: 9 * 60, Closes: 18 * 60}},
		Rule:  fulfilment.SlotRule{SlotMinutes: 60, Capacity: 6, CutOffMinutes: 120},
		Areas: []fulfilment.Area{{Prefix: "04", Fee: 4000}},
	})
}

func TestUpdateRefuses(t *testing.T) {
	today := day(t, "2026-03-02")
	hours := func(rows ...OpeningHoursInput) UpdateStoreInput { return UpdateStoreInput{Hours: rows} }
	special := func(days ...SpecialDayInput) UpdateStoreInput { return UpdateStoreInput{SpecialDays: days} }
	areas := func(a ...DeliveryAreaInput) UpdateStoreInput { return UpdateStoreInput{DeliveryAreas: a} }
	rule := func(minutes, capacity, cutOff int) UpdateStoreInput {
		return UpdateStoreInput{SlotRule: &fulfilment.SlotRule{SlotMinutes: minutes, Capacity: capacity, CutOffMinutes: cutOff}}
	}
	for _, test := range []struct {
		name, code, field string
		in                UpdateStoreInput
	}{
		{"a name of nothing", "INVALID", "name", UpdateStoreInput{Name: ptr("  ")}},
		{"a name of two lines", "INVALID", "name", UpdateStoreInput{Name: ptr("달빛\n꽃집")}},
		{"a name too long", "INVALID", "name", UpdateStoreInput{Name: ptr(strings.Repeat("꽃", 61))}},
		{"a description too long", "INVALID", "description", UpdateStoreInput{Description: ptr(strings.Repeat("꽃", 2001))}},
		{"a phone with letters", "INVALID", "phone", UpdateStoreInput{Phone: ptr("02-CALL-ME")}},
		{"hours that overlap", "OVERLAPPING_HOURS", "hours", hours(OpeningHoursInput{1, "12:00", "18:00"}, OpeningHoursInput{1, "09:00", "12:30"})},
		{"hours backwards", "INVALID", "hours.0", hours(OpeningHoursInput{1, "18:00", "09:00"})},
		{"hours of nothing", "INVALID", "hours.1", hours(OpeningHoursInput{1, "09:00", "18:00"}, OpeningHoursInput{2, "09:00", "09:00"})},
		{"hours that are no time", "INVALID", "hours.0", hours(OpeningHoursInput{1, "9:00", "18:00"})},
		{"an eighth day", "INVALID", "hours.0.weekday", hours(OpeningHoursInput{8, "09:00", "18:00"})},
		{"a special day that is over", "INVALID", "specialDays.0.date", special(SpecialDayInput{Date: day(t, "2026-03-01"), Closed: true})},
		{"a special day too far off", "INVALID", "specialDays.0.date", special(SpecialDayInput{Date: day(t, "2028-03-01"), Closed: true})},
		{"a special day twice", "INVALID", "specialDays.1.date", special(SpecialDayInput{Date: today, Closed: true}, SpecialDayInput{Date: today})},
		{"closed, with hours", "INVALID", "specialDays.0", special(SpecialDayInput{Date: today, Closed: true, Opens: ptr("09:00"), Closes: ptr("10:00")})},
		{"only half of the hours", "INVALID", "specialDays.0", special(SpecialDayInput{Date: today, Opens: ptr("09:00")})},
		{"room for nothing", "INVALID", "specialDays.0.capacity", special(SpecialDayInput{Date: today, Capacity: ptr(0)})},
		{"an area of letters", "INVALID", "deliveryAreas.0.postcodePrefix", areas(DeliveryAreaInput{PostcodePrefix: "0a"})},
		{"an area everywhere", "INVALID", "deliveryAreas.0.postcodePrefix", areas(DeliveryAreaInput{PostcodePrefix: ""})},
		{"an area twice", "INVALID", "deliveryAreas.1.postcodePrefix", areas(DeliveryAreaInput{PostcodePrefix: "04"}, DeliveryAreaInput{PostcodePrefix: "04"})},
		{"a fee below nothing", "INVALID", "deliveryAreas.0.fee", areas(DeliveryAreaInput{PostcodePrefix: "04", Fee: -1})},
		{"free below nothing", "INVALID", "deliveryAreas.0.freeAbove", areas(DeliveryAreaInput{PostcodePrefix: "04", FreeAbove: ptr(int64(-1))})},
		{"slots of no length", "INVALID", "slotRule.slotMinutes", rule(0, 6, 0)},
		{"slots without room", "INVALID", "slotRule.capacity", rule(60, 0, 0)},
		{"a cut-off after the start", "INVALID", "slotRule.cutOffMinutes", rule(60, 6, -1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := shop()
			test.in.Paused = ptr(true) // right in itself: nothing of it may be kept
			refused, rest := fault.UserErrors(s.Update(test.in, today))
			if rest != nil || len(refused) != 1 || refused[0].Code() != test.code || strings.Join(refused[0].Field(), ".") != test.field {
				t.Errorf("refused with %v, %v; want %s of %s", refused, rest, test.code, test.field)
			}
			if s.Status() != Open {
				t.Error("a part of what was refused was kept")
			}
		})
	}
}

func TestUpdateSaysAllThatIsWrong(t *testing.T) {
	in := UpdateStoreInput{Name: ptr(""), Phone: ptr("1"), Hours: []OpeningHoursInput{{1, "x", "y"}}}
	refused, _ := fault.UserErrors(shop().Update(in, day(t, "2026-03-02")))
	if len(refused) != 3 {
		t.Errorf("refused with %v; want three", refused)
	}
}

func TestUpdateReplacesOnlyTheSpecialDaysThatItNames(t *testing.T) {
	s, today := shop(), day(t, "2026-03-02")
	update := func(days ...SpecialDayInput) {
		t.Helper()
		if err := s.Update(UpdateStoreInput{SpecialDays: days}, today); err != nil {
			t.Fatal(err)
		}
	}
	update(SpecialDayInput{Date: day(t, "2026-05-08"), Capacity: ptr(20)}, SpecialDayInput{Date: day(t, "2026-03-03"), Closed: true})
	update(SpecialDayInput{Date: day(t, "2026-05-08"), Opens: ptr("07:00"), Closes: ptr("22:00"), Capacity: ptr(40)})
	days := s.SpecialDays(nil, nil)
	if len(days) != 2 || !days[0].Closed || *days[1].Opens != "07:00" || *days[1].Capacity != 40 {
		t.Fatalf("special days are %+v", days)
	}
	if got := s.SpecialDays(ptr(day(t, "2026-04-01")), ptr(day(t, "2026-05-08"))); len(got) != 1 {
		t.Errorf("%d special days within the bounds; want 1", len(got))
	}
	// One that says nothing makes the day like any other; one that is over is forgotten.
	update(SpecialDayInput{Date: day(t, "2026-05-08")})
	today = day(t, "2026-03-04")
	update()
	if days := s.SpecialDays(nil, nil); len(days) != 0 {
		t.Errorf("special days are %+v; want none", days)
	}
}

func TestOnlyAnOpenStorePauses(t *testing.T) {
	for _, test := range []struct {
		from   StoreStatus
		paused bool
		to     StoreStatus
		code   string
	}{
		{Open, true, Paused, ""},
		{Paused, false, Open, ""},
		{Paused, true, Paused, ""},
		{Suspended, false, Suspended, "BAD_TRANSITION"},
		{PendingApproval, false, PendingApproval, "BAD_TRANSITION"},
		{Rejected, true, Rejected, "BAD_TRANSITION"},
	} {
		s := Restore(State{Status: test.from})
		err := s.Update(UpdateStoreInput{Paused: &test.paused}, day(t, "2026-03-02"))
		if (err == nil) != (test.code == "") || err != nil && !fault.Has(err, test.code) || s.Status() != test.to {
			t.Errorf("%s, paused %v: %s, %v; want %s, %s", test.from, test.paused, s.Status(), err, test.to, test.code)
		}
		if s.Terms().Open != (test.to == Open) {
			t.Errorf("%s takes orders: %v", test.to, s.Terms().Open)
		}
	}
}

func TestABreakAtNoonLeavesSlotsOnBothSides(t *testing.T) {
	s := shop()
	in := UpdateStoreInput{Hours: []OpeningHoursInput{{1, "13:00", "15:00"}, {1, "09:00", "12:00"}}}
	if err := s.Update(in, day(t, "2026-03-02")); err != nil {
		t.Fatal(err)
	}
	monday := day(t, "2026-03-09")
	slots := s.Terms().Slots(fulfilment.Pickup, monday, monday.AddDays(-1).At(0, calendar.Seoul))
	if len(slots) != 5 || !slots[3].Start.Equal(monday.At(13*60, calendar.Seoul)) {
		t.Errorf("slots are %v", slots)
	}
}
