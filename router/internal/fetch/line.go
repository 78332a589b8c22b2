package fetch

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

// lineWrite is how long a subgraph may take to be sent a subscription.
const lineWrite = 15 * time.Second

// lines opens a connection for each request, and closes it with the answer. That takes one goroutine, the
// caller's, and a small buffer, where http.Transport has two more for what a stream never needs: a
// connection that is used again.
type lines struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)
	// otherwise is for what is not plain HTTP/1.1.
	otherwise http.RoundTripper
}

// lean makes of a transport one whose connections take little memory.
func lean(connections http.RoundTripper) http.RoundTripper {
	if p, ok := connections.(*Pool); ok {
		connections = p.rest
	}
	t, ok := connections.(*http.Transport)
	if !ok || t.DialContext == nil || t.Proxy != nil {
		return connections
	}
	dial := t.DialContext
	t = t.Clone()
	t.ReadBufferSize, t.WriteBufferSize = streamBuffer, streamBuffer
	return &lines{dial: dial, otherwise: t}
}

// RoundTrip implements http.RoundTripper. The request's context ends the answer's body, too.
func (l *lines) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "http" {
		return l.otherwise.RoundTrip(r)
	}
	ctx := r.Context()
	address := r.URL.Host
	if r.URL.Port() == "" {
		address = net.JoinHostPort(r.URL.Hostname(), "80")
	}
	conn, err := l.dial(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	line := &line{conn: conn, stop: context.AfterFunc(ctx, func() { _ = conn.Close() })}
	line.in = bufio.NewReaderSize(conn, streamBuffer)
	resp, err := l.ask(line, r)
	if err != nil {
		_ = line.Close()
		return nil, err
	}
	line.ReadCloser = resp.Body
	resp.Body = line
	return resp, nil
}

func (l *lines) ask(line *line, r *http.Request) (*http.Response, error) {
	if err := line.conn.SetWriteDeadline(time.Now().Add(lineWrite)); err != nil {
		return nil, err
	}
	r.Close = true
	if err := r.Write(line.conn); err != nil {
		return nil, err
	}
	for {
		// Without the request, which the answer would keep: it is a POST, so nothing depends on it.
		resp, err := http.ReadResponse(line.in, nil)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode >= http.StatusOK {
			return resp, nil
		}
	}
}

// line is the body of an answer, and its connection.
type line struct {
	io.ReadCloser
	conn net.Conn
	in   *bufio.Reader
	stop func() bool
	// silence is how long the subgraph may say nothing; 0 is for ever.
	silence time.Duration
}

// release gives the connection to the caller, with what was read of the body already: the request's context
// does not end it any more. It is false where it has.
func (l *line) release() (early []byte, ok bool) {
	if !l.stop() {
		return nil, false
	}
	early, _ = l.in.Peek(l.in.Buffered()) // all of it is there
	return early, true
}

// Close implements io.Closer.
func (l *line) Close() error {
	l.stop()
	return l.conn.Close()
}

// Read implements io.Reader.
func (l *line) Read(p []byte) (int, error) {
	if l.silence > 0 {
		if err := l.conn.SetReadDeadline(time.Now().Add(l.silence)); err != nil {
			return 0, err
		}
	}
	return l.ReadCloser.Read(p)
}

// pulse finds out that a subgraph died without a word: one that sent heartbeats is taken to send them on.
type pulse struct {
	last    time.Time
	longest time.Duration
}

// heard is called for each heartbeat. It gives the longest silence that means nothing yet, at least least,
// because some heartbeats come late and then at once; 0 is for ever.
func (p *pulse) heard(now time.Time, least time.Duration) (silence time.Duration) {
	if !p.last.IsZero() { // the first one says only that the stream is open
		p.longest = max(p.longest, now.Sub(p.last))
		silence = max(least, 3*p.longest)
	}
	p.last = now
	return silence
}
