package app

import (
	"context"
	"slices"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

// QuoteDelivery is what a delivery to the postcode on that day would cost, before any amount from which it is
// free, or why there is none.
func (a *Shops) QuoteDelivery(ctx context.Context, s *domain.Store, postcode string, date calendar.Date) (*domain.DeliveryQuote, error) {
	no := func(ko, en string) (*domain.DeliveryQuote, error) {
		reason := locale.Pick(ctx, nil, ko, en)
		return &domain.DeliveryQuote{Reason: &reason}, nil
	}
	terms, today := s.Terms(), fulfilment.Today(a.Now())
	if !isPostcode(postcode) {
		return no("우편번호는 숫자 다섯 자리예요.", "A postcode has five digits.")
	}
	if !terms.Open {
		return no("지금은 주문을 받지 않는 가게예요.", "This store is not taking orders now.")
	}
	area, ok := terms.Area(postcode)
	if !ok {
		return no("이 주소로는 배달하지 않아요.", "This store does not deliver there.")
	}
	if date.Before(today) {
		return no("이미 지난 날이에요.", "That day is over.")
	}
	if today.AddDays(fulfilment.Horizon).Before(date) {
		return no("아직 예약을 받지 않는 날이에요.", "That day can't be booked yet.")
	}
	slots, err := a.Slots(ctx, s, fulfilment.Delivery, date)
	if err != nil {
		return nil, err
	}
	if len(slots) == 0 {
		return no("이날은 배달할 수 있는 시간이 없어요.", "There is no time left to deliver on that day.")
	}
	if !slices.ContainsFunc(slots, func(s *domain.Slot) bool { return s.Remaining() > 0 }) {
		return no("이날은 배달 예약이 다 찼어요.", "That day is fully booked.")
	}
	fee := money.Won(area.Fee)
	return &domain.DeliveryQuote{Deliverable: true, Fee: &fee}, nil
}
