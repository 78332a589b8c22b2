package compile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/maphash"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/postprocess"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/operationreport"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/aside"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/introspect"
)

// inPartOnly begins the keys of plans of operations from which something was taken out: a client could write what
// looks like a mark.
const inPartOnly = "-"

// plan plans the normalised operation, or remembers that it did. What was denied of it, and what is about the
// schema, has marks in its place.
func (c *Compiler) plan(doc *ast.Document, name string, denial *Denial, about *introspect.Query) (*planned, *answer.Refusal) {
	text, err := c.printed(doc)
	if err != nil {
		c.Log.Error("planning failed", "error", err)
		return nil, internal()
	}
	key := text
	if denial != nil {
		key = inPartOnly + text
	}
	if p := c.plans.get(key); p != nil {
		return p, nil
	}
	sum := sha256.Sum256([]byte(about.Plain(text)))
	p := &planned{id: maphash.String(c.seed, key), hash: hex.EncodeToString(sum[:8])}
	if denial != nil && denial.Nothing {
		return p, nil
	}
	if c.failures.lately(key) {
		return nil, internal()
	}
	made, err := c.planAside(p, doc, &search{text: text, name: name, filtered: denial != nil})
	if errors.Is(err, errTooManyTypes) {
		return nil, tooComplex("the query asks for too many fields of types in types")
	}
	if err != nil {
		c.Log.Error("planning failed", "operation", text, "error", err)
		if !errors.Is(err, errBusy) {
			c.failures.note(key)
		}
		return nil, internal()
	}
	switch made := made.(type) {
	case *plan.SynchronousResponsePlan:
		p.response = made.Response
		c.Install(made.Response.Fetches)
		if complete(made.Response, denial, about) {
			p.program = program.Build(made.Response)
		}
		tame(made.Response)
	case *plan.SubscriptionResponsePlan:
		p.subscription = made.Response
		tame(made.Response.Response)
		c.Install(made.Response.Response.Fetches)
		complete(made.Response.Response, denial, about)
	case *plan.DeferResponsePlan:
		p.deferred = made.Response
		tame(made.Response.Response)
		c.Install(made.Response.Response.Fetches)
		c.installLater(made.Response.DeferTree)
		complete(made.Response.Response, denial, about)
	default:
		c.Log.Error("planning gave an unknown kind of plan", "operation", text)
		return nil, internal()
	}
	if len(text) <= maxRemembered {
		c.plans.put(key, p)
	}
	return p, nil
}

// complete puts values in the place of marks. It is false where only the engine knows what becomes of them.
func complete(answer *resolve.GraphQLResponse, denial *Denial, about *introspect.Query) bool {
	about.Complete(answer.Data)
	return denial == nil || authorize.Complete(answer.Data)
}

// planAside plans the document, or in whatever way there is what is searched for. Aliases that the planner would
// stumble over are set aside meanwhile.
func (c *Compiler) planAside(p *planned, doc *ast.Document, s *search) (made plan.Plan, err error) {
	p.aside = c.names.Set(doc)
	if marked := c.markInterfaceObjects(doc); p.aside || marked {
		if s.text, err = c.printed(doc); err != nil {
			return nil, err
		}
	}
	if made, err = c.planAfresh(c.Plan, doc, s.name, s.filtered); err != nil && !errors.Is(err, errTooManyTypes) {
		made, err = c.planOtherwise(s, err)
	}
	if err == nil && p.aside {
		aside.Restore(responseOf(made).Data)
	}
	return made, err
}

// installLater does for the parts that come later what Install does for a plan.
func (c *Compiler) installLater(node *resolve.DeferTreeNode) {
	if node == nil {
		return
	}
	if node.Item != nil {
		c.Install(node.Item.Fetches)
	}
	for _, child := range node.ChildNodes {
		c.installLater(child)
	}
}

// planAfresh is a finished plan for the operation.
func (c *Compiler) planAfresh(config plan.Configuration, doc *ast.Document, name string, filtered bool) (plan.Plan, error) {
	made, err := c.planRaw(config, doc, name, filtered)
	if err != nil {
		return nil, err
	}
	finish(made)
	return made, nil
}

// finish orders the fetches of a plan.
func finish(made plan.Plan) {
	separate(responseOf(made).Data)
	mergeTwins(responseOf(made))
	postprocess.NewProcessor(postprocess.EnableMultiFetch(), postprocess.DisableDeduplicateSingleFetches()).Process(made)
}

// planRaw makes a planner for each call, because one is not for concurrent use.
func (c *Compiler) planRaw(config plan.Configuration, doc *ast.Document, name string, filtered bool) (made plan.Plan, err error) {
	defer func() {
		switch thrown := recover(); thrown {
		case nil:
		case errTooManyTypes:
			err = errTooManyTypes
		default:
			err = fmt.Errorf("the planner panicked: %v", thrown)
		}
	}()
	planner, err := plan.NewPlanner(watch(config, doc, c.Limits.room()))
	if err != nil {
		return nil, err
	}
	var report operationreport.Report
	made = planner.Plan(doc, c.Router, name, &report, plan.IncludeQueryPlanInResponse())
	if report.HasErrors() {
		return nil, report
	}
	// The engine orders fetches by a recursion that never ends where they wait for each other, and a stack
	// that overflows takes the process with it.
	if err := acyclic(responseOf(made).RawFetches); err != nil {
		return nil, err
	}
	c.keepObjectTypes(made)
	c.admitInterfaceObjects(made)
	err = c.check(made)
	withoutMarks(responseOf(made).Data)
	if filtered { // once it is checked that what stands for the marks is brought, as anything else
		authorize.Unmark(made)
	}
	if err != nil {
		return nil, &flawed{made, err}
	}
	return made, nil
}

// responseOf is the answer that the plan makes; of one in parts, or of a stream, each.
func responseOf(made plan.Plan) *resolve.GraphQLResponse {
	switch made := made.(type) {
	case *plan.SynchronousResponsePlan:
		return made.Response
	case *plan.SubscriptionResponsePlan:
		return made.Response.Response
	case *plan.DeferResponsePlan:
		return made.Response.Response
	}
	return &resolve.GraphQLResponse{Data: &resolve.Object{}}
}

// acyclic is an error where fetches wait for each other.
func acyclic(fetches []*resolve.FetchItem) error {
	waits := map[int][]int{}
	for _, f := range fetches {
		d := f.Fetch.Dependencies()
		waits[d.FetchID] = append(waits[d.FetchID], d.DependsOnFetchIDs...)
	}
	const visiting, done = 1, 2
	state := map[int]int{}
	var visit func(id int) error
	visit = func(id int) error {
		switch state[id] {
		case visiting:
			return fmt.Errorf("fetch %d waits for itself", id)
		case done:
			return nil
		}
		state[id] = visiting
		for _, on := range waits[id] {
			if err := visit(on); err != nil {
				return err
			}
		}
		state[id] = done
		return nil
	}
	for id := range waits {
		if err := visit(id); err != nil {
			return err
		}
	}
	return nil
}
