package domain

import (
	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/money"
)

// few is up to how many are called the last few.
const few = 3

// MaxStock bounds what a product can have of itself, and what one adjustment can change.
const MaxStock = 100_000

// Stock is how many there are of a product, and on what terms they are sold. At all times
// received + adjusted = left + reserved + sold, and none of left, reserved and sold is negative.
type Stock struct {
	r   StockRecord
	was Availability
}

// StockRecord is all that is kept of it.
type StockRecord struct {
	ProductID, StoreID string
	Status             ProductStatus
	Price              money.Money
	// Received is what it began with, Adjusted the sum of all that sellers added and took away since.
	Received, Adjusted   int
	Left, Reserved, Sold int
	// Version counts the changes; Terms is the version of the document that Status and Price are from.
	Version, Terms int64
}

// NewStock is the first stock of a product.
func NewStock(p *Product, received int) *Stock {
	return &Stock{r: StockRecord{ProductID: p.ID(), StoreID: p.StoreID(), Status: p.Status(), Price: p.Price(),
		Received: received, Left: received, Version: 1, Terms: p.Version()}}
}

// RestoreStock is the stock that was kept.
func RestoreStock(r StockRecord) *Stock {
	s := &Stock{r: r}
	s.was = s.Availability()
	return s
}

// Record is what to keep of it.
func (s *Stock) Record() StockRecord { return s.r }

// ProductID is what it is the stock of.
func (s *Stock) ProductID() string { return s.r.ProductID }

// Left is how many can still be sold.
func (s *Stock) Left() int { return s.r.Left }

// Sold is how many were sold.
func (s *Stock) Sold() int { return s.r.Sold }

// Price of one.
func (s *Stock) Price() money.Money { return s.r.Price }

// Availability is what shoppers are told.
func (s *Stock) Availability() Availability {
	switch {
	case s.r.Left == 0 || s.r.Status == TemporarilySoldOut:
		return SoldOut
	case s.r.Left <= few:
		return LowStock
	}
	return InStock
}

// Flipped tells whether the availability is another than when the stock was read, or made.
func (s *Stock) Flipped() bool { return s.was != s.Availability() }

// Has tells whether n can be sold now.
func (s *Stock) Has(n int) bool { return s.r.Status == OnSale && s.r.Left >= n }

// Reserve puts n aside; only what it Has.
func (s *Stock) Reserve(n int) { s.move(-n, n, 0) }

// Release puts n back that were reserved.
func (s *Stock) Release(n int) { s.move(n, -n, 0) }

// Sell makes n that were reserved sold.
func (s *Stock) Sell(n int) { s.move(0, -n, n) }

func (s *Stock) move(left, reserved, sold int) {
	s.r.Left += left
	s.r.Reserved += reserved
	s.r.Sold += sold
	s.r.Version++
}

// Adjust adds delta, which may be negative: STOCK_NEGATIVE if that is more than there are left. field is the
// path of the input to blame.
func (s *Stock) Adjust(delta int, field ...string) error {
	switch {
	case delta == 0 || delta > MaxStock || delta < -MaxStock || s.r.Left+delta > MaxStock:
		return fault.Invalid("재고는 한 번에 10만 개까지, 0이 아닌 수로 바꿀 수 있어요.", "The stock changes by a number other than 0, to 100,000 at most.", field...)
	case s.r.Left+delta < 0:
		return fault.New("STOCK_NEGATIVE", field...)
	}
	s.r.Adjusted += delta
	s.r.Left += delta
	s.r.Version++
	return nil
}

// Agree takes over the terms of a document that is newer than the one they are from; false if it is not.
func (s *Stock) Agree(p *Product) bool {
	if p.Version() <= s.r.Terms {
		return false
	}
	s.r.Terms = p.Version()
	if s.r.Price != p.Price() || s.r.Status != p.Status() {
		s.r.Price, s.r.Status = p.Price(), p.Status()
		s.r.Version++
	}
	return true
}

// Step tells whether a sale of n more has moved the figure that products are ranked by: the first ten count
// one by one, then every tenth.
func (s *Stock) Step(n int) bool { return s.r.Sold <= 10 || s.r.Sold/10 != (s.r.Sold-n)/10 }
