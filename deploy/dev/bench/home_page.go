package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

// firstPage fetches the storefront and its first products, as the first visitor does.
func firstPage(ctx context.Context, base string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("/assets/")) {
		return fmt.Errorf("the first page: status %d, %d bytes, %w", answer.StatusCode, len(page), err)
	}
	var data struct {
		Products struct{ Nodes []struct{ ID string } }
	}
	if err := shopper.New(base).Query(ctx, homeQuery, nil, &data); err != nil || len(data.Products.Nodes) == 0 {
		return fmt.Errorf("the first products: %d, %w", len(data.Products.Nodes), err)
	}
	return nil
}

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
