package execute

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// maxPlaces bounds into how many errors one is spread.
const maxPlaces = 100

// places leads errors to where in the answer something is missing. A subgraph that is asked for the entities
// of a list at once can't say at which of its items it failed, and the engine drops the index that it names:
// it is one among the entities that were asked for.
type places struct {
	data  any
	found map[string][][]any
}

func newPlaces(data json.RawMessage) *places {
	p := &places{found: map[string][][]any{}}
	_ = json.Unmarshal(data, &p.data) // without data there are no places
	return p
}

// spread gives each error a path with the indices of lists, where that can be known: one of a subgraph that
// is away, or of a field that was denied, is at every item that lacks something; others are told apart if there are as many of them as of
// items that do.
func (p *places) spread(errors []answer.Error) []answer.Error {
	alike := map[string]int{}
	for _, e := range errors {
		alike[keyOf(e)]++
	}
	out := make([]answer.Error, 0, len(errors))
	for _, e := range errors {
		key := keyOf(e)
		found, ok := p.found[key]
		if !ok {
			found = p.lacking(e.Path, missing(e))
			p.found[key] = found
		}
		switch {
		case len(found) > 0 && missing(e):
			for _, path := range found {
				e.Path = path
				out = append(out, e)
			}
		case len(found) > 0 && len(found) == alike[key]:
			e.Path = found[0]
			out = append(out, e)
			alike[key]--
			p.found[key] = found[1:]
		default:
			out = append(out, e)
		}
	}
	return out
}

// missing tells whether the error is why something is null, wherever that is.
func missing(e answer.Error) bool {
	code := codeOf(e)
	return code == answer.SubgraphUnavailable || code == answer.Unauthorized
}

func keyOf(e answer.Error) string { return fmt.Sprint(missing(e), e.Path) }

// lacking are the paths of what is null, or has a field that is, where the path leads through a list without
// saying to which item; nil where it does not, and where there are too many. items tells whether a path that
// ends at a list means its items.
func (p *places) lacking(path []any, items bool) [][]any {
	var found [][]any
	through := false
	var walk func(at any, done, rest []any)
	walk = func(at any, done, rest []any) {
		if len(found) > maxPlaces {
			return
		}
		if list, ok := at.([]any); ok {
			if len(rest) > 0 {
				if i, ok := rest[0].(float64); ok {
					if i >= 0 && int(i) < len(list) {
						walk(list[int(i)], append(slices.Clone(done), int(i)), rest[1:])
					}
					return
				}
			}
			if len(rest) == 0 && !items {
				return
			}
			through = true
			for i, item := range list {
				walk(item, append(slices.Clone(done), i), rest)
			}
			return
		}
		if len(rest) == 0 {
			if lacks(at) {
				found = append(found, done)
			}
			return
		}
		name, _ := rest[0].(string)
		if object, ok := at.(map[string]any); ok {
			if value, ok := object[name]; ok {
				walk(value, append(slices.Clone(done), name), rest[1:])
			}
		}
	}
	walk(p.data, nil, path)
	if !through || len(found) > maxPlaces {
		return nil
	}
	return found
}

func lacks(value any) bool {
	object, ok := value.(map[string]any)
	if !ok {
		return value == nil
	}
	for _, field := range object {
		if field == nil {
			return true
		}
	}
	return false
}
