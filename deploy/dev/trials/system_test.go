// Package trials tries the whole system from the outside: every service a process of its own, real servers,
// and shoppers who all want the same flowers.
package trials

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
	"github.com/blooming-blooms/bloom/deploy/dev/system"
)

const (
	password = "bloom-demo-1"
	shop     = "moonlight-flowers"
	// patience is how long an order may take to end once all services are up.
	patience = time.Minute
)

// town is a running system, a shopper and the seller of a store.
type town struct {
	t             *testing.T
	home          home.Home
	url           string
	buyer, seller *shopper.Client
}

// open starts a system, each service a process of its own, and stops it after the test.
func open(t *testing.T, limit time.Duration) *town {
	t.Helper()
	at, err := home.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	keep, err := postgres.Place(at.Kept("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	// Not t.TempDir: PostgreSQL may run as another user, who has to be let in.
	if at.State, err = os.MkdirTemp("", "bloom-trial-"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(at.State, 0o755); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	ctx, stop := context.WithCancel(context.Background())
	running, err := system.Start(ctx, system.Options{
		Home: at, Keep: keep, Processes: true, Limits: "open", LogLevel: "info", CheckoutTimeLimit: limit, Out: &said,
	})
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
	town := &town{t: t, home: at, url: running.URL, buyer: shopper.New(running.URL), seller: shopper.New(running.URL)}
	town.signIn()
	return town
}

// signIn signs both in anew: their tokens are good for five minutes only.
func (w *town) signIn() {
	w.t.Helper()
	for email, client := range map[string]*shopper.Client{"minji@bloom.test": w.buyer, "seller@bloom.test": w.seller} {
		if err := client.SignIn(w.t.Context(), email, password); err != nil {
			w.t.Fatal(err)
		}
	}
}

// stocked is a product of the store with exactly so many left, and the free places in its slots.
func (w *town) stocked(left int) shopper.Offer {
	w.t.Helper()
	offers, err := w.buyer.Pickups(w.t.Context(), shop, 20)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(offers) == 0 {
		w.t.Fatal("the store sells nothing that can be picked up")
	}
	offer := offers[0]
	w.t.Logf("%d places in slots, %d products", len(offer.Slots), len(offers))
	now, err := w.seller.Stock(w.t.Context(), offer.ProductID)
	if err != nil {
		w.t.Fatal(err)
	}
	if left == now {
		return offer
	}
	if err := w.seller.AdjustStock(w.t.Context(), fmt.Sprint("trial-", time.Now().UnixNano()), offer.ProductID, left-now); err != nil {
		w.t.Fatal(err)
	}
	return offer
}

func (w *town) stock(productID string) int {
	w.t.Helper()
	n, err := w.seller.Stock(w.t.Context(), productID)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// place orders one, and retries a request that got no answer with the same key, as a good client does.
func (w *town) place(key string, offer shopper.Offer, slot, token string) (shopper.Order, error) {
	deadline := time.Now().Add(patience)
	for {
		ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
		order, refused, err := w.buyer.Place(ctx, key, offer, slot, token, 1)
		cancel()
		switch {
		case err == nil && len(refused) > 0:
			return order, fmt.Errorf("refused: %v", refused)
		case err == nil && order.ID != "":
			return order, nil
		case time.Now().After(deadline):
			return order, fmt.Errorf("no answer: %w", err)
		}
		<-time.After(100 * time.Millisecond)
	}
}

// ended waits until the checkout of an order has ended.
func (w *town) ended(orderID string) (shopper.Order, error) {
	deadline := time.Now().Add(patience)
	for {
		ctx, cancel := context.WithTimeout(w.t.Context(), 5*time.Second)
		order, err := w.buyer.Get(ctx, orderID)
		cancel()
		if err == nil && order.ID != "" && order.Status != "PENDING" {
			return order, nil
		}
		if time.Now().After(deadline) {
			return order, fmt.Errorf("order %s is %q: %w", orderID, order.Status, err)
		}
		<-time.After(100 * time.Millisecond)
	}
}

// pid is the process of a service.
func (w *town) pid(service string) int {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		text, err := os.ReadFile(filepath.Join(w.home.State, "pids", service))
		if err == nil {
			if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
				return pid
			}
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%s has no process: %v", service, err)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func (w *town) signal(service string, s syscall.Signal) {
	w.t.Helper()
	if err := syscall.Kill(w.pid(service), s); err != nil {
		w.t.Fatalf("%s: %v", service, err)
	}
}

// crowd does the same n times at once, at most so many at a time.
func crowd(n, atOnce int, do func(i int)) {
	var all sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i := range n {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			do(i)
		})
	}
	all.Wait()
}
