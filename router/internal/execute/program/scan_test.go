package program

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"reflect"
	"testing"
)

func newRun(alike bool) *run {
	r := &run{unique: map[uint64]int{}, scanner: scanner{seed: maphash.MakeSeed()}, alike: alike}
	r.scanner.memory, r.scanner.alike = &r.memory, alike
	return r
}

// read scans the text as the run's next answer.
func (r *run) read(in string) value {
	r.docs = append(r.docs, []byte(in))
	return r.scanner.scan([]byte(in), len(r.docs)-1)
}

func (r *run) written(v value) string {
	w := writer{docs: r.docs}
	w.whole(v)
	return string(w.out)
}

// FuzzScan holds the scanner against encoding/json: what it takes is valid, and comes out as it went in.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"a":[{"id":"1"},{"id":"1"},{"id":"2"}],"b":null,"c":[[],{}]}}`, `[1,-2.5e+10,0.1,true,false,null]`,
		`"\u00e9\\\"\n"`, "\"a\x01b\"", `"\x"`, `01`, `1.`, `-`, `{"a":1,}`, `[1 2]`, `{"a"}`, ` {"a" : [ 1 , 2 ] } `, `{"\u0061":1}`, `nul`, `{"a":{"b":"c"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, alike := range []bool{false, true} {
			r := newRun(alike)
			v := r.read(string(in))
			if v.kind() == nothing {
				continue // the engine may think about it
			}
			if !json.Valid(in) {
				t.Fatalf("took %q", in)
			}
			want, got := numbers(t, in), numbers(t, []byte(r.written(v)))
			if !reflect.DeepEqual(want, got) {
				t.Fatalf("%q came out as %q", in, r.written(v))
			}
		}
	})
}

func numbers(t *testing.T, in []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(in))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", in, err)
	}
	return v
}

func TestScanTakesWhatIsUsual(t *testing.T) {
	for _, in := range []string{
		`{"data":{"_entities":[{"__typename":"A","name":"꽃 \"장미\" \u00e9"},null]}}`, `{"errors":[],"data":{}}`, `[0,-1,1.5,2E-3]`,
	} {
		if newRun(true).read(in).kind() == nothing {
			t.Errorf("refused %s", in)
		}
	}
}

// TestAlike wants equal objects at one path to be one node, and at two paths to be two.
func TestAlike(t *testing.T) {
	r := newRun(true)
	v := r.read(`{"a":[{"id":"1"},{"id":"1"},{"id":"2"}],"b":[{"id":"1"}]}`)
	a := r.docs.follow(v, []string{"a"}).node
	b := r.docs.follow(v, []string{"b"}).node
	if a.members[0].node != a.members[1].node || a.members[0].node == a.members[2].node {
		t.Error("equal objects of a list should be one node, and others not")
	}
	if a.members[0].node == b.members[0].node {
		t.Error("the same object at another path may be looked up differently")
	}
}

// TestMergeIntoAlike merges what differs into objects that were equal.
func TestMergeIntoAlike(t *testing.T) {
	for name, c := range map[string]struct{ first, second, want string }{
		"items of a list":  {`{"s":[{"w":1},{"w":1}]}`, `{"s":[{"u":"a"},{"u":"b"}]}`, `{"s":[{"w":1,"u":"a"},{"w":1,"u":"b"}]}`},
		"a part of each":   {`{"s":[{"d":{"w":1}},{"d":{"w":1}}]}`, `{"s":[{"d":{"u":"a"}},{"d":{"u":"b"}}]}`, `{"s":[{"d":{"w":1,"u":"a"}},{"d":{"w":1,"u":"b"}}]}`},
		"a list in each":   {`{"s":[{"l":[1]},{"l":[1]}]}`, `{"s":[{"l":[2]},{"l":[3]}]}`, `{"s":[{"l":[2]},{"l":[3]}]}`},
		"null is no news":  {`{"s":{"w":1}}`, `{"s":null}`, `{"s":{"w":1}}`},
		"an empty list":    {`{"s":[]}`, `{"s":[{"w":1}]}`, `{"s":[{"w":1}]}`},
		"of another kind":  {`{"s":1}`, `{"s":"1"}`, ""},
		"of other lengths": {`{"s":[{"w":1}]}`, `{"s":[{"w":1},{"w":2}]}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(true)
			a := r.read(c.first)
			b := r.read(c.second)
			merged, ok := r.merge(a, b, 0)
			switch {
			case ok != (c.want != ""):
				t.Errorf("merged: %t", ok)
			case ok && r.written(merged) != c.want:
				t.Errorf("got %s, want %s", r.written(merged), c.want)
			}
		})
	}
}
