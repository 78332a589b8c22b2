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

// denyingEvents is out, or where something was denied a writer that says so in each event.
func denyingEvents(op compile.Executable, out resolve.SubscriptionResponseWriter) resolve.SubscriptionResponseWriter {
	if op.Denial == nil {
		return out
	}
	return &deniedEvents{SubscriptionResponseWriter: out, denial: op.Denial}
}

type deniedEvents struct {
	resolve.SubscriptionResponseWriter
	denial *compile.Denial
	event  bytes.Buffer
}

func (d *deniedEvents) Write(p []byte) (int, error) { return d.event.Write(p) }

func (d *deniedEvents) Flush() error {
	said := d.denial.Into(d.event.Bytes())
	d.event.Reset()
	if _, err := d.SubscriptionResponseWriter.Write(said); err != nil {
		return err
	}
	return d.SubscriptionResponseWriter.Flush()
}
