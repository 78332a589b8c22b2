// Package contract tries the running system against the words of schema/api.graphql, over GraphQL alone: what
// each operation gives, what it refuses and with which code, and who may do what.
package contract

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/system"
)

// TestContract runs everything on one system. Each part makes the members, products and orders that it needs,
// so any of them can be run alone.
func TestContract(t *testing.T) {
	w := open(t)
	type part struct {
		name string
		try  func(*testing.T, world)
	}
	parts := []part{
		{"members", members},
		{"sessions", sessions},
		{"addresses", addresses},
		{"catalogue", catalogue},
		{"paging", paging},
		{"search takes any text", searchTakesAnyText},
		{"reviews", reviews},
		{"arrival", arrival},
		{"likes", likes},
		{"a product's life", aProductsLife},
		{"products that are refused", productsThatAreRefused},
		{"stock", stock},
		{"stores", stores},
		{"slots", slots},
		{"delivery quotes", deliveryQuotes},
		{"a store is changed", aStoreIsChanged},
		{"store changes that are refused", storeChangesThatAreRefused},
		{"carts", carts},
		{"carts that are refused", cartsThatAreRefused},
		{"from a guest's cart to a confirmed order", fromCartToOrder},
		{"orders are paged both ways", ordersArePaged},
		{"orders refused at placing", ordersRefusedAtPlacing},
		{"rejected: payment", rejectedPayment},
		{"rejected: stock", rejectedStock},
		{"rejected: slot", rejectedSlot},
		{"rejected: price", rejectedPrice},
		{"rejected: store", rejectedClosed},
		{"slots past their cut-off", closedSlots},
		{"order updates", orderUpdates},
		{"idempotency", idempotency},
		{"the same order from 20 connections", sameOrderAtOnce},
		{"many at once", crowds},
		{"notifications", notifications},
		{"notifications as they come", notificationStream},
		{"subscriptions", subscriptions},
		{"gifts", gifts},
		{"who may do what", whoMayDoWhat},
		{"who may see what", whoMaySeeWhat},
		{"unknown ids", unknownIDs},
		{"malformed requests", malformedRequests},
		{"tokens", tokens},
		{"variables inside literals", variablesInsideLiterals},
		{"values of the wrong type", valuesOfTheWrongType},
		{"texts of every kind", textsOfEveryKind},
		{"languages", languages},
	}
	if w.state != "" {
		parts = append(parts, part{"an expired token", expiredToken})
	}
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) { part.try(t, w) })
	}
}

// open starts a system of the test's own, unless BASE_URL names one that runs already.
func open(t *testing.T) world {
	t.Helper()
	if url := os.Getenv("BASE_URL"); url != "" {
		return world{url: url}
	}
	at, err := home.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	keep, err := postgres.Place(at.Kept("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	// Not t.TempDir: PostgreSQL may run as another user, who has to be let in.
	if at.State, err = os.MkdirTemp("", "bloom-contract-"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(at.State, 0o755); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	ctx, stop := context.WithCancel(context.Background())
	running, err := system.Start(ctx, system.Options{Home: at, Keep: keep, Limits: "open", LogLevel: "info", Out: &said})
	if err != nil {
		stop()
		t.Fatalf("%v\n%s", err, said.String())
	}
	t.Cleanup(func() {
		stop()
		if err := running.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the logs lie in %s", at.Kept("logs"))
		} else if err := system.Forget(at); err != nil {
			t.Error(err)
		} else if err := os.RemoveAll(at.State); err != nil {
			t.Error(err)
		}
	})
	return world{url: running.URL, state: at.State}
}
