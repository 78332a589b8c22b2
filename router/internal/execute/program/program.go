// Package program runs the plans of queries without the engine. A plan is compiled once: its fetches to
// templates of requests, the shape of its answer to a tree that writes it. A run parses what subgraphs
// answer into nodes that point into their bytes, joins entities to them by reference, and writes the
// client's answer from those bytes, a part that stands in several places once.
//
// It knows only how things go well. Errors in an answer of a subgraph, a null where none may be, a value of
// another type: whatever is out of the ordinary ends the run, and the engine repeats it on the answers that
// were had already (Memory). So the engine alone decides what errors say and how far a null spreads.
package program

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/wundergraph/astjson"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// Sender reaches the subgraphs.
type Sender interface {
	// Take is an empty buffer with room for so many bytes.
	Take(bytes int) *Buffer
	// Send sends the body to the subgraph at the URL. It neither changes nor keeps what it is given, and the
	// answer is the caller's to free.
	Send(ctx context.Context, url string, headers http.Header, body []byte) (*Buffer, error)
}

// Program is a compiled plan; it is for concurrent use.
type Program struct {
	root  *shape
	tasks []task
	first []int // those that need no other
	// variables are the paths of the client's variables that requests have in them.
	variables [][]string
	// inPlace is set where what is written of an object depends on what is above it.
	inPlace bool
	// conditional is set where something depends on the type of an object above it.
	conditional bool
	runs        sync.Pool
	// size is that of the last answer, in bytes.
	size atomic.Int64
}

// errUnusual is what Build says of a plan that it leaves to the engine.
var errUnusual = errors.New("the plan has something that only the engine knows")

// Build compiles the plan of a query. It is nil where the engine has to run it.
func Build(plan *resolve.GraphQLResponse) *Program {
	if plan == nil || plan.Info == nil || plan.Info.OperationType != ast.OperationTypeQuery ||
		len(plan.Info.AuthorizationCoordinates) > 0 || plan.Data == nil || plan.Fetches == nil {
		return nil
	}
	p := &Program{}
	var err error
	if p.root, err = p.shape(plan.Data, 0); err != nil || p.root.kind != anObject || len(p.root.path) > 0 {
		return nil
	}
	if p.tasks, err = p.order(plan.Fetches); err != nil {
		return nil
	}
	for i := range p.tasks {
		if p.tasks[i].needs == 0 {
			p.first = append(p.first, i)
		}
	}
	return p
}

// Bound are the values of a request's variables, as JSON; nil is one that the client left out.
type Bound [][]byte

// Bind takes out of the variables what requests will have in them.
func (p *Program) Bind(variables *astjson.Value, remap map[string]string) Bound {
	if len(p.variables) == 0 {
		return nil
	}
	view := resolve.NewVariablesView(variables, remap)
	bound := make(Bound, len(p.variables))
	for i, path := range p.variables {
		if value := view.Get(path...); value != nil {
			bound[i] = value.MarshalTo(nil)
		}
	}
	return bound
}
