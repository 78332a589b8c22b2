package domain_test

import (
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/domain"
)

func TestUpcomingIsBounded(t *testing.T) {
	due := make([]*domain.SubscriptionDelivery, 12)
	for i := range due {
		due[i] = domain.RestoreDelivery(domain.DeliveryRecord{ID: string(rune('a' + i))})
	}
	contract := domain.Restore(domain.ContractRecord{Upcoming: due})
	few := domain.Restore(domain.ContractRecord{Upcoming: due[:2]})
	over := domain.Restore(domain.ContractRecord{Upcoming: due, Status: domain.Cancelled})
	n := func(n int) *int { return &n }
	for name, c := range map[string]struct {
		of    *domain.SubscriptionContract
		first *int
		want  int // -1 where it is refused
	}{
		"four unless asked":    {contract, nil, 4},
		"as many as asked for": {contract, n(9), 9},
		"twelve at most":       {contract, n(12), 12},
		"none":                 {contract, n(0), 0},
		"too many":             {contract, n(13), -1},
		"less than none":       {contract, n(-1), -1},
		"fewer than asked for": {few, n(9), 2},
		"none once cancelled":  {over, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.of.Upcoming(c.first)
			if c.want < 0 {
				if !fault.Has(err, "BAD_USER_INPUT") {
					t.Fatalf("got %v, want BAD_USER_INPUT", err)
				}
				return
			}
			if err != nil || len(got) != c.want {
				t.Fatalf("got %d deliveries and %v, want %d", len(got), err, c.want)
			}
		})
	}
}

func TestOnlyAnActiveContractHasANextDelivery(t *testing.T) {
	day, err := calendar.Parse("2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	for status, want := range map[domain.SubscriptionStatus]bool{
		domain.Pending: false, domain.Active: true, domain.Paused: false, domain.PastDue: false, domain.Cancelled: false,
	} {
		c := domain.Restore(domain.ContractRecord{Status: status, NextDelivery: &day})
		if got := c.NextDelivery() != nil; got != want {
			t.Errorf("%s: next delivery is there: %v, want %v", status, got, want)
		}
	}
}
