package graph

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// batches answer questions about one product, asked by many resolvers of a request, by one look-up for all
// products that the request has shown so far. Nobody waits for others to ask: what was shown is known.
type batches struct {
	app   *app.Service
	likes look[bool]
	units look[int]

	mu      sync.Mutex
	noted   []*domain.Product
	reviews map[string]*look[[]*domain.Review]
}

type batchesKey struct{}

// Batched gives each request batches of its own.
func Batched(service *app.Service, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := &batches{app: service, reviews: map[string]*look[[]*domain.Review]{}}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), batchesKey{}, b)))
	})
}

func batchesFrom(ctx context.Context) *batches {
	b, ok := ctx.Value(batchesKey{}).(*batches)
	if !ok {
		panic("graph: the handler is not wrapped by Batched")
	}
	return b
}

// note adds products to what the request has shown.
func (b *batches) note(products ...*domain.Product) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.noted = append(b.noted, products...)
}

func (b *batches) shown() []*domain.Product {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.noted[:len(b.noted):len(b.noted)]
}

// likedByMe tells whether the caller likes the product.
func (b *batches) likedByMe(ctx context.Context, p *domain.Product) (bool, error) {
	liked, _, err := b.likes.of(ctx, p, b.shown(), func(ctx context.Context, products []*domain.Product) (map[string]bool, error) {
		return b.app.Likes(ctx, identity.From(ctx), products)
	})
	return liked, err
}

// unitsLeft is nil for whoever does not run the store.
func (b *batches) unitsLeft(ctx context.Context, p *domain.Product) (*int, error) {
	n, ok, err := b.units.of(ctx, p, b.shown(), func(ctx context.Context, products []*domain.Product) (map[string]int, error) {
		return b.app.UnitsLeft(ctx, identity.From(ctx), products)
	})
	if err != nil || !ok {
		return nil, err
	}
	return &n, nil
}

// reviewsOf is a page of the product's reviews, with one more where there are more.
func (b *batches) reviewsOf(ctx context.Context, p *domain.Product, w page.Window) ([]*domain.Review, error) {
	b.mu.Lock()
	window := strconv.Itoa(w.Size) + " " + strings.Join(w.Keys, " ")
	if b.reviews[window] == nil {
		b.reviews[window] = &look[[]*domain.Review]{}
	}
	l := b.reviews[window]
	b.mu.Unlock()
	reviews, _, err := l.of(ctx, p, b.shown(), func(ctx context.Context, products []*domain.Product) (map[string][]*domain.Review, error) {
		return b.app.Reviews(ctx, products, w)
	})
	return reviews, err
}

// look is one question, which is asked once for each product.
type look[V any] struct {
	mu    sync.Mutex
	asked map[string]*answer[V]
}

// answer is what came, or will, for all products that were asked for together.
type answer[V any] struct {
	done chan struct{}
	of   map[string]V
	err  error
}

// of is the answer for p, which is asked for together with all others that were not yet.
func (l *look[V]) of(ctx context.Context, p *domain.Product, others []*domain.Product, ask func(context.Context, []*domain.Product) (map[string]V, error)) (V, bool, error) {
	l.mu.Lock()
	a, ok := l.asked[p.ID()]
	if ok {
		l.mu.Unlock()
		select {
		case <-a.done:
		case <-ctx.Done():
			var none V
			return none, false, ctx.Err()
		}
	} else {
		a = &answer[V]{done: make(chan struct{})}
		if l.asked == nil {
			l.asked = map[string]*answer[V]{}
		}
		together := []*domain.Product{p}
		l.asked[p.ID()] = a
		for _, o := range others {
			if l.asked[o.ID()] == nil {
				l.asked[o.ID()] = a
				together = append(together, o)
			}
		}
		l.mu.Unlock()
		a.answer(ctx, together, ask)
	}
	v, found := a.of[p.ID()]
	return v, found, a.err
}

func (a *answer[V]) answer(ctx context.Context, together []*domain.Product, ask func(context.Context, []*domain.Product) (map[string]V, error)) {
	defer close(a.done) // also when ask panics: nobody may wait for ever
	a.of, a.err = ask(ctx, together)
}
