// Package saga describes a choreographed saga as a list of steps, and binds each step to the service that
// performs it.
package saga

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Event is something that happened, said in the past tense. Its name on the wire is the name of its Go type.
type Event interface {
	// Topic is where it is said: one for each flow.
	Topic() string
	// Key keeps events in order: those with one key are heard in the order in which they were said.
	Key() string
}

// NameOf names an event: "OrderPlaced".
func NameOf(e Event) string { return reflect.TypeOf(e).Name() }

// Step is one service's part: it hears one event and says one of several, now or once the outside has
// answered. A step that says nothing ends its branch of the saga.
type Step struct {
	Service, Does, Topic, Hears string
	Says                        []string
	// Undo marks a step of the way back: it must not fail for good.
	Undo bool
}

// StepOf is a Step that knows the type of the event it hears.
type StepOf[E Event] struct{ Step }

// On starts a step that service takes when it hears an E.
func On[E Event](service, does string) StepOf[E] {
	var heard E
	return StepOf[E]{Step{Service: service, Does: does, Topic: heard.Topic(), Hears: NameOf(heard)}}
}

// Saying lists every event the step may answer with.
func (s StepOf[E]) Saying(says ...Event) StepOf[E] {
	for _, e := range says {
		s.Step.Says = append(s.Step.Says, NameOf(e))
	}
	return s
}

// Undoing marks the step as one of the way back.
func (s StepOf[E]) Undoing() StepOf[E] {
	s.Undo = true
	return s
}

// Envelope is an event on the wire. ID is unique to each time that something is said.
type Envelope struct {
	ID, Topic, Name, Key string
	Body                 json.RawMessage
	// Trace is the W3C traceparent of what caused it; may be empty.
	Trace string
}

// Seal puts an event into an envelope.
func Seal(id string, e Event) (Envelope, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return Envelope{}, fmt.Errorf("seal %s: %w", NameOf(e), err)
	}
	return Envelope{ID: id, Topic: e.Topic(), Name: NameOf(e), Key: e.Key(), Body: body}, nil
}

// Handler is a step with its work. T is what the work may touch inside the transaction: the service's own
// repositories.
type Handler[T any] struct {
	Step
	do func(context.Context, T, json.RawMessage) (Event, error)
}

// By binds a step to the function that performs it.
func By[T any, E Event](step StepOf[E], do func(context.Context, T, E) (Event, error)) Handler[T] {
	return Handler[T]{step.Step, func(ctx context.Context, tx T, body json.RawMessage) (Event, error) {
		var heard E
		if err := json.Unmarshal(body, &heard); err != nil {
			return nil, fmt.Errorf("decode %s: %w", NameOf(heard), err)
		}
		said, err := do(ctx, tx, heard)
		if err != nil || said == nil {
			return nil, err
		}
		if !slices.Contains(step.Step.Says, NameOf(said)) {
			return nil, fmt.Errorf("%s may not say %s", step.Does, NameOf(said))
		}
		return said, nil
	}}
}

// Store runs work in one transaction with the event it says (the outbox) and the event it heard (the inbox).
type Store[T any] interface {
	// Do is for requests and for answers of the outside.
	Do(ctx context.Context, work func(context.Context, T) (Event, error)) error
	// Once is for events: an envelope that was handled before is done already.
	Once(ctx context.Context, heard Envelope, work func(context.Context, T) (Event, error)) error
}

// Handle performs the step that hears the event, if this service has one.
func Handle[T any](ctx context.Context, store Store[T], steps []Handler[T], heard Envelope) error {
	for _, s := range steps {
		if s.Hears == heard.Name && s.Topic == heard.Topic {
			err := store.Once(ctx, heard, func(ctx context.Context, tx T) (Event, error) { return s.do(ctx, tx, heard.Body) })
			if err != nil {
				return fmt.Errorf("%s: %s %s: %w", s.Does, heard.Name, heard.Key, err)
			}
			return nil
		}
	}
	return nil
}

// Undoes tells whether the step that hears the event is one of the way back: it must not fail for good.
func Undoes[T any](steps []Handler[T], heard Envelope) bool {
	return slices.ContainsFunc(steps, func(s Handler[T]) bool { return s.Undo && s.Hears == heard.Name && s.Topic == heard.Topic })
}

// Topics are those that the steps hear, each once, in order.
func Topics[T any](steps []Handler[T]) []string {
	var topics []string
	for _, s := range steps {
		if !slices.Contains(topics, s.Topic) {
			topics = append(topics, s.Topic)
		}
	}
	return topics
}

// Diagram draws the steps as a Mermaid flowchart: events as boxes, steps as rounded ones with their service.
func Diagram(steps []Step) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for i, s := range steps {
		node := fmt.Sprintf("s%d", i+1)
		fmt.Fprintf(&b, "  %s([\"%s: %s\"])\n  %s --> %s\n", node, s.Service, s.Does, s.Hears, node)
		for _, e := range s.Says {
			fmt.Fprintf(&b, "  %s --> %s\n", node, e)
		}
	}
	return b.String()
}
