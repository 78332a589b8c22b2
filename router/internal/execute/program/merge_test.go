package program

import "testing"

// TestEqualEntities joins an answer whose entities are equal to two objects, and then one that tells what is in
// them apart.
func TestEqualEntities(t *testing.T) {
	for _, c := range []struct{ equal, apart, one, two string }{
		{`{"c":{"d":{"n":1}}}`, `[{"c":{"id":"a"}},{"c":{"id":"b"}}]`, `{"c":{"d":{"n":1},"id":"a"}}`, `{"c":{"d":{"n":1},"id":"b"}}`},
		{`{"c":{"d":{"n":1}}}`, `[{"c":{"d":{"id":"a"}}},{"c":{"d":{"id":"b"}}}]`, `{"c":{"d":{"n":1,"id":"a"}}}`, `{"c":{"d":{"n":1,"id":"b"}}}`},
		{`{"c":[{"n":1}]}`, `[{"c":[{"id":"a"}]},{"c":[{"id":"b"}]}]`, `{"c":[{"n":1,"id":"a"}]}`, `{"c":[{"n":1,"id":"b"}]}`},
		{`{"c":[[{"n":1}]]}`, `[{"c":[[{"id":"a"}]]},{"c":[[{"id":"b"}]]}]`, `{"c":[[{"n":1,"id":"a"}]]}`, `{"c":[[{"n":1,"id":"b"}]]}`},
	} {
		r := newRun(true)
		targets := r.read(`[{"x":1},{"x":2}]`).node.members
		for _, answer := range []string{`[` + c.equal + `,` + c.equal + `]`, c.apart} {
			found := r.read(answer).node.members
			for i := range targets {
				if merged, ok := r.merge(targets[i].value, found[i].value, 0); !ok || merged != targets[i].value {
					t.Fatalf("%s is not merged", answer)
				}
			}
		}
		if one := r.written(targets[0].value); one != `{"x":1,`+c.one[1:] {
			t.Errorf("the first is %s, want %s", one, c.one)
		}
		if two := r.written(targets[1].value); two != `{"x":2,`+c.two[1:] {
			t.Errorf("the second is %s, want %s", two, c.two)
		}
	}
}
