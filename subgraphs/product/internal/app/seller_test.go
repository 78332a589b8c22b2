package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// codes are those of a refusal, with the field that each blames: "INVALID price".
func codes(err error) []string {
	faults, rest := fault.UserErrors(err)
	if rest != nil {
		f, ok := fault.As(rest)
		if !ok {
			return []string{"not a refusal: " + rest.Error()}
		}
		return []string{f.Code()}
	}
	var all []string
	for _, f := range faults {
		all = append(all, strings.TrimSpace(f.Code()+" "+strings.Join(f.Field(), ".")))
	}
	return all
}

func TestCreateProductRefuses(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name   string
		who    identity.Identity
		change func(*app.NewProduct)
		want   string
	}{
		{"a guest", guest, func(*app.NewProduct) {}, "UNAUTHENTICATED"},
		{"whoever sells nothing", shopper, func(*app.NewProduct) {}, "FORBIDDEN"},
		{"a seller of another store", stranger, func(*app.NewProduct) {}, "NOT_FOUND storeId"},
		{"a store that is not there", admin, func(in *app.NewProduct) { in.StoreID = "str_none" }, "NOT_FOUND storeId"},
		{"no key", seller, func(in *app.NewProduct) { in.IdempotencyKey = "" }, "INVALID idempotencyKey"},
		{"less than nothing in stock", seller, func(in *app.NewProduct) { in.Stock = -1 }, "INVALID stock"},
		{"too much in stock", seller, func(in *app.NewProduct) { in.Stock = domain.MaxStock + 1 }, "INVALID stock"},
		{"content that breaks the rules", seller, func(in *app.NewProduct) { in.Price = money.Won(0) }, "INVALID price"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := bouquet("key")
			test.change(&in)
			if _, err := w.CreateProduct(context.Background(), test.who, in); !slices.Equal(codes(err), []string{test.want}) {
				t.Errorf("got %v, want %s", codes(err), test.want)
			}
		})
	}
	w.nothing(t, "stock")
	w.nothing(t, "requests")
	w.nothing(t, "to_publish")
}

func TestCreateProductOnce(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	ids := make([]string, 10)
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			p, err := w.CreateProduct(ctx, seller, bouquet("key"))
			if errs[i] = err; err == nil {
				ids[i] = p.ID()
			}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil || ids[i] != ids[0] {
			t.Fatalf("request %d made %s, %v; want %s", i, ids[i], err, ids[0])
		}
	}
	documents, err := w.Documents.OfStore(ctx, moonlight)
	if err != nil || len(documents) != 1 {
		t.Fatalf("%d documents, %v; want one", len(documents), err)
	}
	other := bouquet("key")
	other.Name = "다른 이름"
	if _, err := w.CreateProduct(ctx, seller, other); !slices.Equal(codes(err), []string{"IDEMPOTENCY_KEY_REUSED idempotencyKey"}) {
		t.Errorf("other input under the same key: %v", err)
	}
	if _, err := w.CreateProduct(ctx, admin, other); err != nil {
		t.Errorf("the same key of somebody else: %v", err)
	}
	if _, err := w.pool.Exec(ctx, "UPDATE requests SET at = at - interval '25 hours'"); err != nil {
		t.Fatal(err)
	}
	if p, err := w.CreateProduct(ctx, seller, other); err != nil || p.ID() == ids[0] {
		t.Errorf("the same key a day later: %v", err)
	}
}

// A request that ended after its stock was kept is finished by the same request sent again.
func TestCreateProductIsFinished(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	whole := w.Documents
	w.Documents = broken{whole}
	if _, err := w.CreateProduct(ctx, seller, bouquet("key")); err == nil {
		t.Fatal("a document was written though it can't be")
	}
	w.Documents = whole
	p, err := w.CreateProduct(ctx, seller, bouquet("key"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.level(t, p.ID()); got.Left != 10 {
		t.Errorf("%d in stock, want 10", got.Left)
	}
	if !w.toPublish(t, delivery.TopicProducts, p.ID()) {
		t.Error("it will not be published")
	}
}

type broken struct{ app.Documents }

func (broken) Insert(context.Context, *domain.Product) error {
	return fmt.Errorf("the documents are away")
}

func TestUpdateProduct(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	p := w.made(t, domain.Draft)
	if p.Availability() != domain.InStock {
		t.Errorf("a draft with ten is %s", p.Availability())
	}
	refused := []struct {
		name   string
		who    identity.Identity
		id     string
		change domain.Change
		want   []string
	}{
		{"a guest", guest, p.ID(), domain.Change{}, []string{"UNAUTHENTICATED"}},
		{"whoever sells nothing", shopper, p.ID(), domain.Change{}, []string{"FORBIDDEN"}},
		{"a seller of another store", stranger, p.ID(), domain.Change{}, []string{"NOT_FOUND id"}},
		{"one that is not there", seller, "prd_none", domain.Change{}, []string{"NOT_FOUND id"}},
		{"all that is wrong at once", seller, p.ID(), domain.Change{Price: new(money.Won(-1)), FlowerIDs: []string{},
			TagIDs: strings.Split("tag_lover tag_spouse tag_friend tag_mother tag_father tag_child tag_self tag_red", " ")},
			[]string{"INVALID price", "NO_FLOWERS flowerIds", "TOO_MANY_TAGS tagIds"}},
	}
	for _, test := range refused {
		t.Run(test.name, func(t *testing.T) {
			if _, err := w.UpdateProduct(ctx, test.who, test.id, test.change); !slices.Equal(codes(err), test.want) {
				t.Errorf("got %v, want %v", codes(err), test.want)
			}
		})
	}
	changed, err := w.UpdateProduct(ctx, seller, p.ID(), domain.Change{Status: new(domain.OnSale), Price: new(money.Won(42_000))})
	if err != nil {
		t.Fatal(err)
	}
	if changed.Version() != 2 || changed.Price() != money.Won(42_000) {
		t.Errorf("got version %d at %s", changed.Version(), changed.Price())
	}
	if got := w.level(t, p.ID()); got.Status != domain.OnSale || got.Price != money.Won(42_000) || got.Terms != 2 {
		t.Errorf("the stock is sold on other terms: %+v", got)
	}
	if changed, err = w.UpdateProduct(ctx, admin, p.ID(), domain.Change{Status: new(domain.TemporarilySoldOut)}); err != nil || changed.Availability() != domain.SoldOut {
		t.Errorf("taken off sale it is %v, %v", changed, err)
	}
	if !w.toPublish(t, delivery.TopicStock, p.ID()) || !w.toPublish(t, delivery.TopicProducts, p.ID()) {
		t.Error("it will not be published")
	}
}

// Likes that are counted at the same moment do not undo a change, nor it them.
func TestUpdateAmongLikes(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	p := w.made(t, domain.OnSale)
	var wg sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wg.Go(func() {
			member := identity.Identity{MemberID: fmt.Sprintf("mem_%d", i)}
			_, errs[i] = w.LikeProduct(ctx, member, p.ID())
		})
	}
	wg.Go(func() {
		if _, err := w.UpdateProduct(ctx, seller, p.ID(), domain.Change{Name: new("새 이름")}); err != nil && !fault.Has(err, "CONFLICT") {
			t.Error(err)
		}
	})
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.ShowProduct(ctx, guest, p.ID())
	if err != nil || got.LikeCount() != len(errs) {
		t.Fatalf("%d likes, %v; want %d", got.LikeCount(), err, len(errs))
	}
}

// Publishing a document repairs the terms of its stock, where whoever wrote it ended before that.
func TestPublishingRepairsTheTerms(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	p := w.made(t, domain.OnSale)
	document, err := w.Documents.Product(ctx, p.ID())
	if err != nil {
		t.Fatal(err)
	}
	changed, err := document.Changed(domain.Change{Price: new(money.Won(50_000))}, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	if done, err := w.Documents.Replace(ctx, changed); err != nil || !done {
		t.Fatal(done, err)
	}
	if _, err := w.PublishedProducts(ctx, []string{p.ID(), "prd_none"}); err != nil {
		t.Fatal(err)
	}
	if got := w.level(t, p.ID()); got.Price != money.Won(50_000) {
		t.Errorf("sold at %s, want 50000", got.Price)
	}
}

func TestAdjustStock(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	p, q := w.made(t, domain.OnSale), w.made(t, domain.OnSale)
	field := func(line int, name string) []string { return []string{fmt.Sprint(line), name} }
	adjust := func(who identity.Identity, key string, lines ...app.Adjustment) ([]*domain.Product, error) {
		return w.AdjustStock(ctx, who, "adjustStocks", app.Adjustments{IdempotencyKey: key, Lines: lines, Reason: "입고"}, field)
	}
	one := func(delta int) app.Adjustment { return app.Adjustment{ProductID: p.ID(), Delta: delta} }
	refused := []struct {
		name  string
		who   identity.Identity
		lines []app.Adjustment
		want  []string
	}{
		{"a guest", guest, []app.Adjustment{one(1)}, []string{"UNAUTHENTICATED"}},
		{"whoever sells nothing", shopper, []app.Adjustment{one(1)}, []string{"FORBIDDEN"}},
		{"a seller of another store", stranger, []app.Adjustment{one(1)}, []string{"NOT_FOUND 0.productId"}},
		{"nothing at all", seller, nil, []string{"INVALID adjustments"}},
		{"one that is not there", seller, []app.Adjustment{one(1), {ProductID: "prd_none", Delta: 1}}, []string{"NOT_FOUND 1.productId"}},
		{"the same twice", seller, []app.Adjustment{one(1), one(2)}, []string{"INVALID adjustments.1.productId"}},
		{"by nothing", seller, []app.Adjustment{one(0)}, []string{"INVALID 0.delta"}},
		{"by too much", seller, []app.Adjustment{one(domain.MaxStock + 1)}, []string{"INVALID 0.delta"}},
		{"more than there are", seller, []app.Adjustment{{ProductID: q.ID(), Delta: 5}, one(-11)}, []string{"STOCK_NEGATIVE 1.delta"}},
	}
	for _, test := range refused {
		t.Run(test.name, func(t *testing.T) {
			if _, err := adjust(test.who, "refused", test.lines...); !slices.Equal(codes(err), test.want) {
				t.Errorf("got %v, want %v", codes(err), test.want)
			}
		})
	}
	if got := w.level(t, q.ID()).Left; got != 10 {
		t.Errorf("a part of what was refused was done: %d left", got)
	}
	for range 2 {
		products, err := adjust(seller, "key", app.Adjustment{ProductID: q.ID(), Delta: 5}, one(-8))
		if err != nil {
			t.Fatal(err)
		}
		if len(products) != 2 || products[0].ID() != q.ID() || products[1].Availability() != domain.LowStock {
			t.Errorf("got %v", products)
		}
	}
	if got := w.level(t, p.ID()); got.Left != 2 || got.Adjusted != -8 || got.Received != 10 {
		t.Errorf("adjusted twice by one request: %+v", got)
	}
	if _, err := adjust(seller, "key", one(-1)); !slices.Equal(codes(err), []string{"IDEMPOTENCY_KEY_REUSED idempotencyKey"}) {
		t.Errorf("other input under the same key: %v", err)
	}
	if _, err := adjust(seller, "last", one(-2)); err != nil {
		t.Fatal(err)
	}
	if !w.toPublish(t, delivery.TopicStock, p.ID()) {
		t.Error("that it is sold out will not be published")
	}
	var noted int
	if err := w.pool.QueryRow(ctx, "SELECT count(*) FROM adjustments WHERE by_member = $1 AND reason = '입고'", seller.MemberID).Scan(&noted); err != nil || noted != 3 {
		t.Errorf("%d adjustments noted, %v; want 3", noted, err)
	}
}
