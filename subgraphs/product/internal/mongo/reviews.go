package mongo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// maxReviews bounds what is read for the first pages of several products at once.
const maxReviews = 5000

type review struct {
	ID        string    `bson:"_id"`
	ProductID string    `bson:"productId"`
	MemberID  string    `bson:"memberId"`
	Author    string    `bson:"author"`
	Rating    int       `bson:"rating"`
	Body      string    `bson:"body"`
	CreatedAt time.Time `bson:"createdAt"`
}

func (r review) review() *domain.Review {
	return domain.RestoreReview(domain.ReviewRecord{ID: r.ID, ProductID: r.ProductID, MemberID: r.MemberID, Author: r.Author,
		Rating: r.Rating, Body: r.Body, CreatedAt: r.CreatedAt.UTC()})
}

// Reviews is a page of each product's reviews, the latest first, with one more where there are more.
func (d *Documents) Reviews(ctx context.Context, productIDs []string, w page.Window) (map[string][]*domain.Review, error) {
	filter := bson.D{{Key: "productId", Value: bson.D{{Key: "$in", Value: productIDs}}}}
	limit := int64(maxReviews)
	if len(productIDs) == 1 {
		filter = bson.D{{Key: "productId", Value: productIDs[0]}}
		limit = int64(w.Size) + 1
	}
	if w.Keys != nil {
		after, err := behind(w.Keys)
		if err != nil {
			return nil, err
		}
		filter = append(filter, after)
	}
	cursor, err := d.reviews.Find(ctx, filter, options.Find().SetLimit(limit).
		SetSort(bson.D{{Key: "createdAt", Value: -1}, {Key: "_id", Value: -1}}))
	if err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	defer cursor.Close(ctx)
	pages := map[string][]*domain.Review{}
	for cursor.Next(ctx) {
		var r review
		if err := cursor.Decode(&r); err != nil {
			return nil, fmt.Errorf("read reviews: %w", err)
		}
		if len(pages[r.ProductID]) <= w.Size {
			pages[r.ProductID] = append(pages[r.ProductID], r.review())
		}
	}
	if err := cursor.Err(); err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	return pages, nil
}

// behind is the condition of what comes after the review with these keys.
func behind(keys []string) (bson.E, error) {
	none := fault.BadInput("after is not a cursor of this list")
	if len(keys) != 2 {
		return bson.E{}, none
	}
	ms, err := strconv.ParseInt(keys[0], 10, 64)
	if err != nil {
		return bson.E{}, none
	}
	at := time.UnixMilli(ms).UTC()
	return bson.E{Key: "$or", Value: bson.A{
		bson.D{{Key: "createdAt", Value: bson.D{{Key: "$lt", Value: at}}}},
		bson.D{{Key: "createdAt", Value: at}, {Key: "_id", Value: bson.D{{Key: "$lt", Value: keys[1]}}}},
	}}, nil
}
