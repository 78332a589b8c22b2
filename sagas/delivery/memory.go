package delivery

import (
	"context"
	"fmt"
	"sync"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Memory is the transaction store of the simulation: it keeps the same promises as Postgres, which the
// suite in deliverytest checks for both. S is a service's state, T its repositories over one.
type Memory[S, T any] struct {
	mu     sync.Mutex
	state  S
	clone  func(S) S
	bind   func(*S) T
	heard  map[string]bool
	outbox []saga.Envelope
	said   int
	name   string
}

// NewMemory makes a store. clone copies a state so deeply that a change of the copy leaves the original as
// it is; name makes the ids of its events unique among several stores.
func NewMemory[S, T any](name string, state S, clone func(S) S, bind func(*S) T) *Memory[S, T] {
	return &Memory[S, T]{name: name, state: state, clone: clone, bind: bind, heard: map[string]bool{}}
}

var _ saga.Store[int] = (*Memory[string, int])(nil)

// Do runs work on a copy, which takes the state's place if work succeeds.
func (m *Memory[S, T]) Do(ctx context.Context, work func(context.Context, T) (saga.Event, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.do(ctx, work)
}

// Once is Do for an event that was heard: handled before, it is done already.
func (m *Memory[S, T]) Once(ctx context.Context, heard saga.Envelope, work func(context.Context, T) (saga.Event, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.heard[heard.ID] {
		return nil
	}
	if err := m.do(ctx, work); err != nil {
		return err
	}
	m.heard[heard.ID] = true
	return nil
}

func (m *Memory[S, T]) do(ctx context.Context, work func(context.Context, T) (saga.Event, error)) error {
	changed := m.clone(m.state)
	said, err := work(ctx, m.bind(&changed))
	if err != nil {
		return err
	}
	if said != nil {
		m.said++
		e, err := saga.Seal(fmt.Sprintf("%s-%d", m.name, m.said), said)
		if err != nil {
			return err
		}
		m.outbox = append(m.outbox, e)
	}
	m.state = changed
	return nil
}

// State is a copy of the state as it stands.
func (m *Memory[S, T]) State() S {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clone(m.state)
}

// Relay publishes what the outbox holds. It forgets it only after write returned nil: a crash in between
// publishes it twice.
func (m *Memory[S, T]) Relay(write func(...saga.Envelope) error) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.outbox) == 0 {
		return 0, nil
	}
	if err := write(m.outbox...); err != nil {
		return 0, err
	}
	n := len(m.outbox)
	m.outbox = nil
	return n, nil
}
