// Package checkout is the whole checkout on one page: what is said, who hears it, and what they may answer.
package checkout

import "github.com/blooming-blooms/bloom/sagas/saga"

// Topic is where all of it is said, keyed by the order's id.
const Topic = "flow.checkout"

// Docket travels with an order. Each service reads what earlier ones wrote and adds its own lines, so that
// nobody has to call back and ask. It carries ids and amounts, never a name, an address or a payment token.
type Docket struct {
	OrderID  string
	MemberID string
	Lines    []Line
	Bookings []Booking
	// Due is what is still to be paid, in won.
	Due int64
}

// Line is one product at the price, in won, that the shopper was quoted; product refuses another.
type Line struct {
	ProductID string
	StoreID   string
	Quantity  int
	UnitPrice int64
}

// Booking is what one store is to hand over, and when.
type Booking struct {
	ShipmentID string
	StoreID    string
	SlotID     string
}

// Topic is the checkout's.
func (Docket) Topic() string { return Topic }

// Key keeps everything said about one order in order.
func (d Docket) Key() string { return d.OrderID }

// What is said.
type (
	// OrderPlaced: a shopper placed an order, which is PENDING.
	OrderPlaced struct{ Docket }
	// StockReserved: every unit of it is put aside.
	StockReserved struct{ Docket }
	// ReadyToPay: every slot is booked, too; only the payment is missing.
	ReadyToPay struct{ Docket }
	// OrderConfirmed: it is paid.
	OrderConfirmed struct{ Docket }

	// CheckoutFailed calls the order off, whoever says it. Code is one of the contract's codes of a rejection.
	CheckoutFailed struct {
		OrderID  string
		MemberID string
		Code     string
	}
)

// Failed calls the docket's order off.
func (d Docket) Failed(code string) CheckoutFailed {
	return CheckoutFailed{OrderID: d.OrderID, MemberID: d.MemberID, Code: code}
}

// Topic is the checkout's.
func (CheckoutFailed) Topic() string { return Topic }

// Key keeps a failure in order with what it calls off.
func (f CheckoutFailed) Key() string { return f.OrderID }

// The way forward: each line hears what the line above says.
var (
	ReserveStock = saga.On[OrderPlaced]("product", "reserve the stock").Saying(StockReserved{}, CheckoutFailed{})
	BookSlots    = saga.On[StockReserved]("store", "book the slots").Saying(ReadyToPay{}, CheckoutFailed{})
	TakePayment  = saga.On[ReadyToPay]("order", "take the payment").Saying(OrderConfirmed{}, CheckoutFailed{})
	SellStock    = saga.On[OrderConfirmed]("product", "turn reserved into sold")
)

// Beside the way: who only wants to know.
var (
	NoteReserved    = saga.On[StockReserved]("order", "note that the stock is held")
	TellOfOrder     = saga.On[OrderConfirmed]("notifier", "tell the shopper and the stores")
	TellOfRejection = saga.On[CheckoutFailed]("notifier", "tell the shopper why")
)

// The way back: everyone hears CheckoutFailed and undoes what they did.
var (
	ReleaseStock = saga.On[CheckoutFailed]("product", "release the stock").Undoing()
	FreeSlots    = saga.On[CheckoutFailed]("store", "free the slots").Undoing()
	RejectOrder  = saga.On[CheckoutFailed]("order", "reject the order").Undoing()
)

// Flow lists every step, for the diagram and for the test that no word is lost.
var Flow = []saga.Step{
	ReserveStock.Step, BookSlots.Step, TakePayment.Step, SellStock.Step,
	NoteReserved.Step, TellOfOrder.Step, TellOfRejection.Step,
	ReleaseStock.Step, FreeSlots.Step, RejectOrder.Step,
}
