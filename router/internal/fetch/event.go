package fetch

import (
	"bytes"
	"errors"
)

var errEventTooLarge = errors.New("the event is too large")

// events reads server-sent events as they arrive, in whatever pieces. Between two events it holds nothing.
type events struct {
	line  []byte // the beginning of one
	name  string
	data  []byte
	began bool
}

// take reads p. Events have whatever length up to the limit, in bytes; a comment is a heartbeat.
func (e *events) take(p []byte, limit int, heartbeat func(), event func(name string, data []byte) error) error {
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			end = len(p)
		}
		if len(e.line)+end > limit+len("data: ") {
			return errEventTooLarge
		}
		if end == len(p) {
			e.line = append(e.line, p...)
			return nil
		}
		line := p[:end]
		if p = p[end+1:]; e.line != nil {
			line, e.line = append(e.line, line...), nil
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		switch {
		case len(line) > 0 && line[0] == ':':
			heartbeat()
		case len(line) > 0:
			if err := e.field(line, limit); err != nil {
				return err
			}
		case e.began:
			name, data := e.name, e.data
			*e = events{}
			if err := event(name, data); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *events) field(line []byte, limit int) error {
	field, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(field) {
	case "event":
		e.began = true
		if e.name = "next"; string(value) != e.name {
			e.name = string(value)
		}
	case "data":
		if e.data != nil {
			e.data = append(e.data, '\n')
		}
		e.data, e.began = append(e.data, value...), true
		if len(e.data) > limit {
			return errEventTooLarge
		}
	}
	return nil
}
