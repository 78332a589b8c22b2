package illustration

import "hash/fnv"

// chance gives the small differences by which drawn flowers look grown. It is seeded by an id, so that the same
// product gives the same picture on every machine and in every release of Go.
type chance struct{ state uint64 }

func chanceOf(seed string) *chance {
	h := fnv.New64a()
	h.Write([]byte(seed))
	return &chance{h.Sum64()}
}

// next is splitmix64.
func (c *chance) next() uint64 {
	c.state += 0x9e3779b97f4a7c15
	z := c.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// between is a number from low to high.
func (c *chance) between(low, high float64) float64 {
	return low + (high-low)*float64(c.next()>>11)/(1<<53)
}

// about is a number around 0, at most so far away.
func (c *chance) about(far float64) float64 { return c.between(-far, far) }

func (c *chance) pick(n int) int { return int(c.next() % uint64(n)) }
