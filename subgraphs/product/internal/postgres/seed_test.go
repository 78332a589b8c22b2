package postgres_test

import (
	"context"
	"errors"
	"testing"

	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/postgres"
)

// What was interrupted is begun anew, what is done is not, and a database that is in use is left alone.
func TestFill(t *testing.T) {
	ctx := context.Background()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	stocks := []*domain.Stock{domain.RestoreStock(domain.StockRecord{ProductID: "prd_1", StoreID: "str_1", Status: domain.OnSale,
		Price: money.Won(1000), Received: 5, Left: 3, Sold: 2, Version: 1, Terms: 1})}
	calls := 0
	crash := errors.New("crash")
	if err := postgres.Fill(ctx, pool, stocks, func(context.Context) error { calls++; return crash }); !errors.Is(err, crash) {
		t.Fatalf("got %v, want the crash", err)
	}
	for range 2 {
		if err := postgres.Fill(ctx, pool, stocks, func(context.Context) error { calls++; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 2 {
		t.Errorf("documents were written %d times, want 2: the crash, and then once", calls)
	}
	levels, err := postgres.Levels{Pool: pool}.All(ctx)
	if err != nil || len(levels) != 1 || levels["prd_1"].Left() != 3 {
		t.Errorf("levels %v, %v", levels, err)
	}
	var due int
	if err := pool.QueryRow(ctx, "SELECT count(*) FROM to_publish WHERE due <= now()").Scan(&due); err != nil || due != 2 {
		t.Errorf("%d to publish, %v; want the product and its stock", due, err)
	}

	used := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	if _, err := used.Exec(ctx, "INSERT INTO stock (product_id, store_id, status, price, received, remaining) VALUES ('prd_x', 'str_x', 'DRAFT', 1, 0, 0)"); err != nil {
		t.Fatal(err)
	}
	err = postgres.Fill(ctx, used, stocks, func(context.Context) error { t.Error("a database in use was filled"); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

// The database itself refuses a stock that does not add up.
func TestNothingIsLost(t *testing.T) {
	ctx := context.Background()
	pool := testenv.Postgres(t, delivery.Migrations(), postgres.Migrations())
	insert := "INSERT INTO stock (product_id, store_id, status, price, received, adjusted, remaining, reserved, sold) VALUES ('prd_1', 'str_1', 'ON_SALE', 1000, 10, 0, "
	for _, rest := range []string{"9, 0, 0)", "11, -1, 0)", "-1, 11, 0)", "11, 0, -1)"} {
		if _, err := pool.Exec(ctx, insert+rest); err == nil {
			t.Errorf("%s was kept", rest)
		}
	}
}
