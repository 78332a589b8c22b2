package app

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

// ReserveStock puts aside all that an order wants, or nothing: then the order is called off, because
// something is OUT_OF_STOCK or because PRICE_CHANGED since it was quoted.
func ReserveStock(ctx context.Context, shelves Shelves, placed checkout.OrderPlaced) (saga.Event, error) {
	known, err := shelves.Reservation(ctx, placed.OrderID)
	if err != nil {
		return nil, err
	}
	if known != nil {
		if known.State == domain.Held {
			return checkout.StockReserved(placed), nil // said anew: whoever waits for it may not have heard
		}
		return nil, nil // it was called off, or is long done
	}
	wanted, err := wantedBy(placed.Lines)
	if err != nil {
		return nil, fmt.Errorf("order %s: %w", placed.OrderID, err)
	}
	r := &domain.Reservation{OrderID: placed.OrderID, State: domain.Held, Lines: wanted}
	stocks, err := shelves.Lock(ctx, products(wanted))
	if err != nil {
		return nil, err
	}
	if code := refusal(placed.Lines, wanted, stocks); code != "" {
		r.State, r.Lines = domain.Released, nil
		if err := shelves.SaveReservation(ctx, r); err != nil {
			return nil, err
		}
		return placed.Failed(code), nil
	}
	if err := move(ctx, shelves, r, stocks, (*domain.Stock).Reserve); err != nil {
		return nil, err
	}
	return checkout.StockReserved(placed), nil
}

// wantedBy is how many of each product the lines want together.
func wantedBy(lines []checkout.Line) ([]domain.ReservationLine, error) {
	var wanted []domain.ReservationLine
	at := map[string]int{}
	for _, l := range lines {
		if l.Quantity <= 0 {
			return nil, fmt.Errorf("a line of %d", l.Quantity)
		}
		i, ok := at[l.ProductID]
		if !ok {
			i = len(wanted)
			at[l.ProductID] = i
			wanted = append(wanted, domain.ReservationLine{ProductID: l.ProductID})
		}
		wanted[i].Quantity += l.Quantity
	}
	return wanted, nil
}

func products(lines []domain.ReservationLine) []string {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ProductID
	}
	return ids
}

// refusal is why the lines can't be had; "" if they can. What is sold out is that, whatever it costs now.
func refusal(lines []checkout.Line, wanted []domain.ReservationLine, stocks map[string]*domain.Stock) string {
	for _, w := range wanted {
		if s := stocks[w.ProductID]; s == nil || !s.Has(w.Quantity) {
			return "OUT_OF_STOCK"
		}
	}
	for _, l := range lines {
		if stocks[l.ProductID].Price().Amount() != l.UnitPrice {
			return "PRICE_CHANGED"
		}
	}
	return ""
}

// move does the same to the stock of each line of a reservation, and keeps both.
func move(ctx context.Context, shelves Shelves, r *domain.Reservation, stocks map[string]*domain.Stock, do func(*domain.Stock, int)) error {
	changed := make([]*domain.Stock, len(r.Lines))
	for i, l := range r.Lines {
		s, ok := stocks[l.ProductID]
		if !ok {
			return fmt.Errorf("the stock of %s, reserved for %s, is gone", l.ProductID, r.OrderID)
		}
		do(s, l.Quantity)
		changed[i] = s
	}
	if err := shelves.Save(ctx, changed...); err != nil {
		return err
	}
	return shelves.SaveReservation(ctx, r)
}
