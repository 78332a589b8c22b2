package mongo

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// seedBatch is how many documents are written at once.
const seedBatch = 500

// Fill writes the first documents; those that are there already stay as they are. liked is what each member
// likes, the latest last.
func (d *Documents) Fill(ctx context.Context, products []*domain.Product, reviews []*domain.Review, liked map[string][]string) error {
	var documents []any
	for _, p := range products {
		documents = append(documents, document(p))
	}
	if err := fill(ctx, d.products, documents); err != nil {
		return err
	}
	documents = nil
	for _, r := range reviews {
		k := r.Record()
		documents = append(documents, review{k.ID, k.ProductID, k.MemberID, k.Author, k.Rating, k.Body, k.CreatedAt})
	}
	if err := fill(ctx, d.reviews, documents); err != nil {
		return err
	}
	documents = nil
	for memberID, productIDs := range liked {
		documents = append(documents, likes{memberID, productIDs})
	}
	return fill(ctx, d.likes, documents)
}

func fill(ctx context.Context, into *mongo.Collection, documents []any) error {
	for len(documents) > 0 {
		n := min(seedBatch, len(documents))
		_, err := into.InsertMany(ctx, documents[:n], options.InsertMany().SetOrdered(false))
		if err != nil && !onlyDuplicates(err) {
			return fmt.Errorf("fill %s: %w", into.Name(), err)
		}
		documents = documents[n:]
	}
	return nil
}

func onlyDuplicates(err error) bool {
	bulk, ok := errors.AsType[mongo.BulkWriteException](err)
	if !ok || bulk.WriteConcernError != nil {
		return false
	}
	for _, e := range bulk.WriteErrors {
		if !e.HasErrorCode(11000) {
			return false
		}
	}
	return true
}
