package program

import (
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// task is a fetch with its place in the order of a run.
type task struct {
	*fetch
	// needs is how many others have to be done before, then are those that need it.
	needs int
	then  []int
}

// order compiles the tree's fetches. The tree has them in waves, each of which waits for the slowest of the one
// before; in a run each fetch waits only for those whose answers it needs.
func (p *Program) order(tree *resolve.FetchTreeNode) ([]task, error) {
	var o ordering
	if _, err := o.walk(tree, nil); err != nil {
		return nil, err
	}
	tasks := make([]task, len(o.items))
	for i, item := range o.items {
		f, err := p.fetch(item)
		if err != nil {
			return nil, err
		}
		tasks[i].fetch = f
		for _, before := range o.before(i) {
			tasks[i].needs++
			tasks[before].then = append(tasks[before].then, i)
		}
	}
	return tasks, nil
}

// ordering is what the tree says: its fetches, and which of them come before each.
type ordering struct {
	items  []*resolve.FetchItem
	waited [][]int
}

// walk notes the fetches of the node, all of which come after those, and gives their numbers.
func (o *ordering) walk(node *resolve.FetchTreeNode, after []int) ([]int, error) {
	var found []int
	switch node.Kind {
	case resolve.FetchTreeNodeKindSingle:
		if node.Item == nil || node.Item.Fetch == nil {
			return nil, errUnusual
		}
		o.items, o.waited = append(o.items, node.Item), append(o.waited, after)
		return []int{len(o.items) - 1}, nil
	case resolve.FetchTreeNodeKindSequence, resolve.FetchTreeNodeKindParallel:
		for _, child := range node.ChildNodes {
			numbers, err := o.walk(child, after)
			if err != nil {
				return nil, err
			}
			found = append(found, numbers...)
			if node.Kind == resolve.FetchTreeNodeKindSequence {
				after = slices.Concat(after, numbers)
			}
		}
		return found, nil
	}
	return nil, errUnusual
}

// before are the fetches that the i-th needs, by their ids. Where these do not say, it needs all that the tree has
// before it.
func (o *ordering) before(i int) []int {
	var needed []int
	for _, id := range o.items[i].Fetch.Dependencies().DependsOnFetchIDs {
		at, several := -1, false
		for j, item := range o.items {
			if item.Fetch.Dependencies().FetchID == id {
				at, several = j, at >= 0
			}
		}
		if several || at >= 0 && !slices.Contains(o.waited[i], at) {
			return o.waited[i]
		}
		if at >= 0 && !slices.Contains(needed, at) {
			needed = append(needed, at)
		}
	}
	return needed
}
