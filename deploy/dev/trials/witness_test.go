package trials

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

// taken is what the card network's own books say of each order: how often it was captured, and what is left of
// that in won. An order's word on its payment is no witness to it.
func (w *town) taken() (captures map[string]int, kept map[string]int64) {
	w.t.Helper()
	file, err := os.Open(w.home.Kept("data", "sandbox", "card.jsonl"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	captures, kept = map[string]int{}, map[string]int64{}
	order := map[string]string{} // by the payment's key
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var entry struct {
			Captured *struct {
				Key   string
				Asked struct {
					Reference string
					Amount    int64
				}
			}
			Refunded *struct {
				Payment string
				Amount  int64
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			w.t.Fatalf("the card network's books: %v", err)
		}
		if c := entry.Captured; c != nil {
			order[c.Key] = c.Asked.Reference
			captures[c.Asked.Reference]++
			kept[c.Asked.Reference] += c.Asked.Amount
		}
		if r := entry.Refunded; r != nil {
			kept[order[r.Payment]] -= r.Amount
		}
	}
	return captures, kept
}

// places counts what is free in each slot of the store.
func (w *town) places() map[string]int {
	w.t.Helper()
	offers, err := w.buyer.Pickups(w.t.Context(), shop, 20)
	if err != nil {
		w.t.Fatal(err)
	}
	free := map[string]int{}
	for _, slot := range offers[0].Slots {
		free[slot]++
	}
	return free
}

// told counts, for each order, how often the shopper was told that it is confirmed or rejected.
func told(t *testing.T, buyer *shopper.Client) map[string]int {
	t.Helper()
	counts := map[string]int{}
	var after *string
	for more := true; more; {
		var data struct {
			Me struct {
				Notifications struct {
					Nodes    []struct{ Order *struct{ ID string } }
					PageInfo struct {
						HasNextPage bool
						EndCursor   *string
					}
				}
			}
		}
		if err := buyer.Query(t.Context(), `query($after: String) { me { notifications(first: 100, after: $after) {
			nodes { order { id } } pageInfo { hasNextPage endCursor } } } }`, map[string]any{"after": after}, &data); err != nil {
			t.Fatal(err)
		}
		for _, n := range data.Me.Notifications.Nodes {
			if n.Order != nil {
				counts[n.Order.ID]++
			}
		}
		more, after = data.Me.Notifications.PageInfo.HasNextPage, data.Me.Notifications.PageInfo.EndCursor
	}
	return counts
}
