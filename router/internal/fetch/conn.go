package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// conn is a connection to a subgraph. It has one request at a time.
type conn struct {
	net.Conn
	pool    *Pool
	address string
	in      *bufio.Reader
	out     []byte
	// reused is set where it had a request before, begun once an answer's first byte is there.
	reused, begun bool
	since         time.Time
}

const (
	maxHead    = 64 << 10
	keptBuffer = 64 << 10
)

func newConn(p *Pool, address string, c net.Conn) *conn {
	return &conn{Conn: c, pool: p, address: address, in: bufio.NewReaderSize(c, 4<<10)}
}

var (
	errMalformed = errors.New("the subgraph's answer is not HTTP/1.1")
	errHeader    = errors.New("a header has a line break in it")
)

// ask sends the query in one piece and reads the answer. Without an error the connection goes back to the
// pool, or is closed where the subgraph wants that.
func (c *conn) ask(q *question) (status int, answer *program.Buffer, err error) {
	out := append(c.out[:0], q.head...)
	for name, values := range q.header {
		if name == "Accept" || name == "Content-Type" { // they are in head
			continue
		}
		for _, value := range values {
			if breaks(value) || breaks(name) || strings.IndexByte(name, ':') >= 0 {
				return 0, nil, fmt.Errorf("%q: %w", name, errHeader)
			}
			out = append(append(append(append(out, "\r\n"...), name...), ": "...), value...)
		}
	}
	out = append(out, "\r\nContent-Length: "...)
	out = strconv.AppendInt(out, int64(len(q.body)), 10)
	out = append(append(out, "\r\n\r\n"...), q.body...)
	_, err = c.Write(out)
	if c.out = nil; cap(out) <= keptBuffer {
		c.out = out[:0]
	}
	if err != nil {
		return 0, nil, err
	}
	if _, err := c.in.Peek(1); err != nil {
		return 0, nil, err
	}
	c.begun = true
	var h head
	for h.status < 200 {
		if h, err = c.head(); err != nil {
			return 0, nil, err
		}
	}
	if answer, err = c.body(q, &h); err != nil {
		return h.status, nil, err
	}
	// What came in excess would be taken for the answer to the next request.
	if h.last || c.in.Buffered() > 0 {
		_ = c.Close()
	} else {
		c.pool.put(c)
	}
	return h.status, answer, nil
}

func breaks(text string) bool {
	return strings.IndexByte(text, '\r') >= 0 || strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, 0) >= 0
}

type head struct {
	status        int
	length        int64 // -1: not said
	chunked, last bool  // last: the connection ends with the answer
}

// head reads the status and those headers that matter here.
func (c *conn) head() (head, error) {
	h := head{length: -1}
	line, err := c.line()
	if err != nil {
		return h, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.")) || line[7] != '0' && line[7] != '1' || line[8] != ' ' || len(line) > 12 && line[12] != ' ' {
		return h, errMalformed
	}
	old := line[7] == '0'
	h.last = old
	if h.status, err = strconv.Atoi(string(line[9:12])); err != nil || h.status < 100 {
		return h, errMalformed
	}
	for size := len(line); ; {
		if line, err = c.line(); err != nil {
			return h, err
		}
		if len(line) == 0 {
			return h, nil
		}
		if size += len(line); size > maxHead {
			return h, errMalformed
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			return h, errMalformed
		}
		value = bytes.TrimSpace(value)
		switch {
		case is(name, "content-length"):
			n, err := strconv.ParseInt(string(value), 10, 64)
			if err != nil || value[0] < '0' || h.length >= 0 && h.length != n {
				return h, errMalformed
			}
			h.length = n
		case is(name, "transfer-encoding"):
			if !is(value, "chunked") || old {
				return h, errMalformed
			}
			h.chunked = true
		case is(name, "connection"):
			h.last = h.last || !is(value, "keep-alive")
		}
	}
}

// is compares without regard to case; name is in small letters.
func is(b []byte, name string) bool {
	return len(b) == len(name) && strings.EqualFold(string(b), name)
}

// line reads a line without its end. It is good until the next one.
func (c *conn) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(long) <= maxHead {
			line, err = c.in.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

// body reads the answer's.
func (c *conn) body(q *question, h *head) (*program.Buffer, error) {
	switch {
	case h.status == http.StatusNoContent || h.status == http.StatusNotModified:
		return q.room.Take(0), nil
	case h.chunked:
		answer, err := fill(q.room, &atMost{httputil.NewChunkedReader(c.in), q.most}, -1)
		if err == nil {
			err = c.trailer()
		}
		return answer, err
	case h.length > q.most:
		return nil, errTooLarge
	case h.length >= 0:
		return fill(q.room, c.in, h.length)
	}
	h.last = true
	return fill(q.room, &atMost{c.in, q.most}, -1)
}

// atMost refuses what is longer.
type atMost struct {
	from io.Reader
	left int64
}

// Read implements io.Reader.
func (a *atMost) Read(p []byte) (int, error) {
	n, err := a.from.Read(p)
	if a.left -= int64(n); a.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// trailer reads what follows the last chunk.
func (c *conn) trailer() error {
	for size := 0; ; {
		line, err := c.line()
		if err != nil || len(line) == 0 {
			return err
		}
		if size += len(line); size > maxHead {
			return errMalformed
		}
	}
}
