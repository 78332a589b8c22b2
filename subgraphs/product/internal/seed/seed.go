// Package seed reads the first data of a new marketplace from files.
package seed

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Seed is what products.json says.
type Seed struct {
	Products []*domain.Product
	Stocks   []*domain.Stock
	Reviews  []*domain.Review
	// Liked is what each member likes, the latest last.
	Liked map[string][]string
}

type product struct {
	ID                     string                    `json:"id"`
	StoreID                string                    `json:"storeId"`
	Kind                   domain.ProductKind        `json:"kind"`
	Name                   string                    `json:"name"`
	Description            string                    `json:"description"`
	Price                  int64                     `json:"price"`
	Status                 domain.ProductStatus      `json:"status"`
	Stock                  int                       `json:"stock"`
	FlowerIDs              []string                  `json:"flowerIds"`
	RepresentativeFlowerID string                    `json:"representativeFlowerId"`
	CategoryID             string                    `json:"categoryId"`
	TagIDs                 []string                  `json:"tagIds"`
	Cadences               []domain.Cadence          `json:"cadences"`
	FulfilmentMethods      []domain.FulfilmentMethod `json:"fulfilmentMethods"`
	LikedBy                []string                  `json:"likedBy"`
	Sold                   int                       `json:"sold"`
	Reviews                []review                  `json:"reviews"`
	DaysAgo                float64                   `json:"daysAgo"`
}

type review struct {
	ID       string  `json:"id"`
	MemberID string  `json:"memberId"`
	Author   string  `json:"author"`
	Rating   int     `json:"rating"`
	Body     string  `json:"body"`
	DaysAgo  float64 `json:"daysAgo"`
}

// Read reads products.json in dir. Its times are so many days before now, so that it never ages.
func Read(dir string, now time.Time) (*Seed, error) {
	text, err := os.ReadFile(filepath.Join(dir, "products.json"))
	if err != nil {
		return nil, fmt.Errorf("read the seed: %w", err)
	}
	var products []product
	if err := json.Unmarshal(text, &products); err != nil {
		return nil, fmt.Errorf("read the seed: %w", err)
	}
	s := &Seed{Liked: map[string][]string{}}
	for _, p := range products {
		if err := s.add(p, now); err != nil {
			return nil, fmt.Errorf("read the seed: %s: %w", p.ID, err)
		}
	}
	return s, nil
}

func (s *Seed) add(p product, now time.Time) error {
	made, err := domain.NewProduct(p.ID, p.StoreID, domain.Content{
		Kind: p.Kind, Name: p.Name, Description: p.Description, Price: money.Won(p.Price), FlowerIDs: p.FlowerIDs,
		RepresentativeFlowerID: p.RepresentativeFlowerID, CategoryID: p.CategoryID, TagIDs: p.TagIDs, Cadences: p.Cadences,
		FulfilmentMethods: p.FulfilmentMethods,
	}, ago(now, p.DaysAgo))
	if err != nil {
		return err
	}
	r := made.Record()
	r.Status, r.LikeCount, r.ReviewCount = p.Status, len(p.LikedBy), len(p.Reviews)
	for _, w := range p.Reviews {
		r.RatingSum += w.Rating
		s.Reviews = append(s.Reviews, domain.RestoreReview(domain.ReviewRecord{ID: w.ID, ProductID: p.ID, MemberID: w.MemberID,
			Author: w.Author, Rating: w.Rating, Body: w.Body, CreatedAt: ago(now, w.DaysAgo)}))
	}
	made = domain.Restore(r)
	s.Products = append(s.Products, made)
	stock := domain.NewStock(made, p.Stock+p.Sold)
	stock.Reserve(p.Sold)
	stock.Sell(p.Sold)
	s.Stocks = append(s.Stocks, stock)
	for _, member := range p.LikedBy {
		if !slices.Contains(s.Liked[member], p.ID) {
			s.Liked[member] = append(s.Liked[member], p.ID)
		}
	}
	return nil
}

func ago(now time.Time, days float64) time.Time {
	return now.Add(-time.Duration(days * float64(24*time.Hour))).UTC().Truncate(time.Millisecond)
}
