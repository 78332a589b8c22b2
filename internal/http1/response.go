package http1

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// copied is the size up to which a body is copied behind its head, because one write is cheaper than two.
	copied = 16 << 10
	// pendingSize is how much of a body of unknown length is kept, in the hope that it ends.
	pendingSize = 64 << 10
)

// response is the http.ResponseWriter of one request.
type response struct {
	conn   *conn
	size   int // of the request
	header http.Header
	status int
	close  bool // the connection, after the answer

	headed   bool  // the head was written
	length   int64 // that was declared; -1 where it was not
	written  int64 // of the body, to the connection
	chunked  bool
	pending  []byte // a body of unknown length, as far as it is not written
	failed   error
	hijacked bool
}

// Header implements http.ResponseWriter.
func (w *response) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	if w.status != 0 || w.hijacked || status < 200 { // informational answers are not worth their code
		return
	}
	w.status, w.length = status, -1
	if declared := w.header["Content-Length"]; len(declared) == 1 {
		if n, err := strconv.ParseInt(declared[0], 10, 64); err == nil && n >= 0 {
			w.length = n
		}
	}
	if bodiless(status) {
		w.length = 0
	}
}

// bodiless are answers that end with their head.
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// Write implements http.ResponseWriter.
func (w *response) Write(p []byte) (int, error) {
	if w.hijacked {
		return 0, http.ErrHijacked
	}
	w.WriteHeader(http.StatusOK)
	switch {
	case bodiless(w.status):
		return 0, http.ErrBodyNotAllowed
	case w.failed != nil:
		return 0, w.failed
	case w.length >= 0:
		if w.written+int64(len(p)) > w.length {
			return 0, http.ErrContentLength
		}
		return len(p), w.send(p)
	case !w.chunked && len(w.pending)+len(p) <= pendingSize:
		w.pending = append(w.pending, p...)
		return len(p), nil
	}
	return len(p), w.chunk(p)
}

// FlushError is for http.ResponseController: it sends what was written.
func (w *response) FlushError() error {
	if w.hijacked {
		return http.ErrHijacked
	}
	w.WriteHeader(http.StatusOK)
	switch {
	case w.failed != nil:
		return w.failed
	case w.length >= 0:
		if w.headed {
			return nil
		}
		return w.send(nil)
	}
	return w.chunk(nil)
}

// Flush implements http.Flusher.
func (w *response) Flush() { _ = w.FlushError() }

// chunk sends what is pending, and p, as chunks.
func (w *response) chunk(p []byte) error {
	w.chunked = true
	pending := w.pending
	w.pending = nil
	if len(pending) == 0 && len(p) == 0 {
		if w.headed {
			return nil
		}
		return w.send(nil)
	}
	size := len(pending) + len(p)
	framed := make([]byte, 0, size+24)
	framed = strconv.AppendInt(framed, int64(size), 16)
	framed = append(framed, "\r\n"...)
	framed = append(append(framed, pending...), p...)
	return w.send(append(framed, "\r\n"...))
}

// send writes to the connection, the head before all else.
func (w *response) send(p []byte) error {
	if w.failed != nil {
		return w.failed
	}
	c := w.conn
	before := c.state.Load()
	c.enter(writing)
	var err error
	switch {
	case w.headed:
		_, err = c.tcp.Write(p)
	default:
		w.headed = true
		c.out = w.appendHead(c.out[:0])
		if len(p) <= copied {
			c.out = append(c.out, p...)
			_, err = c.tcp.Write(c.out)
		} else {
			pieces := net.Buffers{c.out, p}
			_, err = pieces.WriteTo(c.tcp)
		}
	}
	w.written += int64(len(p))
	if state(before)%states == managed {
		c.enter(managed)
	} else {
		c.enter(handling)
	}
	w.failed = err
	return err
}

// finish sends what is left once the handler returned. It is false where the connection has to be closed.
func (w *response) finish() bool {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.length < 0 && !w.chunked:
		w.length = int64(len(w.pending))
		_ = w.send(w.pending)
	case w.chunked:
		_ = w.chunk(nil)
		_ = w.send([]byte("0\r\n\r\n"))
	case !w.headed:
		_ = w.send(nil)
	}
	return w.failed == nil && !w.close && (w.chunked || w.written == w.length)
}

// appendHead writes the head of the answer.
func (w *response) appendHead(b []byte) []byte {
	b = append(b, "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(w.status), 10)
	b = append(b, ' ')
	b = append(b, http.StatusText(w.status)...)
	b = append(b, "\r\nDate: "...)
	b = append(b, *w.conn.server.watch.date.Load()...)
	for name, values := range w.header {
		switch name {
		case "Content-Length", "Transfer-Encoding", "Date":
			continue
		case "Connection":
			w.close = w.close || len(values) > 0 && strings.EqualFold(values[0], "close")
			continue
		}
		if !isToken(name) {
			continue
		}
		for _, value := range values {
			b = append(b, "\r\n"...)
			b = append(b, name...)
			b = append(b, ": "...)
			b = appendValue(b, value)
		}
	}
	switch {
	case w.chunked:
		b = append(b, "\r\nTransfer-Encoding: chunked"...)
	case !bodiless(w.status):
		b = append(b, "\r\nContent-Length: "...)
		b = strconv.AppendInt(b, w.length, 10)
	}
	if w.close = w.close || w.conn.server.stopping.Load(); w.close {
		b = append(b, "\r\nConnection: close"...)
	}
	return append(b, "\r\n\r\n"...)
}

// appendValue leaves out whatever could end the header.
func appendValue(b []byte, value string) []byte {
	if isValue(value) {
		return append(b, value...)
	}
	for i := 0; i < len(value); i++ {
		if value[i] < ' ' || value[i] == 0x7f {
			b = append(b, ' ')
		} else {
			b = append(b, value[i])
		}
	}
	return b
}

// Hijack implements http.Hijacker.
func (w *response) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if w.hijacked {
		return nil, nil, http.ErrHijacked
	}
	w.hijacked = true
	c := w.conn
	c.enter(managed)
	// Small buffers: whoever takes a connection over for long has reasons of its own for what it keeps.
	early := c.in[w.size:]
	reader := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(early)), c.tcp), max(16, len(early)))
	_, _ = reader.Peek(len(early))
	return c.tcp, bufio.NewReadWriter(reader, bufio.NewWriterSize(c.tcp, 16)), nil
}

// SetReadDeadline does nothing, because the request has been read.
func (w *response) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline is for http.ResponseController. Whoever sets one looks after the time from then on.
func (w *response) SetWriteDeadline(t time.Time) error {
	w.conn.enter(managed)
	return w.conn.tcp.SetWriteDeadline(t)
}
