package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/oklog/ulid/v2"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/identity"
	mongodb "github.com/blooming-blooms/bloom/internal/mongo"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/mongo"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/offers"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/search"
)

// Who calls.
var (
	guest    = identity.Identity{}
	shopper  = identity.Identity{MemberID: "mem_shopper", Roles: []string{identity.Member}}
	seller   = identity.Identity{MemberID: "mem_seller", Roles: []string{identity.Member, identity.Seller}}
	stranger = identity.Identity{MemberID: "mem_stranger", Roles: []string{identity.Member, identity.Seller}}
	admin    = identity.Identity{MemberID: "mem_admin", Roles: []string{identity.Member, identity.Admin}}
)

const (
	moonlight = "str_moonlight" // seller's
	elsewhere = "str_elsewhere" // stranger's
)

// world is the service's verbs over real databases.
type world struct {
	*app.Service
	pool      *pgxpool.Pool
	documents *mongo.Documents
	index     *search.Index
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	documents := newDocuments(t)
	index, err := search.New()
	if err != nil {
		t.Fatal(err)
	}
	book := offers.NewBook(pool)
	for store, member := range map[string]string{moonlight: seller.MemberID, elsewhere: stranger.MemberID} {
		body, err := json.Marshal(snapshot.Offer{Version: 1, Terms: fulfilment.Terms{StoreID: store}, Sellers: []string{member}})
		if err != nil {
			t.Fatal(err)
		}
		if err := book.Apply(ctx, store, body); err != nil {
			t.Fatal(err)
		}
	}
	w := &world{pool: pool, documents: documents, index: index}
	w.Service = &app.Service{
		Documents: documents, Stock: delivery.NewPostgres(pool, delivery.NewBell(), postgres.NewDesk, nil),
		Levels: postgres.Levels{Pool: pool}, Offers: book, Index: index, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	return w
}

// newDocuments are collections in a database of their own, dropped after the test.
func newDocuments(t *testing.T) *mongo.Documents {
	t.Helper()
	ctx := context.Background()
	address := testenv.Var(t, "MONGODB_URI")
	db, err := mongodb.Open(ctx, address[:strings.LastIndex(address, "/")+1]+"test_"+strings.ToLower(ulid.Make().String()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Drop(ctx); err != nil {
			t.Error(err)
		}
		if err := db.Client().Disconnect(ctx); err != nil {
			t.Error(err)
		}
	})
	documents, err := mongo.New(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// bouquet is what a seller might say.
func bouquet(key string) app.NewProduct {
	return app.NewProduct{
		IdempotencyKey: key, StoreID: moonlight, Stock: 10,
		Content: domain.Content{
			Kind: domain.Regular, Name: "달빛 장미", Description: "해가 진 뒤에 더 하얀 장미예요.", Price: money.Won(39_000),
			FlowerIDs: []string{"flw_rose"}, RepresentativeFlowerID: "flw_rose", CategoryID: "cat_bouquet", TagIDs: []string{"tag_white"},
			FulfilmentMethods: []domain.FulfilmentMethod{domain.Delivery},
		},
	}
}

// made is a product of seller's, in that status.
func (w *world) made(t *testing.T, status domain.ProductStatus) *domain.Product {
	t.Helper()
	ctx := context.Background()
	p, err := w.CreateProduct(ctx, seller, bouquet(ulid.Make().String()))
	if err != nil {
		t.Fatal(err)
	}
	if status == domain.Draft {
		return p
	}
	if p, err = w.UpdateProduct(ctx, seller, p.ID(), domain.Change{Status: new(status)}); err != nil {
		t.Fatal(err)
	}
	return p
}

// level is the stock of a product.
func (w *world) level(t *testing.T, id string) domain.StockRecord {
	t.Helper()
	levels, err := w.Levels.Levels(context.Background(), []string{id})
	if err != nil {
		t.Fatal(err)
	}
	if levels[id] == nil {
		t.Fatalf("no stock of %s", id)
	}
	return levels[id].Record()
}

// toPublish tells whether something is to be published now.
func (w *world) toPublish(t *testing.T, topic, key string) bool {
	t.Helper()
	var due bool
	err := w.pool.QueryRow(context.Background(), "SELECT EXISTS (SELECT FROM to_publish WHERE topic = $1 AND key = $2 AND due <= now())", topic, key).Scan(&due)
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// nothing says that a table has no rows.
func (w *world) nothing(t *testing.T, table string) {
	t.Helper()
	var n int
	if err := w.pool.QueryRow(context.Background(), fmt.Sprintf("SELECT count(*) FROM %s", table)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%s has %d rows, want none", table, n)
	}
}
