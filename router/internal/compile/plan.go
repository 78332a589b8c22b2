package compile

import (
	"hash/maphash"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/postprocess"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/operationreport"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// plan plans the normalised operation, or remembers that it did.
func (c *Compiler) plan(doc *ast.Document, name string) (*planned, *answer.Refusal) {
	text, err := c.printed(doc)
	if err != nil {
		c.Log.Error("planning failed", "error", err)
		return nil, internal()
	}
	if p := c.plans.get(text); p != nil {
		return p, nil
	}
	made, err := c.planAfresh(doc, name)
	if err != nil {
		c.Log.Error("planning failed", "operation", text, "error", err)
		return nil, internal()
	}
	p := &planned{id: maphash.String(c.seed, text)}
	switch made := made.(type) {
	case *plan.SynchronousResponsePlan:
		p.response = made.Response
	case *plan.SubscriptionResponsePlan:
		p.subscription = made.Response
	default:
		c.Log.Error("planning gave an unknown kind of plan", "operation", text)
		return nil, internal()
	}
	if len(text) <= maxRemembered {
		c.plans.put(text, p)
	}
	return p, nil
}

// planAfresh makes a planner for each call, because one is not for concurrent use.
func (c *Compiler) planAfresh(doc *ast.Document, name string) (plan.Plan, error) {
	planner, err := plan.NewPlanner(c.Options.Plan)
	if err != nil {
		return nil, err
	}
	var report operationreport.Report
	made := planner.Plan(doc, c.Router, name, &report)
	if report.HasErrors() {
		return nil, report
	}
	postprocess.NewProcessor(postprocess.EnableMultiFetch()).Process(made)
	return made, nil
}
