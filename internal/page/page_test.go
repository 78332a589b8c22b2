package page

import (
	"slices"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
)

func ptr[T any](v T) *T { return &v }

func TestWindow(t *testing.T) {
	w, err := Both(nil, nil, nil, nil)
	if err != nil || w.Size != Default || w.Backward || w.Keys != nil {
		t.Errorf("%+v %v", w, err)
	}
	w, err = Both(nil, nil, ptr(3), ptr(Cursor("a", "b")))
	if err != nil || w.Size != 3 || !w.Backward || !slices.Equal(w.Keys, []string{"a", "b"}) {
		t.Errorf("%+v %v", w, err)
	}
	for name, err := range map[string]error{
		"negative":    second(Forward(ptr(-1), nil)),
		"too many":    second(Forward(ptr(Max+1), nil)),
		"no cursor":   second(Forward(nil, ptr("!"))),
		"NUL":         second(Forward(nil, ptr("AAAA"))),
		"not UTF-8":   second(Forward(nil, ptr("_____w"))),
		"both ends":   second(Both(ptr(1), nil, ptr(1), nil)),
		"mixed":       second(Both(nil, ptr(Cursor("a")), nil, ptr(Cursor("a")))),
		"last, -1":    second(Both(nil, nil, ptr(-1), nil)),
		"last, 1,000": second(Both(nil, nil, ptr(1000), nil)),
	} {
		if !fault.Has(err, "BAD_USER_INPUT") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second(_ Window, err error) error { return err }

func TestCut(t *testing.T) {
	self := func(s string) string { return s }
	items, info := Cut(Window{Size: 2}, []string{"a", "b", "c"}, self)
	if !slices.Equal(items, []string{"a", "b"}) || !info.HasNextPage || info.HasPreviousPage || *info.StartCursor != "a" || *info.EndCursor != "b" {
		t.Errorf("%v %+v", items, info)
	}
	items, info = Cut(Window{Size: 2, Backward: true, Keys: []string{"x"}}, []string{"c", "b", "a"}, self)
	if !slices.Equal(items, []string{"b", "c"}) || !info.HasNextPage || !info.HasPreviousPage {
		t.Errorf("%v %+v", items, info)
	}
	if items, info = Cut(Window{Size: 2}, nil, self); len(items) != 0 || info.StartCursor != nil || info.HasNextPage {
		t.Errorf("%v %+v", items, info)
	}
	if items, info = Cut(Window{Size: 0}, []string{"a"}, self); len(items) != 0 || !info.HasNextPage {
		t.Errorf("%v %+v", items, info)
	}
}
