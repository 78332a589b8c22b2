package fetch

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// Resumed are the subscriptions that may be asked for again when their subgraph drops them, by their field.
// The value is the argument that is then moved on to the id of the last event; it is empty for a field whose
// every stream begins with what is now. Any other field is asked for once: it might do something.
type Resumed map[string]string

// ResumedFields reads a list of fields, such as "orderUpdates" or "notifications:after".
func ResumedFields(list []string) Resumed {
	out := Resumed{}
	for _, item := range list {
		field, argument, _ := strings.Cut(strings.TrimSpace(item), ":")
		if field != "" {
			out[field] = argument
		}
	}
	return out
}

// Backoff says how soon and how often a subgraph is asked again.
type Backoff struct {
	// First is the longest first wait; each wait may be twice as long as the last one, up to Longest.
	First, Longest time.Duration
	// Attempts is how often in a row a subgraph may fail to take a stream up again.
	Attempts int
}

// DefaultBackoff outlasts the restart of a subgraph: about half a minute in all.
func DefaultBackoff() Backoff {
	return Backoff{First: 100 * time.Millisecond, Longest: 10 * time.Second, Attempts: 12}
}

// wait is the time before an attempt, which count from 1. The jitter is full, so that ten thousand streams
// that broke at once do not come back at once.
func (b Backoff) wait(attempt int) time.Duration {
	most := b.Longest
	if shift := attempt - 1; shift < 30 && b.First<<shift < b.Longest {
		most = b.First << shift
	}
	return rand.N(most + 1)
}

// shape is what all streams with the same query have in common.
type shape struct {
	query     string
	resumable bool
	// argument is moved on to the id of the last event; empty: it is not.
	argument string
	// response is the name of the field in an event, cursor the name of its id there.
	response, cursor string
	// variable is the one that the argument is given by; empty where it is given otherwise, or not at all.
	variable string
}

// subscription is what a stream asks its subgraph for.
type subscription struct {
	*shape
	variables json.RawMessage
}

// idOfEvent is what the router calls the id that it reads along where the client did not ask for it. The
// engine passes on only what is in its plan, so no client sees it.
const idOfEvent = "router_id"

// understand reads the query of a subscription.
func (r Resumed) understand(query string) (*shape, error) {
	s := &shape{query: query}
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return nil, fmt.Errorf("the subscription: %w", err)
	}
	field := rootField(doc)
	if field == nil {
		return s, nil
	}
	s.argument, s.resumable = r[field.Name]
	s.response = field.Alias
	if s.argument == "" {
		return s, nil
	}
	if given := field.Arguments.ForName(s.argument); given != nil && given.Value.Kind == ast.Variable {
		s.variable = given.Value.Raw
	}
	for _, selected := range field.SelectionSet {
		if f, ok := selected.(*ast.Field); ok && f.Name == "id" {
			s.cursor = f.Alias
			return s, nil
		}
	}
	s.cursor = idOfEvent
	field.SelectionSet = append(field.SelectionSet, &ast.Field{Alias: idOfEvent, Name: "id"})
	s.query = printed(doc)
	return s, nil
}

// fromTheStart tells whether the stream begins with what happens from now on: its argument, if it has one
// that is moved on, says nothing.
func (s subscription) fromTheStart() bool {
	if s.variable == "" {
		return true
	}
	var values map[string]json.RawMessage
	if json.Unmarshal(s.variables, &values) != nil {
		return false
	}
	value := values[s.variable]
	return len(value) == 0 || string(value) == "null"
}

// id is that of an event; empty where it can't be told.
func (s subscription) id(event []byte) string {
	if s.argument == "" {
		return ""
	}
	var shape struct {
		Data map[string]map[string]json.RawMessage `json:"data"`
	}
	var id string
	if json.Unmarshal(event, &shape) != nil || json.Unmarshal(shape.Data[s.response][s.cursor], &id) != nil {
		return ""
	}
	return id
}

// after is the subscription to what came after the event with the id.
func (s subscription) after(id string) (subscription, error) {
	if s.argument == "" || id == "" {
		return s, nil
	}
	if s.variable != "" {
		values := map[string]json.RawMessage{}
		if err := json.Unmarshal(s.variables, &values); err != nil {
			return s, fmt.Errorf("the subscription's variables: %w", err)
		}
		value, err := json.Marshal(id)
		if err != nil {
			return s, err
		}
		values[s.variable] = value
		s.variables, err = json.Marshal(values)
		return s, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: s.query})
	if err != nil {
		return s, fmt.Errorf("the subscription: %w", err)
	}
	field := rootField(doc)
	literal := &ast.Value{Raw: id, Kind: ast.StringValue}
	if given := field.Arguments.ForName(s.argument); given != nil {
		given.Value = literal
	} else {
		field.Arguments = append(field.Arguments, &ast.Argument{Name: s.argument, Value: literal})
	}
	moved := *s.shape
	moved.query = printed(doc)
	s.shape = &moved
	return s, nil
}

func rootField(doc *ast.QueryDocument) *ast.Field {
	if len(doc.Operations) == 1 && len(doc.Operations[0].SelectionSet) == 1 {
		if field, ok := doc.Operations[0].SelectionSet[0].(*ast.Field); ok {
			return field
		}
	}
	return nil
}

func printed(doc *ast.QueryDocument) string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithCompacted()).FormatQueryDocument(doc)
	return b.String()
}
