package app

import (
	"context"
	"fmt"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Steps are the notifier's part in the flows.
func Steps[T Desk](now func() time.Time) []saga.Handler[T] {
	return []saga.Handler[T]{
		saga.By(checkout.TellOfOrder, func(ctx context.Context, desk T, heard checkout.OrderConfirmed) (saga.Event, error) {
			return nil, TellOfOrder(ctx, desk, heard.Docket, now())
		}),
		saga.By(checkout.TellOfRejection, func(ctx context.Context, desk T, heard checkout.CheckoutFailed) (saga.Event, error) {
			return nil, TellOfRejection(ctx, desk, heard, now())
		}),
	}
}

// TellOfOrder tells the shopper that the order is confirmed, and the sellers of each store that it came in. A
// store that is not known yet is told once it is.
func TellOfOrder(ctx context.Context, desk Desk, d checkout.Docket, now time.Time) error {
	told := []*domain.Notification{tell(d.MemberID, domain.OrderConfirmed, d.OrderID,
		domain.Subject{OrderID: d.OrderID, ProductID: onlyProduct(d.Lines)}, now)}
	parts := storeOrders(d)
	stores := make([]string, len(parts))
	for i, part := range parts {
		stores[i] = part.StoreID
	}
	sellers, err := desk.Sellers(ctx, stores)
	if err != nil {
		return fmt.Errorf("sellers: %w", err)
	}
	var waiting []StoreOrder
	for _, part := range parts {
		of, known := sellers[part.StoreID]
		if !known {
			waiting = append(waiting, part)
			continue
		}
		told = append(told, tellSellers(of, part, now)...)
	}
	if len(waiting) > 0 {
		if err := desk.Wait(ctx, waiting); err != nil {
			return fmt.Errorf("wait for the sellers: %w", err)
		}
	}
	return desk.Add(ctx, told)
}

// TellOfRejection tells the shopper why the order was called off. Several services may say so of one order;
// the shopper is told the first of it.
func TellOfRejection(ctx context.Context, desk Desk, failed checkout.CheckoutFailed, now time.Time) error {
	return desk.Add(ctx, []*domain.Notification{tell(failed.MemberID, domain.OrderRejected, failed.OrderID,
		domain.Subject{OrderID: failed.OrderID, Code: failed.Code}, now)})
}

// SetSellers notes who a store's sellers are, and tells them what came in before they were known.
func SetSellers(ctx context.Context, desk Desk, storeID string, version int64, sellers []string, now time.Time) error {
	isNews, err := desk.SetSellers(ctx, storeID, version, sellers)
	if err != nil || !isNews {
		return err
	}
	waiting, err := desk.Waiting(ctx, storeID)
	if err != nil {
		return fmt.Errorf("what waits for the sellers: %w", err)
	}
	var told []*domain.Notification
	for _, part := range waiting {
		told = append(told, tellSellers(sellers, part, now)...)
	}
	if len(told) == 0 {
		return nil
	}
	return desk.Add(ctx, told)
}

func tellSellers(sellers []string, part StoreOrder, now time.Time) []*domain.Notification {
	told := make([]*domain.Notification, len(sellers))
	for i, member := range sellers {
		// Whoever sells for two stores of one order is told for each.
		told[i] = tell(member, domain.NewOrderForStore, part.OrderID+"/"+part.StoreID,
			domain.Subject{OrderID: part.OrderID, StoreID: part.StoreID, ProductID: part.ProductID, Items: part.Items}, now)
	}
	return told
}

func tell(memberID string, kind domain.NotificationKind, about string, subject domain.Subject, now time.Time) *domain.Notification {
	return domain.Restore(domain.Record{
		ID: id.New("ntf"), MemberID: memberID, Kind: kind, About: about, Subject: subject, CreatedAt: now,
		Deliveries: []*domain.NotificationDelivery{{Channel: domain.SSE, Status: domain.Pending, At: now}},
	})
}

// storeOrders parts an order by store, in the order of its lines.
func storeOrders(d checkout.Docket) []StoreOrder {
	var parts []StoreOrder
	at := map[string]int{}
	for _, l := range d.Lines {
		i, there := at[l.StoreID]
		if !there {
			i = len(parts)
			at[l.StoreID] = i
			parts = append(parts, StoreOrder{OrderID: d.OrderID, StoreID: l.StoreID, ProductID: l.ProductID})
		}
		part := &parts[i]
		part.Items += l.Quantity
		if part.ProductID != l.ProductID {
			part.ProductID = ""
		}
	}
	return parts
}

func onlyProduct(lines []checkout.Line) string {
	product := ""
	for i, l := range lines {
		if i > 0 && l.ProductID != product {
			return ""
		}
		product = l.ProductID
	}
	return product
}
