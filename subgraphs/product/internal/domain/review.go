package domain

import (
	"strconv"
	"time"
)

// Review is what a member thinks of a product that they got.
type Review struct{ r ReviewRecord }

// ReviewRecord is all that is kept of it. Author is the name that is shown, as short as its writer wanted.
type ReviewRecord struct {
	ID, ProductID, MemberID, Author string
	Rating                          int // 1 to 5
	Body                            string
	CreatedAt                       time.Time
}

// RestoreReview is the review that was kept.
func RestoreReview(r ReviewRecord) *Review { return &Review{r} }

// Record is what to keep of it.
func (r *Review) Record() ReviewRecord { return r.r }

// ID of the review.
func (r *Review) ID() string { return r.r.ID }

// ProductID is what it is about.
func (r *Review) ProductID() string { return r.r.ProductID }

// Author is the name that is shown.
func (r *Review) Author() string { return r.r.Author }

// Rating is 1 to 5.
func (r *Review) Rating() int { return r.r.Rating }

// Body is its text.
func (r *Review) Body() string { return r.r.Body }

// Images that came with it.
func (r *Review) Images() []*Image { return []*Image{} }

// CreatedAt is when it was written.
func (r *Review) CreatedAt() time.Time { return r.r.CreatedAt }

// Keys are what reviews are sorted and pages of them are cut by: the latest first.
func (r *Review) Keys() []string {
	return []string{strconv.FormatInt(r.r.CreatedAt.UnixMilli(), 10), r.r.ID}
}
