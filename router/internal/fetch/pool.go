package fetch

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// maxIdle and idleTime bound the connections to one subgraph that are kept for the next request.
	maxIdle  = 512
	idleTime = 90 * time.Second
	sweeping = 30 * time.Second
)

// Pool keeps connections to subgraphs. It speaks HTTP/1.1 by itself for what is nearly all traffic, queries
// over plain HTTP: net/http hands each request to two other goroutines and writes its head and its body by
// themselves, which is half of what a hot query costs. Everything else is net/http's: mutations, which must
// not be repeated, TLS, HTTP/2 and streams.
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
func (p *Pool) RoundTrip(r *http.Request) (*http.Response, error) {
	body, ok := r.Body.(*payload)
	if _, repeatable := r.Header["X-Idempotency-Key"]; !ok || !repeatable || r.URL.Scheme != "http" {
		return p.rest.RoundTrip(r)
	}
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for {
		c, err := p.take(ctx, r)
		if err != nil {
			if late(ctx) != nil {
				return nil, ctx.Err()
			}
			return nil, err
		}
		resp, err := c.ask(r, body.text)
		if err == nil {
			return resp, nil
		}
		reused, begun := c.reused, c.begun
		c.drop()
		if late(ctx) != nil {
			return nil, ctx.Err()
		}
		// The subgraph may have closed a connection that was idle: that says nothing of the next one.
		if !reused || begun {
			return nil, err
		}
	}
}

// late is why the context ended. It waits for one whose deadline is past: a connection with the same deadline may
// hear of it a moment earlier.
func late(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	return ctx.Err()
}

// take is a connection to the request's host: an idle one, or a new one. It is closed when the request's
// context ends before its answer is read.
func (p *Pool) take(ctx context.Context, r *http.Request) (*conn, error) {
	address := r.URL.Host
	c := p.pop(address)
	if c == nil {
		reach := address
		if r.URL.Port() == "" {
			reach = net.JoinHostPort(r.URL.Hostname(), "80")
		}
		made, err := p.dialer.DialContext(ctx, "tcp", reach)
		if err != nil {
			return nil, err
		}
		c = newConn(p, address, made)
	}
	deadline, _ := ctx.Deadline() // none is no deadline
	if err := c.SetDeadline(deadline); err != nil {
		c.drop()
		return nil, err
	}
	c.leave = context.AfterFunc(ctx, c.interrupt)
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
