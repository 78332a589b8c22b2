package compile

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// cache is a bounded map for concurrent use. When it is full, the hand goes round and evicts the first
// entry that was not used since the hand last passed it (the clock algorithm): a hit then only sets a bit,
// and readers do not queue for a list that has to be reordered.
type cache[V any] struct {
	mu      sync.RWMutex
	entries map[string]*entry[V]
	ring    []*entry[V]
	hand    int
}

type entry[V any] struct {
	key   string
	value V
	used  atomic.Bool
	uses  atomic.Uint32 // each sampled-th
}

// sampled uses are counted: to count all of them would be the write that get does without.
const sampled = 16

func newCache[V any](capacity int) *cache[V] {
	return &cache[V]{entries: make(map[string]*entry[V]), ring: make([]*entry[V], 0, capacity)}
}

// get is the value, or the zero value where there is none.
func (c *cache[V]) get(key string) V {
	c.mu.RLock()
	e := c.entries[key]
	c.mu.RUnlock()
	if e == nil {
		var none V
		return none
	}
	if !e.used.Load() { // a write to a shared line for each hit would slow all readers
		e.used.Store(true)
	}
	if rand.Uint32()%sampled == 0 {
		e.uses.Add(1)
	}
	return e.value
}

// all are the entries, in the order of the ring.
func (c *cache[V]) all() []*entry[V] {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.ring)
}

func (c *cache[V]) put(key string, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; ok {
		return // somebody else was faster, with the same
	}
	e := &entry[V]{key: key, value: value}
	c.entries[key] = e
	if len(c.ring) < cap(c.ring) {
		c.ring = append(c.ring, e)
		return
	}
	for c.ring[c.hand].used.Swap(false) {
		c.hand = (c.hand + 1) % len(c.ring)
	}
	delete(c.entries, c.ring[c.hand].key)
	c.ring[c.hand] = e
	c.hand = (c.hand + 1) % len(c.ring)
}
