package compile

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// add notes what the fetch brings.
func (k *checker) add(item *resolve.FetchItem) error {
	fetch, ok := item.Fetch.(*resolve.SingleFetch)
	if !ok || fetch.Info == nil || fetch.QueryPlan == nil {
		k.unknown = true
		return nil
	}
	k.after[fetch.FetchID] = fetch.DependsOnFetchIDs
	query := fetch.QueryPlan.Query
	if fetch.SubgraphOperation != nil {
		printed, err := fetch.SubgraphOperation.PrintedQuery()
		if err != nil {
			return err
		}
		query = string(printed)
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil || len(doc.Operations) != 1 {
		k.unknown = true
		return nil
	}
	op := doc.Operations[0]
	place, under := k.root.at(item.FetchPath)
	w := walk{checker: k, subgraph: fetch.Info.DataSourceName, fetch: fetch.FetchID, under: under}
	if !fetch.RequiresEntityFetch && !fetch.RequiresEntityBatchFetch {
		name := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}[op.Operation]
		return w.selections(op.SelectionSet, name, nil, place, nil)
	}
	for _, s := range op.SelectionSet {
		if f, ok := s.(*ast.Field); ok && f.Name == "_entities" {
			w.entities = place
			w.requires(f.SelectionSet, "")
			return w.selections(f.SelectionSet, "", nil, place, nil)
		}
	}
	return nil
}

// needed is what a fetch has to send for each of the objects.
type needed struct{ objects, fields []string }

// requires notes what the fields of the entities require.
func (w walk) requires(set ast.SelectionSet, static string) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if fields := w.subgraphs.Requires(w.subgraph, static, s.Name); fields != nil {
				w.needs[w.fetch] = append(w.needs[w.fetch], needed{w.subgraphs.Objects(w.subgraph, static), fields})
			}
		case *ast.InlineFragment:
			w.requires(s.SelectionSet, s.TypeCondition)
		}
	}
}

// walk goes through what one fetch asks one subgraph for.
type walk struct {
	*checker
	subgraph string
	fetch    int
	under    []restriction
	// entities is where the entities are that the fetch asks for, if it does.
	entities *given
}

// selections notes what the set brings to the place, where the fields above provide some.
func (w walk) selections(set ast.SelectionSet, static string, on []string, at *given, provided ast.SelectionSet) error {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			typed := s.Name == "__typename" && !w.subgraphs.InterfaceObject(w.subgraph, static)
			at.fields[s.Alias] = append(at.fields[s.Alias], gift{fetch: w.fetch, on: on, under: w.under, typed: typed})
			if err := w.overridden(s.Name, static, on); err != nil {
				return err
			}
			if err := w.unsent(s.Name, static, on, provided); err != nil && at != w.entities {
				return err
			}
			if len(s.SelectionSet) == 0 {
				continue
			}
			below, typ := at.child(s.Alias), w.subgraphs.FieldType(w.subgraph, static, s.Name)
			for _, object := range w.subgraphs.Objects(w.subgraph, typ) {
				below.objects[object] = true
			}
			if err := w.selections(s.SelectionSet, typ, nil, below, slices.Concat(inside(provided, s.Name), w.subgraphs.Provides(w.subgraph, static, s.Name))); err != nil {
				return err
			}
		case *ast.InlineFragment:
			condition := s.TypeCondition
			if condition == "" {
				condition = static
			}
			narrow := w.subgraphs.Objects(w.subgraph, condition)
			if on != nil {
				narrow = slices.DeleteFunc(slices.Clone(narrow), func(t string) bool { return !slices.Contains(on, t) })
			}
			if narrow == nil {
				narrow = []string{}
			}
			if err := w.selections(s.SelectionSet, condition, narrow, at, provided); err != nil {
				return err
			}
		}
	}
	return nil
}

// overridden is an error where the field is asked for by way of an interface, and another subgraph has taken it
// over for one of the objects behind.
func (w walk) overridden(field, static string, on []string) error {
	objects := on
	if objects == nil {
		objects = w.subgraphs.Objects(w.subgraph, static)
	}
	for _, object := range objects {
		if object != static && w.subgraphs.Overridden(w.subgraph, object, field) {
			return fmt.Errorf("%s gives %s.%s, which it has no longer", w.subgraph, object, field)
		}
	}
	return nil
}

// unsent is an error where the field requires others, which only a fetch of entities could send, and which are not
// provided either.
func (w walk) unsent(field, static string, on []string, provided ast.SelectionSet) error {
	objects := append([]string{static}, on...)
	if on == nil {
		objects = append(objects, w.subgraphs.Objects(w.subgraph, static)...)
	}
	for _, object := range objects {
		for _, name := range w.subgraphs.Requires(w.subgraph, object, field) {
			if !mentions(provided, name) {
				return fmt.Errorf("%s is asked for %s.%s, and not sent %s", w.subgraph, object, field, name)
			}
		}
	}
	return nil
}

// inside is what a set has inside of the field.
func inside(set ast.SelectionSet, name string) ast.SelectionSet {
	var out ast.SelectionSet
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == name {
				out = append(out, s.SelectionSet...)
			}
		case *ast.InlineFragment:
			out = append(out, inside(s.SelectionSet, name)...)
		}
	}
	return out
}

// mentions tells whether the set has the field, for whatever type.
func mentions(set ast.SelectionSet, name string) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			return s.Name == name
		case *ast.InlineFragment:
			return mentions(s.SelectionSet, name)
		}
		return false
	})
}
