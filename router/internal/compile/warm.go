package compile

import (
	"context"
	"slices"
	"strings"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
)

// Used is an operation that was asked for.
type Used struct {
	query, operation string
	variants         []usedVariant
}

// usedVariant has a plan of its own.
type usedVariant struct {
	// settings are the values of the switches, as JSON.
	settings []byte
	may      authorize.Grants
	inParts  bool
}

// MostUsed are the n operations that were asked for most, in that order.
func (c *Compiler) MostUsed(n int) []Used {
	entries := c.queries.all()
	type counted struct {
		entry *entry[*query]
		uses  uint32
	}
	order := make([]counted, len(entries)) // counted once: the counts go on while they are compared
	for i, e := range entries {
		order[i] = counted{e, e.uses.Load()}
	}
	slices.SortStableFunc(order, func(a, b counted) int { return int(b.uses) - int(a.uses) })
	var out []Used
	for _, o := range order[:min(n, len(order))] {
		used := Used{query: o.entry.key}
		if operation, text, ok := strings.Cut(o.entry.key, "\x00"); ok {
			used.operation, used.query = operation, text
		}
		q := o.entry.value
		q.mu.RLock()
		for switches := range q.variants {
			used.variants = append(used.variants, usedVariant{q.settings(switches), q.callers[switches], strings.Contains(switches, inParts)})
		}
		q.mu.RUnlock()
		out = append(out, used)
	}
	return out
}

// Warm plans the operations until ctx ends, and tells how many it got to. One that is not valid any more is
// left out.
func (c *Compiler) Warm(ctx context.Context, operations []Used) int {
	for n, o := range operations {
		for _, v := range o.variants {
			if ctx.Err() != nil {
				return n
			}
			// Variables that are missing are found out after it was planned, and remembered.
			_, _ = c.Compile(&accept.Request{Query: o.query, OperationName: o.operation, Variables: v.settings, TakesParts: v.inParts}, v.may)
		}
	}
	return len(operations)
}
