// Package calendar is the value type for days: a date in a shop's own calendar, without a time or a zone.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"io"
	"strconv"
	"time"
)

const layout = "2006-01-02"

// Seoul is the calendar of every shop: Korea has one zone and no daylight saving, so a fixed offset is exact
// and needs no zone files on the machine.
var Seoul = time.FixedZone("KST", 9*60*60)

// Date is a day; its zero value is no day.
type Date struct{ day time.Time } // midnight UTC, so that == compares days

// On is the day of t in the zone that t carries.
func On(t time.Time) Date {
	y, m, d := t.Date()
	return Date{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// Parse reads YYYY-MM-DD; a day that is in no calendar, such as 2026-02-30, is an error.
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date (YYYY-MM-DD)", s)
	}
	return Date{t}, nil
}

// String is YYYY-MM-DD.
func (d Date) String() string { return d.day.Format(layout) }

// IsZero tells whether this is no day.
func (d Date) IsZero() bool { return d.day.IsZero() }

// AddDays is the day n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return Date{d.day.AddDate(0, 0, n)} }

// AddMonths is the same day n months later; a day that month does not have becomes its last one.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.day.Year(), d.day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.AddDate(0, 0, min(d.day.Day(), last)-1)}
}

// Before tells whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.day.Before(o.day) }

// Weekday is 1 for Monday to 7 for Sunday, as in ISO 8601.
func (d Date) Weekday() int { return (int(d.day.Weekday())+6)%7 + 1 }

// Month is 1 to 12.
func (d Date) Month() int { return int(d.day.Month()) }

// At is the moment of that time of day, so many minutes after midnight, in the zone.
func (d Date) At(minutes int, zone *time.Location) time.Time {
	y, m, day := d.day.Date()
	return time.Date(y, m, day, 0, minutes, 0, 0, zone)
}

// MarshalGQL writes the date as a string.
func (d Date) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(d.String())) }

// NotADate is what a client wrote where a date should be; it is for the client to read.
type NotADate struct{ message string }

// Error says what a date looks like.
func (e NotADate) Error() string { return e.message }

// UnmarshalGQL reads a string; anything else, or a day that is in no calendar, is NotADate.
func (d *Date) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return NotADate{"a date is a string (YYYY-MM-DD)"}
	}
	parsed, err := Parse(s)
	if err != nil {
		return NotADate{err.Error()}
	}
	*d = parsed
	return nil
}

// MarshalText writes YYYY-MM-DD, also as the key of a JSON object.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = Parse(string(b))
	return err
}

// Value stores the day as a date.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads a date.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case time.Time:
		*d = On(v)
	case string:
		*d, err = Parse(v)
	default:
		err = fmt.Errorf("calendar: %T is not a date", src)
	}
	return err
}
