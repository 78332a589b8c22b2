package execute

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/aside"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// Defer executes a query of which parts come later, and writes each part to out when it is there.
func (e *Executor) Defer(r *http.Request, op compile.Executable, who *caller.Caller, out *answer.Parts) error {
	ctx := e.context(r.Context(), r, op, who)
	if _, err := e.resolver.ResolveGraphQLDeferResponse(ctx, op.Deferred, &parts{request: r, to: out, denial: op.Denial, op: op}); err != nil {
		return fmt.Errorf("resolve in parts: %w", err)
	}
	return nil
}

// parts takes what the engine says of each part in many writes, and passes it on, tidied, when it is flushed.
type parts struct {
	request *http.Request
	to      *answer.Parts
	part    bytes.Buffer
	denial  *compile.Denial // may be nil
	op      compile.Executable
	begun   bool
	said    map[string]bool // numbers of parts whose denials were said
}

func (p *parts) Write(b []byte) (int, error) { return p.part.Write(b) }

func (p *parts) Flush() error {
	if p.part.Len() == 0 {
		return nil
	}
	var part answer.Part
	err := json.Unmarshal(p.op.About.Into(p.part.Bytes(), p.op.Raw), &part)
	p.part.Reset()
	if err != nil {
		return fmt.Errorf("a part can't be read: %w", err)
	}
	if p.op.Aside {
		namePart(&part)
	}
	p.deny(&part)
	part.Errors = p.tidy(part.Errors, part.Data)
	for i := range part.Incremental {
		part.Incremental[i].Errors = p.tidy(part.Incremental[i].Errors, part.Incremental[i].Data)
	}
	for i := range part.Completed {
		part.Completed[i].Errors = p.tidy(part.Completed[i].Errors, json.RawMessage("null"))
	}
	if !part.HasNext {
		part.Extensions = observe.From(p.request.Context()).ExplainingParts(p.op.Deferred)
	}
	return p.to.Send(&part)
}

// namePart has the part speak of the client's own aliases. Its data does already.
func namePart(part *answer.Part) {
	nameErrors(part.Errors)
	for _, place := range part.Pending {
		namePath(place.Path)
	}
	for _, came := range part.Incremental {
		namePath(came.SubPath)
		nameErrors(came.Errors)
	}
	for _, done := range part.Completed {
		nameErrors(done.Errors)
	}
}

func nameErrors(errors []answer.Error) {
	for i := range errors {
		errors[i].Message = aside.Text(errors[i].Message)
		namePath(errors[i].Path)
	}
}

func namePath(path []any) {
	for i, step := range path {
		if text, ok := step.(string); ok {
			path[i] = aside.Text(text)
		}
	}
}

// deny says which fields were denied, with the part that they would have come with.
func (p *parts) deny(part *answer.Part) {
	if p.denial == nil {
		return
	}
	if !p.begun {
		p.begun, p.said = true, map[string]bool{}
		part.Errors = append(p.denial.Of(0), part.Errors...)
	}
	of := func(id string) []answer.Error {
		number, err := strconv.Atoi(id)
		if err != nil || number == 0 || p.said[id] {
			return nil
		}
		p.said[id] = true
		return p.denial.Of(number)
	}
	for i := range part.Incremental {
		part.Incremental[i].Errors = append(of(part.Incremental[i].ID), part.Incremental[i].Errors...)
	}
	for i := range part.Completed {
		done := &part.Completed[i]
		// Nothing came: because of an empty list, or of a null that may not be, and the engine does not say which.
		if errors := of(done.ID); len(done.Errors) > 0 || !p.denial.Listed {
			done.Errors = append(errors, done.Errors...)
		}
	}
}

func (p *parts) tidy(errors []answer.Error, data json.RawMessage) []answer.Error {
	if len(errors) == 0 {
		return nil
	}
	observe.From(p.request.Context()).Incomplete()
	return tidyErrors(p.request, errors, data)
}

// Complete implements resolve.DeferResponseWriter.
func (p *parts) Complete() { _ = p.to.Close() } // the client has gone: nobody is left to tell

var _ resolve.DeferResponseWriter = (*parts)(nil)
