package compile

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// mergeTwins makes one fetch of those that ask the same at the same place, for what is below objects of several types.
// The engine does so, too, but has it wait only for what the first of them waited for.
func mergeTwins(response *resolve.GraphQLResponse) {
	for i := 0; i < len(response.RawFetches); i++ {
		for j := i + 1; j < len(response.RawFetches); j++ {
			if one, other := response.RawFetches[i], response.RawFetches[j]; one.EqualSingleFetch(other) && sendAlike(one, other) && merge(response.RawFetches, one, other) {
				response.RawFetches = slices.Delete(response.RawFetches, j, j+1)
				j--
			}
		}
	}
}

// sendAlike tells whether the fetches send the same for the same types, which the engine does not compare.
func sendAlike(one, other *resolve.FetchItem) bool {
	a, b := sentBy(one), sentBy(other)
	return a == nil || b == nil || slices.EqualFunc(a.Fields, b.Fields, func(x, y *resolve.Field) bool {
		return slices.EqualFunc(x.OnTypeNames, y.OnTypeNames, slices.Equal)
	})
}

// merge has one fetch do what the other does. It is false where they have to wait for each other.
func merge(all []*resolve.FetchItem, one, other *resolve.FetchItem) bool {
	d, gone := one.Fetch.Dependencies(), other.Fetch.Dependencies()
	same := slices.EqualFunc(one.FetchPath, other.FetchPath, func(a, b resolve.FetchItemPathElement) bool {
		return slices.Equal(a.TypeNames, b.TypeNames)
	})
	switch {
	case same && waits(all, d.FetchID, gone.FetchID):
		d.DependsOnFetchIDs = gone.DependsOnFetchIDs
	case !same:
		if waits(all, d.FetchID, gone.FetchID) || waits(all, gone.FetchID, d.FetchID) {
			return false
		}
		d.DependsOnFetchIDs = slices.Compact(slices.Sorted(slices.Values(slices.Concat(d.DependsOnFetchIDs, gone.DependsOnFetchIDs))))
		one.FetchPath = slices.Clone(one.FetchPath)
		for i := range one.FetchPath {
			one.FetchPath[i].TypeNames = either(one.FetchPath[i].TypeNames, other.FetchPath[i].TypeNames)
		}
	}
	for _, item := range all {
		replace(item.Fetch, gone.FetchID, d.FetchID)
	}
	return true
}

// either are the types of one or the other; none is all.
func either(one, other []string) []string {
	if len(one) == 0 || len(other) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(one, other))))
}

// waits tells whether a fetch waits for another, by way of whatever others.
func waits(all []*resolve.FetchItem, id, on int) bool {
	seen := map[int]bool{}
	var visit func(id int) bool
	visit = func(id int) bool {
		if id == on {
			return true
		}
		if seen[id] {
			return false
		}
		seen[id] = true
		i := slices.IndexFunc(all, func(item *resolve.FetchItem) bool { return item.Fetch.Dependencies().FetchID == id })
		return i >= 0 && slices.ContainsFunc(all[i].Fetch.Dependencies().DependsOnFetchIDs, visit)
	}
	return visit(id)
}

// replace has the fetch wait for another than the one that is gone.
func replace(fetch resolve.Fetch, gone, id int) {
	d := fetch.Dependencies()
	for i, on := range d.DependsOnFetchIDs {
		if on == gone {
			d.DependsOnFetchIDs[i] = id
		}
	}
	info := fetch.FetchInfo()
	if info == nil {
		return
	}
	for _, c := range info.CoordinateDependencies {
		for i := range c.DependsOn {
			if c.DependsOn[i].FetchID == gone {
				c.DependsOn[i].FetchID = id
			}
		}
	}
}
