package domain

// ReservationState is how far a reservation came.
type ReservationState string

// A reservation is HELD until its order is confirmed or called off.
const (
	Held     ReservationState = "HELD"
	Sold     ReservationState = "SOLD"
	Released ReservationState = "RELEASED"
)

// Reservation is what was put aside for an order. One that is RELEASED without lines is a tombstone: the
// order was called off before, or instead of, its reservation, and will get none.
type Reservation struct {
	OrderID string
	State   ReservationState
	Lines   []ReservationLine
}

// ReservationLine is so many of one product.
type ReservationLine struct {
	ProductID string
	Quantity  int
}
