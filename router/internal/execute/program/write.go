package program

import "math"

// writer writes nodes in a shape.
type writer struct {
	docs  docs
	out   []byte
	types [][]byte // of the objects around
	// once is set where a node that was written is copied the next time.
	once bool
	// depth is how deep the writer is; failed how deep it was where it stopped.
	depth, failed int
}

// write appends the part of the parent that the shape names. It is false where that is not as it should be.
func (w *writer) write(s *shape, v value, near *int) bool {
	switch len(s.path) {
	case 0:
	case 1:
		v, *near = w.docs.get(v, s.path[0], *near)
	default:
		v = w.docs.follow(v, s.path)
	}
	if s.kind == aConstant {
		w.out = append(w.out, s.constant...)
		return true
	}
	if v.isNull() {
		if s.nullable && s.kind != nowhere {
			w.out = append(w.out, "null"...)
			return true
		}
		return w.fail()
	}
	kind := v.kind()
	switch s.kind {
	case anObject:
		return kind == object && w.composite(s, v.node) || w.fail()
	case aList:
		return kind == list && w.composite(s, v.node) || w.fail()
	case aText:
		if kind != text {
			return w.fail()
		}
	case aTruth:
		if kind != truth {
			return w.fail()
		}
	case aNumber:
		if kind != number {
			return w.fail()
		}
	case anEnum:
		if kind != text {
			return w.fail()
		}
		if _, ok := s.values[string(w.docs.unquoted(v.span))]; !ok {
			return w.fail()
		}
	case anything:
		w.whole(v)
		return true
	default:
		return w.fail()
	}
	w.out = append(w.out, w.docs.text(v.span)...)
	return true
}

func (w *writer) fail() bool {
	w.failed = max(w.failed, w.depth)
	return false
}

func (w *writer) composite(s *shape, n *node) bool {
	if w.once && n.written == s {
		w.out = append(w.out, w.out[n.at:n.upTo]...)
		return true
	}
	from := len(w.out)
	w.depth++
	ok := false
	if s.kind == anObject {
		ok = w.object(s, n)
	} else {
		ok = w.list(s, n)
	}
	w.depth--
	if to := len(w.out); ok && w.once && to <= math.MaxUint32 {
		n.written, n.at, n.upTo = s, uint32(from), uint32(to)
	}
	return ok
}

func (w *writer) object(s *shape, n *node) bool {
	var typeName []byte
	if n.typeName == 0 {
		if s.abstract {
			return w.wrong()
		}
	} else {
		typeName = w.docs.unquoted(n.typeName)
		if len(s.possible) > 0 {
			if _, ok := s.possible[string(typeName)]; !ok {
				return w.wrong()
			}
		}
	}
	w.types = append(w.types, typeName)
	w.out = append(w.out, '{')
	near, first := 0, true
	this := value{spanOf(object, 0, 0, 0), n}
	for i := range s.fields {
		f := &s.fields[i]
		if f.above != nil && !w.below(f) || f.on != nil && !among(f.on, typeName) {
			continue
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.out = append(w.out, f.name...)
		if !w.write(f.shape, this, &near) {
			return false
		}
	}
	w.types = w.types[:len(w.types)-1]
	w.out = append(w.out, '}')
	return true
}

// wrong is a failure that the engine has words for, at whatever depth.
func (w *writer) wrong() bool {
	w.failed = maxDepth
	return false
}

func (w *writer) list(s *shape, n *node) bool {
	w.out = append(w.out, '[')
	near := 0
	for i := range n.members {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if !w.write(s.item, n.members[i].value, &near) {
			return false
		}
	}
	w.out = append(w.out, ']')
	return true
}

// below tells whether the objects around are of the types that the field wants.
func (w *writer) below(f *field) bool {
	for _, condition := range f.above {
		i := len(w.types) - 1 - condition.Depth
		if i < 0 || !among(condition.Names, w.types[i]) {
			return false
		}
	}
	return true
}

func among(names [][]byte, name []byte) bool {
	if name == nil {
		return false
	}
	for _, each := range names {
		if string(each) == string(name) {
			return true
		}
	}
	return false
}

// whole writes all of a value.
func (w *writer) whole(v value) {
	switch v.kind() {
	case object:
		w.out = append(w.out, '{')
		for i, m := range v.node.members {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.out = append(append(append(w.out, '"'), w.docs.text(m.key)...), '"', ':')
			w.whole(m.value)
		}
		w.out = append(w.out, '}')
	case list:
		w.out = append(w.out, '[')
		for i, m := range v.node.members {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.whole(m.value)
		}
		w.out = append(w.out, ']')
	default:
		w.out = append(w.out, w.docs.text(v.span)...)
	}
}
