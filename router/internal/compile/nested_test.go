package compile

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestManyNested wants an end to how many variables stand in literals, and their marks to be JSON beside what was there.
func TestManyNested(t *testing.T) {
	c := compiler(t, Limits{})
	query := func(n int) string {
		var declared, used strings.Builder
		for i := range n {
			fmt.Fprintf(&declared, "$v%d: Colour! ", i)
			fmt.Fprintf(&used, "$v%d ", i)
		}
		return "query($yes: Boolean!, " + declared.String() + ") { of(colours: [" + used.String() + "]) { id @skip(if: $yes) } }"
	}
	for _, n := range []int{0, 1, 2, maxNested, maxNested + 1} {
		doc, refusal := c.document(query(n))
		if refusal != nil {
			t.Fatal(refusal)
		}
		doc.Input.Variables = []byte(`{"yes":true}`)
		found, err := markNested(doc)
		if n > maxNested {
			if !errors.Is(err, errTooManyNested) {
				t.Errorf("%d variables in a literal: %v", n, err)
			}
			continue
		}
		if err != nil || len(found) != n {
			t.Errorf("%d variables in a literal: %d, %v", n, len(found), err)
		}
		values := sent{object: doc.Input.Variables}
		if raw, _, ok := values.get("yes"); !ok || string(raw) != "true" {
			t.Errorf("the switch is %s", raw)
		}
		for i := range n {
			name := fmt.Sprintf("v%d", i)
			if raw, _, ok := values.get(name); !ok || string(raw) != markOf(name) {
				t.Errorf("%s is %q", name, raw)
			}
		}
	}
}
