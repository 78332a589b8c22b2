package program

import (
	"bytes"
	"context"
)

// Memory has the answers that subgraphs gave in a run, so that a repetition by the engine asks nothing twice.
// Its zero value is empty. It is filled by one run, and read when that is over.
type Memory struct {
	all []remembered
	few [4]remembered // as many as most runs have, so that they take no more memory for it
}

type remembered struct {
	url          string
	body, answer *Buffer
}

func (m *Memory) remember(url string, body, answer *Buffer) {
	if m.all == nil {
		m.all = m.few[:0]
	}
	m.all = append(m.all, remembered{url, body, answer})
}

// Free forgets the answers. Nobody may read them any more.
func (m *Memory) Free() {
	for _, r := range m.all {
		r.body.Free()
		r.answer.Free()
	}
	m.all = nil
}

type memoryKey struct{}

// Context gives the memory to a repetition.
func (m *Memory) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoryKey{}, m)
}

// Remembered is the answer that the subgraph gave to the same request a moment ago, in the same request of a
// client; nil where it gave none. It is a copy, because the engine may share it with other requests.
func Remembered(ctx context.Context, url string, body []byte) []byte {
	m, _ := ctx.Value(memoryKey{}).(*Memory)
	if m == nil {
		return nil
	}
	for _, r := range m.all {
		if r.url == url && bytes.Equal(r.body.Bytes, body) {
			return bytes.Clone(r.answer.Bytes)
		}
	}
	return nil
}
