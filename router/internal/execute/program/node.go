package program

import (
	"bytes"
	"strconv"
)

type nodeKind uint8

const (
	null nodeKind = iota
	truth
	number
	text
	list
	object
)

// node is a value in a subgraph's answer. It may stand in several places: entities are joined by reference.
type node struct {
	// raw is a scalar as it came, texts with their quotes; or the text that an object was read from.
	raw []byte
	// path is where in the answer an object stands.
	path uint64
	// members are an object's fields, or a list's items, without keys.
	members []member
	// typeName is the text in __typename.
	typeName []byte
	kind     nodeKind
	// shared is set where a change, other than what a look-up brought for the node itself, must be made to a
	// copy: the node stands in for others that are equal.
	shared bool
	// seen is the last selection that has the node.
	seen uint32
	// written as this shape, it stands in the answer from and to here.
	written  *shape
	from, to int
}

type member struct {
	key   []byte
	value *node
}

// get is the member with the key; nil where there is none. near is where it probably is.
func (n *node) get(key string, near int) (*node, int) {
	if n == nil || n.kind != object {
		return nil, 0
	}
	m := n.members
	for i := near; i < len(m); i++ {
		if string(m[i].key) == key {
			return m[i].value, i + 1
		}
	}
	for i := range min(near, len(m)) {
		if string(m[i].key) == key {
			return m[i].value, i + 1
		}
	}
	return nil, near
}

// at follows the path, whose steps into a list are numbers.
func (n *node) at(path []string) *node {
	for _, step := range path {
		switch {
		case n == nil:
			return nil
		case n.kind == list:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(n.members) {
				return nil
			}
			n = n.members[i].value
		default:
			n, _ = n.get(step, 0)
		}
	}
	return n
}

func (n *node) isNull() bool { return n == nil || n.kind == null }

// merge puts what b has into a, as the engine does; what a does not have yet it shares with b. It gives
// what should stand in a's place, and false where the two do not fit.
func (r *run) merge(a, b *node, depth int) (*node, bool) {
	if a == b {
		return a, true
	}
	if depth > maxDepth {
		return nil, false
	}
	if b.kind == null && a.kind == object {
		return a, true
	}
	if a.kind != b.kind {
		return nil, false
	}
	if a.shared && depth > 0 {
		a = r.copy(a)
	}
	switch a.kind {
	case object:
		for i := range b.members {
			key, value := b.members[i].key, b.members[i].value
			at := find(a.members, key, i)
			if at < 0 {
				a.members = r.add(a.members, member{key, value}, len(b.members)-i)
				if value.kind == text && string(key) == "__typename" {
					a.typeName = b.typeName
				}
				continue
			}
			merged, ok := r.merge(a.members[at].value, value, depth+1)
			if !ok {
				return nil, false
			}
			if merged != a.members[at].value {
				a.members[at].value = merged
				if merged.kind == text && string(key) == "__typename" {
					a.typeName = b.typeName
				}
			}
		}
		return a, true
	case list:
		switch {
		case len(a.members) == 0:
			return b, true
		case len(b.members) == 0:
			return a, true
		case len(a.members) != len(b.members):
			return nil, false
		}
		for i := range a.members {
			merged, ok := r.merge(a.members[i].value, b.members[i].value, depth+1)
			if !ok {
				return nil, false
			}
			a.members[i].value = merged
		}
		return a, true
	case null:
		return a, true
	}
	if bytes.Equal(a.raw, b.raw) {
		return a, true
	}
	return b, true
}

// copy is a node with the same members, which from now on stand in two places.
func (r *run) copy(n *node) *node {
	c := r.memory.node()
	c.kind, c.raw, c.path, c.typeName = n.kind, n.raw, n.path, n.typeName
	c.members = r.memory.members(len(n.members))
	copy(c.members, n.members)
	for _, m := range c.members {
		if m.value.kind >= list {
			m.value.shared = true
		}
	}
	return c
}

func find(members []member, key []byte, near int) int {
	if near < len(members) && bytes.Equal(members[near].key, key) {
		return near
	}
	for i := range members {
		if bytes.Equal(members[i].key, key) {
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

// memory is where a run's nodes lie: a few large pieces instead of thousands of small ones, used again by
// the runs that follow.
type memory struct {
	nodes [][]node
	lists [][]member
	mark
	mostLists int // that were in use at a time
}

// mark is how much of a memory is in use.
type mark struct {
	inNodes, inLists     int // pieces that are full or in use
	usedNodes, usedLists int // of the last one
}

const (
	piece     = 256
	maxPieces = 64 // that are kept from one run to the next
)

func (m *memory) node() *node {
	if m.inNodes == 0 || m.usedNodes == piece {
		if m.inNodes == len(m.nodes) {
			m.nodes = append(m.nodes, make([]node, piece))
		}
		m.inNodes++
		m.usedNodes = 0
	}
	m.usedNodes++
	return &m.nodes[m.inNodes-1][m.usedNodes-1]
}

// members has room for so many and is as long.
func (m *memory) members(n int) []member {
	if n > piece {
		return make([]member, n)
	}
	if m.inLists == 0 || m.usedLists+n > piece {
		if m.inLists == len(m.lists) {
			m.lists = append(m.lists, make([]member, piece))
		}
		m.inLists++
		m.usedLists = 0
	}
	m.usedLists += n
	return m.lists[m.inLists-1][m.usedLists-n : m.usedLists : m.usedLists]
}

// rewind forgets what was taken since the mark; nothing may point to it.
func (m *memory) rewind(to mark) {
	for i := max(to.inNodes, 1); i <= m.inNodes; i++ {
		from := 0
		if i == to.inNodes {
			from = to.usedNodes
		}
		end := piece
		if i == m.inNodes {
			end = m.usedNodes
		}
		clear(m.nodes[i-1][from:end])
	}
	m.mostLists = max(m.mostLists, m.inLists)
	m.mark = to // lists are written whole when they are taken, and cleared at the end
}

// reset forgets all nodes, and so lets go of the answers that they pointed into.
func (m *memory) reset() {
	for i := range m.inNodes {
		clear(m.nodes[i])
	}
	for i := range max(m.mostLists, m.inLists) {
		clear(m.lists[i])
	}
	if len(m.nodes) > maxPieces {
		m.nodes = m.nodes[:maxPieces:maxPieces]
	}
	if len(m.lists) > maxPieces {
		m.lists = m.lists[:maxPieces:maxPieces]
	}
	m.mark, m.mostLists = mark{}, 0
}
