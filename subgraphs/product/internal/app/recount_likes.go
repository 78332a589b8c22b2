package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

// recountMost is how many products are looked at each time.
const recountMost = 20

// Likes is how many likes a product's document counts, and how many members like it.
type Likes struct {
	ProductID string
	// Version is the document's, from before the members were counted.
	Version          int64
	Counted, Members int
}

// Recount makes what documents count agree with who likes what. The two are written one after the other, so
// whoever dies in between leaves them apart; and nobody would notice.
type Recount struct {
	service *Service
	// apart are those that differed at the last look: a like that is just being counted differs only once.
	apart map[string]Likes
}

// NewRecount makes one that has looked at nothing yet.
func (s *Service) NewRecount() *Recount { return &Recount{service: s, apart: map[string]Likes{}} }

// Once mends what differs since the last look and was not written meanwhile, then looks at the next few products. It is
// to be called now and then, with more time in between than a like takes.
func (r *Recount) Once(ctx context.Context) error {
	for id, before := range r.apart {
		delete(r.apart, id)
		now, err := r.service.Documents.LikesOf(ctx, id)
		if err != nil {
			return fmt.Errorf("recount the likes of %s: %w", id, err)
		}
		if now != before {
			continue
		}
		if err := r.mend(ctx, now); err != nil {
			return fmt.Errorf("recount the likes of %s: %w", id, err)
		}
	}
	next, err := r.service.Documents.NextToRecount(ctx, recountMost)
	if err != nil {
		return fmt.Errorf("recount the likes: %w", err)
	}
	for _, id := range next {
		likes, err := r.service.Documents.LikesOf(ctx, id)
		if err != nil {
			return fmt.Errorf("recount the likes of %s: %w", id, err)
		}
		if likes.Counted != likes.Members {
			r.apart[id] = likes
		}
	}
	return nil
}

func (r *Recount) mend(ctx context.Context, likes Likes) error {
	s := r.service
	if err := s.announce(ctx, likes.ProductID); err != nil {
		return err
	}
	mended, err := s.Documents.SetLikes(ctx, likes)
	if err != nil || !mended {
		return err
	}
	s.Log.InfoContext(ctx, "likes recounted", "product", likes.ProductID, "counted", likes.Counted, "members", likes.Members)
	return s.Stock.Do(ctx, func(ctx context.Context, desk Desk) (saga.Event, error) { return nil, desk.Touch(ctx, likes.ProductID) })
}
