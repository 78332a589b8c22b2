package program

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// scanner reads JSON into nodes. It takes valid JSON only; the engine may think about anything else.
type scanner struct {
	in     []byte
	doc    int // its number
	at     int
	depth  int
	memory *memory
	stack  []member // of the objects and lists that are open
	// alike is set where equal objects at the same path may be one node. They get the same look-ups, because
	// those go by path and content; unless something depends on the types above.
	alike bool
	known [512]*node // the last object for each hash of how it begins
	seed  maphash.Seed
}

const (
	// maxAlike is the longest text, in bytes, that an object is remembered by.
	maxAlike = 8 << 10
	// beginning is how much of it tells where to look: a type's name, a key and a long id.
	beginning = 96
)

// scan reads a whole answer, the run's doc-th; nothing where it is not valid, or too large.
func (s *scanner) scan(in []byte, doc int) value {
	if len(in) > maxPlace || doc >= maxDocs {
		return value{}
	}
	s.in, s.doc, s.at, s.depth = in, doc, 0, 0
	s.stack = s.stack[:0]
	clear(s.known[:])
	v := s.value(0)
	s.space()
	if s.at != len(in) {
		return value{}
	}
	return v
}

// since is what was read from there to here.
func (s *scanner) since(start int, kind nodeKind) span {
	return spanOf(kind, s.doc, start, s.at-start)
}

func (s *scanner) space() {
	for s.at < len(s.in) {
		switch s.in[s.at] {
		case ' ', '\n', '\r', '\t':
			s.at++
		default:
			return
		}
	}
}

// next is the next byte that is no space, 0 at the end.
func (s *scanner) next() byte {
	if s.at < len(s.in) && s.in[s.at] > ' ' {
		return s.in[s.at]
	}
	s.space()
	if s.at < len(s.in) {
		return s.in[s.at]
	}
	return 0
}

// value is nothing where there is none that is valid.
func (s *scanner) value(path uint64) value {
	switch c := s.next(); c {
	case '{':
		return s.object(path)
	case '[':
		return s.list(path)
	case '"':
		start := s.at
		if s.text() == nil {
			return value{}
		}
		return value{span: s.since(start, text)}
	case 't':
		return s.word("true", truth)
	case 'f':
		return s.word("false", truth)
	case 'n':
		return s.word("null", null)
	default:
		start := s.at
		if !s.number() {
			return value{}
		}
		return value{span: s.since(start, number)}
	}
}

func (s *scanner) word(word string, kind nodeKind) value {
	start, end := s.at, s.at+len(word)
	if end > len(s.in) || string(s.in[start:end]) != word {
		return value{}
	}
	s.at = end
	return value{span: s.since(start, kind)}
}

// object reads an object; path is a hash of the keys above it. One that was read before, at the same path and
// from the same text, is not read again.
func (s *scanner) object(path uint64) value {
	start := s.at
	var slot **node
	if s.alike {
		slot = s.slot(path)
		if before := *slot; before != nil && before.path == path {
			_, from, length := before.from.parts()
			if bytes.HasPrefix(s.in[start:], s.in[from:from+length]) { // an object's text can't be the beginning of another's
				before.shared = true
				s.at += length
				return value{before.from, before}
			}
		}
	}
	if s.depth++; s.depth > maxDepth {
		return value{}
	}
	s.at++
	base := len(s.stack)
	n := s.memory.node()
	if s.next() == '}' {
		s.at++
		s.depth--
		return value{s.since(start, object), n}
	}
	for {
		if s.next() != '"' {
			return value{}
		}
		from := s.at + 1
		key := s.text()
		if key == nil || bytes.IndexByte(key, '\\') >= 0 {
			return value{}
		}
		key = key[1 : len(key)-1]
		if s.next() != ':' {
			return value{}
		}
		s.at++
		below := path
		if c := s.next(); s.alike && (c == '{' || c == '[') {
			below = bits.RotateLeft64(path, 5) ^ maphash.Bytes(s.seed, key)
		}
		v := s.value(below)
		switch v.kind() {
		case nothing:
			return v
		case text:
			if string(key) == "__typename" && n.typeName == 0 {
				n.typeName = v.span
			}
		}
		s.stack = append(s.stack, member{spanOf(text, s.doc, from, len(key)), v})
		switch s.next() {
		case ',':
			s.at++
		case '}':
			s.at++
			s.depth--
			n.members = s.close(base)
			v := value{s.since(start, object), n}
			if slot != nil && s.at-start <= maxAlike {
				n.from, n.path = v.span, path
				*slot = n
			}
			return v
		default:
			return value{}
		}
	}
}

// slot is where an object that begins here would be known. What is hashed ends with the first brace that
// closes anything, so it is part of the object.
func (s *scanner) slot(path uint64) **node {
	text := s.in[s.at:min(s.at+beginning, len(s.in))]
	if i := bytes.IndexByte(text, '}'); i >= 0 {
		text = text[:i+1]
	}
	return &s.known[(maphash.Bytes(s.seed, text)^path)%uint64(len(s.known))]
}

func (s *scanner) list(path uint64) value {
	if s.depth++; s.depth > maxDepth {
		return value{}
	}
	start := s.at
	s.at++
	base := len(s.stack)
	n := s.memory.node()
	if s.next() == ']' {
		s.at++
		s.depth--
		return value{s.since(start, list), n}
	}
	for {
		v := s.value(path)
		if v.kind() == nothing {
			return v
		}
		s.stack = append(s.stack, member{0, v})
		switch s.next() {
		case ',':
			s.at++
		case ']':
			s.at++
			s.depth--
			n.members = s.close(base)
			return value{s.since(start, list), n}
		default:
			return value{}
		}
	}
}

// close takes the members of what is complete from the stack.
func (s *scanner) close(base int) []member {
	members := s.memory.members(len(s.stack) - base)
	copy(members, s.stack[base:])
	s.stack = s.stack[:base]
	return members
}

// text is a text with its quotes; nil where it is not valid.
func (s *scanner) text() []byte {
	start := s.at
	rest := s.in[start+1:]
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		return nil
	}
	if plain(rest[:end]) {
		s.at = start + end + 2
		return s.in[start:s.at]
	}
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '"':
			s.at = start + i + 2
			return s.in[start:s.at]
		case c < ' ':
			return nil
		case c == '\\':
			i++
			if i == len(rest) {
				return nil
			}
			switch rest[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if i+4 >= len(rest) || !hex(rest[i+1:i+5]) {
					return nil
				}
				i += 4
			default:
				return nil
			}
		}
	}
	return nil
}

// plain tells whether there is neither a backslash nor a control character, eight bytes at a time.
func plain(b []byte) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for len(b) >= 8 {
		x := binary.LittleEndian.Uint64(b)
		backslash := x ^ ones*'\\'
		if ((x-ones*0x20)&^x|(backslash-ones)&^backslash)&highs != 0 {
			return false // or nearly so: the slow way will see
		}
		b = b[8:]
	}
	for _, c := range b {
		if c < ' ' || c == '\\' {
			return false
		}
	}
	return true
}

func hex(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// number goes past a number; false where it is none.
func (s *scanner) number() bool {
	if s.peek() == '-' {
		s.at++
	}
	switch c := s.peek(); {
	case c == '0':
		s.at++
	case c >= '1' && c <= '9':
		s.digits()
	default:
		return false
	}
	if s.peek() == '.' {
		s.at++
		if !s.digits() {
			return false
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if !s.digits() {
			return false
		}
	}
	return true
}

func (s *scanner) peek() byte {
	if s.at < len(s.in) {
		return s.in[s.at]
	}
	return 0
}

func (s *scanner) digits() bool {
	start := s.at
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.at++
	}
	return s.at > start
}
