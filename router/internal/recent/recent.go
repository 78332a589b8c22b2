// Package recent remembers what was used lately, within a bound.
package recent

import "sync"

// Map remembers values by their keys, in two generations: when the young one is full it becomes the old one,
// whose values are forgotten unless they are used meanwhile. It is for concurrent use.
type Map[V any] struct {
	mu         sync.Mutex
	young, old map[string]entry[V]
	size, half int
}

type entry[V any] struct {
	value V
	size  int
}

// New makes a map that holds values of at most that size in all, in whatever unit Put is told.
func New[V any](size int) *Map[V] {
	return &Map[V]{young: map[string]entry[V]{}, half: max(size/2, 1)}
}

// Get is the value of the key; false where it is not remembered.
func (m *Map[V]) Get(key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.young[key]; ok {
		return e.value, true
	}
	e, ok := m.old[key]
	if ok {
		m.add(key, e)
	}
	return e.value, ok
}

// Put remembers a value of that size; one that is larger than half of the map is not.
func (m *Map[V]) Put(key string, value V, size int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if size <= m.half {
		m.add(key, entry[V]{value, size})
	}
}

func (m *Map[V]) add(key string, e entry[V]) {
	m.size -= m.young[key].size
	if m.size+e.size > m.half {
		m.old, m.young, m.size = m.young, map[string]entry[V]{}, 0
	}
	m.young[key] = e
	m.size += e.size
}
