package fetch

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// scripted is a connection whose other side says the same whatever it hears.
type scripted struct {
	net.Conn
	says   io.Reader
	closed bool
}

func (s *scripted) Read(p []byte) (int, error)  { return s.says.Read(p) }
func (s *scripted) Write(p []byte) (int, error) { return len(p), nil }
func (s *scripted) Close() error                { s.closed = true; return nil }
func (*scripted) SetDeadline(time.Time) error   { return nil }

// FuzzAnswer holds what is read of a subgraph's answer against what net/http reads: it is the same, or an error,
// and a connection is kept only where nothing is left on it.
func FuzzAnswer(f *testing.F) {
	for _, answer := range []string{
		"200 OK|Content-Length: 5|Content-Type: application/json||hello", "200 OK|Transfer-Encoding: chunked||5\r\nhello\r\n0\r\n\r\n",
		"200 OK|Transfer-Encoding: chunked||5;x=y\r\nhello\r\n0\r\nTrailer: a\r\n\r\n", "200 OK||to the end", "204 No Content|Content-Length: 3||abc",
		"103 Early Hints|Link: a||HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "200 OK|Content-Length: 1|Content-Length: 2||ab", "200|Content-Length: +1||a",
		"200 OK|Content-Length: 1|Connection: close||a", "200 OK|Content-Length: 1||abc", "304 Not Modified||", "200 OK|Content-Length: 9223372036854775808||",
		"200 OK|Transfer-Encoding: gzip, chunked||0\r\n\r\n", "200 OK|Transfer-Encoding: chunked|Content-Length: 3||0\r\n\r\n", "200 OK| folded: a||", "200 OK|a||",
		"200 OK|Transfer-Encoding: chunked||fffffffffffffffff\r\n", "200 OK|Content-Length : 1||a", "099 OK||", "200 OK|Content-Length:||a", "200 OK|Connection: keep-alive, close|Content-Length: 1||a",
	} {
		f.Add([]byte("HTTP/1.1 "+strings.ReplaceAll(answer, "|", "\r\n")), uint8(7))
	}
	const most = 1 << 16
	f.Fuzz(func(t *testing.T, said []byte, step uint8) {
		pool := &Pool{idle: map[string][]*conn{}, sweeps: true}
		peer := &scripted{says: &dribble{said, int(step) + 1}}
		c := newConn(pool, "a", peer)
		status, answer, err := c.ask(&question{address: "a", head: []byte("POST / HTTP/1.1"), body: []byte("{}"), room: &program.Room{}, most: most})
		kept := len(pool.idle["a"]) > 0
		if err != nil {
			if answer != nil || kept {
				t.Errorf("%v, and an answer %v, and the connection is kept: %v", err, answer, kept)
			}
			return
		}
		if status < 200 || len(answer.Bytes) > most {
			t.Errorf("status %d with %d bytes", status, len(answer.Bytes))
		}
		if kept == peer.closed {
			t.Errorf("kept %v, closed %v", kept, peer.closed)
		}
		in := bufio.NewReader(bytes.NewReader(said))
		for {
			want, err := http.ReadResponse(in, &http.Request{Method: http.MethodPost})
			if err != nil && strings.Contains(err.Error(), "malformed MIME header") {
				return // in a header that is not read here
			}
			if err != nil {
				t.Fatalf("net/http refuses it: %v\n%q", err, said)
			}
			if want.StatusCode < 200 {
				continue
			}
			body, err := io.ReadAll(want.Body)
			if err != nil && strings.Contains(err.Error(), "malformed MIME header") {
				return // in a header that is not read here
			}
			if err != nil && strings.Contains(err.Error(), "trailer") {
				return // it wants the line ends that nobody here needs
			}
			if err != nil {
				t.Fatalf("net/http refuses its body: %v\n%q", err, said)
			}
			if want.StatusCode != status || !bytes.Equal(body, answer.Bytes) {
				t.Errorf("%q\nis %d %q\nto net/http %d %q", said, status, answer.Bytes, want.StatusCode, body)
			}
			if kept && want.Close {
				t.Errorf("%q is kept", said)
			}
			return
		}
	})
}

// dribble says something in pieces of a size.
type dribble struct {
	left []byte
	size int
}

func (p *dribble) Read(into []byte) (int, error) {
	if len(p.left) == 0 {
		return 0, io.EOF
	}
	n := copy(into, p.left[:min(p.size, len(p.left))])
	p.left = p.left[n:]
	return n, nil
}
