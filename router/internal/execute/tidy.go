package execute

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/aside"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// tidied passes an answer on. One with errors is rewritten on the way: nothing of the engine's or the
// subgraphs' insides reaches a client.
type tidied struct {
	to      io.Writer
	request *http.Request
	denial  *compile.Denial // may be nil
	aside   bool            // aliases were
}

func (t *tidied) Write(body []byte) (int, error) {
	said := body
	if t.aside {
		said = named(said)
	}
	if t.denial != nil {
		said = t.denial.Into(said)
	}
	if _, err := t.to.Write(Tidy(t.request, said)); err != nil {
		return 0, err
	}
	return len(body), nil
}

const errorsBegin = `{"errors":` // the engine writes errors first, if any

// named is an answer whose errors speak of the client's own aliases.
func named(body []byte) []byte {
	rest, has := bytes.CutPrefix(body, []byte(errorsBegin))
	if !has {
		return body
	}
	var errors json.RawMessage
	read := json.NewDecoder(bytes.NewReader(rest))
	if err := read.Decode(&errors); err != nil {
		return body // Tidy tells
	}
	return slices.Concat([]byte(errorsBegin), []byte(aside.Text(string(errors))), rest[read.InputOffset():])
}

type errorsFirst struct {
	Errors     []answer.Error  `json:"errors,omitempty"`
	Data       json.RawMessage `json:"data"`
	Extensions json.RawMessage `json:"extensions,omitempty"`
}

// Tidy rewrites the errors of an answer; one without errors is returned as it is.
func Tidy(r *http.Request, body []byte) []byte {
	if !bytes.HasPrefix(body, []byte(errorsBegin)) {
		return body
	}
	observe.From(r.Context()).Incomplete()
	var a errorsFirst
	if err := json.Unmarshal(body, &a); err != nil {
		a = errorsFirst{Errors: []answer.Error{answer.Fault(r, answer.Internal)}}
	}
	if len(a.Data) == 0 {
		a.Data = json.RawMessage("null")
	}
	a.Errors = tidyErrors(r, a.Errors, a.Data)
	out, err := json.Marshal(a)
	if err != nil {
		return []byte(`{"errors":[{"message":"` + answer.Internal + `"}],"data":null}`)
	}
	return out
}

func tidyErrors(r *http.Request, errors []answer.Error, data json.RawMessage) []answer.Error {
	resting := slices.ContainsFunc(errors, func(e answer.Error) bool {
		return missing(e) || unusable(e)
	})
	out := make([]answer.Error, 0, len(errors))
	for _, e := range errors {
		code := codeOf(e)
		switch {
		case unusable(e):
			code, e.Path = answer.SubgraphUnavailable, pathInText(e.Message)
		case code == "" && strings.HasPrefix(e.Message, "Cannot return null for non-nullable field"):
			// A consequence of what is said already, such as a subgraph being away, or a field being denied; or else of an entity that
			// one subgraph names and another does not know, or may not show: that is null, without an error.
			if resting || string(data) != "null" {
				continue
			}
			code, e.Message = answer.Internal, "A value that must not be null was missing."
		case code == "INVALID_GRAPHQL" && strings.HasPrefix(e.Message, "Invalid value found for"):
			// The value of an enum is @inaccessible: it is null, which is no error where it may be.
			if exists(data, e.Path) {
				continue
			}
			code, e.Message = answer.Internal, "A value that must not be null was missing."
		}
		if code == answer.SubgraphUnavailable {
			e.Message = answer.Message(r, code)
		}
		e.Path = withoutMarks(e.Path)
		e.Locations = nil
		retryable := e.Extensions[answer.Retryable] == true
		e.Extensions = nil
		if code != "" {
			e.Extensions = map[string]any{"code": code}
			if retryable && code == answer.SubgraphUnavailable {
				e.Extensions[answer.Retryable] = true
			}
		}
		out = append(out, e)
	}
	out = newPlaces(data).spread(out)
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(e answer.Error) bool {
		key, err := json.Marshal(e)
		again := err == nil && seen[string(key)] // two fetches for the same place
		seen[string(key)] = true
		return again
	})
}

func codeOf(e answer.Error) string {
	code, _ := e.Extensions["code"].(string)
	return code
}

// unusable tells whether the engine could make nothing of what a subgraph answered.
func unusable(e answer.Error) bool {
	return codeOf(e) == "" && strings.HasPrefix(e.Message, "Failed to fetch from Subgraph")
}

// exists tells whether there is something at the path that is not null.
func exists(data json.RawMessage, path []any) bool {
	var at any
	if json.Unmarshal(data, &at) != nil {
		return false
	}
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := at.(map[string]any)
			at = object[step]
		case float64:
			list, _ := at.([]any)
			if i := int(step); i < 0 || i >= len(list) {
				return false
			}
			at = list[int(step)]
		}
	}
	return at != nil
}

// pathInText reads the path that the engine only puts into its message: at Path 'a.b'.
func pathInText(message string) []any {
	_, rest, ok := strings.Cut(message, " at Path '")
	if !ok {
		return nil
	}
	path, _, _ := strings.Cut(rest, "'")
	var out []any
	for name := range strings.SplitSeq(path, ".") {
		out = append(out, name)
	}
	return out
}

// withoutMarks drops the engine's mark for "each item of the list".
func withoutMarks(path []any) []any {
	var out []any
	for _, step := range path {
		if step != "@" && step != "" {
			out = append(out, step)
		}
	}
	return out
}
