package compile

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
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
	// Provides is what the field provides in the subgraph.
	Provides(subgraph, typeName, field string) ast.SelectionSet
	// Keys are the fields, of those at the top, of each key by which the type is looked up in the subgraph.
	Keys(subgraph, typeName string) [][]string
	// EverywhereIn tells whether each subgraph that gives the field, of one of these types, has the object type in the
	// union.
	EverywhereIn(union, object string, typeNames []string, field string) bool
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
	if err := k.orderTypes(sync.Response.RawFetches); err != nil {
		return err
	}
	for _, item := range sync.Response.RawFetches {
		k.note(item)
	}
	for _, item := range sync.Response.RawFetches {
		if err := k.checkWaiting(item); err != nil {
			return err
		}
	}
	return k.checkObject(sync.Response.Data, place{at: k.root}, "")
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
	under []restriction
	typed bool // a type name that is the object's
}

// restriction is that a fetch is for what is below objects of these types alone.
type restriction struct {
	at    *given
	types []string
}

// place is where something is wanted.
type place struct {
	at *given
	// before are the fetches that may have brought it; nil is all.
	before map[int]bool
	// under are the types of the objects above, where not all are meant that may be there.
	under map[*given][]string
	// from is the field that gives what is there.
	from *resolve.FieldInfo
}

func (p place) below(name string, f *resolve.Field) place {
	inner := place{p.at.child(name), p.before, p.under, f.Info}
	if f.OnTypeNames != nil {
		inner.under = maps.Clone(p.under)
		if inner.under == nil {
			inner.under = map[*given][]string{}
		}
		inner.under[p.at] = nil
		for _, t := range f.OnTypeNames {
			if p.at.objects[string(t)] {
				inner.under[p.at] = append(inner.under[p.at], string(t))
			}
		}
	}
	return inner
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

// at is the place at the end of the path, and what the objects on the way have to be.
func (g *given) at(path []resolve.FetchItemPathElement) (*given, []restriction) {
	var under []restriction
	for _, element := range path {
		if len(element.TypeNames) > 0 {
			under = append(under, restriction{g, element.TypeNames})
		}
		for _, key := range element.Path {
			if key != "@" {
				g = g.child(key)
			}
		}
	}
	return g, under
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

// entities are what a fetch asks for: only these objects, of those at the place.
type entities struct {
	place
	objects map[string]bool
}

// note notes for which objects the fetch is sent.
func (k *checker) note(item *resolve.FetchItem) {
	sent := sentBy(item)
	if sent == nil {
		return
	}
	fetch, id := item.Fetch.(*resolve.SingleFetch), item.Fetch.Dependencies().FetchID
	at, under := k.root.at(item.FetchPath)
	e := entities{place{at: at, before: k.before(id), under: map[*given][]string{}}, map[string]bool{}}
	for _, r := range under {
		e.under[r.at] = r.types
	}
	for object := range at.objects {
		e.objects[object] = k.sendsKey(sent, fetch.Info.DataSourceName, object, e.place)
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
	e := k.entities[id]
	if err := k.checkObject(sent, e.place, item.ResponsePath); err != nil {
		return fmt.Errorf("fetch %d: %w", id, err)
	}
	for object := range e.at.objects {
		if !e.objects[object] && k.sends(sent, "", object, e.place) {
			return fmt.Errorf("fetch %d: %s is sent without a key", id, object)
		}
	}
	for _, need := range k.needs[id] {
		for object := range e.at.objects {
			if !slices.Contains(need.objects, object) || !e.objects[object] {
				continue
			}
			for _, name := range need.fields {
				if !k.sends(sent, name, object, e.place) {
					return fmt.Errorf("fetch %d: %s is sent without %s", id, object, name)
				}
			}
		}
	}
	return nil
}

// sends tells whether the field is sent for the object; or, with no name, any field but the type's name.
func (k *checker) sends(sent *resolve.Object, name, object string, p place) bool {
	return slices.ContainsFunc(sent.Fields, func(f *resolve.Field) bool {
		return (string(f.Name) == name || name == "" && string(f.Name) != "__typename") && k.isOn(f, object, p)
	})
}

// sendsKey tells whether what is sent for the object says which it is.
func (k *checker) sendsKey(sent *resolve.Object, subgraph, object string, p place) bool {
	return slices.ContainsFunc(k.subgraphs.Keys(subgraph, object), func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !k.sends(sent, name, object, p) })
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

// checkObject wants each field of the object at the place.
func (k *checker) checkObject(object *resolve.Object, p place, path string) error {
	kind, _ := k.router.Index.FirstNodeByNameStr(object.TypeName)
	for _, f := range object.Fields {
		where := f.Value.NodePath()
		if len(where) == 0 || p.at == k.root && where[0] == "__typename" {
			continue
		}
		here := path + "." + string(f.Name)
		gifts := p.at.fields[where[0]]
		switch {
		case p.before != nil:
			gifts = slices.DeleteFunc(slices.Clone(gifts), func(g gift) bool { return !p.before[g.fetch] })
		case where[0] == "__typename" || where[0] == typeMark:
			gifts = slices.DeleteFunc(slices.Concat(p.at.fields["__typename"], p.at.fields[typeMark]), func(g gift) bool { return !g.typed })
		}
		union := ""
		if f.OnTypeNames != nil && kind.Kind == document.NodeKindUnionTypeDefinition {
			union = object.TypeName
		}
		if err := k.checkTypes(f, gifts, p, here, union); err != nil {
			return err
		}
		shrunk := func(t []byte) bool { return union != "" && k.shrunk(union, string(t), p) }
		if inner := objectOf(f.Value); inner != nil && (f.OnTypeNames == nil || slices.ContainsFunc(f.OnTypeNames, func(t []byte) bool { return !shrunk(t) })) {
			if err := k.checkObject(inner, p.below(where[0], f), here); err != nil {
				return err
			}
		}
	}
	return nil
}

// shrunk tells whether the engine asks for the type alone of such members of a union.
func (k *checker) shrunk(union, object string, p place) bool {
	return p.from != nil && !k.subgraphs.EverywhereIn(union, object, append([]string{p.from.ExactParentTypeName}, p.from.ParentTypeNames...), p.from.Name)
}

// checkTypes wants the field for each type that an object here may have. Of a union, members that not all subgraphs
// have are asked for their type alone: which subgraph is asked shall not matter.
func (k *checker) checkTypes(f *resolve.Field, gifts []gift, p place, here, union string) error {
	if len(p.at.objects) == 0 && len(gifts) == 0 && union == "" {
		return fmt.Errorf("nothing brings %s", here)
	}
	for object := range p.at.objects {
		if err := k.checkKnown(f, object, here, p); err != nil {
			return err
		}
		if !k.isOn(f, object, p) || union != "" && k.shrunk(union, object, p) {
			continue
		}
		if !slices.ContainsFunc(gifts, func(g gift) bool { return k.isFor(g, object, p) }) {
			err := fmt.Errorf("nothing brings %s of %s", here, object)
			if p.before == nil {
				return err
			}
			l := late{error: err}
			for _, g := range p.at.fields[f.Value.NodePath()[0]] {
				if !p.before[g.fetch] && k.isFor(g, object, p) {
					l.fetches = append(l.fetches, g.fetch)
				}
			}
			return l
		}
	}
	return nil
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
