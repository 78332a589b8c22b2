package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

const (
	// maxIdle and idleTime bound the connections to one subgraph that are kept for the next request.
	maxIdle  = 512
	idleTime = 90 * time.Second
	sweeping = 30 * time.Second
)

// Pool keeps connections to subgraphs. It speaks HTTP/1.1 by itself for what is nearly all traffic, queries
// over plain HTTP: net/http hands each request to two other goroutines, and writes its head and its body by
// themselves, which is half of what a hot query costs. Everything else is net/http's, by RoundTrip: mutations,
// which must not be repeated, TLS, HTTP/2 and streams.
type Pool struct {
	rest   *http.Transport
	dialer net.Dialer

	mu     sync.Mutex
	idle   map[string][]*conn // by host and port, the one used last at the end
	sweeps bool
	closed bool
}

// Connections makes the pool of connections to subgraphs; connect is the time to reach one in.
func Connections(connect time.Duration) *Pool {
	dialer := net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}
	return &Pool{
		dialer: dialer, idle: map[string][]*conn{},
		rest: &http.Transport{
			DialContext:           dialer.DialContext,
			ForceAttemptHTTP2:     true,
			MaxIdleConns:          0, // bounded for each host, below
			MaxIdleConnsPerHost:   maxIdle,
			IdleConnTimeout:       idleTime,
			TLSHandshakeTimeout:   connect,
			ExpectContinueTimeout: time.Second,
			DisableCompression:    true, // subgraphs are near: compressing costs more than sending
			ReadBufferSize:        16 << 10,
			WriteBufferSize:       16 << 10,
		},
	}
}

// RoundTrip implements http.RoundTripper.
func (p *Pool) RoundTrip(r *http.Request) (*http.Response, error) { return p.rest.RoundTrip(r) }

// question is a query that is sent to a subgraph over plain HTTP.
type question struct {
	// address is the host and port to reach, head the request's first lines.
	address string
	head    []byte
	header  http.Header
	body    []byte
	// until is when the answer has to be there.
	until time.Time
	// room is where the answer lies, of at most so many bytes.
	room *program.Room
	most int64
}

// late tells whether the time is up. A connection, or what makes one, may hear of it a moment earlier.
func (q *question) late() bool { return time.Until(q.until) < 5*time.Millisecond }

// ask sends the query and reads the whole answer. Where there is a status and an error, the answer broke off.
func (p *Pool) ask(q *question) (status int, answer *program.Buffer, err error) {
	for {
		c, err := p.take(q)
		if err != nil {
			return 0, nil, err
		}
		status, answer, err := c.ask(q)
		if err == nil {
			return status, answer, nil
		}
		reused, begun := c.reused, c.begun
		_ = c.Close()
		// The subgraph may have closed a connection that was idle: that says nothing of the next one.
		if !reused || begun || q.late() || errors.Is(err, errHeader) {
			return status, nil, err
		}
	}
}

// take is a connection to the address: an idle one, or a new one.
func (p *Pool) take(q *question) (*conn, error) {
	c := p.pop(q.address)
	if c == nil {
		ctx, cancel := context.WithDeadline(context.Background(), q.until)
		made, err := p.dialer.DialContext(ctx, "tcp", q.address)
		cancel()
		if err != nil {
			return nil, err
		}
		c = newConn(p, q.address, made)
	}
	if err := c.SetDeadline(q.until); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

func (p *Pool) pop(address string) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.idle[address]
	if len(list) == 0 {
		return nil
	}
	c := list[len(list)-1]
	list[len(list)-1] = nil
	p.idle[address] = list[:len(list)-1]
	c.reused, c.begun = true, false
	return c
}

// put keeps a connection whose answer was read.
func (p *Pool) put(c *conn) {
	c.since = time.Now()
	p.mu.Lock()
	list := p.idle[c.address]
	if p.closed || len(list) >= maxIdle {
		p.mu.Unlock()
		_ = c.Close()
		return
	}
	p.idle[c.address] = append(list, c)
	if !p.sweeps {
		p.sweeps = true
		time.AfterFunc(sweeping, p.sweep)
	}
	p.mu.Unlock()
}

// sweep closes what was idle for long, for as long as anything is.
func (p *Pool) sweep() {
	before := time.Now().Add(-idleTime)
	p.mu.Lock()
	defer p.mu.Unlock()
	left := false
	for address, list := range p.idle {
		list = slices.DeleteFunc(list, func(c *conn) bool {
			old := c.since.Before(before)
			if old {
				_ = c.Close()
			}
			return old
		})
		if len(list) == 0 {
			delete(p.idle, address)
			continue
		}
		p.idle[address], left = list, true
	}
	p.sweeps = left
	if left {
		time.AfterFunc(sweeping, p.sweep)
	}
}

// CloseIdleConnections closes what is not in use, and keeps nothing from then on: it is called at the end.
func (p *Pool) CloseIdleConnections() {
	p.rest.CloseIdleConnections()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, list := range p.idle {
		for _, c := range list {
			_ = c.Close()
		}
	}
	clear(p.idle)
}
