package delivery

import (
	"slices"
	"sync"

	"github.com/segmentio/kafka-go"
)

// progress knows how far each partition is handled without a gap, while lanes finish in any order. Only so
// far may be committed: an offset says that everything before it is done.
type progress struct {
	mu         sync.Mutex
	partitions map[partition]*handled
}

type partition struct {
	topic  string
	number int
}

type handled struct {
	begun    []int64 // in order; its head is the oldest that is not finished
	finished map[int64]bool
	upTo     *kafka.Message // the last one before the gap, not yet taken
}

func newProgress() *progress { return &progress{partitions: map[partition]*handled{}} }

func (p *progress) start(m kafka.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := partition{m.Topic, m.Partition}
	h := p.partitions[key]
	// After a rebalance a partition can come back and start again at an earlier offset.
	if h == nil || len(h.begun) > 0 && m.Offset <= h.begun[len(h.begun)-1] {
		h = &handled{finished: map[int64]bool{}}
		p.partitions[key] = h
	}
	h.begun = append(h.begun, m.Offset)
}

func (p *progress) finish(m kafka.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.partitions[partition{m.Topic, m.Partition}]
	if !slices.Contains(h.begun, m.Offset) {
		return // it was begun before a rebalance
	}
	h.finished[m.Offset] = true
	for len(h.begun) > 0 && h.finished[h.begun[0]] {
		at := kafka.Message{Topic: m.Topic, Partition: m.Partition, Offset: h.begun[0]}
		h.upTo = &at
		delete(h.finished, h.begun[0])
		h.begun = h.begun[1:]
	}
}

// take gives what can be committed, once.
func (p *progress) take() []kafka.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []kafka.Message
	for _, h := range p.partitions {
		if h.upTo != nil {
			all = append(all, *h.upTo)
			h.upTo = nil
		}
	}
	return all
}
