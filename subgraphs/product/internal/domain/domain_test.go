package domain

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/schema/money"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 123_456_789, time.UTC)

func rose() Content {
	return Content{Kind: Regular, Name: "달빛 장미", Description: "해가 진 뒤에 더 하얀 장미예요.", Price: money.Won(39_000),
		FlowerIDs: []string{"flw_rose", "flw_freesia"}, RepresentativeFlowerID: "flw_rose", CategoryID: "cat_bouquet",
		TagIDs: []string{"tag_white", "tag_mixed"}, FulfilmentMethods: []FulfilmentMethod{Delivery}}
}

func monthly() Content {
	c := rose()
	c.Kind, c.CategoryID, c.TagIDs, c.Cadences = Subscription, "", nil, []Cadence{Monthly}
	return c
}

func refusals(t *testing.T, err error) []string {
	t.Helper()
	faults, rest := fault.UserErrors(err)
	if rest != nil {
		t.Fatalf("not a refusal: %v", rest)
	}
	var all []string
	for _, f := range faults {
		all = append(all, f.Code()+" "+strings.Join(f.Field(), "."))
	}
	return all
}

func TestContent(t *testing.T) {
	tests := []struct {
		name   string
		of     func() Content
		change func(*Content)
		want   []string
	}{
		{"a bouquet", rose, func(*Content) {}, nil},
		{"a subscription", monthly, func(*Content) {}, nil},
		{"seven tags", rose, func(c *Content) { c.TagIDs = tags(7) }, nil},
		{"eight tags", rose, func(c *Content) { c.TagIDs = tags(8) }, []string{"TOO_MANY_TAGS tagIds"}},
		{"a tag twice", rose, func(c *Content) { c.TagIDs = []string{"tag_red", "tag_red"} }, []string{"INVALID tagIds"}},
		{"an unknown tag", rose, func(c *Content) { c.TagIDs = []string{"tag_none"} }, []string{"INVALID tagIds"}},
		{"no flowers", rose, func(c *Content) { c.FlowerIDs = nil }, []string{"NO_FLOWERS flowerIds"}},
		{"an unknown flower", rose, func(c *Content) { c.FlowerIDs = []string{"flw_rose", "flw_none"} }, []string{"INVALID flowerIds"}},
		{"a flower twice", rose, func(c *Content) { c.FlowerIDs = []string{"flw_rose", "flw_rose"} }, []string{"INVALID flowerIds"}},
		{"shown by a flower it has not", rose, func(c *Content) { c.RepresentativeFlowerID = "flw_lily" }, []string{"NOT_ITS_FLOWER representativeFlowerId"}},
		{"a bouquet without a category", rose, func(c *Content) { c.CategoryID = "" }, []string{"INVALID categoryId"}},
		{"a bouquet with cadences", rose, func(c *Content) { c.Cadences = []Cadence{Weekly} }, []string{"NOT_FOR_SUBSCRIPTION cadences"}},
		{"a subscription with a category", monthly, func(c *Content) { c.CategoryID = "cat_vase" }, []string{"NOT_FOR_SUBSCRIPTION categoryId"}},
		{"a subscription with tags", monthly, func(c *Content) { c.TagIDs = tags(8) }, []string{"NOT_FOR_SUBSCRIPTION tagIds"}},
		{"a subscription without cadences", monthly, func(c *Content) { c.Cadences = nil }, []string{"INVALID cadences"}},
		{"a cadence twice", monthly, func(c *Content) { c.Cadences = []Cadence{Weekly, Weekly} }, []string{"INVALID cadences"}},
		{"neither kind", rose, func(c *Content) { c.Kind = "RENTAL" }, []string{"INVALID kind"}},
		{"no way to get it", rose, func(c *Content) { c.FulfilmentMethods = nil }, []string{"INVALID fulfilmentMethods"}},
		{"the least price", rose, func(c *Content) { c.Price = money.Won(MinPrice) }, nil},
		{"less than that", rose, func(c *Content) { c.Price = money.Won(MinPrice - 1) }, []string{"INVALID price"}},
		{"the highest price", rose, func(c *Content) { c.Price = money.Won(MaxPrice) }, nil},
		{"more than that", rose, func(c *Content) { c.Price = money.Won(MaxPrice + 1) }, []string{"INVALID price"}},
		{"the longest name", rose, func(c *Content) { c.Name = strings.Repeat("꽃", MaxName) }, nil},
		{"a longer one", rose, func(c *Content) { c.Name = strings.Repeat("꽃", MaxName+1) }, []string{"INVALID name"}},
		{"a name of spaces", rose, func(c *Content) { c.Name = "  " }, []string{"INVALID name"}},
		{"a name between spaces", rose, func(c *Content) { c.Name = " " + strings.Repeat("꽃", MaxName) + " " }, nil},
		{"a name with a line break", rose, func(c *Content) { c.Name = "장\n미" }, []string{"INVALID name"}},
		{"a name that is not text", rose, func(c *Content) { c.Name = "\xff" }, []string{"INVALID name"}},
		{"a description in lines", rose, func(c *Content) { c.Description = "첫째\n둘째" }, nil},
		{"a description without an end", rose, func(c *Content) { c.Description = strings.Repeat("꽃", MaxDescription+1) }, []string{"INVALID description"}},
		{"two mistakes", rose, func(c *Content) { c.Name, c.FlowerIDs = "", nil }, []string{"INVALID name", "NO_FLOWERS flowerIds"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := test.of()
			test.change(&c)
			p, err := NewProduct("prd_1", "str_1", c, noon)
			if got := refusals(t, err); !slices.Equal(got, test.want) {
				t.Fatalf("got %v, want %v", got, test.want)
			}
			if err == nil && (p.Status() != Draft || p.Version() != 1) {
				t.Errorf("it begins as %s, version %d", p.Status(), p.Version())
			}
		})
	}
}

func tags(n int) []string {
	return strings.Split("tag_lover tag_spouse tag_friend tag_mother tag_father tag_child tag_self tag_red", " ")[:n]
}

func TestTransitions(t *testing.T) {
	all := []ProductStatus{Draft, OnSale, TemporarilySoldOut, Discontinued}
	allowed := map[ProductStatus][]ProductStatus{
		Draft:              {Draft, OnSale, TemporarilySoldOut, Discontinued},
		OnSale:             {OnSale, TemporarilySoldOut, Discontinued},
		TemporarilySoldOut: {OnSale, TemporarilySoldOut, Discontinued},
		Discontinued:       {Discontinued},
	}
	for _, from := range all {
		for _, to := range all {
			p := Restore(Record{ID: "prd_1", Version: 7, Status: from, Content: rose()})
			changed, err := p.Changed(Change{Status: &to}, noon)
			if !slices.Contains(allowed[from], to) {
				if got := refusals(t, err); !slices.Equal(got, []string{"BAD_TRANSITION status"}) {
					t.Errorf("%s to %s: %v", from, to, got)
				}
				continue
			}
			if err != nil || changed.Status() != to || changed.Version() != 8 || p.Status() != from {
				t.Errorf("%s to %s: %v, %v", from, to, changed, err)
			}
		}
	}
}

func TestStock(t *testing.T) {
	p := Restore(Record{ID: "prd_1", Version: 3, StoreID: "str_1", Status: OnSale, Content: rose()})
	s := NewStock(p, 5)
	check := func(what string, left, reserved, sold int, a Availability) {
		t.Helper()
		r := s.Record()
		if r.Left != left || r.Reserved != reserved || r.Sold != sold || s.Availability() != a || r.Received+r.Adjusted != left+reserved+sold {
			t.Errorf("%s: %+v is %s", what, r, s.Availability())
		}
	}
	check("received", 5, 0, 0, InStock)
	s.Reserve(2)
	check("reserved", 3, 2, 0, LowStock)
	s.Sell(1)
	check("sold", 3, 1, 1, LowStock)
	s.Release(1)
	check("released", 4, 0, 1, InStock)
	for delta, want := range map[int]string{-5: "STOCK_NEGATIVE delta", 0: "INVALID delta", MaxStock: "INVALID delta", -MaxStock - 1: "INVALID delta"} {
		if got := refusals(t, s.Adjust(delta, "delta")); !slices.Equal(got, []string{want}) {
			t.Errorf("adjusted by %d: %v, want %s", delta, got, want)
		}
	}
	check("refused", 4, 0, 1, InStock)
	if err := s.Adjust(-4); err != nil {
		t.Fatal(err)
	}
	check("taken away", 0, 0, 1, SoldOut)
	if s.Has(1) || !s.Has(0) {
		t.Error("it has what it has not")
	}
}

func TestStockFlips(t *testing.T) {
	for _, test := range []struct {
		left, reserve int
		want          bool
	}{{10, 6, false}, {10, 7, true}, {10, 10, true}, {3, 2, false}, {3, 3, true}} {
		s := RestoreStock(StockRecord{Status: OnSale, Received: test.left, Left: test.left})
		s.Reserve(test.reserve)
		if s.Flipped() != test.want {
			t.Errorf("%d of %d: flipped %v, want %v", test.reserve, test.left, s.Flipped(), test.want)
		}
	}
	if s := NewStock(Restore(Record{Status: Draft}), 1); !s.Flipped() {
		t.Error("a new stock is not published")
	}
}

// Terms are taken over from newer documents only, whatever the order in which they come.
func TestStockAgrees(t *testing.T) {
	at := func(version, price int64, status ProductStatus) *Product {
		c := rose()
		c.Price = money.Won(price)
		return Restore(Record{Version: version, Status: status, Content: c})
	}
	s := RestoreStock(StockRecord{Status: Draft, Price: money.Won(1000), Version: 4, Terms: 2, Left: 9, Received: 9})
	if s.Agree(at(2, 9000, OnSale)) || s.Agree(at(1, 9000, OnSale)) {
		t.Error("it agreed with an old document")
	}
	if !s.Agree(at(5, 3000, OnSale)) || s.Price() != money.Won(3000) || !s.Has(9) || s.Record().Version != 5 {
		t.Errorf("after version 5: %+v", s.Record())
	}
	if s.Agree(at(4, 2000, TemporarilySoldOut)) {
		t.Error("it went back to version 4")
	}
	if !s.Agree(at(6, 3000, OnSale)) || s.Record().Version != 5 || s.Record().Terms != 6 {
		t.Errorf("a document that differs in nothing: %+v", s.Record())
	}
	if !s.Agree(at(7, 3000, TemporarilySoldOut)) || s.Availability() != SoldOut || s.Has(1) {
		t.Errorf("taken off sale: %+v", s.Record())
	}
}

func TestStep(t *testing.T) {
	for sold, want := range map[int]bool{1: true, 10: true, 11: false, 19: false, 20: true, 21: false, 100: true} {
		s := RestoreStock(StockRecord{Sold: sold - 1, Reserved: 1})
		s.Sell(1)
		if s.Step(1) != want {
			t.Errorf("the %dth: %v, want %v", sold, s.Step(1), want)
		}
	}
}

func TestAverage(t *testing.T) {
	if Average(0, 0) != nil {
		t.Error("an average of nothing")
	}
	for _, test := range []struct {
		sum, n int
		want   float64
	}{{5, 1, 5}, {14, 3, 4.67}, {13, 3, 4.33}, {9, 2, 4.5}} {
		if got := Average(test.sum, test.n); *got != test.want {
			t.Errorf("%d of %d: %v, want %v", test.sum, test.n, *got, test.want)
		}
	}
}

// A picture's address changes with what it is drawn from, and with nothing else.
func TestImage(t *testing.T) {
	r := Record{ID: "prd_01ABC", Version: 1, Content: rose()}
	mark := Restore(r).Images()[0].Mark()
	liked := r
	liked.Version, liked.LikeCount, liked.Price, liked.Name = 2, 9, money.Won(1), "다른 이름"
	if got := Restore(liked).Images()[0].Mark(); got != mark {
		t.Errorf("a like made another picture: %s, was %s", got, mark)
	}
	red := r
	red.TagIDs = []string{"tag_red"}
	if got := Restore(red).Images()[0].Mark(); got == mark {
		t.Error("other colours are the same picture")
	}
	image := Restore(r).Images()[0]
	if got := image.ID(); got != "img_01ABC" {
		t.Errorf("its id is %s", got)
	}
	if got, ok := ImageProductID("img_01ABC"); got != "prd_01ABC" || !ok {
		t.Errorf("it shows %s, %v", got, ok)
	}
	ctx := locale.With(context.Background(), locale.EN)
	if got := image.Alt(ctx); got != "달빛 장미 (Rose, Freesia)" {
		t.Errorf("in words: %s", got)
	}
	if got := Restore(r).Colours(); !slices.Equal(got, []string{"white"}) {
		t.Errorf("colours %v, want white alone: mixed is none", got)
	}
}
