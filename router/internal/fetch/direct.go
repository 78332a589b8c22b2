package fetch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// direct sends queries to one subgraph over the pool's own connections. It does what transport does, without
// what http.Request, http.Response and a context with a timer cost. A query goes on when its client leaves, so
// that others may share the answer: all that ends it is its deadline, which is the connection's.
type direct struct {
	route
	by      *transport
	pool    *Pool
	address string
	head    []byte
	room    *program.Room
}

// direct is nil where such requests are net/http's.
func (t *transport) direct(r *http.Request, room *program.Room) *direct {
	pool, ok := t.next.(*Pool)
	if !ok || r.URL.Scheme != "http" || r.URL.User != nil {
		return nil
	}
	address := r.URL.Host
	if r.URL.Port() == "" {
		address = net.JoinHostPort(r.URL.Hostname(), "80")
	}
	return &direct{
		route: t.route(r), by: t, pool: pool, address: address, room: room,
		head: fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nAccept: %[3]s\r\nContent-Type: %[3]s", r.URL.RequestURI(), r.URL.Host, answer.JSON),
	}
}

// ask sends the query, again if need be. Its error is that of an answer that broke off; where there is none at
// all, the answer says so.
func (d *direct) ask(caller context.Context, headers http.Header, body []byte) (*program.Buffer, error) {
	if observe.From(caller).Traced() { // they will be added to
		headers = maps.Clone(headers)
		if headers == nil {
			headers = http.Header{}
		}
	}
	seen := d.seen.Begin(caller, headers)
	q := question{
		address: d.address, head: d.head, header: headers, body: body,
		until: time.Now().Add(d.timeout), room: d.room, most: d.by.maxBody,
	}
	for attempt := 1; ; attempt++ {
		if !d.breaker.allow(time.Now()) {
			seen.End(observe.Refused, attempt-1)
			return d.unavailable(body), nil
		}
		answer, why, broken := d.once(&q)
		switch {
		case answer != nil:
			seen.End(observe.Answered, attempt)
			return answer, nil
		case broken != nil:
			outcome := observe.Failed
			if errors.Is(broken, errTooLarge) {
				outcome = observe.Answered
			}
			seen.End(outcome, attempt)
			return nil, broken
		}
		if !why.passing || attempt > d.by.retries || !d.breaker.again() || !d.pause(q.until, attempt) {
			seen.End(observe.Failed, attempt)
			d.by.warn(caller, "subgraph fails", "subgraph", d.seen.Name, "attempts", attempt, "status", why.status, "error", why.err)
			return d.unavailable(body), nil
		}
	}
}

// once makes one attempt and tells the breaker how it went: an answer in GraphQL, the error of one that broke
// off, or a failure.
func (d *direct) once(q *question) (answer *program.Buffer, why failure, broken error) {
	status, answer, err := d.pool.ask(q)
	if err == nil && status == http.StatusOK {
		d.succeeded()
		return answer, failure{}, nil
	}
	if status == http.StatusOK {
		d.succeeded() // it was there
		switch {
		case errors.Is(err, errTooLarge):
			return nil, failure{}, err
		case q.late():
			err = context.DeadlineExceeded
		default:
			err = fmt.Errorf("%w: %w", errBrokeOff, err)
		}
		d.failed()
		return nil, failure{}, err
	}
	if status == 0 {
		d.failed()
		return nil, failure{err: err, passing: !q.late()}, nil
	}
	// A subgraph may say with another status what it says in GraphQL; anything else is a failure.
	if err == nil && isGraphQL(answer.Bytes) {
		d.succeeded()
		return answer, failure{}, nil
	}
	if answer != nil {
		answer.Free()
	}
	why = failure{status: status, err: err, passing: passing(status)}
	if why.passing {
		d.failed()
	} else {
		d.succeeded()
	}
	return nil, why, nil
}

func (d *direct) pause(until time.Time, attempt int) bool {
	ctx, cancel := context.WithDeadline(context.Background(), until)
	defer cancel()
	return pause(ctx, attempt)
}

func (d *direct) unavailable(body []byte) *program.Buffer {
	text := nothingFrom(body)
	b := d.room.Take(len(text))
	b.Bytes = append(b.Bytes, text...)
	return b
}
