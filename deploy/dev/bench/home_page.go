package main

import (
	"context"
	"fmt"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

const homeQuery = `query Home { products(first: 20, sort: MOST_LIKED) {
	nodes { id name price { amount } availability averageRating reviewCount images { url alt width height } store { id slug name } }
	pageInfo { hasNextPage endCursor }
	totalCount
	facets { categories { id name count } tags { id name count } flowers { id name count } priceRange { min { amount } max { amount } } }
} }`

// homePage asks for the home page's products, one request after the other.
func homePage(ctx context.Context, base string) (latencies, error) {
	const warm, measured = 200, 2000
	client := shopper.New(base)
	all := make([]time.Duration, 0, measured)
	for i := range warm + measured {
		var data struct {
			Products struct {
				Nodes []struct{ Store struct{ Name string } }
			}
		}
		began := time.Now()
		if err := client.Query(ctx, homeQuery, nil, &data); err != nil {
			return latencies{}, err
		}
		took := time.Since(began)
		if n := len(data.Products.Nodes); n != 20 || data.Products.Nodes[0].Store.Name == "" {
			return latencies{}, fmt.Errorf("%d products, the first from %q", n, data.Products.Nodes[0].Store.Name)
		}
		if i >= warm {
			all = append(all, took)
		}
	}
	return summarise(all), nil
}
