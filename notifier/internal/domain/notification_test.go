package domain_test

import (
	"context"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/notifier/internal/domain"
	"github.com/blooming-blooms/bloom/schema/locale"
)

func TestWords(t *testing.T) {
	for name, c := range map[string]struct {
		kind      domain.NotificationKind
		of        domain.Subject
		ko, en    string // of the body
		koT, link string
	}{
		"confirmed": {domain.OrderConfirmed, domain.Subject{OrderID: "ord_1"},
			"꽃집에서 꽃을 준비하기 시작해요. 진행은 주문 화면에서 볼 수 있어요.", "The florist is starting on your flowers. You can follow it on the order's page.",
			"주문이 확정됐어요", "/orders/ord_1"},
		"rejected": {domain.OrderRejected, domain.Subject{OrderID: "ord_1", Code: "SLOT_FULL"},
			"고른 시간이 방금 다 찼어요. 다른 시간을 골라 주세요.", "That time has just been fully booked. Please choose another.",
			"주문을 받지 못했어요", "/orders/ord_1"},
		"rejected with a code that is newer": {domain.OrderRejected, domain.Subject{OrderID: "ord_1", Code: "MOON_FULL"},
			"주문을 마치지 못했고, 결제되지 않았어요. 다시 주문해 주세요.", "The order could not be completed and nothing was charged. Please order again.",
			"주문을 받지 못했어요", "/orders/ord_1"},
		"for a store": {domain.NewOrderForStore, domain.Subject{OrderID: "ord_1", StoreID: "str_1", Items: 3},
			"준비할 꽃이 3개예요. 건네줄 시간을 확인해 주세요.", "3 pieces to prepare. Please check when it is to be handed over.",
			"새 주문이 들어왔어요", "/seller/orders/ord_1"},
		"of a kind that is newer": {"MOON_FULL", domain.Subject{},
			"자세한 내용을 확인해 주세요.", "Please have a look.", "새 소식이 있어요", ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := domain.Restore(domain.Record{Kind: c.kind, Subject: c.of})
			english := locale.With(context.Background(), locale.EN)
			if n.Body(t.Context()) != c.ko || n.Body(english) != c.en || n.Title(t.Context()) != c.koT {
				t.Errorf("got %q, %q and %q", n.Title(t.Context()), n.Body(t.Context()), n.Body(english))
			}
			if n.Title(english) == n.Title(t.Context()) {
				t.Errorf("the title is not in English: %q", n.Title(english))
			}
			link := ""
			if n.Link() != nil {
				link = *n.Link()
			}
			if link != c.link {
				t.Errorf("link %q, want %q", link, c.link)
			}
		})
	}
}

func TestHowFarItCame(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC) }
	written := func(n *domain.Notification) { n.Written(domain.SSE, at(1)) }
	seen := func(n *domain.Notification) { n.Acknowledge(at(2)) }
	for name, c := range map[string]struct {
		happens []func(*domain.Notification)
		want    domain.DeliveryStatus
		since   time.Time
		read    bool
	}{
		"nothing":           {nil, domain.Pending, at(0), false},
		"written":           {[]func(*domain.Notification){written}, domain.Delivered, at(1), false},
		"written, seen":     {[]func(*domain.Notification){written, seen}, domain.Acknowledged, at(2), true},
		"seen in the inbox": {[]func(*domain.Notification){seen}, domain.Acknowledged, at(2), true},
		"seen, written":     {[]func(*domain.Notification){seen, written}, domain.Acknowledged, at(2), true},
	} {
		t.Run(name, func(t *testing.T) {
			n := domain.Restore(domain.Record{Deliveries: []*domain.NotificationDelivery{{Channel: domain.SSE, Status: domain.Pending, At: at(0)}}})
			for _, happens := range c.happens {
				happens(n)
			}
			if d := n.Deliveries()[0]; d.Status != c.want || !d.At.Equal(c.since) || (n.ReadAt() != nil) != c.read {
				t.Errorf("%s since %v, read at %v", d.Status, d.At, n.ReadAt())
			}
		})
	}
}

func TestTheFirstAcknowledgementCounts(t *testing.T) {
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	n := domain.Restore(domain.Record{})
	n.Acknowledge(first)
	n.Acknowledge(first.Add(time.Hour))
	if !n.ReadAt().Equal(first) {
		t.Errorf("read at %v, want %v", n.ReadAt(), first)
	}
}
