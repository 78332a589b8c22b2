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
	resp, err := l.ask(conn, r)
	if err != nil {
		_ = line.Close()
		return nil, err
	}
	line.ReadCloser = resp.Body
	resp.Body = line
	return resp, nil
}

func (l *lines) ask(conn net.Conn, r *http.Request) (*http.Response, error) {
	if err := conn.SetWriteDeadline(time.Now().Add(lineWrite)); err != nil {
		return nil, err
	}
	r.Close = true
	if err := r.Write(conn); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(conn, streamBuffer)
	for {
		// Without the request, which the answer would keep: it is a POST, so nothing depends on it.
		resp, err := http.ReadResponse(in, nil)
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
	stop func() bool
}

// Close implements io.Closer.
func (l *line) Close() error {
	l.stop()
	return l.conn.Close()
}
