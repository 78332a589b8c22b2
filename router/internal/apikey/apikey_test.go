package apikey

import (
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	const sum = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
	for _, c := range []struct{ name, file, want string }{
		{"one", `{"keys":[{"name":"a","sha256":"` + sum + `","origins":["https://a.test"],"rate":"5/s"}]}`, ""},
		{"none", `{"keys":[]}`, ""},
		{"not JSON", `{`, "not an object"},
		{"no name", `{"keys":[{"sha256":"` + sum + `"}]}`, "name of its own"},
		{"a name twice", `{"keys":[{"name":"a","sha256":"` + sum + `"},{"name":"a","sha256":"` + sum + `"}]}`, "name of its own"},
		{"a key twice", `{"keys":[{"name":"a","sha256":"` + sum + `"},{"name":"b","sha256":"` + sum + `"}]}`, "two names"},
		{"the key itself", `{"keys":[{"name":"a","sha256":"secret"}]}`, "SHA-256"},
		{"a wrong rate", `{"keys":[{"name":"a","sha256":"` + sum + `","rate":"lots"}]}`, "300/m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New([]byte(c.file))
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			case err != nil && strings.Contains(err.Error(), "secret"):
				t.Errorf("the error repeats the key: %v", err)
			}
		})
	}
}
