// Package mongo keeps the documents: products of both kinds in one collection, reviews, and who likes what. It
// uses only what MongoDB and the compatible server of development do alike.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// maxOfStore bounds how many products of a store are read at once.
const maxOfStore = 5000

// Documents are the collections.
type Documents struct{ products, reviews, likes, sweeps *mongo.Collection }

var _ app.Documents = (*Documents)(nil)

// New opens the collections and makes their indexes.
func New(ctx context.Context, db *mongo.Database) (*Documents, error) {
	d := &Documents{db.Collection("products"), db.Collection("reviews"), db.Collection("likes"), db.Collection("sweeps")}
	if _, err := d.products.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "storeId", Value: 1}}}); err != nil {
		return nil, fmt.Errorf("index the products: %w", err)
	}
	if _, err := d.likes.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "productIds", Value: 1}}}); err != nil {
		return nil, fmt.Errorf("index the likes: %w", err)
	}
	byProduct := mongo.IndexModel{Keys: bson.D{{Key: "productId", Value: 1}, {Key: "createdAt", Value: -1}, {Key: "_id", Value: -1}}}
	if _, err := d.reviews.Indexes().CreateOne(ctx, byProduct); err != nil {
		return nil, fmt.Errorf("index the reviews: %w", err)
	}
	return d, nil
}

type product struct {
	ID                     string    `bson:"_id"`
	Version                int64     `bson:"version"`
	StoreID                string    `bson:"storeId"`
	Status                 string    `bson:"status"`
	Kind                   string    `bson:"kind"`
	Name                   string    `bson:"name"`
	Description            string    `bson:"description"`
	Price                  int64     `bson:"price"`
	FlowerIDs              []string  `bson:"flowerIds"`
	RepresentativeFlowerID string    `bson:"representativeFlowerId"`
	CategoryID             string    `bson:"categoryId"`
	TagIDs                 []string  `bson:"tagIds"`
	Cadences               []string  `bson:"cadences"`
	FulfilmentMethods      []string  `bson:"fulfilmentMethods"`
	LikeCount              int       `bson:"likeCount"`
	ReviewCount            int       `bson:"reviewCount"`
	RatingSum              int       `bson:"ratingSum"`
	CreatedAt              time.Time `bson:"createdAt"`
	UpdatedAt              time.Time `bson:"updatedAt"`
}

func document(p *domain.Product) product {
	r := p.Record()
	return product{
		ID: r.ID, Version: r.Version, StoreID: r.StoreID, Status: string(r.Status), Kind: string(r.Kind),
		Name: r.Name, Description: r.Description, Price: r.Price.Amount(), FlowerIDs: words(r.FlowerIDs),
		RepresentativeFlowerID: r.RepresentativeFlowerID, CategoryID: r.CategoryID, TagIDs: words(r.TagIDs),
		Cadences: words(r.Cadences), FulfilmentMethods: words(r.FulfilmentMethods),
		LikeCount: r.LikeCount, ReviewCount: r.ReviewCount, RatingSum: r.RatingSum, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

func (d product) product() *domain.Product {
	return domain.Restore(domain.Record{
		ID: d.ID, Version: d.Version, StoreID: d.StoreID, Status: domain.ProductStatus(d.Status),
		Content: domain.Content{
			Kind: domain.ProductKind(d.Kind), Name: d.Name, Description: d.Description, Price: money.Won(d.Price),
			FlowerIDs: d.FlowerIDs, RepresentativeFlowerID: d.RepresentativeFlowerID, CategoryID: d.CategoryID,
			TagIDs: d.TagIDs, Cadences: typed[domain.Cadence](d.Cadences),
			FulfilmentMethods: typed[domain.FulfilmentMethod](d.FulfilmentMethods),
		},
		LikeCount: d.LikeCount, ReviewCount: d.ReviewCount, RatingSum: d.RatingSum, CreatedAt: d.CreatedAt.UTC(), UpdatedAt: d.UpdatedAt.UTC(),
	})
}

// words is never nil: a field that is always there, as a list, is one that every server reads alike.
func words[S ~string](list []S) []string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = string(v)
	}
	return all
}

func typed[S ~string](list []string) []S {
	all := make([]S, len(list))
	for i, v := range list {
		all[i] = S(v)
	}
	return all
}

// Product is the one with that id; nil where there is none.
func (d *Documents) Product(ctx context.Context, id string) (*domain.Product, error) {
	var found product
	err := d.products.FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(&found)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read product %s: %w", id, err)
	}
	return found.product(), nil
}

// Products are those with these ids; others are left out.
func (d *Documents) Products(ctx context.Context, ids []string) ([]*domain.Product, error) {
	if len(ids) == 1 {
		p, err := d.Product(ctx, ids[0]) // by far the fastest way where there is one
		if p == nil {
			return nil, err
		}
		return []*domain.Product{p}, nil
	}
	return d.find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}}, options.Find())
}

// OfStore are the products of a store, the first 5000 of them.
func (d *Documents) OfStore(ctx context.Context, storeID string) ([]*domain.Product, error) {
	return d.find(ctx, bson.D{{Key: "storeId", Value: storeID}}, options.Find().SetLimit(maxOfStore))
}

// All is every product.
func (d *Documents) All(ctx context.Context) ([]*domain.Product, error) {
	return d.find(ctx, bson.D{}, options.Find().SetBatchSize(1000))
}

func (d *Documents) find(ctx context.Context, filter bson.D, o *options.FindOptionsBuilder) ([]*domain.Product, error) {
	cursor, err := d.products.Find(ctx, filter, o)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	defer cursor.Close(ctx)
	var all []*domain.Product
	for cursor.Next(ctx) {
		var found product
		if err := cursor.Decode(&found); err != nil {
			return nil, fmt.Errorf("read products: %w", err)
		}
		all = append(all, found.product())
	}
	if err := cursor.Err(); err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	return all, nil
}

// Insert leaves a product that is there already as it is.
func (d *Documents) Insert(ctx context.Context, p *domain.Product) error {
	_, err := d.products.InsertOne(ctx, document(p))
	if err != nil && !mongo.IsDuplicateKeyError(err) {
		return fmt.Errorf("insert product %s: %w", p.ID(), err)
	}
	return nil
}

// Replace puts p in the place of the version before it; false if that is no longer there. What is counted on
// the document is left alone: a like may be counted at the same moment.
func (d *Documents) Replace(ctx context.Context, p *domain.Product) (bool, error) {
	n := document(p)
	result, err := d.products.UpdateOne(ctx,
		bson.D{{Key: "_id", Value: n.ID}, {Key: "version", Value: n.Version - 1}},
		bson.D{{Key: "$set", Value: bson.D{
			{Key: "version", Value: n.Version}, {Key: "status", Value: n.Status}, {Key: "name", Value: n.Name},
			{Key: "description", Value: n.Description}, {Key: "price", Value: n.Price}, {Key: "flowerIds", Value: n.FlowerIDs},
			{Key: "representativeFlowerId", Value: n.RepresentativeFlowerID}, {Key: "categoryId", Value: n.CategoryID},
			{Key: "tagIds", Value: n.TagIDs}, {Key: "cadences", Value: n.Cadences},
			{Key: "fulfilmentMethods", Value: n.FulfilmentMethods}, {Key: "updatedAt", Value: n.UpdatedAt},
		}}})
	if err != nil {
		return false, fmt.Errorf("replace product %s: %w", n.ID, err)
	}
	return result.MatchedCount == 1, nil
}
