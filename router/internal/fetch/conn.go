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
	// leave stops watching the request's context.
	leave func() bool
}

const (
	maxHead    = 64 << 10
	keptBuffer = 64 << 10
)

func newConn(p *Pool, address string, c net.Conn) *conn {
	return &conn{Conn: c, pool: p, address: address, in: bufio.NewReaderSize(c, 4<<10)}
}

// interrupt ends whatever the connection waits for.
func (c *conn) interrupt() { _ = c.SetDeadline(time.Unix(1, 0)) }

// drop closes it for good.
func (c *conn) drop() {
	if c.leave != nil {
		c.leave()
	}
	_ = c.Close()
}

var errMalformed = errors.New("the subgraph's answer is not HTTP/1.1")

// ask sends the request in one piece and reads the head of the answer, whose body is read from the
// connection.
func (c *conn) ask(r *http.Request, body []byte) (*http.Response, error) {
	out := append(c.out[:0], "POST "...)
	out = append(out, r.URL.RequestURI()...)
	out = append(out, " HTTP/1.1\r\nHost: "...)
	out = append(out, r.URL.Host...)
	for name, values := range r.Header {
		for _, value := range values {
			if strings.ContainsAny(value, "\r\n\x00") || strings.ContainsAny(name, "\r\n\x00: ") {
				return nil, fmt.Errorf("the header %q has a line break in it", name)
			}
			out = append(append(append(append(out, "\r\n"...), name...), ": "...), value...)
		}
	}
	out = append(out, "\r\nContent-Length: "...)
	out = strconv.AppendInt(out, int64(len(body)), 10)
	out = append(append(out, "\r\n\r\n"...), body...)
	_, err := c.Write(out)
	if c.out = nil; cap(out) <= keptBuffer {
		c.out = out[:0]
	}
	if err != nil {
		return nil, err
	}
	if _, err := c.in.Peek(1); err != nil {
		return nil, err
	}
	c.begun = true
	for {
		h, err := c.head()
		if err != nil {
			return nil, err
		}
		if h.status >= 200 {
			return c.response(r, h), nil
		}
	}
}

type head struct {
	status        int
	length        int64 // -1: not said
	chunked, last bool
	contentType   string
}

// head reads the status and those headers that matter here.
func (c *conn) head() (head, error) {
	h := head{length: -1}
	line, err := c.line()
	if err != nil {
		return h, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.")) {
		return h, errMalformed
	}
	h.last = line[7] == '0'
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
		if !ok {
			return h, errMalformed
		}
		value = bytes.TrimSpace(value)
		switch {
		case is(name, "content-length"):
			n, err := strconv.ParseInt(string(value), 10, 64)
			if err != nil || n < 0 || h.length >= 0 && h.length != n {
				return h, errMalformed
			}
			h.length = n
		case is(name, "transfer-encoding"):
			if !is(value, "chunked") {
				return h, errMalformed
			}
			h.chunked = true
		case is(name, "connection"):
			h.last = h.last || is(value, "close")
		case is(name, "content-type"):
			if h.contentType = "application/json"; string(value) != h.contentType {
				h.contentType = string(value)
			}
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

func (c *conn) response(r *http.Request, h head) *http.Response {
	resp := &http.Response{
		StatusCode: h.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: h.length, Request: r,
	}
	if h.contentType != "" {
		resp.Header["Content-Type"] = []string{h.contentType}
	}
	b := &body{conn: c, last: h.last}
	switch {
	case h.status == http.StatusNoContent || h.status == http.StatusNotModified:
		resp.ContentLength = 0
	case h.chunked:
		resp.ContentLength = -1
		b.chunks = httputil.NewChunkedReader(c.in)
	case h.length >= 0:
		b.left = h.length
	default:
		b.left, b.toEnd, b.last = 1<<62, true, true
	}
	resp.Body = b
	return resp
}

// body is that of an answer. Closed after it was read to its end, it gives the connection back.
type body struct {
	conn   *conn
	left   int64
	chunks io.Reader // nil: left bytes
	toEnd  bool      // it ends with the connection
	ended  bool
	last   bool
	err    error
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	switch {
	case b.conn == nil:
		return 0, http.ErrBodyReadAfterClose
	case b.err != nil:
		return 0, b.err
	}
	if b.chunks != nil {
		n, err := b.chunks.Read(p)
		if err == io.EOF {
			err = b.trailer()
		}
		b.err = err
		return n, b.err
	}
	if b.left == 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.conn.in.Read(p)
	b.left -= int64(n)
	if err == io.EOF && !b.toEnd {
		err = io.ErrUnexpectedEOF
	}
	b.err = err
	return n, b.err
}

// trailer reads what follows the last chunk.
func (b *body) trailer() error {
	for size := 0; ; {
		line, err := b.conn.line()
		if err != nil {
			return err
		}
		if len(line) == 0 {
			b.ended = true
			return io.EOF
		}
		if size += len(line); size > maxHead {
			return errMalformed
		}
	}
}

// Close implements io.Closer.
func (b *body) Close() error {
	c := b.conn
	if c == nil {
		return nil
	}
	b.conn = nil
	whole := b.ended || b.chunks == nil && b.left == 0
	// What came in excess would be taken for the answer to the next request.
	if !whole || b.last || c.in.Buffered() > 0 || !c.leave() {
		c.drop()
		return nil
	}
	c.pool.put(c)
	return nil
}
