package accept

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// body is a request as it comes by POST.
type body struct {
	Query         *string         `json:"query"`
	OperationName *string         `json:"operationName"`
	Variables     json.RawMessage `json:"variables"`
	Extensions    json.RawMessage `json:"extensions"`
	// DocumentID is a persisted operation's name, as GraphQL over HTTP has it; DocID is Relay's.
	DocumentID *string `json:"documentId"`
	DocID      *string `json:"doc_id"`
}

// scan reads a body of the form that nearly all have: each field once, called just so, no strings that need
// more than unescaping. It is false for any other, of which encoding/json decides what it means.
func (b *body) scan(raw []byte) bool {
	s := &scanner{rest: raw}
	if !s.take('{') {
		return false
	}
	for seen := 0; ; {
		name, ok := s.text()
		if !ok || !s.take(':') {
			return false
		}
		var bit int
		switch string(name) {
		case "query":
			bit, ok = 1, s.string(&b.Query)
		case "operationName":
			bit, ok = 2, s.string(&b.OperationName)
		case "variables":
			bit, ok = 4, s.object(&b.Variables)
		case "extensions":
			bit, ok = 8, s.object(&b.Extensions)
		default:
			return false
		}
		if !ok || seen&bit != 0 {
			return false
		}
		seen |= bit
		if !s.take(',') {
			break
		}
	}
	return s.take('}') && s.at() == 0 && len(s.rest) == 0
}

// scanner takes one token after the other from a JSON text.
type scanner struct{ rest []byte }

// at is the next byte that is no space; 0 also at the end.
func (s *scanner) at() byte {
	for i, c := range s.rest {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			s.rest = s.rest[i:]
			return c
		}
	}
	s.rest = nil
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.at() != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// text takes a string that means what it says; it still lies in the text.
func (s *scanner) text() ([]byte, bool) {
	quoted, plain, ok := s.quoted()
	return quoted, ok && plain
}

// quoted takes a string, without its quotes.
func (s *scanner) quoted() (inner []byte, plain, ok bool) {
	if !s.take('"') {
		return nil, false, false
	}
	plain = true
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			inner, s.rest = s.rest[:i], s.rest[i+1:]
			return inner, plain, true
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			return nil, false, false
		}
	}
	return nil, false, false
}

// escapes are what follows a backslash, but for code points.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// string takes a string or null.
func (s *scanner) string(into **string) bool {
	if s.null() {
		return true
	}
	inner, plain, ok := s.quoted()
	if !ok || !utf8.Valid(inner) {
		return false
	}
	if plain {
		text := string(inner)
		*into = &text
		return true
	}
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		if c == '\\' {
			i++
			if c = escapes[inner[i]]; c == 0 {
				return false
			}
		}
		out = append(out, c)
	}
	text := string(out)
	*into = &text
	return true
}

// object takes an object or null, as it stands.
func (s *scanner) object(into *json.RawMessage) bool {
	if s.at() != '{' {
		return s.null()
	}
	depth := 0
	for i := 0; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				*into = s.rest[:i+1]
				s.rest = s.rest[i+1:]
				return json.Valid(*into)
			}
		case '"':
			for i++; i < len(s.rest) && s.rest[i] != '"'; i++ {
				if s.rest[i] == '\\' {
					i++
				}
			}
		}
	}
	return false
}

func (s *scanner) null() bool {
	if s.at() != 'n' || !bytes.HasPrefix(s.rest, []byte("null")) {
		return false
	}
	s.rest = s.rest[4:]
	return true
}
