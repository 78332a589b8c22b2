package app_test

import (
	"slices"
	"testing"

	"github.com/blooming-blooms/bloom/internal/page"
)

// pages walks through all orders of a member, two at a time, and gives their ids in the order walked.
func pages(t *testing.T, d *desk, backward bool) []string {
	t.Helper()
	var seen []string
	two := 2
	var at *string
	for range 10 {
		w, err := page.Forward(&two, at)
		if backward {
			w, err = page.Both(nil, nil, &two, at)
		}
		if err != nil {
			t.Fatal(err)
		}
		c, err := d.OrdersOf(as("mem_minji"), "mem_minji", w)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := c.TotalCount(t.Context()); n != 5 || err != nil {
			t.Fatalf("total %d, %v", n, err)
		}
		var ids []string
		for _, e := range c.Edges {
			ids = append(ids, e.Node.ID())
		}
		more := c.PageInfo.HasNextPage
		at = c.PageInfo.EndCursor
		if backward {
			slices.Reverse(ids)
			more, at = c.PageInfo.HasPreviousPage, c.PageInfo.StartCursor
		}
		seen = append(seen, ids...)
		if !more {
			break
		}
	}
	return seen
}
