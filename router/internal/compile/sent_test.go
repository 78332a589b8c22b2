package compile

import (
	"strconv"
	"strings"
	"testing"
)

// TestSent wants the variables to be read once, however many of them a query asks for, and the first of two of one
// name to count, as everywhere.
func TestSent(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"v0":"first","v0":"second"`)
	for n := range 100 {
		b.WriteString(`,"v` + strconv.Itoa(n+1) + `":` + strconv.Itoa(n))
	}
	s := sent{object: []byte(b.String() + "}")}
	for n := range 100 {
		raw, _, ok := s.get("v" + strconv.Itoa(n+1))
		if !ok || string(raw) != strconv.Itoa(n) {
			t.Errorf("v%d is %q, %v", n+1, raw, ok)
		}
		if raw, _, ok := s.get("v0"); !ok || string(raw) != "first" {
			t.Errorf("v0 is %q, %v", raw, ok)
		}
		if _, _, ok := s.get("nope"); ok {
			t.Error("there is what was not sent")
		}
	}
	if s.all == nil || s.asked > few+1 {
		t.Errorf("the variables were read %d times", s.asked)
	}
	for _, odd := range []string{"", "null", "[]", `"x"`, "{"} {
		s := sent{object: []byte(odd)}
		for range 2 * few {
			if _, _, ok := s.get("v0"); ok {
				t.Errorf("%q has a value", odd)
			}
		}
	}
}
