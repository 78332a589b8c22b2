package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

var errEventTooLarge = errors.New("the event is too large")

// readEvent reads one server-sent event, of whatever length up to the limit. A comment is a heartbeat.
func readEvent(r *bufio.Reader, limit int, heartbeat func()) (name string, data []byte, err error) {
	something := false
	for {
		line, err := readLine(r, limit)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // a stream ends with "complete"
			}
			return "", nil, err
		}
		if len(line) == 0 {
			if something {
				return name, data, nil
			}
			continue
		}
		if line[0] == ':' {
			heartbeat()
			continue
		}
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "event":
			name, something = string(value), true
		case "data":
			if something && data != nil {
				data = append(data, '\n')
			}
			data, something = append(data, value...), true
			if len(data) > limit {
				return "", nil, errEventTooLarge
			}
		}
	}
}

func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimRight(line, "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > limit:
			return nil, errEventTooLarge
		}
	}
}
