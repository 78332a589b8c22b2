// Package gql serves a subgraph: what every gqlgen service has in common at its edge.
package gql

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// maxSafe is the largest whole number that every client's JSON can hold exactly.
const maxSafe = 1 << 53

// MarshalInt64 writes a JSON number.
func MarshalInt64(n int64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.FormatInt(n, 10)) })
}

// UnmarshalInt64 reads a JSON number, or a literal, of at most 2^53 in size; a fraction or a string is an error.
func UnmarshalInt64(v any) (int64, error) {
	var n int64
	switch v := v.(type) {
	case int64:
		n = v
	case int:
		n = int64(v)
	case json.Number:
		var err error
		if n, err = v.Int64(); err != nil {
			return 0, fault.BadInput(v.String() + " is not a whole number")
		}
	default:
		return 0, fault.BadInput("what should be a whole number is none")
	}
	if n > maxSafe || n < -maxSafe {
		return 0, fault.BadInput(strconv.FormatInt(n, 10) + " is beyond 2^53")
	}
	return n, nil
}

// MarshalDateTime writes RFC 3339 in UTC, to the millisecond.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(t.UTC().Format("2006-01-02T15:04:05.000Z07:00")))
	})
}

// UnmarshalDateTime reads RFC 3339.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, fault.BadInput("a time is a string (RFC 3339)")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, fault.BadInput(strconv.Quote(s) + " is not a time (RFC 3339)")
	}
	return t.UTC(), nil
}
