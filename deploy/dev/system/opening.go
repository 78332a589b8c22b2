package system

import (
	"context"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

const (
	// settling is how long the services may take to hear of each other's things once all are ready.
	settling = time.Minute
	stores   = 100
)

// untilOpen waits until every store's newest flowers can be ordered: order quotes by a copy of what product
// and store publish, which reaches it only some time after all of them are ready. A shop that does not open in
// time keeps nobody from looking at the rest.
func (s *System) untilOpen(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	client := shopper.New(s.plan.base("router").String())
	for {
		missing, err := missing(ctx, client)
		if err == nil && missing == 0 {
			s.out.ready("the shop", "every store can sell")
			return
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			s.out.say("%d stores can't sell yet: see the logs of order, product and store", missing)
			return
		}
	}
}

// missing counts the stores whose newest product order can't quote yet.
func missing(ctx context.Context, client *shopper.Client) (int, error) {
	var found struct {
		Stores struct {
			Nodes []struct {
				ID, Status string
				Products   struct {
					Nodes []struct {
						ID string
					}
				}
			}
		}
	}
	err := client.Query(ctx, `query($n: Int) { stores(first: $n) { nodes { id status products(first: 1, filter: { kind: REGULAR, fulfilment: PICKUP }, sort: NEWEST) { nodes { id } } } } }`,
		map[string]any{"n": stores}, &found)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, store := range found.Stores.Nodes {
		if store.Status != "OPEN" || len(store.Products.Nodes) == 0 {
			continue
		}
		var quoted struct {
			QuoteOrder struct {
				Quote *struct{ Total struct{ Amount int64 } }
			}
		}
		err := client.Query(ctx, `query($in: QuoteOrderInput!) { quoteOrder(input: $in) { quote { total { amount } } } }`,
			map[string]any{"in": map[string]any{
				"lines":       []any{map[string]any{"productId": store.Products.Nodes[0].ID, "quantity": 1}},
				"fulfilments": []any{map[string]any{"storeId": store.ID, "method": "PICKUP"}},
			}}, &quoted)
		if err != nil {
			return n, err
		}
		if quoted.QuoteOrder.Quote == nil {
			n++
		}
	}
	return n, nil
}
