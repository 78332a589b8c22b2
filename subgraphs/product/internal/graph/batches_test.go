package graph_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// counted counts what is read of the documents.
type counted struct {
	app.Documents
	liked, reviews atomic.Int32
}

func (c *counted) Liked(context.Context, string) ([]string, error) {
	c.liked.Add(1)
	return []string{"prd_00000000000000000000000001"}, nil
}

func (c *counted) Reviews(_ context.Context, ids []string, _ page.Window) (map[string][]*domain.Review, error) {
	c.reviews.Add(1)
	return nil, nil
}

// However many products a page has, what is asked of each of them is read once.
func TestAskedOnceForAll(t *testing.T) {
	read := &counted{}
	handler, signer := shopWith(t, 100, read)
	signed, err := signer.Sign(identity.Identity{MemberID: "mem_1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(
		`{"query":"{ products(first: 100) { nodes { id likedByMe reviews(first: 2) { nodes { id } } } } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(identity.Header, signed)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if got := strings.Count(w.Body.String(), `"likedByMe":true`); got != 1 {
		t.Errorf("%d products are liked, want 1: %s", got, w.Body)
	}
	if read.liked.Load() != 1 || read.reviews.Load() != 1 {
		t.Errorf("likes were read %d times, reviews %d times; want once each", read.liked.Load(), read.reviews.Load())
	}
}
