package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// maxLikes is how much a member can like: what one document, read at once, should hold.
const maxLikes = 1000

// likes is all that one member likes, the latest last: who asks about likes asks for one member's, so they are
// one look-up by key.
type likes struct {
	MemberID   string   `bson:"_id"`
	ProductIDs []string `bson:"productIds"`
}

// Like tells whether it is new.
func (d *Documents) Like(ctx context.Context, memberID, productID string) (bool, error) {
	liked, err := d.Liked(ctx, memberID)
	if err != nil {
		return false, err
	}
	if slices.Contains(liked, productID) {
		return false, nil
	}
	if len(liked) >= maxLikes {
		return false, fault.Invalid("찜은 1,000개까지 할 수 있어요.", "A member can like 1,000 products.", "productId")
	}
	// Another like of the same member may come between the two attempts: the document is there then, and the
	// next update finds it.
	for range 3 {
		result, err := d.likes.UpdateOne(ctx,
			bson.D{{Key: "_id", Value: memberID}, {Key: "productIds", Value: bson.D{{Key: "$ne", Value: productID}}}},
			bson.D{{Key: "$push", Value: bson.D{{Key: "productIds", Value: productID}}}})
		if err != nil {
			return false, fmt.Errorf("add the like: %w", err)
		}
		if result.MatchedCount == 1 {
			return true, nil
		}
		_, err = d.likes.InsertOne(ctx, likes{memberID, []string{productID}})
		if err == nil {
			return true, nil
		}
		if !mongo.IsDuplicateKeyError(err) {
			return false, fmt.Errorf("add the like: %w", err)
		}
	}
	return false, nil // it is liked by now
}

// Unlike tells whether it was liked.
func (d *Documents) Unlike(ctx context.Context, memberID, productID string) (bool, error) {
	result, err := d.likes.UpdateOne(ctx,
		bson.D{{Key: "_id", Value: memberID}, {Key: "productIds", Value: productID}},
		bson.D{{Key: "$pull", Value: bson.D{{Key: "productIds", Value: productID}}}})
	if err != nil {
		return false, fmt.Errorf("remove the like: %w", err)
	}
	return result.MatchedCount == 1, nil
}

// CountLike adds n to the likes that the product's document counts.
func (d *Documents) CountLike(ctx context.Context, productID string, n int) error {
	_, err := d.products.UpdateOne(ctx, bson.D{{Key: "_id", Value: productID}},
		bson.D{{Key: "$inc", Value: bson.D{{Key: "likeCount", Value: n}, {Key: "version", Value: int64(1)}}}})
	if err != nil {
		return fmt.Errorf("count the like: %w", err)
	}
	return nil
}

// Liked is what a member likes, the latest first.
func (d *Documents) Liked(ctx context.Context, memberID string) ([]string, error) {
	var found likes
	err := d.likes.FindOne(ctx, bson.D{{Key: "_id", Value: memberID}}).Decode(&found)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read likes: %w", err)
	}
	slices.Reverse(found.ProductIDs)
	return found.ProductIDs, nil
}
