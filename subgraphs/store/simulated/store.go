// Package simulated is the store's part of the sagas in memory, for the simulation: the same steps as in the
// service, over a store that keeps the same promises as PostgreSQL.
package simulated

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
)

// Store is the service. Relay of what it keeps in gives what it said.
type Store struct {
	*delivery.Memory[State, app.Bookings]
	steps []saga.Handler[app.Bookings]
}

// New makes the service with stores that offer these terms; now is the time in the simulation.
func New(now func() time.Time, terms ...fulfilment.Terms) *Store {
	state := State{
		Terms: map[string]fulfilment.Terms{}, Booked: map[string]int{}, Bookings: map[string][]checkout.Booking{},
		CalledOff: map[string]bool{}, Versions: map[string]int64{},
	}
	for _, t := range terms {
		state.Terms[t.StoreID] = t
	}
	memory := delivery.NewMemory("store", state, State.clone, func(s *State) app.Bookings { return bookings{s} })
	return &Store{Memory: memory, steps: app.Steps(now)}
}

// Handle performs the step that hears the event, if the store has one.
func (s *Store) Handle(ctx context.Context, heard saga.Envelope) error {
	return saga.Handle(ctx, s.Memory, s.steps, heard)
}

// Topics are those that the store hears.
func (s *Store) Topics() []string { return saga.Topics(s.steps) }
