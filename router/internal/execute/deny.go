package execute

import (
	"bytes"
	"io"
	"net/http"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// denying is out, or where something was denied a writer that says so in the answer, which comes in one Write.
func denying(r *http.Request, op compile.Executable, out io.Writer) io.Writer {
	if op.Denial == nil {
		return out
	}
	return &denied{out, r, op.Denial}
}

type denied struct {
	to      io.Writer
	request *http.Request
	denial  *compile.Denial
}

func (d *denied) Write(body []byte) (int, error) {
	said := d.denial.Into(body)
	if d.denial.Listed { // at which items it is has to be looked up
		said = Tidy(d.request, said)
	} else {
		observe.From(d.request.Context()).Incomplete()
	}
	if _, err := d.to.Write(said); err != nil {
		return 0, err
	}
	return len(body), nil
}

// saying is out, or a writer that says in each event what was denied, and has its errors speak of the client's
// own aliases.
func saying(op compile.Executable, out resolve.SubscriptionResponseWriter) resolve.SubscriptionResponseWriter {
	if op.Denial == nil && !op.Aside {
		return out
	}
	return &events{SubscriptionResponseWriter: out, denial: op.Denial, aside: op.Aside}
}

type events struct {
	resolve.SubscriptionResponseWriter
	denial *compile.Denial // may be nil
	aside  bool            // aliases were
	event  bytes.Buffer
}

func (e *events) Write(p []byte) (int, error) { return e.event.Write(p) }

func (e *events) Flush() error {
	said := e.event.Bytes()
	if e.aside {
		said = named(said)
	}
	said = e.denial.Into(said)
	e.event.Reset()
	if _, err := e.SubscriptionResponseWriter.Write(said); err != nil {
		return err
	}
	return e.SubscriptionResponseWriter.Flush()
}

func (e *events) Error(body []byte) {
	if e.aside {
		body = named(body)
	}
	e.SubscriptionResponseWriter.Error(body)
}
