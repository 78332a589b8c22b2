package compile

import (
	"bytes"
	"encoding/json"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
)

// deniedMessage is the one that clients know from other routers.
const deniedMessage = "Unauthorized field or type"

// Denial is what a caller hears of fields that they may not see.
type Denial struct {
	// Errors has one for each field; parts says with which deferred part it comes.
	Errors []answer.Error
	parts  []int
	// Listed tells that some of them may be at several places of the answer.
	Listed bool
	// Nothing tells that nothing else is left: there is no plan.
	Nothing bool
	text    []byte // the errors as JSON, without brackets
}

// denialOf is nil where nothing was denied.
func denialOf(o authorize.Outcome) *Denial {
	if len(o.Denied) == 0 {
		return nil
	}
	d := &Denial{Nothing: o.Nothing}
	for _, field := range o.Denied {
		e := answer.New(answer.Unauthorized, deniedMessage)
		for _, step := range field.Path {
			e.Path = append(e.Path, step)
		}
		d.Errors = append(d.Errors, e)
		d.parts = append(d.parts, field.Part)
		d.Listed = d.Listed || field.Listed
	}
	text, err := json.Marshal(d.Errors)
	if err != nil { // strings and lists of them: it can't
		return d
	}
	d.text = text[1 : len(text)-1]
	return d
}

// in settles with which parts of the plan the errors come: one that has no plan comes with the first.
func (d *Denial) in(p *planned) *Denial {
	if d == nil {
		return nil
	}
	for i, part := range d.parts {
		if p.deferred == nil {
			d.parts[i] = 0
		} else if _, planned := p.deferred.DeferDescriptors[part]; !planned {
			d.parts[i] = 0
		}
	}
	return d
}

// Of are the errors that come with a deferred part, by its number; with 0, those of the first part.
func (d *Denial) Of(part int) []answer.Error {
	if d == nil {
		return nil
	}
	var of []answer.Error
	for i, e := range d.Errors {
		if d.parts[i] == part {
			of = append(of, e)
		}
	}
	return of
}

// Body is the answer where nothing else is left.
func (d *Denial) Body() []byte { return d.Into([]byte(`{"data":null}`)) }

// Into adds the errors to an answer, before those that it has.
func (d *Denial) Into(body []byte) []byte {
	if d == nil || len(body) < 2 {
		return body
	}
	const errors = `{"errors":[`
	out := make([]byte, 0, len(body)+len(d.text)+len(errors)+2)
	out = append(append(out, errors...), d.text...)
	if rest, has := bytes.CutPrefix(body, []byte(errors)); has {
		return append(append(out, ','), rest...)
	}
	return append(append(out, "],"...), body[1:]...)
}
