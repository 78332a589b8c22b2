package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// published puts what the databases have into the index.
func (w *world) published(t *testing.T, products ...*domain.Product) {
	t.Helper()
	ctx := context.Background()
	var all []*domain.Product
	var ids []string
	for _, p := range products {
		d, err := w.Documents.Product(ctx, p.ID())
		if err != nil {
			t.Fatal(err)
		}
		all, ids = append(all, d), append(ids, p.ID())
	}
	levels, err := w.Levels.Levels(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.index.Load(all, levels); err != nil {
		t.Fatal(err)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	byStatus := map[domain.ProductStatus]*domain.Product{}
	for _, s := range []domain.ProductStatus{domain.Draft, domain.OnSale, domain.TemporarilySoldOut, domain.Discontinued} {
		byStatus[s] = w.made(t, s)
		w.published(t, byStatus[s])
	}
	everyone := map[string]identity.Identity{"guest": guest, "shopper": shopper, "stranger": stranger, "seller": seller, "admin": admin}
	sells := map[string]bool{"seller": true, "admin": true}
	for name, who := range everyone {
		for status, p := range byStatus {
			got, err := w.ShowProduct(ctx, who, p.ID())
			if err != nil {
				t.Fatal(err)
			}
			if want := status.Shown() || sells[name]; (got != nil) != want {
				t.Errorf("%s sees a product that is %s: %v, want %v", name, status, got != nil, want)
			}
			left, err := w.UnitsLeft(ctx, who, []*domain.Product{p})
			if err != nil {
				t.Fatal(err)
			}
			if _, told := left[p.ID()]; told != sells[name] {
				t.Errorf("%s is told the stock: %v, want %v", name, told, sells[name])
			}
			named, err := w.NamedProducts(ctx, who, []string{p.ID(), "prd_none"})
			if err != nil || len(named) != 2 || named[1] != nil {
				t.Fatal(named, err)
			}
			if want := status != domain.Draft || sells[name]; (named[0] != nil) != want {
				t.Errorf("%s follows an order to a product that is %s: %v, want %v", name, status, named[0] != nil, want)
			}
		}
		total := func(w2 app.Wanted, list func(app.Wanted) (*listing.ProductConnection, error)) int {
			t.Helper()
			w2.Window = page.Window{Size: 20}
			c, err := list(w2)
			if err != nil {
				t.Fatal(err)
			}
			return c.TotalCount()
		}
		all := func(q app.Wanted) (*listing.ProductConnection, error) { return w.ListProducts(ctx, who, q) }
		ofStore := func(q app.Wanted) (*listing.ProductConnection, error) { return w.StoreProducts(ctx, who, moonlight, q) }
		drafts := app.Wanted{}
		drafts.Status = []domain.ProductStatus{domain.Draft, domain.Discontinued, domain.OnSale}
		want := map[bool][4]int{true: {2, 3, 4, 3}, false: {2, 1, 2, 1}}[sells[name]]
		if got := [4]int{total(app.Wanted{}, all), total(drafts, all), total(app.Wanted{}, ofStore), total(drafts, ofStore)}; got != want {
			t.Errorf("%s lists %v, want %v", name, got, want)
		}
	}
}

// A seller's own list has what the seller has just written.
func TestSellersReadTheirOwnWrites(t *testing.T) {
	w := newWorld(t)
	p := w.made(t, domain.OnSale)
	q := app.Wanted{}
	q.Window = page.Window{Size: 20}
	for _, test := range []struct {
		who  identity.Identity
		want int
	}{{seller, 1}, {shopper, 0}} {
		c, err := w.StoreProducts(context.Background(), test.who, moonlight, q)
		if err != nil || len(c.Nodes()) != test.want {
			t.Fatalf("%s lists %d, %v; want %d", test.who.MemberID, len(c.Nodes()), err, test.want)
		}
	}
	if got, err := w.ShowProduct(context.Background(), shopper, p.ID()); err != nil || got == nil {
		t.Errorf("the product that was just made is not there: %v", err)
	}
}

func TestLikes(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	p, q, draft := w.made(t, domain.OnSale), w.made(t, domain.OnSale), w.made(t, domain.Draft)
	for name, test := range map[string]struct {
		who  identity.Identity
		id   string
		want string
	}{
		"a guest":               {guest, p.ID(), "UNAUTHENTICATED"},
		"one that is not there": {shopper, "prd_none", "NOT_FOUND productId"},
		"a draft of another":    {shopper, draft.ID(), "NOT_FOUND productId"},
	} {
		if _, err := w.LikeProduct(ctx, test.who, test.id); !slices.Equal(codes(err), []string{test.want}) {
			t.Errorf("%s: %v, want %s", name, codes(err), test.want)
		}
	}
	for _, id := range []string{p.ID(), p.ID(), q.ID()} {
		got, err := w.LikeProduct(ctx, shopper, id)
		if err != nil || got.LikeCount() != 1 {
			t.Fatalf("%v likes, %v; want 1", got, err)
		}
	}
	liked := func(who identity.Identity, memberID string) []string {
		t.Helper()
		want := app.Wanted{}
		want.Window = page.Window{Size: 20}
		c, err := w.LikedProducts(ctx, who, memberID, want)
		if err != nil {
			t.Fatal(err)
		}
		if c == nil {
			return nil
		}
		ids := []string{}
		for _, n := range c.Nodes() {
			ids = append(ids, n.ID())
		}
		return ids
	}
	if got, want := liked(shopper, shopper.MemberID), []string{q.ID(), p.ID()}; !slices.Equal(got, want) {
		t.Errorf("likes %v, want %v: the latest first", got, want)
	}
	if got := liked(stranger, shopper.MemberID); got != nil {
		t.Errorf("another member is told %v", got)
	}
	if likes, err := w.Likes(ctx, shopper, []*domain.Product{p, draft}); err != nil || !likes[p.ID()] || likes[draft.ID()] {
		t.Errorf("likes %v, %v", likes, err)
	}
	for range 2 {
		if got, err := w.UnlikeProduct(ctx, shopper, p.ID()); err != nil || got.LikeCount() != 0 {
			t.Fatalf("%v, %v", got, err)
		}
	}
	if got, want := liked(shopper, shopper.MemberID), []string{q.ID()}; !slices.Equal(got, want) {
		t.Errorf("likes %v, want %v", got, want)
	}
}

func TestReviewsInPages(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var products []*domain.Product
	var reviews []*domain.Review
	for i := range 3 {
		id := fmt.Sprintf("prd_%d", i)
		products = append(products, domain.Restore(domain.Record{ID: id, ReviewCount: 5}))
		for k := range 5 {
			// Two at the same moment each: only the id tells which comes first.
			reviews = append(reviews, domain.RestoreReview(domain.ReviewRecord{ID: fmt.Sprintf("rev_%d_%d", i, k), ProductID: id,
				Author: "민지", Rating: 5, Body: "좋아요", CreatedAt: at.Add(time.Duration(k/2) * time.Hour)}))
		}
	}
	if err := w.documents.Fill(ctx, nil, reviews, nil); err != nil {
		t.Fatal(err)
	}
	var got []string
	window := page.Window{Size: 2}
	for range 3 {
		read, err := w.Reviews(ctx, products[:1], window)
		if err != nil {
			t.Fatal(err)
		}
		cut, info := page.Cut(window, read["prd_0"], func(r *domain.Review) string { return page.Cursor(r.Keys()...) })
		for _, r := range cut {
			got = append(got, r.ID())
		}
		if info.HasNextPage != (len(got) < 5) {
			t.Errorf("after %v there is more: %v", got, info.HasNextPage)
		}
		if window, err = page.Forward(new(2), info.EndCursor); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"rev_0_4", "rev_0_3", "rev_0_2", "rev_0_1", "rev_0_0"}; !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	all, err := w.Reviews(ctx, products, page.Window{Size: 3})
	if err != nil || len(all["prd_0"]) != 4 || len(all["prd_2"]) != 4 {
		t.Errorf("first pages of three products: %v, %v", all, err)
	}
	if _, err := w.Reviews(ctx, products[:1], page.Window{Size: 3, Keys: []string{"x"}}); !fault.Has(err, "BAD_USER_INPUT") {
		t.Errorf("a cursor of another list: %v", err)
	}
}

// While the documents are away a product is shown as it was last published.
func TestShownWhileTheDocumentsAreAway(t *testing.T) {
	w := newWorld(t)
	p, unpublished := w.made(t, domain.OnSale), w.made(t, domain.OnSale)
	w.published(t, p)
	w.Documents = away{w.Documents}
	if got, err := w.ShowProduct(context.Background(), guest, p.ID()); err != nil || got == nil {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := w.ShowProduct(context.Background(), guest, unpublished.ID()); !errors.Is(err, errAway) {
		t.Errorf("got %v, want that they are away", err)
	}
}

var errAway = errors.New("away")

type away struct{ app.Documents }

func (away) Product(context.Context, string) (*domain.Product, error) { return nil, errAway }

func TestListProductsRefuses(t *testing.T) {
	w := newWorld(t)
	tests := map[string]func(*app.Wanted){
		"too many ids":     func(q *app.Wanted) { q.TagIDs = make([]string, 101) },
		"a negative price": func(q *app.Wanted) { q.MinPrice = new(int64(-1)) },
		"a long search":    func(q *app.Wanted) { q.Search = string(make([]rune, 101)) },
		"a postcode that is none": func(q *app.Wanted) {
			q.Arrival = &app.Arrival{Date: calendar.On(time.Now()), Method: domain.Delivery, Postcode: "4769"}
		},
		"two methods": func(q *app.Wanted) {
			q.Method = domain.Pickup
			q.Arrival = &app.Arrival{Date: calendar.On(time.Now()), Method: domain.Delivery}
		},
	}
	for name, change := range tests {
		q := app.Wanted{}
		q.Window = page.Window{Size: 20}
		change(&q)
		if _, err := w.ListProducts(context.Background(), guest, q); !fault.Has(err, "BAD_USER_INPUT") {
			t.Errorf("%s: %v, want BAD_USER_INPUT", name, err)
		}
	}
}
