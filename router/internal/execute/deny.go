package execute

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/wundergraph/astjson"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
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
	observe.From(d.request.Context()).Incomplete()
	if _, err := d.to.Write(d.said(body)); err != nil {
		return 0, err
	}
	return len(body), nil
}

// said is the answer with the errors: where they may be at several items of a list, with one for each.
func (d *denied) said(body []byte) []byte {
	if !d.denial.Listed {
		return d.denial.Into(body)
	}
	given, err := astjson.ParseBytes(body)
	if err != nil || given.Get("errors") != nil { // a program's answer has none
		return Tidy(d.request, d.denial.Into(body))
	}
	errors, err := json.Marshal(spreadOver(given.Get("data"), d.denial.Errors))
	if err != nil {
		return d.denial.Into(body)
	}
	out := make([]byte, 0, len(body)+len(errors)+len(`{"errors":,`))
	out = append(append(out, `{"errors":`...), errors...)
	return append(append(out, ','), body[1:]...)
}

// spreadOver gives each error the paths of all places in the answer where what it is about is null; one that is at
// too many, or at none that is there, keeps the path without indices.
func spreadOver(data *astjson.Value, errors []answer.Error) []answer.Error {
	out := make([]answer.Error, 0, len(errors))
	for _, e := range errors {
		var found [][]any
		var walk func(at *astjson.Value, done, rest []any)
		walk = func(at *astjson.Value, done, rest []any) {
			switch {
			case at == nil || len(found) > maxPlaces:
			case at.Type() == astjson.TypeArray:
				for i, item := range at.GetArray() {
					walk(item, append(done[:len(done):len(done)], i), rest)
				}
			case len(rest) == 0:
				if at.Type() == astjson.TypeNull {
					found = append(found, done)
				}
			case at.Type() == astjson.TypeObject:
				if name, ok := rest[0].(string); ok {
					walk(at.Get(name), append(done[:len(done):len(done)], name), rest[1:])
				}
			}
		}
		walk(data, nil, e.Path)
		if len(found) == 0 || len(found) > maxPlaces {
			out = append(out, e)
			continue
		}
		for _, path := range found {
			e.Path = path
			out = append(out, e)
		}
	}
	return out
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
