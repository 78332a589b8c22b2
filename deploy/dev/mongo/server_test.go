package mongo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func connect(t *testing.T, s *Server) *driver.Collection {
	t.Helper()
	client, err := driver.Connect(options.Client().ApplyURI(s.URI("shop")).SetMaxPoolSize(100))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(context.Background()) })
	return client.Database("shop").Collection("products")
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestOneWinsEachUnit(t *testing.T) {
	s := start(t, t.TempDir())
	t.Cleanup(s.Stop)
	products, ctx := connect(t, s), within(t, time.Minute)
	if _, err := products.InsertOne(ctx, bson.M{"_id": "rose", "stock": 50}); err != nil {
		t.Fatal(err)
	}
	var sold atomic.Int32
	var shoppers sync.WaitGroup
	for range 100 {
		shoppers.Go(func() {
			err := products.FindOneAndUpdate(ctx,
				bson.M{"_id": "rose", "stock": bson.M{"$gte": 1}},
				bson.M{"$inc": bson.M{"stock": -1}}).Err()
			switch {
			case err == nil:
				sold.Add(1)
			case !errors.Is(err, driver.ErrNoDocuments):
				t.Error(err)
			}
		})
	}
	shoppers.Wait()
	var left struct{ Stock int }
	if err := products.FindOne(ctx, bson.M{"_id": "rose"}).Decode(&left); err != nil {
		t.Fatal(err)
	}
	if sold.Load() != 50 || left.Stock != 0 {
		t.Errorf("of 50, %d were sold and %d are left", sold.Load(), left.Stock)
	}
}

func TestDataSurvive(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir)
	ctx := within(t, time.Minute)
	documents := make([]any, 200)
	for i := range documents {
		documents[i] = bson.M{"_id": fmt.Sprint(i), "n": i}
	}
	if _, err := connect(t, s).InsertMany(ctx, documents); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	s = start(t, dir)
	t.Cleanup(s.Stop)
	n, err := connect(t, s).CountDocuments(ctx, bson.M{"n": bson.M{"$gte": 0}})
	if err != nil || n != 200 {
		t.Errorf("after a restart there are %d documents of 200 (%v)", n, err)
	}
}

func TestCommandNamed(t *testing.T) {
	body := func(v any) []byte {
		raw, err := bson.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return append([]byte{0}, raw...)
	}
	sequence := []byte{1, 14, 0, 0, 0, 'd', 'o', 'c', 's', 0, 5, 0, 0, 0, 0}
	header := make([]byte, 20)
	header[12], header[13] = opMsg&0xff, opMsg>>8
	for name, c := range map[string]struct {
		sections []byte
		writes   bool
	}{
		"a find":                            {body(bson.D{{Key: "find", Value: "products"}}), false},
		"an update":                         {body(bson.D{{Key: "update", Value: "products"}}), true},
		"an insert after its documents":     {append(append([]byte{}, sequence...), body(bson.D{{Key: "insert", Value: "products"}})...), true},
		"documents without a command":       {sequence, false},
		"a length beyond the message's end": {[]byte{0, 255, 0, 0, 0, 2}, false},
		"nothing":                           {nil, false},
	} {
		if m := message(append(append([]byte{}, header...), c.sections...)); m.writes() != c.writes {
			t.Errorf("%s: writes is %v", name, m.writes())
		}
	}
}
