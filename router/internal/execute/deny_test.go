package execute

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wundergraph/astjson"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

func TestSpreadOver(t *testing.T) {
	for _, c := range []struct{ data, path, want string }{
		{`{"a":null}`, "a", "[a]"},
		{`{"a":[{"b":null},{"b":1},null,{"b":null}]}`, "a b", "[a 0 b] [a 3 b]"},
		{`{"a":[[{"b":null}],[],[null,{"b":null}]]}`, "a b", "[a 0 0 b] [a 2 1 b]"},
		{`{"a":null}`, "a b", "[a b]"},
		{`{"a":[]}`, "a b", "[a b]"},
		{`null`, "a b", "[a b]"},
		{`{"a":[` + strings.Repeat(`{"b":null},`, maxPlaces) + `{"b":null}]}`, "a b", "[a b]"},
	} {
		data, err := astjson.Parse(c.data)
		if err != nil {
			t.Fatal(err)
		}
		e := answer.New(answer.Unauthorized, "x")
		for step := range strings.FieldsSeq(c.path) {
			e.Path = append(e.Path, step)
		}
		var got []string
		for _, e := range spreadOver(data, []answer.Error{e}) {
			got = append(got, fmt.Sprint(e.Path))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%.40s: %s, want %s", c.data, got, c.want)
		}
	}
}
