package domain

import (
	"context"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/locale"
)

// NotificationKind is what happened.
type NotificationKind string

// The kinds that the checkout gives rise to.
const (
	OrderConfirmed   NotificationKind = "ORDER_CONFIRMED"
	OrderRejected    NotificationKind = "ORDER_REJECTED"
	NewOrderForStore NotificationKind = "NEW_ORDER_FOR_STORE"
)

type text struct{ ko, en string }

func (t text) in(ctx context.Context) string { return locale.Pick(ctx, nil, t.ko, t.en) }

type words struct{ title, body text }

func (n *Notification) words() words {
	switch n.r.Kind {
	case OrderConfirmed:
		return words{
			text{"주문이 확정됐어요", "Your order is confirmed"},
			text{"꽃집에서 꽃을 준비하기 시작해요. 진행은 주문 화면에서 볼 수 있어요.", "The florist is starting on your flowers. You can follow it on the order's page."},
		}
	case OrderRejected:
		return words{text{"주문을 받지 못했어요", "Your order could not be taken"}, n.reason()}
	case NewOrderForStore:
		return words{
			text{"새 주문이 들어왔어요", "A new order has come in"},
			text{
				fmt.Sprintf("준비할 꽃이 %d개예요. 건네줄 시간을 확인해 주세요.", n.r.Items),
				fmt.Sprintf("%s to prepare. Please check when it is to be handed over.", pieces(n.r.Items)),
			},
		}
	}
	return words{text{"새 소식이 있어요", "There is news for you"}, text{"자세한 내용을 확인해 주세요.", "Please have a look."}}
}

// reason is the words of the code. One that this release does not know, for the service that said it may be
// newer, is put in general terms.
func (n *Notification) reason() text {
	if known, ok := fault.Known(n.r.Code); ok {
		return text{
			known.Message(locale.With(context.Background(), locale.KO)),
			known.Message(locale.With(context.Background(), locale.EN)),
		}
	}
	return text{"주문을 마치지 못했고, 결제되지 않았어요. 다시 주문해 주세요.", "The order could not be completed and nothing was charged. Please order again."}
}

func pieces(n int) string {
	if n == 1 {
		return "1 piece"
	}
	return fmt.Sprintf("%d pieces", n)
}
