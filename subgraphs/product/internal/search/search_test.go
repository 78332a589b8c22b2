package search

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// product is one on sale, made from its words.
func product(id, name, description string, flowers []string, category string, tags ...string) *domain.Product {
	return domain.Restore(domain.Record{
		ID: id, Version: 1, StoreID: "str_1", Status: domain.OnSale, CreatedAt: time.Unix(0, 0),
		Content: domain.Content{Kind: domain.Regular, Name: name, Description: description, Price: money.Won(30000),
			FlowerIDs: flowers, RepresentativeFlowerID: flowers[0], CategoryID: category, TagIDs: tags,
			FulfilmentMethods: []domain.FulfilmentMethod{domain.Delivery}},
	})
}

func shelved(t testing.TB, products ...*domain.Product) *Index {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Load(products, nil); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSearch(t *testing.T) {
	x := shelved(t,
		product("prd_lisianthus", "리시안셔스 흰 돛", "하늘하늘한 꽃잎을 담았어요.", []string{"flw_lisianthus"}, "cat_bouquet", "tag_white"),
		product("prd_rose", "새벽 시장 장미", "한 송이씩 골라 묶어요.", []string{"flw_rose"}, "cat_bouquet", "tag_pink", "tag_lover"),
		product("prd_basket", "봄 바구니", "장미를 조금 섞은 꽃바구니예요.", []string{"flw_tulip"}, "cat_basket", "tag_mother"),
		product("prd_named", "장미 꽃다발", "오래 두고 보는 다발이에요.", []string{"flw_rose"}, "cat_bouquet", "tag_red"),
		product("prd_pink", "핑크 리본", "리본으로 묶어요.", []string{"flw_gerbera"}, "cat_single"),
	)
	tests := []struct {
		name, text string
		want       []string // in the order of their rank
	}{
		{"a whole word", "리시안셔스", []string{"prd_lisianthus"}},
		{"the beginning of a word", "리시안", []string{"prd_lisianthus"}},
		{"the end of a word", "안셔스", []string{"prd_lisianthus"}},
		{"another spelling of a flower", "리시안더스", []string{"prd_lisianthus"}},
		{"another name of a flower", "Eustoma", []string{"prd_lisianthus"}},
		{"English, partly", "lisian", []string{"prd_lisianthus"}},
		{"two words in different fields", "장미 꽃다발", []string{"prd_named", "prd_rose"}},
		{"two words written as one", "장미꽃다발", []string{"prd_named", "prd_rose"}},
		{"a colour and a flower written as one", "핑크장미", []string{"prd_rose"}},
		{"a name without its space", "핑크리본", []string{"prd_pink"}},
		{"a name with a space too many", "바구 니", []string{"prd_basket"}},
		{"with a particle", "장미를", []string{"prd_basket"}},
		{"the name before the flower before the description", "장미", []string{"prd_named", "prd_rose", "prd_basket"}},
		{"a single letter begins a word", "봄", []string{"prd_basket"}},
		{"a tag in other words", "엄마", []string{"prd_basket"}},
		{"a tag in English", "mother", []string{"prd_basket"}},
		{"upper case and marks", "MOTHER!", []string{"prd_basket"}},
		{"a row of letters across words is none", "꽃잎을담았", nil},
		{"nothing like it", "코끼리", nil},
		{"one word of two is not enough", "장미 코끼리", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for form, text := range map[string]string{"composed": test.text, "in pieces": norm.NFD.String(test.text)} {
				if got := found(t, x, text); !slices.Equal(got, test.want) {
					t.Errorf("%s: %q found %v, want %v", form, test.text, got, test.want)
				}
			}
		})
	}
}

// found are the ids of what a search lists.
func found(t testing.TB, x *Index, text string) []string {
	t.Helper()
	hits, err := x.Search(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	if hits == nil {
		t.Fatalf("%q has no words", text)
	}
	q := listing.Query{Hits: hits}
	q.Window.Size = 20
	c, err := x.List(q)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range c.Nodes() {
		ids = append(ids, p.ID())
	}
	return ids
}

func TestSearchForNothing(t *testing.T) {
	hits, err := shelved(t).Search(context.Background(), " ·!? ")
	if err != nil || hits != nil {
		t.Errorf("got %v, %v, want no search at all", hits, err)
	}
}

// A snapshot that is older than what is known, or of the same version with fewer sold, changes nothing.
func TestApplyKeepsTheNewer(t *testing.T) {
	ctx := context.Background()
	x := shelved(t)
	apply := func(version, likes, sold int) {
		t.Helper()
		body := fmt.Sprintf(`{"id":"prd_1","version":%d,"storeId":"str_1","kind":"REGULAR","name":"장미","description":"-","price":1000,
			"status":"ON_SALE","flowerIds":["flw_rose"],"representativeFlowerId":"flw_rose","fulfilmentMethods":["PICKUP"],
			"likeCount":%d,"sold":%d,"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}`, version, likes, sold)
		if err := x.ApplyProduct(ctx, "prd_1", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	stock := func(version int, availability string) {
		t.Helper()
		body := fmt.Sprintf(`{"productId":"prd_1","version":%d,"availability":%q}`, version, availability)
		if err := x.ApplyStock(ctx, "prd_1", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	stock(5, "LOW_STOCK") // before the product is known
	apply(2, 7, 3)
	apply(1, 1, 9)
	apply(2, 7, 1)
	stock(4, "SOLD_OUT")
	if err := x.refresh(); err != nil {
		t.Fatal(err)
	}
	p := x.Product("prd_1")
	if p == nil || p.LikeCount() != 7 || p.Sold() != 3 || p.Availability() != domain.LowStock {
		t.Errorf("got %+v, want version 2, low on stock", p)
	}
	if err := x.ApplyProduct(ctx, "prd_1", nil); err != nil {
		t.Fatal(err)
	}
	if err := x.refresh(); err != nil {
		t.Fatal(err)
	}
	if x.Product("prd_1") != nil {
		t.Error("a tombstone leaves the product where it was")
	}
}

// An index that was written to so often that it is made anew finds what it found, also for whoever searches
// meanwhile.
func TestIndexIsMadeAnew(t *testing.T) {
	x := shelved(t, product("prd_rose", "장미 다발", "-", []string{"flw_rose"}, "cat_bouquet"))
	first := x.texts.Load()
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if hits, err := x.Search(context.Background(), "장미"); err != nil || len(hits) == 0 {
				stopped <- fmt.Errorf("found %v, %v", hits, err)
				return
			}
		}
	}()
	for i := range 2 * maxBatches {
		p := product("prd_tulip", fmt.Sprintf("튤립 %d호", i), "-", []string{"flw_tulip"}, "cat_bouquet")
		r := p.Record()
		r.Version = int64(i + 1)
		if err := x.Load([]*domain.Product{domain.Restore(r)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if x.texts.Load() == first {
		t.Error("it was not made anew")
	}
	if got := found(t, x, fmt.Sprintf("%d호", 2*maxBatches-1)); !slices.Equal(got, []string{"prd_tulip"}) {
		t.Errorf("the last name found %v", got)
	}
	if got := found(t, x, "7호"); got != nil {
		t.Errorf("an old name found %v", got)
	}
}

func many(n int) []*domain.Product {
	c := catalogue.All()
	all := make([]*domain.Product, n)
	for i := range all {
		f, g := c.Flowers[i%len(c.Flowers)], c.Flowers[(i*7+3)%len(c.Flowers)]
		flowers := []string{f.ID}
		if g.ID != f.ID {
			flowers = append(flowers, g.ID)
		}
		all[i] = product(fmt.Sprintf("prd_%05d", i), fmt.Sprintf("%s 다발 %d", f.KO, i),
			f.KO+"와 "+g.KO+"를 아침 시장에서 골라 한 다발로 묶었어요. 창가에 두면 일주일은 곁에 있어요.",
			flowers, c.Categories[i%len(c.Categories)].ID, c.Tags[i%len(c.Tags)].ID, c.Tags[(i+9)%len(c.Tags)].ID)
	}
	return all
}

func BenchmarkSearch(b *testing.B) {
	x := shelved(b, many(10_000)...)
	for _, text := range []string{"리시안", "장미 꽃다발", "다발"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				found(b, x, text)
			}
		})
	}
}

func BenchmarkRefresh(b *testing.B) {
	x := shelved(b, many(10_000)...)
	for b.Loop() {
		if err := x.refresh(); err != nil {
			b.Fatal(err)
		}
	}
}
