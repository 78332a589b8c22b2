package answer

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// Part is one of an answer that comes in parts. The first has Data; the ones after it say what is added to it,
// by the ids of Pending.
type Part struct {
	Errors      []Error         `json:"errors,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`
	Pending     []Pending       `json:"pending,omitempty"`
	Incremental []Incremental   `json:"incremental,omitempty"`
	Completed   []Completed     `json:"completed,omitempty"`
	Extensions  json.RawMessage `json:"extensions,omitempty"`
	HasNext     bool            `json:"hasNext"`
}

// Pending is a place where something is still to come.
type Pending struct {
	ID    string `json:"id"`
	Path  []any  `json:"path"`
	Label string `json:"label,omitempty"`
}

// Incremental is what came, at SubPath of the place with the ID; in the draft of 2022, at Path.
type Incremental struct {
	ID      string          `json:"id,omitempty"`
	SubPath []any           `json:"subPath,omitempty"`
	Path    []any           `json:"path,omitzero"` // [] is the whole answer
	Label   string          `json:"label,omitempty"`
	Data    json.RawMessage `json:"data"`
	Errors  []Error         `json:"errors,omitempty"`
}

// Completed is a place where nothing more comes; with errors, nothing came at all.
type Completed struct {
	ID     string  `json:"id"`
	Errors []Error `json:"errors,omitempty"`
}

// Parts sends an answer as multipart/mixed (incremental delivery over HTTP).
type Parts struct {
	w       http.ResponseWriter
	timeout time.Duration
	// pending is kept for the draft of 2022, which has paths in place of ids; nil for the present one.
	pending map[string]Pending
	// begun and ended tell whether the first, and the last, part was sent.
	begun, ended bool
}

// NewParts writes to w; each part may take timeout. Clients that know the draft of 2022 get that.
func NewParts(w http.ResponseWriter, timeout time.Duration, old bool) *Parts {
	p := &Parts{w: w, timeout: timeout}
	if old {
		p.pending = map[string]Pending{}
	}
	return p
}

// Begun tells whether anything was sent.
func (p *Parts) Begun() bool { return p.begun }

// Send sends a part at once.
func (p *Parts) Send(part *Part) error {
	if p.pending != nil {
		p.old(part)
	}
	body, err := json.Marshal(part)
	if err != nil {
		return err
	}
	if !p.begun {
		p.begun = true
		h := p.w.Header()
		h.Set("Content-Type", Multipart+`; boundary="-"`)
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no")
		if err := p.write([]byte("\r\n---\r\n")); err != nil {
			return err
		}
	}
	out := append([]byte("Content-Type: "+JSON+"; charset=utf-8\r\n\r\n"), body...)
	// The boundary goes with the part, and all of its line: a client knows by it that the part is complete.
	if part.HasNext {
		return p.write(append(out, "\r\n---\r\n"...))
	}
	p.ended = true
	return p.write(append(out, "\r\n-----\r\n"...))
}

// Close ends an answer of which the last part could not be had.
func (p *Parts) Close() error {
	if p.ended {
		return nil
	}
	p.ended = true
	return p.write([]byte("\r\n-----\r\n"))
}

func (p *Parts) write(frame []byte) error {
	control := http.NewResponseController(p.w)
	if err := control.SetWriteDeadline(time.Now().Add(p.timeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := p.w.Write(frame); err != nil {
		return err
	}
	return control.Flush()
}

// old writes a part as the draft of 2022 has it.
func (p *Parts) old(part *Part) {
	for _, place := range part.Pending {
		p.pending[place.ID] = place
	}
	for i := range part.Incremental {
		came := &part.Incremental[i]
		place := p.pending[came.ID]
		came.Path, came.Label = append(append([]any{}, place.Path...), came.SubPath...), place.Label
		came.ID, came.SubPath = "", nil
	}
	for _, place := range part.Completed {
		if len(place.Errors) > 0 {
			part.Incremental = append(part.Incremental, Incremental{
				Path: p.pending[place.ID].Path, Label: p.pending[place.ID].Label, Data: json.RawMessage("null"), Errors: place.Errors,
			})
		}
		delete(p.pending, place.ID)
	}
	part.Pending, part.Completed = nil, nil
}
