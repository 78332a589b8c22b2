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

// TestLateEntities joins entities to what another subgraph told apart after they were asked for, and after they
// were joined.
func TestLateEntities(t *testing.T) {
	const entities = `{"e":[{"name":"n","d":{"k":1}}]}`
	for name, c := range map[string]struct{ before, apart, want string }{
		"that stood for both": {
			`[{"u":{"id":1}},{"u":{"id":1}}]`, `[{"u":{"x":1}},{"u":{"x":2}}]`,
			`[{"u":{"id":1,"x":1,"name":"n","d":{"k":1}}},{"u":{"id":1,"x":2,"name":"n","d":{"k":1}}}]`,
		},
		"below what stood for both": {
			`[{"p":{"u":{"id":1}}},{"p":{"u":{"id":1}}}]`, `[{"p":{"u":{"x":1}}},{"p":{"u":{"x":2}}}]`,
			`[{"p":{"u":{"id":1,"x":1,"name":"n","d":{"k":1}}}},{"p":{"u":{"id":1,"x":2,"name":"n","d":{"k":1}}}}]`,
		},
		"of which one stays": {
			`[{"u":{"id":1}},{"u":{"id":1}}]`, `[{},{"u":{"x":2}}]`,
			`[{"u":{"id":1,"name":"n","d":{"k":1}}},{"u":{"id":1,"x":2,"name":"n","d":{"k":1}}}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(true)
			root := r.read(c.before)
			at := root.node.members[0].node.members[0].value
			if deeper := at.node.members[0].value; deeper.kind() == object {
				at = deeper
			}
			late := asked{n: 1, targets: []target{{at, 0}}, copied: r.copied}
			if _, ok := r.merge(root, r.read(c.apart), 0); !ok {
				t.Fatal("they are not told apart")
			}
			if !r.joinEntry(&fetch{kind: batch}, &entry{data: []string{"e"}}, &late, r.read(entities)) {
				t.Fatal("they are not joined")
			}
			// What was found is not one thing in two places, either.
			if got := r.written(root); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	t.Run("that were two", func(t *testing.T) {
		r := newRun(true)
		root := r.read(`[{"u":{"id":1,"x":1}},{"u":{"id":1,"x":2}}]`)
		var both asked
		for _, m := range root.node.members {
			both.targets = append(both.targets, target{m.node.members[0].value, 0})
		}
		both.n = 1
		if !r.joinEntry(&fetch{kind: batch}, &entry{data: []string{"e"}}, &both, r.read(entities)) {
			t.Fatal("they are not joined")
		}
		if _, ok := r.merge(root, r.read(`[{"u":{"d":{"y":1}}},{"u":{"d":{"y":2}}}]`), 0); !ok {
			t.Fatal("they are not told apart")
		}
		const want = `[{"u":{"id":1,"x":1,"name":"n","d":{"k":1,"y":1}}},{"u":{"id":1,"x":2,"name":"n","d":{"k":1,"y":2}}}]`
		if got := r.written(root); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}
