// Package app has the verbs of the product service, a file for each, and the ports that they need.
package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/page"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

// Service does what the product service does for a request.
type Service struct {
	Documents Documents
	Stock     saga.Store[Desk]
	Levels    Levels
	Offers    Offers
	Index     Index
	Now       func() time.Time
	Log       *slog.Logger
}

// Documents are the products as their sellers describe them, with their reviews and who likes them.
type Documents interface {
	// Product is nil where there is none.
	Product(ctx context.Context, id string) (*domain.Product, error)
	// Products leaves out ids that there are none for.
	Products(ctx context.Context, ids []string) ([]*domain.Product, error)
	OfStore(ctx context.Context, storeID string) ([]*domain.Product, error)
	// Insert leaves a product that is there already as it is.
	Insert(ctx context.Context, p *domain.Product) error
	// Replace puts p in the place of the version before it; false if that is no longer the one that is there.
	Replace(ctx context.Context, p *domain.Product) (bool, error)

	// Like and Unlike tell whether they changed anything; Like refuses more than a member can like.
	Like(ctx context.Context, memberID, productID string) (bool, error)
	Unlike(ctx context.Context, memberID, productID string) (bool, error)
	// CountLike adds to the likes that a product's document counts.
	CountLike(ctx context.Context, productID string, n int) error
	// LikesOf counts who likes a product; zero where there is none.
	LikesOf(ctx context.Context, productID string) (Likes, error)
	// SetLikes makes the document count the members; false if it was written since they were counted.
	SetLikes(ctx context.Context, likes Likes) (bool, error)
	// NextToRecount are some products after those that it gave last, to whichever replica; at the end it begins anew.
	NextToRecount(ctx context.Context, most int) (productIDs []string, err error)
	// Liked is what a member likes, the latest first.
	Liked(ctx context.Context, memberID string) ([]string, error)

	// Reviews is a page of each product's, the latest first, with one more where there are more.
	Reviews(ctx context.Context, productIDs []string, w page.Window) (map[string][]*domain.Review, error)
}

// Desk is what one transaction may touch.
type Desk interface {
	Shelves
	// Announce says that documents are about to be written, Touch that they were: they will be published.
	Announce(ctx context.Context, productIDs ...string) error
	Touch(ctx context.Context, productIDs ...string) error
	// Remember keeps a request for a day. Of the same one that came before it gives the result;
	// IDEMPOTENCY_KEY_REUSED if that was another request under the same key.
	Remember(ctx context.Context, r Request) (result string, before bool, err error)
	// Note writes down who adjusted a stock, and why.
	Note(ctx context.Context, by, reason string, adjustments []Adjustment) error
}

// Levels reads the stock as it stands.
type Levels interface {
	// Levels leaves out ids that there is no stock of.
	Levels(ctx context.Context, productIDs []string) (map[string]*domain.Stock, error)
}

// Offers is the local copy of what stores offer.
type Offers interface {
	Known(storeID string) bool
	Sells(memberID, storeID string) bool
	SellsAny(memberID string) bool
	// Arrivals tells for which stores something can still be handed over on a day.
	Arrivals(a Arrival, now time.Time) func(storeID string) bool
}

// Index is the read side: products as they were published, a moment ago.
type Index interface {
	// Product is nil where it is not, or not yet, known.
	Product(id string) *domain.Product
	StoreRating(storeID string) *float64
	List(q listing.Query) (*listing.ProductConnection, error)
	// Search is what a text finds, with how well it fits; nil for a text without words.
	Search(ctx context.Context, text string) ([]listing.Hit, error)
}

// runs tells whether the caller may run a store.
func (s *Service) runs(who identity.Identity, storeID string) bool {
	if who.IsGuest() {
		return false
	}
	return who.Has(identity.Admin) || s.Offers.Sells(who.MemberID, storeID)
}

// mayRun refuses whoever may not run a store: a seller of another one learns nothing of it.
func (s *Service) mayRun(who identity.Identity, storeID string, field ...string) error {
	switch {
	case who.IsGuest():
		return fault.Unauthenticated()
	case s.runs(who, storeID):
		return nil
	case s.sells(who):
		return fault.NotFound(field...)
	}
	return fault.Forbidden()
}

// sells tells whether the caller is a seller at all.
func (s *Service) sells(who identity.Identity) bool {
	return who.Has(identity.Seller) || who.Has(identity.Admin) || s.Offers.SellsAny(who.MemberID)
}

// sees tells whether the caller may know that the product exists.
func (s *Service) sees(who identity.Identity, p *domain.Product) bool {
	return p.Status().Shown() || s.runs(who, p.StoreID())
}

// stocked gives products the availability that their stock has now.
func (s *Service) stocked(ctx context.Context, products ...*domain.Product) ([]*domain.Product, error) {
	ids := make([]string, len(products))
	for i, p := range products {
		ids[i] = p.ID()
	}
	levels, err := s.Levels.Levels(ctx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]*domain.Product, len(products))
	for i, p := range products {
		all[i] = p.Stocked(levels[p.ID()])
	}
	return all, nil
}
