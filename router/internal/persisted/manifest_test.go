package persisted

import (
	"strings"
	"testing"
)

func TestManifests(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"Apollo's", `{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"1","name":"A","type":"query","body":"{a}"},{"id":"2","body":"{b}"}]}`, "1={a} 2={b}"},
		{"Relay's", `{"1":"{a}","2":"{b}"}`, "1={a} 2={b}"},
		{"an operation called operations", `{"operations":"{a}"}`, "operations={a}"},
		{"another format", `{"format":"x","version":1,"operations":[]}`, "error: its format is"},
		{"a later version", `{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}`, "error: version 2"},
		{"not JSON", `{`, "error: not a JSON object"},
		{"a list", `[]`, "error: not a JSON object"},
		{"numbers", `{"1":2}`, "error: neither"},
		{"nothing", `{}`, "error: no operations"},
		{"no text", `{"1":" "}`, "error: no text"},
		{"no id", `{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"body":"{a}"}]}`, "error: no id"},
		{"an id twice", `{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"1","body":"{a}"},{"id":"1","body":"{b}"}]}`, "error: two operations"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := Parse([]byte(c.file))
			if want, wrong := strings.CutPrefix(c.want, "error: "); wrong {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for pair := range strings.SplitSeq(c.want, " ") {
				if id, text, _ := strings.Cut(pair, "="); m[id] != text {
					t.Errorf("%s is %q", id, m[id])
				}
			}
		})
	}
}
