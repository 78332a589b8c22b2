package app_test

import (
	"context"
	"testing"

	"github.com/oklog/ulid/v2"

	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// Whoever dies between a like and its count leaves the two apart; after a while they agree again.
func TestLikesThatWereNotCountedAreCountedLater(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	var ids []string
	for range 45 { // more than two looks have
		ids = append(ids, w.made(t, domain.OnSale).ID())
	}
	early, late, fine := ids[0], ids[44], ids[20]
	for _, id := range ids {
		if _, err := w.LikeProduct(ctx, shopper, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.documents.Like(ctx, seller.MemberID, early); err != nil { // and no more
		t.Fatal(err)
	}
	if _, err := w.documents.Unlike(ctx, shopper.MemberID, late); err != nil {
		t.Fatal(err)
	}
	if _, err := w.pool.Exec(ctx, "DELETE FROM to_publish"); err != nil {
		t.Fatal(err)
	}
	recount := w.NewRecount()
	for range 5 {
		if err := recount.Once(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[string]int{early: 2, late: 0, fine: 1} {
		p, err := w.documents.Product(ctx, id)
		if err != nil || p.LikeCount() != want {
			t.Errorf("%s counts %d likes, %v; want %d", id, p.LikeCount(), err, want)
		}
		if got := w.toPublish(t, delivery.TopicProducts, id); got != (id != fine) {
			t.Errorf("%s is to be published: %v", id, got)
		}
	}
}

// A like that is counted between two looks was only slow.
func TestALikeThatIsBeingCountedIsNotCountedTwice(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	id := w.made(t, domain.OnSale).ID()
	recount := w.NewRecount()
	look := func() {
		t.Helper()
		if err := recount.Once(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.documents.Like(ctx, ulid.Make().String(), id); err != nil {
		t.Fatal(err)
	}
	look()
	if err := w.documents.CountLike(ctx, id, 1); err != nil {
		t.Fatal(err)
	}
	look()
	look()
	if p, err := w.documents.Product(ctx, id); err != nil || p.LikeCount() != 1 {
		t.Errorf("%d likes, %v; want 1", p.LikeCount(), err)
	}
}
