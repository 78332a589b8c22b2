package compile

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// checkKnown wants the type of the object to be known where it matters.
func (k *checker) checkKnown(f *resolve.Field, object, here string, p place) error {
	if !hasName(f.OnTypeNames, object) || k.knows(object, p) != byInterface || k.byInterface(f) {
		return nil
	}
	err := fmt.Errorf("nothing tells whether %s is of %s", here, object)
	if p.before == nil {
		return err
	}
	l := late{error: err}
	for _, g := range p.at.fields["__typename"] {
		if g.typed && !p.before[g.fetch] && k.isFor(g, object, p) {
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
func (k *checker) knows(object string, p place) int {
	known := byNobody
	for _, g := range p.at.fields["__typename"] {
		if p.before != nil && !p.before[g.fetch] || !k.isFor(g, object, p) {
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
func (k *checker) isOn(f *resolve.Field, object string, p place) bool {
	if f.OnTypeNames == nil {
		return true
	}
	known := k.knows(object, p)
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
func (k *checker) isFor(g gift, object string, p place) bool {
	if e, ok := k.entities[g.fetch]; ok {
		sent := func(t string) bool { return e.objects[t] }
		if e.at == p.at && !sent(object) || e.at != p.at && !slices.ContainsFunc(p.types(e.at), sent) {
			return false
		}
	}
	for _, r := range g.under {
		if slices.ContainsFunc(p.types(r.at), func(t string) bool { return !slices.Contains(r.types, t) }) {
			return false
		}
	}
	return g.on == nil || slices.Contains(g.on, object)
}

// types are those of the objects above that are meant.
func (p place) types(above *given) []string {
	if types, narrowed := p.under[above]; narrowed {
		return types
	}
	return slices.Collect(maps.Keys(above.objects))
}

// orderTypes has fetches that tell the types of objects wait for those that bring the name of their interface alone,
// which would take the types' place.
func (k *checker) orderTypes(fetches []*resolve.FetchItem) error {
	byID := map[int]*resolve.FetchDependencies{}
	for _, item := range fetches {
		byID[item.Fetch.Dependencies().FetchID] = item.Fetch.Dependencies()
	}
	for at := range k.root.all() {
		for _, tells := range at.fields["__typename"] {
			for _, hides := range at.fields["__typename"] {
				if !tells.typed || hides.typed || tells.fetch == hides.fetch || !overlap(tells.on, hides.on) || k.before(tells.fetch)[hides.fetch] {
					continue
				}
				if k.before(hides.fetch)[tells.fetch] {
					return fmt.Errorf("fetch %d hides what fetch %d tells", hides.fetch, tells.fetch)
				}
				d := byID[tells.fetch]
				d.DependsOnFetchIDs = append(slices.Clone(d.DependsOnFetchIDs), hides.fetch)
				k.after[tells.fetch] = d.DependsOnFetchIDs
			}
		}
	}
	return nil
}

// overlap tells whether some objects are of both types; nil is all.
func overlap(one, other []string) bool {
	return one == nil || other == nil || slices.ContainsFunc(one, func(t string) bool { return slices.Contains(other, t) })
}

// all are the place and those below.
func (g *given) all() iter.Seq[*given] {
	return func(yield func(*given) bool) { g.each(yield) }
}

func (g *given) each(yield func(*given) bool) bool {
	if !yield(g) {
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(g.below)) {
		if !g.below[name].each(yield) {
			return false
		}
	}
	return true
}
