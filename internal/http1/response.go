package http1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
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
	// piece is how much is written at once: each has its time.
	piece = 512 << 10
)

// errOver is for whoever uses a response after its handler has returned.
var errOver = errors.New("http1: the handler has returned")

// response is the http.ResponseWriter of one request.
type response struct {
	conn   *conn
	size   int // of the request
	header http.Header
	status int
	close  bool // the connection, after the answer

	headed   bool  // the head was sent
	typed    bool  // the handler says what the body is
	length   int64 // that was declared; -1 where it was not
	written  int64 // of the body, to the connection
	overrun  bool  // more was to be
	chunked  bool
	pending  []byte // a body of unknown length, as far as it is not written
	failed   error
	hijacked bool
	limited  bool // by a deadline of the handler's
}

// Header implements http.ResponseWriter.
func (w *response) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	if status < 100 || status > 999 {
		panic(fmt.Sprintf("invalid WriteHeader code %v", status)) // as net/http does
	}
	if w.status != 0 || w.hijacked || w.failed != nil || status < 200 { // informational answers are not worth their code
		return
	}
	w.status, w.length = status, -1
	w.beginHead()
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
	var err error
	switch {
	case w.failed != nil:
		return 0, w.failed
	case bodiless(w.status):
		return 0, http.ErrBodyNotAllowed
	case w.length >= 0 && w.written+int64(len(p)) > w.length:
		w.overrun = true
		return 0, http.ErrContentLength
	case w.length >= 0:
		err = w.send(p, p)
	case !w.chunked && len(w.pending)+len(p) <= pendingSize:
		w.pending = append(w.pending, p...)
	default:
		err = w.chunk(p)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
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
		return w.send(nil, nil)
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
		return w.send(nil, nil)
	}
	size := len(pending) + len(p)
	framed := make([]byte, 0, size+24)
	framed = strconv.AppendInt(framed, int64(size), 16)
	framed = append(framed, "\r\n"...)
	begin := len(framed)
	framed = append(append(framed, pending...), p...)
	return w.send(append(framed, "\r\n"...), framed[begin:])
}

// send writes to the connection, the head before all else. p begins with the body, or holds it as a chunk.
func (w *response) send(p, body []byte) error {
	if w.failed != nil {
		return w.failed
	}
	w.written += int64(len(p))
	var head []byte
	if !w.headed {
		w.headed = true
		w.endHead(body)
		head = w.conn.out
		if len(p) <= copied {
			head, p = nil, append(head, p...)
			w.conn.out = p
		}
	}
	w.failed = w.deliver(head, p)
	return w.failed
}

// deliver writes the head, if there is one, and p in pieces.
func (w *response) deliver(head, p []byte) (err error) {
	c := w.conn
	for again := true; again && err == nil; again = len(p) > 0 {
		if !w.limited {
			c.enter(writing)
		}
		n := min(len(p), piece)
		if head == nil {
			_, err = c.tcp.Write(p[:n])
		} else {
			both := net.Buffers{head, p[:n]}
			_, err = both.WriteTo(c.tcp)
		}
		head, p = nil, p[n:]
	}
	if !w.limited {
		c.enter(handling)
	}
	return err
}

// finish sends what is left once the handler returned. It is false where the connection has to be closed.
func (w *response) finish() bool {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.length < 0 && !w.chunked:
		w.length = int64(len(w.pending))
		_ = w.send(w.pending, w.pending)
	case w.chunked:
		_ = w.chunk(nil)
		_ = w.send([]byte("0\r\n\r\n"), nil)
	case !w.headed:
		_ = w.send(nil, nil)
	}
	if w.limited && w.failed == nil { // the next answer has nothing to do with it
		w.failed = w.conn.tcp.SetWriteDeadline(time.Time{})
	}
	again := w.failed == nil && !w.close && !w.overrun && (w.chunked || w.written == w.length)
	w.failed = errOver
	return again
}

// beginHead makes the head of the answer, as far as the handler has a say in it: what it changes later comes
// too late.
func (w *response) beginHead() {
	b := append(w.conn.out[:0], "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(w.status), 10)
	b = append(b, ' ')
	b = append(b, http.StatusText(w.status)...)
	dated := false
	for name, values := range w.header {
		switch name {
		case "Content-Length":
			if len(values) == 1 {
				if n, err := strconv.ParseInt(values[0], 10, 64); err == nil && n >= 0 {
					w.length = n
				}
			}
			continue
		case "Transfer-Encoding":
			continue
		case "Connection":
			w.close = w.close || len(values) > 0 && strings.EqualFold(values[0], "close")
			continue
		case "Content-Type":
			if w.status == http.StatusNotModified {
				continue // as net/http has it
			}
			w.typed = true
		case "Content-Encoding":
			w.typed = w.typed || len(values) > 0 && values[0] != ""
		case "Date":
			dated = true
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
	if !dated {
		b = append(b, "\r\nDate: "...)
		b = append(b, *w.conn.server.watch.date.Load()...)
	}
	w.conn.out = b
}

// endHead adds what was not known before there was a body.
func (w *response) endHead(body []byte) {
	b := w.conn.out
	if !w.typed && len(body) > 0 {
		b = append(b, "\r\nContent-Type: "...)
		b = append(b, http.DetectContentType(body)...)
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
	w.conn.out = append(b, "\r\n\r\n"...)
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

// Hijack implements http.Hijacker. What was written is sent before.
func (w *response) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	switch {
	case w.hijacked:
		return nil, nil, http.ErrHijacked
	case w.status != 0 || w.failed != nil:
		if err := w.FlushError(); err != nil {
			return nil, nil, err
		}
	}
	c := w.conn
	if w.limited {
		if err := c.tcp.SetWriteDeadline(time.Time{}); err != nil {
			return nil, nil, err
		}
	}
	w.hijacked = true
	c.server.forget(c)
	// Small buffers: whoever takes a connection over for long has reasons of its own for what it keeps.
	early := bytes.Clone(c.in[w.size:])
	reader := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(early), c.tcp), max(16, len(early)))
	_, _ = reader.Peek(len(early))
	return c.tcp, bufio.NewReadWriter(reader, bufio.NewWriterSize(c.tcp, 16)), nil
}

// SetReadDeadline does nothing, because the request has been read.
func (w *response) SetReadDeadline(time.Time) error { return nil }

// EnableFullDuplex does nothing, for the same reason.
func (w *response) EnableFullDuplex() error { return nil }

// SetWriteDeadline is for http.ResponseController. Whoever sets one looks after the time from then on.
func (w *response) SetWriteDeadline(t time.Time) error {
	if w.failed != nil {
		return w.failed
	}
	w.limited = true
	w.conn.enter(managed)
	return w.conn.tcp.SetWriteDeadline(t)
}
