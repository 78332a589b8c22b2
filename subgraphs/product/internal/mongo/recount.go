package mongo

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
)

// LikesOf counts who likes a product. The document is read first: what is liked after that changes its version.
func (d *Documents) LikesOf(ctx context.Context, productID string) (app.Likes, error) {
	var counted product
	err := d.products.FindOne(ctx, bson.D{{Key: "_id", Value: productID}}).Decode(&counted)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return app.Likes{}, nil
	}
	if err != nil {
		return app.Likes{}, fmt.Errorf("read product %s: %w", productID, err)
	}
	members, err := d.likes.CountDocuments(ctx, bson.D{{Key: "productIds", Value: productID}})
	if err != nil {
		return app.Likes{}, fmt.Errorf("count who likes %s: %w", productID, err)
	}
	return app.Likes{ProductID: productID, Version: counted.Version, Counted: counted.LikeCount, Members: int(members)}, nil
}

// SetLikes makes the document count the members, unless it was written since.
func (d *Documents) SetLikes(ctx context.Context, likes app.Likes) (bool, error) {
	result, err := d.products.UpdateOne(ctx,
		bson.D{{Key: "_id", Value: likes.ProductID}, {Key: "version", Value: likes.Version}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "likeCount", Value: likes.Members}, {Key: "version", Value: likes.Version + 1}}}})
	if err != nil {
		return false, fmt.Errorf("set the likes of %s: %w", likes.ProductID, err)
	}
	return result.MatchedCount == 1, nil
}

// sweep is how far all replicas have come together.
type sweep struct {
	Name  string `bson:"_id"`
	After string `bson:"after"`
}

// NextToRecount goes through all products by their ids. Two replicas that ask at once get the same ones, which
// does no harm.
func (d *Documents) NextToRecount(ctx context.Context, most int) ([]string, error) {
	at := sweep{Name: "likes"}
	err := d.sweeps.FindOne(ctx, bson.D{{Key: "_id", Value: at.Name}}).Decode(&at)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		return nil, fmt.Errorf("how far it is counted: %w", err)
	}
	found, err := d.products.Find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$gt", Value: at.After}}}},
		options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}).SetLimit(int64(most)).SetProjection(bson.D{{Key: "_id", Value: 1}}))
	if err != nil {
		return nil, fmt.Errorf("what to count: %w", err)
	}
	var next []product
	if err := found.All(ctx, &next); err != nil {
		return nil, fmt.Errorf("what to count: %w", err)
	}
	ids := make([]string, len(next))
	for i, p := range next {
		ids[i] = p.ID
	}
	at.After = ""
	if len(ids) == most {
		at.After = ids[most-1]
	}
	_, err = d.sweeps.ReplaceOne(ctx, bson.D{{Key: "_id", Value: at.Name}}, at, options.Replace().SetUpsert(true))
	if err != nil && !mongo.IsDuplicateKeyError(err) {
		return nil, fmt.Errorf("note how far it is counted: %w", err)
	}
	return ids, nil
}
