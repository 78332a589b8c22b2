// Package seed reads the first stores from a file.
package seed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/subgraphs/store/internal/domain"
)

type store struct {
	ID            string   `json:"id"`
	Slug          string   `json:"slug"`
	Name          string   `json:"name"`
	Description   string   `json:"description"`
	Phone         string   `json:"phone"`
	Postcode      string   `json:"postcode"`
	Line1         string   `json:"line1"`
	Line2         string   `json:"line2"`
	Latitude      float64  `json:"latitude"`
	Longitude     float64  `json:"longitude"`
	Sellers       []string `json:"sellers"`
	Hours         []hours  `json:"hours"`
	SlotMinutes   int      `json:"slotMinutes"`
	Capacity      int      `json:"capacity"`
	CutOffMinutes int      `json:"cutOffMinutes"`
	Areas         []area   `json:"areas"`
	Followers     []string `json:"followers"`
	DaysAgo       int      `json:"daysAgo"`
}

type hours struct {
	Weekday int    `json:"weekday"`
	Opens   string `json:"opens"`
	Closes  string `json:"closes"`
}

type area struct {
	PostcodePrefix string `json:"postcodePrefix"`
	Fee            int64  `json:"fee"`
	FreeAbove      int64  `json:"freeAbove"` // 0: never free
}

// Stores reads stores.json in dir, with the followers of each store by its id; without one there are none.
// All of them are open.
func Stores(dir fs.FS, now time.Time) ([]domain.State, map[string][]string, error) {
	raw, err := fs.ReadFile(dir, "stores.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("seed: %w", err)
	}
	var in []store
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, nil, fmt.Errorf("seed: stores.json: %w", err)
	}
	stores, followers := make([]domain.State, len(in)), map[string][]string{}
	for i, s := range in {
		st := domain.State{
			ID: s.ID, Slug: s.Slug, Name: s.Name, Description: s.Description, Phone: s.Phone,
			Address:  domain.PostalAddress{Postcode: s.Postcode, Line1: s.Line1},
			Location: domain.GeoPoint{Latitude: s.Latitude, Longitude: s.Longitude},
			Status:   domain.Open,
			Rule:     fulfilment.SlotRule{SlotMinutes: s.SlotMinutes, Capacity: s.Capacity, CutOffMinutes: s.CutOffMinutes},
			Sellers:  s.Sellers, CreatedAt: now.AddDate(0, 0, -s.DaysAgo),
		}
		if s.Line2 != "" {
			st.Address.Line2 = &s.Line2
		}
		for _, h := range s.Hours {
			opens, ok1 := fulfilment.ParseTime(h.Opens)
			closes, ok2 := fulfilment.ParseTime(h.Closes)
			if !ok1 || !ok2 {
				return nil, nil, fmt.Errorf("seed: the hours of %s can't be read", s.ID)
			}
			st.Hours = append(st.Hours, fulfilment.Hours{Weekday: h.Weekday, Opens: opens, Closes: closes})
		}
		for _, a := range s.Areas {
			kept := fulfilment.Area{Prefix: a.PostcodePrefix, Fee: a.Fee}
			if a.FreeAbove > 0 {
				kept.FreeAbove = &a.FreeAbove
			}
			st.Areas = append(st.Areas, kept)
		}
		stores[i], followers[s.ID] = st, s.Followers
	}
	return stores, followers, nil
}
