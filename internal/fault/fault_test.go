package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
)

func TestUserErrors(t *testing.T) {
	boom := errors.New("boom")
	two := errors.Join(fault.NotFound("id"), fault.Invalid("ko", "en", "name"))
	for name, test := range map[string]struct {
		err   error
		codes []string
		rest  error
	}{
		"nothing":               {nil, nil, nil},
		"one":                   {fault.NotFound("id"), []string{"NOT_FOUND"}, nil},
		"one, wrapped":          {fmt.Errorf("update: %w", fault.NotFound("id")), []string{"NOT_FOUND"}, nil},
		"two":                   {two, []string{"NOT_FOUND", "INVALID"}, nil},
		"two, wrapped":          {fmt.Errorf("update: %w", two), []string{"NOT_FOUND", "INVALID"}, nil},
		"not for users":         {boom, nil, boom},
		"one and not for users": {errors.Join(fault.NotFound("id"), boom), nil, boom},
		"of the edge":           {fault.Unauthenticated(), nil, fault.Unauthenticated()},
	} {
		faults, rest := fault.UserErrors(test.err)
		var codes []string
		for _, f := range faults {
			codes = append(codes, f.Code())
		}
		if fmt.Sprint(codes) != fmt.Sprint(test.codes) || fmt.Sprint(rest) != fmt.Sprint(test.rest) {
			t.Errorf("%s: %v and %v; want %v and %v", name, codes, rest, test.codes, test.rest)
		}
	}
}
