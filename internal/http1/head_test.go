package http1

import (
	"bufio"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// FuzzHead holds what is read here against what net/http reads: a head is either left to it, or means the same.
func FuzzHead(f *testing.F) {
	for _, lines := range []string{
		"POST /graphql HTTP/1.1|Host: a|Content-Length: 12|Content-Type: application/json|authorization: Bearer x",
		"GET /graphql?query=%7Ba%7D HTTP/1.1|Host: a:80|Accept: */*|Accept: text/html|Connection: keep-alive",
		"POST / HTTP/1.1|Host: a|Connection: Close|X-Empty:|X-Spaces:  a b \t",
		"POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2",
		"POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 3",
		"POST / HTTP/1.1|Host : a", "GET http://a/ HTTP/1.1|Host: b", "GET //a HTTP/1.1|Host: b", "GET / HTTP/1.0|Host: a",
		"GET / HTTP/1.1", "GET / HTTP/1.1|Host: a| folded: b", "GET / HTTP/1.1|Host: a|Content-Length: +1", "OPTIONS * HTTP/1.1|Host: a",
	} {
		f.Add(strings.ReplaceAll(lines, "|", "\r\n") + "\r\n\r\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := headEnd([]byte(text))
		if end < 0 {
			return
		}
		text = text[:end]
		got := parse([]byte(text))
		if got == nil {
			return
		}
		want, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
		if err != nil {
			t.Fatalf("net/http refuses it: %v\n%q", err, text)
		}
		length := max(want.ContentLength, 0)
		if got.method != want.Method || got.target != want.RequestURI || got.host != want.Host || got.close != want.Close ||
			got.length != length || !reflect.DeepEqual(got.url, want.URL) || !reflect.DeepEqual(got.header, want.Header) {
			t.Errorf("%q\nis %+v\nto net/http %+v", text, got, want)
		}
	})
}

func TestHeadLeftAlone(t *testing.T) {
	for _, lines := range []string{
		"POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", "POST / HTTP/1.1|Host: a|Expect: 100-continue",
		"GET / HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: websocket", "HEAD / HTTP/1.1|Host: a", "GET / HTTP/1.1",
		"POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1", "POST / HTTP/1.1|Host: a|Content-Length: 1, 1",
		"POST / HTTP/1.1|Host: a|X: \x00", "POST / HTTP/1.1|Host: a|X : b", "POST / HTTP/1.1|Host: a|\tfolded", "PRI * HTTP/2.0",
	} {
		if h := parse([]byte(strings.ReplaceAll(lines, "|", "\r\n") + "\r\n\r\n")); h != nil {
			t.Errorf("%s: was read as %+v", lines, h)
		}
	}
}
