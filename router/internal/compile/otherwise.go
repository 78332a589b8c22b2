package compile

import (
	"errors"
	"slices"
	"time"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// patience bounds how long other ways to plan one operation are tried.
const patience = 2 * time.Second

// searches is how many operations are planned in other ways at the same time. To find out that there is no plan
// may take all of patience, so a client who asks for many such operations must not take all cores.
const searches = 1

// search is for the plan of a printed operation, from which something may have been filtered.
type search struct {
	text, name string
	filtered   bool
	until      time.Time
}

var (
	errNoOther   = errors.New("there is no other way to plan it")
	errOutOfTime = errors.New("no plan was found in time")
	// errBusy says nothing about the operation: others were searched for.
	errBusy = errors.New("too many operations have no usual plan")
)

// planOtherwise is for operations that have a plan which the engine does not find at first: it is asked again
// with other configurations, with type names wherever they may matter, and for each field of a query alone.
func (c *Compiler) planOtherwise(s *search, why error) (plan.Plan, error) {
	select {
	case c.searching <- struct{}{}:
		defer func() { <-c.searching }()
	case <-time.After(patience):
		return nil, errors.Join(why, errBusy)
	}
	s.until = time.Now().Add(patience)
	made, err := c.planWholeOrParts(s)
	if err != nil {
		// A plan that does not bring everything is better than none.
		var first *flawed
		if !errors.As(why, &first) {
			return nil, why
		}
		made = first.made
	}
	finish(made)
	return made, nil
}

// flawed is a plan that check found wrong.
type flawed struct {
	made plan.Plan
	why  error
}

func (f *flawed) Error() string { return f.why.Error() }

// planWholeOrParts leaves half of the time for the parts.
func (c *Compiler) planWholeOrParts(s *search) (plan.Plan, error) {
	whole := *s
	whole.until = time.Now().Add(time.Until(s.until) / 2)
	made, err := c.planSomehow(&whole)
	if err != nil {
		made, err = c.planParts(s)
	}
	return made, err
}

// planSomehow is the first plan that is found in any way but the usual.
func (c *Compiler) planSomehow(s *search) (plan.Plan, error) {
	marked, err := c.withTypeNames(s.text)
	if err != nil {
		return nil, err
	}
	apart, err := c.withTypesApart(s.text)
	if err != nil {
		return nil, err
	}
	objects, err := c.onObjects(s.text, s.name)
	if err != nil {
		return nil, err
	}
	texts := slices.Compact([]string{s.text, marked, apart, objects})
	var made plan.Plan
	err = errNoOther
	for _, text := range texts[1:] {
		if made, err = c.planText(c.Plan, text, s); err == nil {
			return made, nil
		}
	}
	doc, refusal := c.document(s.text)
	if refusal != nil {
		return nil, refusal
	}
	for config, wrong := range c.Otherwise(fieldNames(doc)) {
		if wrong != nil {
			return nil, wrong
		}
		for _, text := range texts {
			if time.Now().After(s.until) {
				return nil, errOutOfTime
			}
			if made, err = c.planText(config, text, s); err == nil {
				return made, nil
			}
		}
	}
	return nil, err
}

// planParts plans each part of a query alone and makes one plan of all.
func (c *Compiler) planParts(s *search) (plan.Plan, error) {
	parts, err := c.parts(s.text)
	if err != nil {
		return nil, err
	}
	var whole *plan.SynchronousResponsePlan
	for _, text := range parts {
		if time.Now().After(s.until) {
			return nil, errOutOfTime
		}
		part := &search{text, s.name, s.filtered, s.until}
		made, err := c.planText(c.Plan, text, part)
		if err != nil {
			made, err = c.planWholeOrParts(part)
		}
		if err != nil {
			return nil, err
		}
		alone, ok := made.(*plan.SynchronousResponsePlan)
		switch {
		case !ok:
			return nil, errors.New("a part has another kind of plan")
		case whole == nil:
			whole = alone
		default:
			join(whole.Response, alone.Response)
		}
	}
	// Parts may get into each other's way. What was filtered is no longer there to be checked.
	if err := c.check(whole); err != nil && !s.filtered {
		return nil, err
	}
	return whole, nil
}

var errOnePart = errors.New("the operation has no parts that could be planned alone")

// parts are operations that together ask for the same: one for each field at the top of a query, or, of a single
// field, for each that is asked of it, for a shared field may have to be asked of several subgraphs. A mutation has
// none: its fields are done one after the other.
func (c *Compiler) parts(text string) ([]string, error) {
	var parts []string
	for i := 0; ; i++ {
		doc, refusal := c.document(text)
		if refusal != nil {
			return nil, refusal
		}
		op := &doc.OperationDefinitions[0]
		if op.OperationType != ast.OperationTypeQuery || !op.HasSelections || hasDirective(doc, "defer") {
			return nil, errOnePart
		}
		set := &doc.SelectionSets[op.SelectionSet]
		for len(set.SelectionRefs) == 1 {
			inner, ok := selected(doc, set.SelectionRefs[0])
			if !ok {
				return nil, errOnePart
			}
			set = &doc.SelectionSets[inner]
		}
		if i == len(set.SelectionRefs) {
			return parts, nil
		}
		set.SelectionRefs = set.SelectionRefs[i : i+1]
		part, err := c.printed(doc)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
}

// selected is what is selected of the selection.
func selected(doc *ast.Document, selection int) (set int, ok bool) {
	switch s := doc.Selections[selection]; s.Kind {
	case ast.SelectionKindField:
		return doc.FieldSelectionSet(s.Ref)
	case ast.SelectionKindInlineFragment:
		return doc.InlineFragmentSelectionSet(s.Ref)
	}
	return 0, false
}

// join adds a response's fields and fetches to whole, which is not finished either.
func join(whole, part *resolve.GraphQLResponse) {
	base := 0
	for _, f := range whole.RawFetches {
		base = max(base, f.Fetch.Dependencies().FetchID+1)
	}
	for _, f := range part.RawFetches {
		d := f.Fetch.Dependencies()
		d.FetchID += base
		for i := range d.DependsOnFetchIDs {
			d.DependsOnFetchIDs[i] += base
		}
		info := f.Fetch.FetchInfo()
		if info == nil {
			continue
		}
		for _, on := range info.CoordinateDependencies {
			for i := range on.DependsOn {
				on.DependsOn[i].FetchID += base
			}
		}
	}
	whole.RawFetches = append(whole.RawFetches, part.RawFetches...)
	whole.Data.Fields = append(whole.Data.Fields, part.Data.Fields...)
}

// planText plans the printed operation: an attempt that failed has changed the parsed one.
func (c *Compiler) planText(config plan.Configuration, text string, s *search) (plan.Plan, error) {
	doc, refusal := c.document(text)
	if refusal != nil {
		return nil, refusal
	}
	return c.planRaw(config, doc, s.name, s.filtered)
}

// fieldNames are the names of all fields that the operation asks for.
func fieldNames(doc *ast.Document) map[string]bool {
	names := map[string]bool{}
	for ref := range doc.Fields {
		names[doc.FieldNameString(ref)] = true
	}
	return names
}
