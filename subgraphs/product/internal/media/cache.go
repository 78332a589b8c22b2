package media

import (
	"container/list"
	"sync"
)

// maxBytes is how much of what was drawn is kept.
const maxBytes = 32 << 20

// cache keeps what was asked for last, up to a number of bytes.
type cache struct {
	limit int

	mu    sync.Mutex
	size  int
	order *list.List // of kept; the last asked for is in front
	at    map[string]*list.Element
}

type kept struct {
	key  string
	body []byte
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), at: map[string]*list.Element{}}
}

// get is what was kept under the key, or what make makes. Two that ask at once may both make it, which does
// no harm.
func (c *cache) get(key string, make func() []byte) []byte {
	c.mu.Lock()
	if e, ok := c.at[key]; ok {
		c.order.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(kept).body
	}
	c.mu.Unlock()
	body := make()
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.at[key]; ok || len(body) > c.limit {
		return body
	}
	c.at[key] = c.order.PushFront(kept{key, body})
	c.size += len(body)
	for c.size > c.limit {
		last := c.order.Back()
		k := c.order.Remove(last).(kept)
		delete(c.at, k.key)
		c.size -= len(k.body)
	}
	return body
}
