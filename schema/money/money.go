// Package money is the value type for amounts. An amount is a whole number of won: KRW has no smaller unit,
// so nothing is ever rounded but a percentage, and that downwards, once.
package money

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// Currency is the code of a currency after ISO 4217.
type Currency string

// KRW is the only currency of the marketplace.
const KRW Currency = "KRW"

// MarshalGQL writes the currency as an enum value.
func (c Currency) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(c))) }

// UnmarshalGQL reads an enum value; any currency but KRW is an error.
func (c *Currency) UnmarshalGQL(v any) error {
	if s, ok := v.(string); !ok || Currency(s) != KRW {
		return fmt.Errorf("%v is not a currency of this marketplace", v)
	}
	*c = KRW
	return nil
}

// Money is an amount of won; its zero value is nothing.
type Money struct{ won int64 }

// Won makes an amount of won; it may be negative, as a correction is.
func Won(n int64) Money { return Money{n} }

// Amount is the number of won.
func (m Money) Amount() int64 { return m.won }

// Currency is always KRW.
func (m Money) Currency() Currency { return KRW }

// Plus is the sum of both.
func (m Money) Plus(o Money) Money { return Money{m.won + o.won} }

// Minus is what is left after o is taken away; it may be negative.
func (m Money) Minus(o Money) Money { return Money{m.won - o.won} }

// Times is n of the amount.
func (m Money) Times(n int) Money { return Money{m.won * int64(n)} }

// Less tells whether m is less than o.
func (m Money) Less(o Money) bool { return m.won < o.won }

// IsZero tells whether there is nothing to pay.
func (m Money) IsZero() bool { return m.won == 0 }

// String is for logs: "39000 KRW".
func (m Money) String() string { return strconv.FormatInt(m.won, 10) + " KRW" }

// MarshalJSON writes the number of won alone.
func (m Money) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, m.won, 10), nil }

// UnmarshalJSON reads a whole number of won.
func (m *Money) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &m.won) }

// Value stores an amount as a bigint.
func (m Money) Value() (driver.Value, error) { return m.won, nil }

// Scan reads an amount from a bigint; NULL is an error, for an amount that is not known is not zero.
func (m *Money) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("money: %T is not a whole number of won", src)
	}
	m.won = n
	return nil
}
