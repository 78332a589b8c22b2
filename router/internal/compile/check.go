package compile

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	document "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// Subgraphs knows what the subgraphs are made of.
type Subgraphs interface {
	// Objects are the object types that a value of the type may have in the subgraph, called by its name.
	Objects(subgraph, typeName string) []string
	// FieldType is the name of the field's type in the subgraph; "" where it has no such field.
	FieldType(subgraph, typeName, field string) string
	// InterfaceObject tells whether the type is an object in the subgraph and an interface elsewhere.
	InterfaceObject(subgraph, typeName string) bool
	// InterfaceObjectSomewhere tells whether it is that in any subgraph.
	InterfaceObjectSomewhere(typeName string) bool
	// Requires are the fields, of those at the top, that the field requires in the subgraph.
	Requires(subgraph, typeName, field string) []string
	// EverywhereIn tells whether each subgraph that has the union has the object type in it.
	EverywhereIn(union, object string) bool
	// Overridden tells whether another subgraph has taken the field over.
	Overridden(subgraph, typeName, field string) bool
}

// check is an error where the plan's fetches do not bring all that the answer, or a later fetch, is made of: the
// engine would write null. It is nil, too, where that can't be told.
func (c *Compiler) check(made plan.Plan) error {
	sync, ok := made.(*plan.SynchronousResponsePlan)
	if !ok || c.Subgraphs == nil {
		return nil
	}
	k := &checker{subgraphs: c.Subgraphs, router: c.Router, after: map[int][]int{}, needs: map[int][]needed{}, entities: map[int]entities{}, root: newGiven()}
	for _, item := range sync.Response.RawFetches {
		if err := k.add(item); err != nil || k.unknown {
			return err
		}
	}
	for _, item := range sync.Response.RawFetches {
		k.note(item)
	}
	for _, item := range sync.Response.RawFetches {
		if err := k.checkWaiting(item); err != nil {
			return err
		}
	}
	return k.checkObject(sync.Response.Data, k.root, "", nil)
}

// given is what fetches bring for the objects at one place of the answer.
type given struct {
	// objects are the types that the objects may have.
	objects map[string]bool
	fields  map[string][]gift
	below   map[string]*given
}

// gift is a field that a fetch brings; on are the types that it brings it for, nil is all.
type gift struct {
	fetch int
	on    []string
	typed bool // a type name that is the object's
}

func newGiven() *given {
	return &given{objects: map[string]bool{}, fields: map[string][]gift{}, below: map[string]*given{}}
}

func (g *given) child(key string) *given {
	if g.below[key] == nil {
		g.below[key] = newGiven()
	}
	return g.below[key]
}

func (g *given) at(path []resolve.FetchItemPathElement) *given {
	for _, element := range path {
		for _, key := range element.Path {
			if key != "@" {
				g = g.child(key)
			}
		}
	}
	return g
}

type checker struct {
	subgraphs Subgraphs
	router    *document.Document
	root      *given
	after     map[int][]int
	needs     map[int][]needed
	entities  map[int]entities
	// unknown is set by fetches that are no GraphQL requests.
	unknown bool
}

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
	op, place := doc.Operations[0], k.root.at(item.FetchPath)
	w := walk{k, fetch.Info.DataSourceName, fetch.FetchID}
	if !fetch.RequiresEntityFetch && !fetch.RequiresEntityBatchFetch {
		name := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}[op.Operation]
		return w.selections(op.SelectionSet, name, nil, place)
	}
	for _, s := range op.SelectionSet {
		if f, ok := s.(*ast.Field); ok && f.Name == "_entities" {
			w.requires(f.SelectionSet, "")
			return w.selections(f.SelectionSet, "", nil, place)
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
}

func (w walk) selections(set ast.SelectionSet, static string, on []string, at *given) error {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			typed := s.Name == "__typename" && !w.subgraphs.InterfaceObject(w.subgraph, static)
			at.fields[s.Alias] = append(at.fields[s.Alias], gift{fetch: w.fetch, on: on, typed: typed})
			if err := w.overridden(s.Name, static, on); err != nil {
				return err
			}
			if len(s.SelectionSet) == 0 {
				continue
			}
			below, typ := at.child(s.Alias), w.subgraphs.FieldType(w.subgraph, static, s.Name)
			for _, object := range w.subgraphs.Objects(w.subgraph, typ) {
				below.objects[object] = true
			}
			if err := w.selections(s.SelectionSet, typ, nil, below); err != nil {
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
			if err := w.selections(s.SelectionSet, condition, narrow, at); err != nil {
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

// entities are what a fetch asks for: only these objects, of those at the place.
type entities struct {
	place   *given
	objects map[string]bool
}

// note notes for which objects the fetch is sent.
func (k *checker) note(item *resolve.FetchItem) {
	sent := sentBy(item)
	if sent == nil {
		return
	}
	e := entities{k.root.at(item.FetchPath), map[string]bool{}}
	id := item.Fetch.Dependencies().FetchID
	before := k.before(id)
	for object := range e.place.objects {
		e.objects[object] = k.sends(sent, "", object, e.place, before)
	}
	k.entities[id] = e
}

// sentBy is what the fetch sends for each entity; nil where it asks for none.
func sentBy(item *resolve.FetchItem) *resolve.Object {
	fetch, ok := item.Fetch.(*resolve.SingleFetch)
	if !ok {
		return nil
	}
	for _, v := range fetch.Variables {
		if sent, ok := v.(*resolve.ResolvableObjectVariable); ok {
			if object, ok := sent.Renderer.Node.(*resolve.Object); ok {
				return object
			}
		}
	}
	return nil
}

// late is the error of a fetch that sends what others bring, and does not wait for any of them.
type late struct {
	error
	fetches []int
}

// checkWaiting checks a fetch, and has it wait for those that bring what it sends: the engine forgets those that
// bring no more than a type's name.
func (k *checker) checkWaiting(item *resolve.FetchItem) error {
	for {
		err := k.checkFetch(item)
		var l late
		if !errors.As(err, &l) {
			return err
		}
		d := item.Fetch.Dependencies()
		i := slices.IndexFunc(l.fetches, func(id int) bool { return id != d.FetchID && !k.before(id)[d.FetchID] })
		if i < 0 {
			return err
		}
		d.DependsOnFetchIDs = append(slices.Clone(d.DependsOnFetchIDs), l.fetches[i])
		k.after[d.FetchID] = d.DependsOnFetchIDs
		k.note(item)
	}
}

// checkFetch wants what a fetch sends to be there before it.
func (k *checker) checkFetch(item *resolve.FetchItem) error {
	sent := sentBy(item)
	if sent == nil {
		return nil
	}
	id := item.Fetch.Dependencies().FetchID
	at, before := k.root.at(item.FetchPath), k.before(id)
	if err := k.checkObject(sent, at, item.ResponsePath, before); err != nil {
		return fmt.Errorf("fetch %d: %w", id, err)
	}
	for _, need := range k.needs[id] {
		for object := range at.objects {
			if !slices.Contains(need.objects, object) || !k.entities[id].objects[object] {
				continue
			}
			for _, name := range need.fields {
				if !k.sends(sent, name, object, at, before) {
					return fmt.Errorf("fetch %d: %s is sent without %s", id, object, name)
				}
			}
		}
	}
	return nil
}

// sends tells whether the field is sent for the object; or, with no name, any field that says which it is.
func (k *checker) sends(sent *resolve.Object, name, object string, at *given, before map[int]bool) bool {
	return slices.ContainsFunc(sent.Fields, func(f *resolve.Field) bool {
		return (string(f.Name) == name || name == "" && string(f.Name) != "__typename") && k.isOn(f, object, at, before)
	})
}

// before are the fetches that the fetch waits for.
func (k *checker) before(id int) map[int]bool {
	seen := map[int]bool{}
	var visit func(id int)
	visit = func(id int) {
		for _, on := range k.after[id] {
			if !seen[on] {
				seen[on] = true
				visit(on)
			}
		}
	}
	visit(id)
	return seen
}

// checkObject wants each field of the object from a fetch; from one of those in before, if it is not nil.
func (k *checker) checkObject(object *resolve.Object, at *given, path string, before map[int]bool) error {
	kind, _ := k.router.Index.FirstNodeByNameStr(object.TypeName)
	for _, f := range object.Fields {
		where := f.Value.NodePath()
		if len(where) == 0 || at == k.root && where[0] == "__typename" {
			continue
		}
		here := path + "." + string(f.Name)
		gifts := at.fields[where[0]]
		switch {
		case before != nil:
			gifts = slices.DeleteFunc(slices.Clone(gifts), func(g gift) bool { return !before[g.fetch] })
		case where[0] == "__typename" || where[0] == typeMark:
			gifts = slices.DeleteFunc(slices.Concat(at.fields["__typename"], at.fields[typeMark]), func(g gift) bool { return !g.typed })
		}
		union := ""
		if f.OnTypeNames != nil && kind.Kind == document.NodeKindUnionTypeDefinition {
			union = object.TypeName
		}
		if err := k.checkTypes(f, gifts, at, here, before, union); err != nil {
			return err
		}
		if inner := objectOf(f.Value); inner != nil {
			if err := k.checkObject(inner, at.child(where[0]), here, before); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkTypes wants the field for each type that an object here may have. Of a union, members that not all subgraphs
// have are asked for their type alone: which subgraph is asked shall not matter.
func (k *checker) checkTypes(f *resolve.Field, gifts []gift, at *given, here string, before map[int]bool, union string) error {
	if len(at.objects) == 0 && len(gifts) == 0 && union == "" {
		return fmt.Errorf("nothing brings %s", here)
	}
	for object := range at.objects {
		if err := k.checkKnown(f, object, at, here, before); err != nil {
			return err
		}
		if !k.isOn(f, object, at, before) || union != "" && !k.subgraphs.EverywhereIn(union, object) {
			continue
		}
		if !slices.ContainsFunc(gifts, func(g gift) bool { return k.isFor(g, object, at) }) {
			err := fmt.Errorf("nothing brings %s of %s", here, object)
			if before == nil {
				return err
			}
			l := late{error: err}
			for _, g := range at.fields[f.Value.NodePath()[0]] {
				if !before[g.fetch] && k.isFor(g, object, at) {
					l.fetches = append(l.fetches, g.fetch)
				}
			}
			return l
		}
	}
	return nil
}

// checkKnown wants the type of the object to be known where it matters.
func (k *checker) checkKnown(f *resolve.Field, object string, at *given, here string, before map[int]bool) error {
	if !hasName(f.OnTypeNames, object) || k.knows(object, at, before) != byInterface || k.byInterface(f) {
		return nil
	}
	err := fmt.Errorf("nothing tells whether %s is of %s", here, object)
	if before == nil {
		return err
	}
	l := late{error: err}
	for _, g := range at.fields["__typename"] {
		if g.typed && !before[g.fetch] && k.isFor(g, object, at) {
			l.fetches = append(l.fetches, g.fetch)
		}
	}
	if len(l.fetches) == 0 {
		return nil // it is not sent
	}
	return l
}

// What is known of an object's type.
const (
	byNobody = iota
	byInterface
	byType
)

// knows tells whether fetches tell the object's type, or the name of its interface alone.
func (k *checker) knows(object string, at *given, before map[int]bool) int {
	known := byNobody
	for _, g := range at.fields["__typename"] {
		if before != nil && !before[g.fetch] || !k.isFor(g, object, at) {
			continue
		}
		if g.typed {
			return byType
		}
		known = byInterface
	}
	return known
}

// isOn tells whether the field is one of those objects'. As long as nobody said what an object is, it goes by the
// name of the interface that is an object where it comes from.
func (k *checker) isOn(f *resolve.Field, object string, at *given, before map[int]bool) bool {
	if f.OnTypeNames == nil {
		return true
	}
	known := k.knows(object, at, before)
	if hasName(f.OnTypeNames, object) && known != byInterface {
		return true
	}
	return known != byType && k.byInterface(f)
}

// byInterface tells whether the field is also of objects that go by the name of an interface.
func (k *checker) byInterface(f *resolve.Field) bool {
	return slices.ContainsFunc(f.OnTypeNames, func(t []byte) bool { return k.subgraphs.InterfaceObjectSomewhere(string(t)) })
}

func hasName(names [][]byte, name string) bool {
	return slices.ContainsFunc(names, func(n []byte) bool { return string(n) == name })
}

// isFor tells whether the fetch brings the gift for the object.
func (k *checker) isFor(g gift, object string, at *given) bool {
	if e, ok := k.entities[g.fetch]; ok && e.place == at && !e.objects[object] {
		return false
	}
	return g.on == nil || slices.Contains(g.on, object)
}

func objectOf(n resolve.Node) *resolve.Object {
	switch n := n.(type) {
	case *resolve.Object:
		return n
	case *resolve.Array:
		return objectOf(n.Item)
	}
	return nil
}
