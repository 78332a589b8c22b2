package program

import (
	"bytes"
	"strconv"
)

type nodeKind uint8

const (
	nothing nodeKind = iota // there is no value
	null
	truth
	number
	text
	list
	object
)

// span is a part of a subgraph's answer, in one word: of the kind of value that stands there, the answer's
// number in the run, where in it the part begins, and how long it is. A run keeps thousands of these while it
// waits for subgraphs, and the garbage collector need not look at them.
type span uint64

const (
	placeBits = 26
	maxPlace  = 1<<placeBits - 1
	docBits   = 9
	maxDocs   = 1 << docBits
)

func spanOf(kind nodeKind, doc, from, length int) span {
	return span(kind)<<(2*placeBits+docBits) | span(doc)<<(2*placeBits) | span(from)<<placeBits | span(length)
}

func (s span) kind() nodeKind { return nodeKind(s >> (2*placeBits + docBits)) }

func (s span) parts() (doc, from, length int) {
	return int(s >> (2 * placeBits) & (maxDocs - 1)), int(s >> placeBits & maxPlace), int(s & maxPlace)
}

// docs are the answers of a run.
type docs [][]byte

// text is what stands there, texts with their quotes.
func (d docs) text(s span) []byte {
	doc, from, length := s.parts()
	return d[doc][from : from+length]
}

// unquoted is a text without its quotes, as it came.
func (d docs) unquoted(s span) []byte {
	raw := d.text(s)
	return raw[1 : len(raw)-1]
}

// value is one in a subgraph's answer; its zero value is that there is none.
type value struct {
	span
	node *node // of an object or a list
}

func (v value) isNull() bool { return v.kind() <= null }

// node is an object or a list. It may stand in several places: entities are joined by reference.
type node struct {
	// members are an object's fields, or a list's items, without keys.
	members []member
	// path is where in the answer an object stands, and from the text that it was read from.
	path uint64
	from span
	// typeName is the text in __typename; 0 where there is none.
	typeName span
	// written as this shape, it stands in the answer from and to here.
	written  *shape
	at, upTo uint32
	// seen is the last selection that has the node.
	seen uint32
	// shared is set where a change, other than what a look-up brought for the node itself, must be made to a
	// copy: the node stands in for others that are equal.
	shared bool
	// copies are those that were made of it, last first, next is the one made before this, of the same node, and
	// made is how many the run had made until then: a look-up that was asked for before is for them, too.
	copies, next *node
	made         uint32
}

type member struct {
	key span // without quotes
	value
}

// get is the object's member with the key; nothing where there is none. near is where it probably is.
func (d docs) get(v value, key string, near int) (value, int) {
	if v.kind() != object {
		return value{}, 0
	}
	m := v.node.members
	for i := near; i < len(m); i++ {
		if string(d.text(m[i].key)) == key {
			return m[i].value, i + 1
		}
	}
	for i := range min(near, len(m)) {
		if string(d.text(m[i].key)) == key {
			return m[i].value, i + 1
		}
	}
	return value{}, near
}

// follow goes along the path, whose steps into a list are numbers.
func (d docs) follow(v value, path []string) value {
	for _, step := range path {
		switch v.kind() {
		case nothing:
			return v
		case list:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v.node.members) {
				return value{}
			}
			v = v.node.members[i].value
		default:
			v, _ = d.get(v, step, 0)
		}
	}
	return v
}

// merge puts what b has into a, as the engine does; what a does not have yet it shares with b. It gives
// what should stand in a's place, and false where the two do not fit.
func (r *run) merge(a, b value, depth int) (value, bool) {
	if a == b {
		return a, true
	}
	if depth > maxDepth {
		return a, false
	}
	kind := a.kind()
	if b.kind() == null && kind == object {
		return a, true
	}
	if kind != b.kind() {
		return a, false
	}
	switch kind {
	case object, list:
		if a.node == b.node {
			return a, true
		}
		if a.node.shared && depth > 0 {
			a.node = r.copy(a.node)
		}
		if kind == object {
			return a, r.mergeObject(a.node, b.node, depth)
		}
		return r.mergeList(a, b, depth)
	case null:
		return a, true
	}
	if bytes.Equal(r.docs.text(a.span), r.docs.text(b.span)) {
		return a, true
	}
	return b, true
}

func (r *run) mergeObject(a, b *node, depth int) bool {
	if b.shared {
		b.shareMembers()
	}
	for i := range b.members {
		m := b.members[i]
		at := r.find(a.members, m.key, i)
		if at < 0 {
			a.members = r.add(a.members, m, len(b.members)-i)
		} else {
			merged, ok := r.merge(a.members[at].value, m.value, depth+1)
			if !ok {
				return false
			}
			if merged == a.members[at].value {
				continue
			}
			a.members[at].value = merged
			m.value = merged
		}
		if m.kind() == text && string(r.docs.text(m.key)) == "__typename" {
			a.typeName = b.typeName
		}
	}
	return true
}

func (r *run) mergeList(a, b value, depth int) (value, bool) {
	switch {
	case len(a.node.members) == 0:
		return b, true
	case len(b.node.members) == 0:
		return a, true
	case len(a.node.members) != len(b.node.members):
		return a, false
	}
	if b.node.shared {
		b.node.shareMembers()
	}
	for i := range a.node.members {
		merged, ok := r.merge(a.node.members[i].value, b.node.members[i].value, depth+1)
		if !ok {
			return a, false
		}
		a.node.members[i].value = merged
	}
	return a, true
}

// copy is a node with the same members, which from now on stand in two places.
func (r *run) copy(n *node) *node {
	c := r.memory.node()
	c.path, c.typeName = n.path, n.typeName
	c.members = r.memory.members(len(n.members))
	copy(c.members, n.members)
	c.shareMembers()
	r.copied++
	c.made = r.copied
	c.next, n.copies = n.copies, c
	return c
}

// shareMembers is for a node that stands in several places, when others take over its members.
func (n *node) shareMembers() {
	for _, m := range n.members {
		if m.node != nil {
			m.node.shared = true
		}
	}
}

func (r *run) find(members []member, key span, near int) int {
	name := r.docs.text(key)
	if near < len(members) && bytes.Equal(r.docs.text(members[near].key), name) {
		return near
	}
	for i := range members {
		if bytes.Equal(r.docs.text(members[i].key), name) {
			return i
		}
	}
	return -1
}

// add appends to members that lie in the run's memory, taking room for more in one go.
func (r *run) add(members []member, m member, more int) []member {
	if len(members) == cap(members) {
		grown := r.memory.members(len(members) + more)
		members = grown[:copy(grown, members)]
	}
	return append(members, m)
}
