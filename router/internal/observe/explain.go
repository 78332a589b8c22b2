package observe

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/aside"
)

// explanation stands in extensions.explain of an answer.
type explanation struct {
	Operation Operation          `json:"operation"`
	Stages    map[string]float64 `json:"stagesMs"`
	Fetches   []fetched          `json:"fetches"`
	Plan      any                `json:"plan"`
}

// Explaining is to, or where the request asks for it a writer that adds the plan and the timings to the
// answer, which comes in one Write.
func (r *Record) Explaining(to io.Writer, planned *resolve.GraphQLResponse) io.Writer {
	if r == nil || !r.explain || planned == nil {
		return to
	}
	return explaining{to, r, planned}
}

type explaining struct {
	to      io.Writer
	record  *Record
	planned *resolve.GraphQLResponse
}

// Write implements io.Writer.
func (e explaining) Write(body []byte) (int, error) {
	if _, err := e.to.Write(e.record.add(body, planOf(e.planned.Fetches))); err != nil {
		return 0, err
	}
	return len(body), nil
}

// add is the answer with the plan and the timings. One that it can't read comes back as it is.
func (r *Record) add(given []byte, plan any) []byte {
	how, err := json.Marshal(r.explanation(plan))
	if err != nil || !json.Valid(given) {
		return given
	}
	return answer.Extend(given, append([]byte(`"explain":`), how...))
}

// ExplainingParts is the extensions of the last part of an answer that comes in parts; nil where the request does
// not ask for it.
func (r *Record) ExplainingParts(planned *resolve.GraphQLDeferResponse) json.RawMessage {
	if r == nil || !r.explain || planned == nil {
		return nil
	}
	plan := struct {
		First any         `json:"first"`
		Parts map[int]any `json:"parts"`
	}{planOf(planned.Response.Fetches), map[int]any{}}
	var walk func(node *resolve.DeferTreeNode)
	walk = func(node *resolve.DeferTreeNode) {
		if node == nil {
			return
		}
		if node.Item != nil {
			plan.Parts[node.Item.DeferID] = planOf(node.Item.Fetches)
		}
		for _, child := range node.ChildNodes {
			walk(child)
		}
	}
	walk(planned.DeferTree)
	return r.extensions(plan)
}

// ExplainingFirst is to, or where the request asks for it a writer that adds the plan, and the timings until now,
// to the first event.
func (r *Record) ExplainingFirst(to resolve.SubscriptionResponseWriter, planned *resolve.GraphQLSubscription) resolve.SubscriptionResponseWriter {
	if r == nil || !r.explain || planned == nil {
		return to
	}
	how, err := json.Marshal(r.explanation(planOf(planned.Response.Fetches)))
	if err != nil {
		return to
	}
	return &explainingFirst{SubscriptionResponseWriter: to, how: append([]byte(`"explain":`), how...)}
}

type explainingFirst struct {
	resolve.SubscriptionResponseWriter
	how   []byte // nil once it was told
	event bytes.Buffer
}

// Write implements io.Writer.
func (e *explainingFirst) Write(part []byte) (int, error) {
	if e.how == nil {
		return e.SubscriptionResponseWriter.Write(part)
	}
	return e.event.Write(part)
}

// Flush sends an event.
func (e *explainingFirst) Flush() error {
	if e.how != nil {
		told := answer.Extend(e.event.Bytes(), e.how)
		e.how, e.event = nil, bytes.Buffer{}
		if _, err := e.SubscriptionResponseWriter.Write(told); err != nil {
			return err
		}
	}
	return e.SubscriptionResponseWriter.Flush()
}

func (r *Record) extensions(plan any) json.RawMessage {
	told, err := json.Marshal(map[string]any{"explain": r.explanation(plan)})
	if err != nil {
		return nil
	}
	return told
}

func (r *Record) explanation(plan any) explanation {
	how := explanation{Operation: r.operation, Stages: map[string]float64{}, Plan: plan}
	for i, took := range r.took {
		if Stage(i) == r.stage {
			took += time.Since(r.entered)
		}
		how.Stages[stageNames[i]] = milliseconds(took)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	how.Fetches = append([]fetched{}, r.timed...)
	return how
}

// planOf is the plan, whose paths are those of the client's answer. What subgraphs are asked it shows as it is.
func planOf(tree *resolve.FetchTreeNode) *resolve.FetchTreeQueryPlanNode {
	plan := tree.QueryPlan()
	namePaths(plan)
	return plan
}

func namePaths(plan *resolve.FetchTreeQueryPlanNode) {
	if plan == nil {
		return
	}
	if f := plan.Fetch; f != nil {
		f.Path = aside.Text(f.Path)
		for i := range f.Entries {
			f.Entries[i].Path = aside.Text(f.Entries[i].Path)
		}
	}
	for _, child := range plan.Children {
		namePaths(child)
	}
}
