// Package seed reads the first contracts from a folder of data to look at.
package seed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/blooming-blooms/bloom/schema/calendar"
	"github.com/blooming-blooms/bloom/schema/money"
	"github.com/blooming-blooms/bloom/subgraphs/subscription/internal/domain"
)

// File is what is read of the folder.
const File = "subscriptions.json"

type contract struct {
	ID             string
	MemberID       string
	ProductID      string
	Status         domain.SubscriptionStatus
	Cadence        domain.Cadence
	Address        domain.Address
	Price          money.Money
	StartedDaysAgo int
	Deliveries     []struct {
		ID     string
		InDays int
		Status domain.SubscriptionDeliveryStatus
	}
}

// Read gives the contracts of the folder as of now: its times are days ago, so that it never ages. A folder
// without the file has none.
func Read(folder fs.FS, now time.Time) ([]domain.ContractRecord, error) {
	text, err := fs.ReadFile(folder, File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	var read []contract
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, fmt.Errorf("seed: %s: %w", File, err)
	}
	today := calendar.On(now.In(calendar.Seoul))
	records := make([]domain.ContractRecord, len(read))
	for i, c := range read {
		if c.ID == "" || c.MemberID == "" || c.ProductID == "" || !c.Status.IsOne() || !c.Cadence.IsOne() {
			return nil, fmt.Errorf("seed: %s: contract %d (%s) is not complete", File, i+1, c.ID)
		}
		r := domain.ContractRecord{ID: c.ID, MemberID: c.MemberID, ProductID: c.ProductID, Status: c.Status, Cadence: c.Cadence,
			Address: c.Address, Price: c.Price, StartedAt: now.AddDate(0, 0, -c.StartedDaysAgo)}
		if c.Status == domain.Cancelled {
			r.CancelledAt = &now
		}
		for _, d := range c.Deliveries {
			if d.ID == "" || !d.Status.IsOne() {
				return nil, fmt.Errorf("seed: %s: a delivery of %s is not complete", File, c.ID)
			}
			r.Upcoming = append(r.Upcoming, domain.RestoreDelivery(domain.DeliveryRecord{ID: d.ID, Date: today.AddDays(d.InDays), Status: d.Status}))
		}
		records[i] = r
	}
	return records, nil
}
