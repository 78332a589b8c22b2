package program

// writer writes nodes in a shape.
type writer struct {
	out   []byte
	types [][]byte // of the objects around
	// once is set where a node that was written is copied the next time.
	once bool
	// depth is how deep the writer is; failed how deep it was where it stopped.
	depth, failed int
}

// write appends the part of the parent that the shape names. It is false where that is not as it should be.
func (w *writer) write(s *shape, n *node, near *int) bool {
	switch len(s.path) {
	case 0:
	case 1:
		n, *near = n.get(s.path[0], *near)
	default:
		n = n.at(s.path)
	}
	if s.kind == aConstant {
		w.out = append(w.out, s.constant...)
		return true
	}
	if n.isNull() {
		if s.nullable && s.kind != nowhere {
			w.out = append(w.out, "null"...)
			return true
		}
		return w.fail()
	}
	switch s.kind {
	case anObject:
		return n.kind == object && w.composite(s, n) || w.fail()
	case aList:
		return n.kind == list && w.composite(s, n) || w.fail()
	case aText:
		if n.kind != text {
			return w.fail()
		}
	case aTruth:
		if n.kind != truth {
			return w.fail()
		}
	case aNumber:
		if n.kind != number {
			return w.fail()
		}
	case anEnum:
		if n.kind != text {
			return w.fail()
		}
		if _, ok := s.values[string(n.raw[1:len(n.raw)-1])]; !ok {
			return w.fail()
		}
	case anything:
		w.whole(n)
		return true
	default:
		return w.fail()
	}
	w.out = append(w.out, n.raw...)
	return true
}

func (w *writer) fail() bool {
	w.failed = max(w.failed, w.depth)
	return false
}

func (w *writer) composite(s *shape, n *node) bool {
	if w.once && n.written == s {
		w.out = append(w.out, w.out[n.from:n.to]...)
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
	if ok && w.once {
		n.written, n.from, n.to = s, from, len(w.out)
	}
	return ok
}

func (w *writer) object(s *shape, n *node) bool {
	if n.typeName == nil {
		if s.abstract {
			return w.wrong()
		}
	} else if len(s.possible) > 0 {
		if _, ok := s.possible[string(n.typeName)]; !ok {
			return w.wrong()
		}
	}
	w.types = append(w.types, n.typeName)
	w.out = append(w.out, '{')
	near, first := 0, true
	for i := range s.fields {
		f := &s.fields[i]
		if f.above != nil && !w.below(f) || f.on != nil && !among(f.on, n.typeName) {
			continue
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.out = append(w.out, f.name...)
		if !w.write(f.shape, n, &near) {
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

// whole writes all of a node.
func (w *writer) whole(n *node) {
	switch n.kind {
	case object:
		w.out = append(w.out, '{')
		for i, m := range n.members {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.out = append(append(append(w.out, '"'), m.key...), '"', ':')
			w.whole(m.value)
		}
		w.out = append(w.out, '}')
	case list:
		w.out = append(w.out, '[')
		for i, m := range n.members {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.whole(m.value)
		}
		w.out = append(w.out, ']')
	default:
		w.out = append(w.out, n.raw...)
	}
}
