package answer_test

import (
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

func TestExtend(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`{"data":{"a":1}}`, `{"data":{"a":1},"extensions":{"x":1}}`},
		{`{"data":null,"extensions":{"y":{"z":2}}}`, `{"data":null,"extensions":{"y":{"z":2},"x":1}}`},
		{`{"data":null,"extensions":{}}`, `{"data":null,"extensions":{"x":1}}`},
		{`{"data":{"a":1,"extensions":{"y":2}}}`, `{"data":{"a":1,"extensions":{"y":2}},"extensions":{"x":1}}`},
		{`{"data":{"a":{"b":0,"extensions":{"y":"}"}},"c":{}}}`, `{"data":{"a":{"b":0,"extensions":{"y":"}"}},"c":{}},"extensions":{"x":1}}`},
		{`{"data":{"a":",\"extensions\":{"}}`, `{"data":{"a":",\"extensions\":{"},"extensions":{"x":1}}`},
		{`[]`, `[]`},
	} {
		if got := string(answer.Extend([]byte(c.body), []byte(`"x":1`))); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.body, got, c.want)
		}
	}
}
