package authorize

import (
	"regexp"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// Unmark takes the marks out of what subgraphs will be asked by the plan of a filtered operation, which is not
// postprocessed yet: a mark stands there as the __typename that it is.
func Unmark(made plan.Plan) {
	u := unmarking{
		marks: regexp.MustCompile(`\b(?:` + nullMark + `|` + failMark + `)\w+: ?__typename\b`),
		// Not that after an alias, which is another field.
		twice: regexp.MustCompile(`([^:\s]\s*)\b__typename(?:\s+__typename\b)+`),
	}
	switch made := made.(type) {
	case *plan.SynchronousResponsePlan:
		u.fetches(made.Response.RawFetches)
	case *plan.DeferResponsePlan:
		u.fetches(made.Response.Response.RawFetches)
	case *plan.SubscriptionResponsePlan:
		u.fetches(made.Response.Response.RawFetches)
		trigger := &made.Response.Trigger
		trigger.Input = []byte(u.text(string(trigger.Input)))
		u.plan(trigger.QueryPlan)
	}
}

type unmarking struct{ marks, twice *regexp.Regexp }

func (u *unmarking) text(query string) string {
	if !strings.Contains(query, nullMark) && !strings.Contains(query, failMark) {
		return query
	}
	return u.twice.ReplaceAllString(u.marks.ReplaceAllString(query, "__typename"), "${1}__typename")
}

func (u *unmarking) plan(p *resolve.QueryPlan) {
	if p != nil {
		p.Query = u.text(p.Query)
	}
}

func (u *unmarking) fetches(fetches []*resolve.FetchItem) {
	for _, item := range fetches {
		fetch, ok := item.Fetch.(*resolve.SingleFetch)
		if !ok {
			continue
		}
		fetch.Input = u.text(fetch.Input)
		u.plan(fetch.QueryPlan)
		if fetch.Info != nil {
			u.plan(fetch.Info.QueryPlan)
		}
		op := fetch.SubgraphOperation
		if op == nil {
			continue
		}
		if printed, err := op.PrintedQuery(); err == nil {
			op.SetPrintedQuery([]byte(u.text(string(printed))))
		}
		if op.Document == nil {
			continue
		}
		for i := range op.Document.Fields { // it is merged with those of other fetches
			field := &op.Document.Fields[i]
			if !field.Alias.IsDefined {
				continue
			}
			if _, mark := marked(op.Document.FieldAliasBytes(i)); mark != "" && op.Document.FieldNameString(i) == "__typename" {
				field.Alias.IsDefined = false
			}
		}
	}
}
