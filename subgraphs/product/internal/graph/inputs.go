package graph

import (
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// wanted is what the arguments of a list ask for.
func wanted(search *string, f *gen.ProductFilter, sort *listing.Sort, w page.Window) app.Wanted {
	want := app.Wanted{Search: value(search)}
	want.Sort, want.Window = value(sort), w
	if f == nil {
		return want
	}
	want.Filter = listing.Filter{
		Kind: value(f.Kind), CategoryIDs: f.CategoryIds, TagIDs: f.TagIds, FlowerIDs: f.FlowerIds,
		ExcludeFlowerIDs: f.ExcludeFlowerIds, StoreID: value(f.StoreID), Status: f.Status,
		MinPrice: f.MinPrice, MaxPrice: f.MaxPrice, InStockOnly: value(f.InStockOnly), Method: value(f.Fulfilment),
	}
	if a := f.Arrival; a != nil {
		want.Arrival = &app.Arrival{Date: a.Date, Method: a.Method, Postcode: value(a.Postcode)}
	}
	return want
}

func newProduct(in gen.CreateProductInput) app.NewProduct {
	return app.NewProduct{
		IdempotencyKey: in.IdempotencyKey, StoreID: in.StoreID, Stock: in.Stock,
		Content: domain.Content{
			Kind: in.Kind, Name: in.Name, Description: in.Description, Price: money.Won(in.Price), FlowerIDs: in.FlowerIds,
			RepresentativeFlowerID: in.RepresentativeFlowerID, CategoryID: value(in.CategoryID), TagIDs: in.TagIds,
			Cadences: in.Cadences, FulfilmentMethods: in.FulfilmentMethods,
		},
	}
}

func change(in gen.UpdateProductInput) domain.Change {
	c := domain.Change{
		Name: in.Name, Description: in.Description, FlowerIDs: in.FlowerIds, RepresentativeFlowerID: in.RepresentativeFlowerID,
		CategoryID: in.CategoryID, TagIDs: in.TagIds, Cadences: in.Cadences, FulfilmentMethods: in.FulfilmentMethods, Status: in.Status,
	}
	if in.Price != nil {
		price := money.Won(*in.Price)
		c.Price = &price
	}
	return c
}

// value is what p points at, or nothing.
func value[T any](p *T) T {
	var v T
	if p != nil {
		v = *p
	}
	return v
}
