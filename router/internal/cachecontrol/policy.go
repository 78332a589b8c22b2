package cachecontrol

import (
	"log/slog"
	"math"
	"slices"
	"strconv"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"

	"github.com/blooming-blooms/bloom/router/internal/recent"
)

// The policies that are not max-age.
const (
	// Never is for what is a caller's own.
	Never = "private, no-store"
	// Ask is for what nobody said how long it keeps: the caller may keep it, and asks each time whether it
	// has changed.
	Ask = "private, no-cache"
)

// remembered bounds the memory of policies, in bytes of queries.
const remembered = 8 << 20

// Policies knows the policy of each query; it is for concurrent use.
type Policies struct {
	graph    *graph
	fallback int
	known    *recent.Map[string]
}

// New reads the hints of a supergraph, and the settings over them.
func New(sdl string, s Settings, log *slog.Logger) (*Policies, error) {
	g, unknown, err := read(sdl, s)
	if err != nil {
		return nil, err
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		log.Warn("cache hints for what the graph does not have", "names", unknown)
	}
	return &Policies{graph: g, fallback: s.DefaultMaxAge, known: recent.New[string](remembered)}, nil
}

// Of is the Cache-Control of a guest's valid query. The name is that of the operation; it may be empty where
// there is one operation.
func (p *Policies) Of(query, name string) string {
	key := name + "\x00" + query
	if policy, ok := p.known.Get(key); ok {
		return policy
	}
	policy := p.workOut(query, name)
	p.known.Put(key, policy, len(key)+len(policy))
	return policy
}

func (p *Policies) workOut(query, name string) string {
	doc, report := astparser.ParseGraphqlDocumentString(query)
	if report.HasErrors() {
		return Never
	}
	for i, op := range doc.OperationDefinitions {
		if name != "" && doc.OperationDefinitionNameString(i) != name {
			continue
		}
		if op.OperationType != ast.OperationTypeQuery || !op.HasSelections {
			return Never
		}
		w := walk{policies: p, doc: &doc, age: math.MaxInt, seen: map[spread]bool{}}
		w.selection(op.SelectionSet, p.graph.query, p.fallback)
		return w.policy()
	}
	return Never
}

// walk finds the strictest of all hints that a query meets.
type walk struct {
	policies *Policies
	doc      *ast.Document
	age      int
	private  bool
	// said is set once anything at all was said about what the query asks for.
	said bool
	seen map[spread]bool
}

// spread is a fragment in an object of that age: walking it again finds nothing new.
type spread struct {
	fragment string
	age      int
}

func (w *walk) policy() string {
	switch {
	case w.private:
		return Never
	case w.age == math.MaxInt: // only __typename and the like, which no caller changes
		return Ask
	case w.age > 0:
		return "public, max-age=" + strconv.Itoa(w.age)
	case w.said:
		return "no-store"
	}
	return Ask
}

// selection walks what is asked of a type, in an object that keeps for age seconds.
func (w *walk) selection(set int, typeName string, age int) {
	for _, ref := range w.doc.SelectionSets[set].SelectionRefs {
		s := w.doc.Selections[ref]
		switch s.Kind {
		case ast.SelectionKindField:
			w.field(s.Ref, typeName, age)
		case ast.SelectionKindInlineFragment:
			on := typeName
			if w.doc.InlineFragmentHasTypeCondition(s.Ref) {
				on = w.doc.InlineFragmentTypeConditionNameString(s.Ref)
			}
			if f := w.doc.InlineFragments[s.Ref]; f.HasSelections {
				w.selection(f.SelectionSet, on, age)
			}
		case ast.SelectionKindFragmentSpread:
			name := w.doc.FragmentSpreadNameString(s.Ref)
			ref, ok := w.doc.FragmentDefinitionRef([]byte(name))
			if !ok || w.seen[spread{name, age}] || !w.doc.FragmentDefinitions[ref].HasSelections {
				continue
			}
			w.seen[spread{name, age}] = true
			w.selection(w.doc.FragmentDefinitions[ref].SelectionSet, w.doc.FragmentDefinitionTypeNameString(ref), age)
		}
	}
}

func (w *walk) field(ref int, typeName string, age int) {
	g := w.policies.graph
	name := w.doc.FieldNameString(ref)
	if len(name) > 1 && name[:2] == "__" {
		return
	}
	f, ok := g.field(typeName, name)
	if !ok {
		w.private = true // it can't be: the query is valid
		return
	}
	hint := f.hint.over(g.hint(f.typeOf, w.policies.fallback))
	set := w.doc.Fields[ref].HasSelections
	own := age
	switch {
	case hint.MaxAge != nil:
		own = *hint.MaxAge
		w.said = true
	case hint.InheritMaxAge:
	case set, typeName == g.query:
		own = w.policies.fallback
	}
	w.said = w.said || hint.Scope != ""
	w.private = w.private || hint.Scope == "PRIVATE"
	w.age = min(w.age, own)
	if set {
		w.selection(w.doc.Fields[ref].SelectionSet, f.typeOf, own)
	}
}

// field is a field of a type, with the strictest hint of all objects that the type stands for.
func (g *graph) field(typeName, name string) (field, bool) {
	t := g.types[typeName]
	if t == nil {
		return field{}, false
	}
	f, ok := t.fields[name]
	for _, possible := range t.possible {
		f.hint = strictest(f.hint, g.types[possible].fields[name].hint)
	}
	return f, ok
}

// hint is that of a type; of an interface or union, the strictest of what it stands for, unless it has one.
func (g *graph) hint(typeName string, fallback int) Hint {
	t := g.types[typeName]
	if t == nil {
		return Hint{} // a scalar
	}
	h := t.hint
	missing := false
	for _, possible := range t.possible {
		of := g.types[possible].hint
		missing = missing || of.MaxAge == nil
		h = strictest(h, of)
	}
	switch {
	case t.hint.MaxAge != nil:
		h.MaxAge = t.hint.MaxAge
	case h.MaxAge != nil && missing:
		h = strictest(h, Hint{MaxAge: &fallback})
	}
	return h
}

func strictest(a, b Hint) Hint {
	if a.MaxAge == nil || b.MaxAge != nil && *b.MaxAge < *a.MaxAge {
		a.MaxAge = b.MaxAge
	}
	if b.Scope == "PRIVATE" || a.Scope == "" {
		a.Scope = b.Scope
	}
	a.InheritMaxAge = a.InheritMaxAge || b.InheritMaxAge
	return a
}
