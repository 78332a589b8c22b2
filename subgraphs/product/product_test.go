package product_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	mongodb "github.com/blooming-blooms/bloom/internal/mongo"
	"github.com/oklog/ulid/v2"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/product"
)

var update = flag.Bool("update", false, "write the golden answers anew")

// Who calls.
var (
	guest  = identity.Identity{}
	minji  = identity.Identity{MemberID: "mem_minji", Roles: []string{identity.Member}}
	seller = identity.Identity{MemberID: "mem_seller", Roles: []string{identity.Member, identity.Seller}}
)

// service is the whole service, over real sockets.
type service struct {
	url     string
	signer  *identity.Signer
	brokers []string
	ids     *strings.Replacer // the ids of the test's own things, as they are written in testdata
}

// start runs the service with the seed of testdata. Kafka may be shared with other tests, so its stores and
// products have ids of their own.
func start(t *testing.T) *service {
	t.Helper()
	own := ulid.Make().String()
	s := &service{brokers: testenv.Kafka(t), ids: strings.NewReplacer(
		"str_moon", "str_moon"+own, "str_sun", "str_sun"+own, "prd_01SEED", "prd_"+own, "img_01SEED", "img_"+own)}
	dir := t.TempDir()
	seed, err := os.ReadFile("testdata/seed/products.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "products.json"), []byte(s.ids.Replace(string(seed))), 0o600); err != nil {
		t.Fatal(err)
	}
	key, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if s.signer, err = identity.NewSigner(key); err != nil {
		t.Fatal(err)
	}
	listening, stopped := make(chan net.Addr, 1), make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	cfg := product.Config{
		Addr: "127.0.0.1:0", DatabaseURL: testenv.DatabaseURL(t, "product"), MongoURI: documents(t, own), KafkaBrokers: s.brokers,
		IdentityPublicKey: public, SeedDir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Listening: func(a net.Addr) { listening <- a },
	}
	go func() { stopped <- product.Run(ctx, cfg) }()
	select {
	case addr := <-listening:
		s.url = "http://" + addr.String()
	case err := <-stopped:
		stop()
		t.Fatalf("it did not start: %v", err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("stopped with %v", err)
		}
	})
	return s
}

// documents is the address of a database that is dropped after the test.
func documents(t *testing.T, own string) string {
	t.Helper()
	address := testenv.Var(t, "MONGODB_URI")
	address = address[:strings.LastIndex(address, "/")+1] + "test_" + strings.ToLower(own)
	t.Cleanup(func() {
		db, err := mongodb.Open(context.Background(), address)
		if err != nil {
			t.Error(err)
			return
		}
		if err := db.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := db.Client().Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return address
}

// offers publishes what the stores of the test offer: the moon is seller's, open every day, and delivers to
// postcodes that begin with 04; the sun is closed.
func (s *service) offers(t *testing.T) {
	t.Helper()
	moon := fulfilment.Terms{StoreID: s.ids.Replace("str_moon"), Open: true,
		Rule:  fulfilment.SlotRule{SlotMinutes: 60, Capacity: 6, CutOffMinutes: 120},
		Areas: []fulfilment.Area{{Prefix: "04", Fee: 4000}}}
	for weekday := 1; weekday <= 7; weekday++ {
		moon.Hours = append(moon.Hours, fulfilment.Hours{Weekday: weekday, Opens: 9 * 60, Closes: 18 * 60})
	}
	sun := fulfilment.Terms{StoreID: s.ids.Replace("str_sun")}
	writer := delivery.NewKafka(s.brokers)
	defer writer.Close()
	for _, o := range []snapshot.Offer{{Version: 1, Terms: moon, Sellers: []string{seller.MemberID}}, {Version: 1, Terms: sun, Sellers: []string{"mem_other"}}} {
		body, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if err := writer.Write(t.Context(), delivery.Message{Topic: delivery.TopicOffers, Key: o.Terms.StoreID, Value: body}); err != nil {
			t.Fatal(err)
		}
	}
	s.until(t, func() bool {
		answer := s.ask(t, seller, `{ product(id: "prd_01SEED00000000000000000001") { stock } }`, "{}")
		return strings.Contains(answer, `"stock": 41`)
	}, "the seller runs the store")
}

// until waits for what is expected.
func (s *service) until(t *testing.T, holds func() bool, what string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			t.Fatalf("not in time: %s", what)
		case <-tick.C:
		}
	}
}

// ask gives the answer, indented, with the test's own ids as they are written in testdata.
func (s *service) ask(t *testing.T, who identity.Identity, query, variables string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": s.ids.Replace(query), "variables": json.RawMessage(s.ids.Replace(variables))})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if !who.IsGuest() {
		signed, err := s.signer.Sign(who, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(identity.Header, signed)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, raw, "", "  "); err != nil {
		t.Fatalf("answered %s", raw)
	}
	return s.neutral(pretty.String())
}

var ownIDs = regexp.MustCompile(`(str_moon|str_sun|prd_|img_)([0-9A-HJKMNP-TV-Z]{26})`)

// neutral turns the ids of this run into those of testdata; a product that the test made is prd_new.
func (s *service) neutral(text string) string {
	own := strings.TrimPrefix(s.ids.Replace("str_moon"), "str_moon")
	text = strings.ReplaceAll(text, "prd_"+own, "prd_01SEED")
	text = strings.ReplaceAll(text, "img_"+own, "img_01SEED")
	text = strings.ReplaceAll(text, own, "")
	text = regexp.MustCompile(`\?v=[0-9a-f]{8}`).ReplaceAllString(text, "?v=MARK")
	return ownIDs.ReplaceAllStringFunc(text, func(found string) string {
		if strings.Contains(found, "01SEED") {
			return found
		}
		return found[:4] + "new"
	})
}

// golden compares an answer with the one that was kept.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(file, []byte(got+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s: answered\n%s\nwant\n%s", name, got, want)
	}
}

func TestGraph(t *testing.T) {
	s := start(t)
	s.offers(t)
	tomorrow := calendar.On(time.Now().In(calendar.Seoul)).AddDays(1).String()
	const card = `id name price { amount currency } availability status kind`
	tests := []struct {
		name      string
		who       identity.Identity
		query     string
		variables string
	}{
		{"list", guest, `{ products(filter: {storeId: "str_moon"}, first: 2) { totalCount
			edges { node { id } } nodes { ` + card + ` description likeCount reviewCount averageRating likedByMe stock
				store { id } category { id name } tags { id kind name } cadences fulfilmentMethods
				flowers { id name meaning months colours imageUrl } representativeFlower { id name(locale: EN) meanings { colour text tone } }
				images { id url(width: 400) alt width height } }
			pageInfo { hasNextPage hasPreviousPage } } }`, `{}`},
		{"facets", guest, `{ products(filter: {storeId: "str_moon", categoryIds: ["cat_bouquet"], minPrice: 40000}) { totalCount nodes { id }
			facets { categories { id name count } tags { id name(locale: EN) count } flowers { id count } priceRange { min { amount } max { amount } } } } }`, `{}`},
		{"backwards", guest, `{ products(filter: {storeId: "str_moon"}, sort: PRICE_ASC, last: 2) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`, `{}`},
		{"search", guest, `{ products(search: "리시안", filter: {storeId: "str_moon"}) { nodes { id name } } }`, `{}`},
		{"arrival", guest, `query($date: Date!) { 
			near: products(filter: {storeId: "str_moon", arrival: {date: $date, method: DELIVERY, postcode: "04769"}}) { nodes { id } }
			far: products(filter: {storeId: "str_moon", arrival: {date: $date, method: DELIVERY, postcode: "63000"}}) { nodes { id } }
			closed: products(filter: {storeId: "str_sun", arrival: {date: $date, method: PICKUP}}) { nodes { id } } }`, `{"date":"` + tomorrow + `"}`},
		{"seller", seller, `{ _entities(representations: [{__typename: "Store", id: "str_moon"}, {__typename: "Store", id: "str_sun"}]) {
			... on Store { id averageRating products(sort: PRICE_ASC) { totalCount nodes { id status stock } } } } }`, `{}`},
		{"product", minji, `{ product(id: "prd_01SEED00000000000000000001") { ` + card + ` likedByMe stock
			reviews(first: 1) { totalCount nodes { id author rating body images { id } product { id name } } pageInfo { hasNextPage } } }
			draft: product(id: "prd_01SEED00000000000000000004") { id } nobody: product(id: "x") { id } }`, `{}`},
		{"me", minji, `{ me { id likedProducts(first: 5) { totalCount nodes { id likedByMe } facets { categories { id count } } } } }`, `{}`},
		{"guest", guest, `{ me { id } products(filter: {storeId: "str_moon", status: [DRAFT]}) { totalCount } }`, `{}`},
		{"entities", guest, `{ _entities(representations: [
			{__typename: "Product", id: "prd_01SEED00000000000000000006"}, {__typename: "Product", id: "prd_01SEED00000000000000000004"},
			{__typename: "Product", id: "none"}, {__typename: "Flower", id: "flw_rose"}, {__typename: "Flower", id: "flw_none"},
			{__typename: "Image", id: "img_01SEED00000000000000000006"}, {__typename: "Tag", id: "tag_lover"}, {__typename: "Category", id: "cat_vase"},
			{__typename: "Member", id: "mem_minji"}]) { __typename
			... on Product { id availability status } ... on Flower { name } ... on Image { alt } ... on Tag { name } ... on Category { name }
			... on Member { id likedProducts { totalCount } } } }`, `{}`},
		{"vocabulary", guest, `{ flowers { id } categories { id name } tags(kind: COLOUR) { id name kind } }`, `{}`},
		{"cursor of another list", guest, `{ products(after: "aGVsbG8") { totalCount } }`, `{}`},
		{"too many", guest, `{ products(first: 101) { totalCount } }`, `{}`},
		{"both ends", guest, `{ products(first: 1, last: 1) { totalCount } }`, `{}`},
		{"like as a guest", guest, `mutation { likeProduct(productId: "prd_01SEED00000000000000000001") { product { id } userErrors { code } } }`, `{}`},
		{"like nothing", minji, `mutation { likeProduct(productId: "none") { product { id } userErrors { code message field } } }`, `{}`},
		{"like", minji, `mutation { likeProduct(productId: "prd_01SEED00000000000000000002") { product { id likeCount likedByMe } userErrors { code } } }`, `{}`},
		{"unlike", minji, `mutation { unlikeProduct(productId: "prd_01SEED00000000000000000002") { product { id likeCount likedByMe } userErrors { code } } }`, `{}`},
		{"create", seller, create, `{"input":` + bouquet + `}`},
		{"create as a member", minji, create, `{"input":` + bouquet + `}`},
		{"create badly", seller, create, `{"input":{"idempotencyKey":"bad","storeId":"str_moon","kind":"SUBSCRIPTION","name":"","description":"-","price":50,"stock":1,
			"flowerIds":["flw_rose"],"representativeFlowerId":"flw_tulip","categoryId":"cat_vase","tagIds":["tag_red"],"cadences":[],"fulfilmentMethods":["PICKUP"]}}`},
		{"update", seller, `mutation { updateProduct(input: {id: "prd_01SEED00000000000000000004", name: "튤립 한 송이", status: ON_SALE}) {
			product { id name status availability stock } userErrors { code } } }`, `{}`},
		{"update back", seller, `mutation { updateProduct(input: {id: "prd_01SEED00000000000000000004", status: DRAFT}) { product { id } userErrors { code message field } } }`, `{}`},
		{"adjust", seller, `mutation { adjustStock(idempotencyKey: "a", productId: "prd_01SEED00000000000000000003", delta: 2, reason: "입고") { product { id stock availability } userErrors { code } } }`, `{}`},
		{"adjust below nothing", seller, `mutation { adjustStocks(idempotencyKey: "b", adjustments: [{productId: "prd_01SEED00000000000000000002", delta: -1}, {productId: "prd_01SEED00000000000000000003", delta: -3}]) {
			products { id } userErrors { code field } } }`, `{}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			golden(t, strings.ReplaceAll(test.name, " ", "-"), s.ask(t, test.who, test.query, test.variables))
		})
	}
}

const (
	create  = `mutation($input: CreateProductInput!) { createProduct(input: $input) { product { id name status stock } userErrors { code field } } }`
	bouquet = `{"idempotencyKey":"key","storeId":"str_moon","kind":"REGULAR","name":"새 다발","description":"처음 묶어 봐요.","price":30000,"stock":7,
		"flowerIds":["flw_rose"],"representativeFlowerId":"flw_rose","categoryId":"cat_bouquet","tagIds":["tag_red"],"fulfilmentMethods":["PICKUP"]}`
)

// What a seller changes, and what is sold, shoppers see in their lists a moment later.
func TestShoppersSeeChanges(t *testing.T) {
	s := start(t)
	s.offers(t)
	listed := func(want string) func() bool {
		return func() bool {
			return strings.Contains(s.ask(t, guest, `{ products(filter: {storeId: "str_moon"}) { nodes { name availability } } }`, "{}"), want)
		}
	}
	s.ask(t, seller, `mutation { updateProduct(input: {id: "prd_01SEED00000000000000000001", name: "그믐 작약"}) { userErrors { code } } }`, "{}")
	s.until(t, listed(`"name": "그믐 작약",`+"\n"+`          "availability": "IN_STOCK"`), "the new name is listed")

	writer := delivery.NewKafka(s.brokers)
	defer writer.Close()
	docket := checkout.Docket{OrderID: id.New("ord"), MemberID: minji.MemberID, Lines: []checkout.Line{
		{ProductID: s.ids.Replace("prd_01SEED00000000000000000001"), StoreID: s.ids.Replace("str_moon"), Quantity: 40, UnitPrice: 68000}}}
	say := func(e saga.Event) {
		t.Helper()
		sealed, err := saga.Seal(id.New("evt"), e)
		if err != nil {
			t.Fatal(err)
		}
		err = writer.Write(t.Context(), delivery.Message{Topic: sealed.Topic, Key: sealed.Key, Value: sealed.Body,
			Headers: map[string]string{"id": sealed.ID, "name": sealed.Name}})
		if err != nil {
			t.Fatal(err)
		}
	}
	say(checkout.OrderPlaced{Docket: docket})
	s.until(t, listed(`"name": "그믐 작약",`+"\n"+`          "availability": "LOW_STOCK"`), "the last one is listed as such")
	say(docket.Failed("TIMED_OUT"))
	s.until(t, listed(`"name": "그믐 작약",`+"\n"+`          "availability": "IN_STOCK"`), "it is in stock again")
}

func TestPictures(t *testing.T) {
	s := start(t)
	get := func(path, tag string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+s.ids.Replace(path), nil)
		if err != nil {
			t.Fatal(err)
		}
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer
	}
	var shown struct {
		Data struct {
			Product struct{ Images []struct{ URL string } }
		}
	}
	raw := s.ask(t, guest, `{ product(id: "prd_01SEED00000000000000000001") { images { url } } }`, "{}")
	if err := json.Unmarshal([]byte(raw), &shown); err != nil || len(shown.Data.Product.Images) != 1 {
		t.Fatal(raw, err)
	}
	if url := shown.Data.Product.Images[0].URL; url != "/media/products/prd_01SEED00000000000000000001.svg?v=MARK" {
		t.Errorf("its picture is at %s", url)
	}
	tests := []struct {
		path   string
		status int
	}{
		{"/media/products/prd_01SEED00000000000000000001.svg", http.StatusOK},
		{"/media/products/prd_01SEED00000000000000000004.svg", http.StatusOK}, // a draft, for its seller
		{"/media/products/prd_none.svg", http.StatusNotFound},
		{"/media/products/prd_01SEED00000000000000000001.png", http.StatusNotFound},
		{"/media/products/..%2f..%2fetc.svg", http.StatusNotFound},
		{"/media/flowers/flw_rose.svg", http.StatusOK},
		{"/media/flowers/flw_rose.svg?colour=red", http.StatusOK},
		{"/media/flowers/flw_rose.svg?colour=plaid", http.StatusNotFound},
		{"/media/flowers/flw_none.svg", http.StatusNotFound},
	}
	for _, test := range tests {
		answer := get(test.path, "")
		if answer.StatusCode != test.status {
			t.Errorf("%s: %d, want %d", test.path, answer.StatusCode, test.status)
		}
		if answer.StatusCode != http.StatusOK {
			continue
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || !bytes.HasPrefix(body, []byte("<svg")) || answer.Header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: no picture: %.40s, %v", test.path, body, err)
		}
		if again := get(test.path, answer.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d, want %d", test.path, again.StatusCode, http.StatusNotModified)
		}
	}
	mark := fmt.Sprint(get("/media/products/prd_01SEED00000000000000000001.svg?v=00000000", "").Header["Cache-Control"])
	if strings.Contains(mark, "immutable") {
		t.Errorf("a mark that is not the picture's is cached for ever: %s", mark)
	}
}
