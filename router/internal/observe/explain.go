package observe

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
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
func (e explaining) Write(answer []byte) (int, error) {
	if _, err := e.to.Write(e.record.add(answer, e.planned.Fetches.QueryPlan())); err != nil {
		return 0, err
	}
	return len(answer), nil
}

// add is the answer with the plan and the timings. One that it can't read comes back as it is.
func (r *Record) add(answer []byte, plan any) []byte {
	var parts struct {
		Errors     json.RawMessage            `json:"errors,omitempty"`
		Data       json.RawMessage            `json:"data,omitempty"`
		Extensions map[string]json.RawMessage `json:"extensions"`
	}
	if json.Unmarshal(answer, &parts) != nil {
		return answer
	}
	if parts.Extensions == nil {
		parts.Extensions = map[string]json.RawMessage{}
	}
	how, err := json.Marshal(r.explanation(plan))
	if err != nil {
		return answer
	}
	parts.Extensions["explain"] = how
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // the rest of the answer stays as it was
	if encoder.Encode(parts) != nil {
		return answer
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
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
