package program

// memory is where a run's nodes lie: a few large pieces instead of thousands of small ones, used again by
// the runs that follow.
type memory struct {
	nodes                [][]node
	lists                [][]member
	inNodes, inLists     int // pieces that are full or in use
	usedNodes, usedLists int // of the last one
	// long is set where a list was too long for a piece.
	long bool
}

const (
	nodePiece = 128
	listPiece = 256
	maxPieces = 64 // that are kept from one run to the next
)

// node is a new one. What used it before is forgotten only now, so nothing else has to be cleared.
func (m *memory) node() *node {
	if m.inNodes == 0 || m.usedNodes == nodePiece {
		if m.inNodes == len(m.nodes) {
			m.nodes = append(m.nodes, make([]node, nodePiece))
		}
		m.inNodes++
		m.usedNodes = 0
	}
	m.usedNodes++
	n := &m.nodes[m.inNodes-1][m.usedNodes-1]
	*n = node{}
	return n
}

// members has room for so many and is as long. What is in it is whatever was there before.
func (m *memory) members(n int) []member {
	if n > listPiece {
		m.long = true
		return make([]member, n)
	}
	if m.inLists == 0 || m.usedLists+n > listPiece {
		if m.inLists == len(m.lists) {
			m.lists = append(m.lists, make([]member, listPiece))
		}
		m.inLists++
		m.usedLists = 0
	}
	m.usedLists += n
	return m.lists[m.inLists-1][m.usedLists-n : m.usedLists : m.usedLists]
}

// reset forgets all nodes.
func (m *memory) reset() {
	m.inNodes, m.inLists = 0, 0
	if len(m.nodes) > maxPieces {
		m.nodes = m.nodes[:maxPieces:maxPieces]
	}
	if len(m.lists) > maxPieces {
		m.lists = m.lists[:maxPieces:maxPieces]
	}
	if !m.long { // else nodes, also forgotten ones, hold on to what lies elsewhere
		return
	}
	m.long = false
	for _, nodes := range m.nodes {
		clear(nodes)
	}
	for _, list := range m.lists {
		clear(list)
	}
}
