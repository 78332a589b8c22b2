package domain

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/calendar"
)

const (
	maxHours = 28
	maxAreas = 300
	// maxSpecial is how many special days are kept: more than a year of them.
	maxSpecial  = 400
	maxDaysOff  = 366
	maxCapacity = 1000
	maxFee      = 1_000_000
	maxFree     = 100_000_000
)

// UpdateStoreInput says what a seller wants changed; nil stays as it is. An empty list of hours or areas is
// one: the store is then never open, or delivers nowhere.
type UpdateStoreInput struct {
	ID            string
	Name          *string
	Description   *string
	Phone         *string
	Hours         []OpeningHoursInput
	SpecialDays   []SpecialDayInput
	DeliveryAreas []DeliveryAreaInput
	SlotRule      *fulfilment.SlotRule
	Paused        *bool
}

// OpeningHoursInput is when the store is open on a weekday; several rows of one weekday leave a break.
type OpeningHoursInput struct {
	Weekday       int
	Opens, Closes string
}

// SpecialDayInput is a day that differs. One that says nothing else (not closed, no hours, no capacity) makes
// the day like any other again.
type SpecialDayInput struct {
	Date          calendar.Date
	Closed        bool
	Opens, Closes *string
	Capacity      *int
}

// DeliveryAreaInput is where the store delivers to; amounts in won.
type DeliveryAreaInput struct {
	PostcodePrefix string
	Fee            int64
	FreeAbove      *int64
}

// Update changes what the input names, or nothing and says everything that is wrong with it. today is the
// date at the store.
func (s *Store) Update(in UpdateStoreInput, today calendar.Date) error {
	next := s.state
	problems := []error{
		line(&next.Name, in.Name, 60, "name"),
		text(&next.Description, in.Description, 2000, "description"),
		phone(&next.Phone, in.Phone, "phone"),
	}
	if in.Hours != nil {
		hours, err := weekly(in.Hours)
		next.Hours, problems = hours, append(problems, err)
	}
	special, err := special(s.state.Special, in.SpecialDays, today)
	next.Special, problems = special, append(problems, err)
	if in.DeliveryAreas != nil {
		areas, err := areas(in.DeliveryAreas)
		next.Areas, problems = areas, append(problems, err)
	}
	if in.SlotRule != nil {
		next.Rule, problems = *in.SlotRule, append(problems, rule(*in.SlotRule))
	}
	if in.Paused != nil {
		status, err := paused(s.state.Status, *in.Paused)
		next.Status, problems = status, append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	s.state = next
	return nil
}

// paused is a store's status once its seller says so. What an admin closed, a seller can't open.
func paused(status StoreStatus, yes bool) (StoreStatus, error) {
	switch {
	case status != Open && status != Paused:
		return status, fault.New("BAD_TRANSITION", "paused")
	case yes:
		return Paused, nil
	}
	return Open, nil
}

func weekly(in []OpeningHoursInput) ([]fulfilment.Hours, error) {
	if len(in) > maxHours {
		return nil, tooMany(maxHours, "hours")
	}
	rows := make([]fulfilment.Hours, len(in))
	for i, h := range in {
		opens, closes, err := times(h.Opens, h.Closes, "hours", strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		if h.Weekday < 1 || h.Weekday > 7 {
			return nil, fault.Invalid("요일은 1(월요일)부터 7(일요일)까지예요.", "A weekday is 1 (Monday) to 7 (Sunday).", "hours", strconv.Itoa(i), "weekday")
		}
		rows[i] = fulfilment.Hours{Weekday: h.Weekday, Opens: opens, Closes: closes}
	}
	slices.SortFunc(rows, func(a, b fulfilment.Hours) int {
		if a.Weekday != b.Weekday {
			return a.Weekday - b.Weekday
		}
		return a.Opens - b.Opens
	})
	for i := 1; i < len(rows); i++ {
		if rows[i].Weekday == rows[i-1].Weekday && rows[i].Opens < rows[i-1].Closes {
			return nil, fault.New("OVERLAPPING_HOURS", "hours")
		}
	}
	return rows, nil
}

// special is the days kept so far with those of the input in their place, without those that are over.
func special(kept []fulfilment.Special, in []SpecialDayInput, today calendar.Date) ([]fulfilment.Special, error) {
	if len(in) > maxDaysOff {
		return nil, tooMany(maxDaysOff, "specialDays")
	}
	days := slices.Clone(kept)
	named := map[calendar.Date]bool{}
	for i, d := range in {
		at := []string{"specialDays", strconv.Itoa(i)}
		day, err := specialDay(d, today, at)
		if err != nil {
			return nil, err
		}
		if named[d.Date] {
			return nil, fault.Invalid("같은 날짜가 두 번 있어요.", "This date is there twice.", append(at, "date")...)
		}
		named[d.Date] = true
		days = slices.DeleteFunc(days, func(k fulfilment.Special) bool { return k.Date == d.Date })
		if day != (fulfilment.Special{Date: d.Date}) {
			days = append(days, day)
		}
	}
	days = slices.DeleteFunc(days, func(k fulfilment.Special) bool { return k.Date.Before(today) })
	if len(days) > maxSpecial {
		return nil, tooMany(maxSpecial, "specialDays")
	}
	slices.SortFunc(days, func(a, b fulfilment.Special) int { return strings.Compare(a.Date.String(), b.Date.String()) })
	return days, nil
}

func specialDay(d SpecialDayInput, today calendar.Date, at []string) (fulfilment.Special, error) {
	day := fulfilment.Special{Date: d.Date, Closed: d.Closed}
	if d.Date.Before(today) || today.AddDays(maxDaysOff).Before(d.Date) {
		return day, fault.Invalid("오늘부터 1년 안의 날짜를 골라 주세요.", "Please choose a date within a year from today.", append(at, "date")...)
	}
	if (d.Opens == nil) != (d.Closes == nil) || d.Closed && (d.Opens != nil || d.Capacity != nil) {
		return day, fault.Invalid("쉬는 날이거나, 여는 시간과 닫는 시간이 함께 있어야 해요.", "A day is closed, or it has both opens and closes, or neither.", at...)
	}
	if d.Opens != nil {
		var err error
		if day.Opens, day.Closes, err = times(*d.Opens, *d.Closes, at...); err != nil {
			return day, err
		}
	}
	if d.Capacity != nil {
		if *d.Capacity < 1 || *d.Capacity > maxCapacity {
			return day, between(1, maxCapacity, append(at, "capacity")...)
		}
		day.Capacity = *d.Capacity
	}
	return day, nil
}

func areas(in []DeliveryAreaInput) ([]fulfilment.Area, error) {
	if len(in) > maxAreas {
		return nil, tooMany(maxAreas, "deliveryAreas")
	}
	list := make([]fulfilment.Area, len(in))
	named := map[string]bool{}
	for i, a := range in {
		at := []string{"deliveryAreas", strconv.Itoa(i)}
		digits := !strings.ContainsFunc(a.PostcodePrefix, func(r rune) bool { return r < '0' || r > '9' })
		if a.PostcodePrefix == "" || len(a.PostcodePrefix) > 5 || !digits || named[a.PostcodePrefix] {
			return nil, fault.Invalid("우편번호의 앞 한 자리에서 다섯 자리까지, 서로 다르게 적어 주세요.", "The first one to five digits of a postcode, each only once.", append(at, "postcodePrefix")...)
		}
		named[a.PostcodePrefix] = true
		if a.Fee < 0 || a.Fee > maxFee {
			return nil, between(0, maxFee, append(at, "fee")...)
		}
		if a.FreeAbove != nil && (*a.FreeAbove < 0 || *a.FreeAbove > maxFree) {
			return nil, between(0, maxFree, append(at, "freeAbove")...)
		}
		list[i] = fulfilment.Area{Prefix: a.PostcodePrefix, Fee: a.Fee, FreeAbove: a.FreeAbove}
	}
	return list, nil
}

func rule(r fulfilment.SlotRule) error {
	switch {
	case r.SlotMinutes < 10 || r.SlotMinutes > 12*60:
		return between(10, 12*60, "slotRule", "slotMinutes")
	case r.Capacity < 1 || r.Capacity > maxCapacity:
		return between(1, maxCapacity, "slotRule", "capacity")
	case r.CutOffMinutes < 0 || r.CutOffMinutes > 7*24*60:
		return between(0, 7*24*60, "slotRule", "cutOffMinutes")
	}
	return nil
}

func times(opens, closes string, at ...string) (from, to int, err error) {
	from, ok1 := fulfilment.ParseTime(opens)
	to, ok2 := fulfilment.ParseTime(closes)
	if !ok1 || !ok2 || from >= to {
		return 0, 0, fault.Invalid("시간은 09:30처럼 적고, 여는 시간이 닫는 시간보다 일러야 해요.", "Times are written 09:30, and a store opens before it closes.", at...)
	}
	return from, to, nil
}

func tooMany(limit int, field ...string) error {
	return fault.Invalid(fmt.Sprintf("%d개까지 적을 수 있어요.", limit), fmt.Sprintf("There can be %d of them at most.", limit), field...)
}

func between(low, high int, field ...string) error {
	return fault.Invalid(fmt.Sprintf("%d부터 %d까지의 수를 적어 주세요.", low, high), fmt.Sprintf("This is a number from %d to %d.", low, high), field...)
}

// line takes one line over, text several.
func line(to, from *string, limit int, field string) error {
	if from == nil {
		return nil
	}
	s := strings.TrimSpace(*from)
	if s == "" || utf8.RuneCountInString(s) > limit || strings.ContainsFunc(s, unicode.IsControl) {
		return fault.Invalid(fmt.Sprintf("1자에서 %d자까지 한 줄로 적어 주세요.", limit), fmt.Sprintf("This is one line of 1 to %d characters.", limit), field)
	}
	*to = s
	return nil
}

func text(to, from *string, limit int, field string) error {
	if from == nil {
		return nil
	}
	s := strings.TrimSpace(*from)
	if utf8.RuneCountInString(s) > limit || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
		return fault.Invalid(fmt.Sprintf("%d자까지 적을 수 있어요.", limit), fmt.Sprintf("This has %d characters at most.", limit), field)
	}
	*to = s
	return nil
}

func phone(to, from *string, field string) error {
	if from == nil {
		return nil
	}
	s := strings.TrimSpace(*from)
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("-. ()", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(s, "+"))
	if len(digits) < 7 || len(digits) > 15 || len(s) > 30 || strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		return fault.Invalid("전화번호를 확인해 주세요. 예: 02-123-4567", "Please check the phone number, such as 02-123-4567.", field)
	}
	*to = s
	return nil
}
