// Package seed reads the first members from a file.
package seed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/blooming-blooms/bloom/schema/locale"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
)

type member struct {
	ID            string        `json:"id"`
	Name          string        `json:"name"`
	Email         string        `json:"email"`
	Password      string        `json:"password"`
	Phone         string        `json:"phone"`
	PhoneVerified bool          `json:"phoneVerified"`
	Roles         []domain.Role `json:"roles"`
	Locale        locale.Locale `json:"locale"`
	Addresses     []address     `json:"addresses"`
	DaysAgo       int           `json:"daysAgo"`
}

type address struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Recipient string `json:"recipient"`
	Phone     string `json:"phone"`
	Postcode  string `json:"postcode"`
	Line1     string `json:"line1"`
	Line2     string `json:"line2"`
	IsDefault bool   `json:"isDefault"`
}

// Members reads members.json in dir; without one there are none. hash is called once for each distinct
// password: a demo has one for everybody.
func Members(ctx context.Context, dir fs.FS, now time.Time, hash func(context.Context, string) (string, error)) ([]*domain.Member, error) {
	raw, err := fs.ReadFile(dir, "members.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	var in []member
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, fmt.Errorf("seed: members.json: %w", err)
	}
	hashes := map[string]string{}
	members := make([]*domain.Member, len(in))
	for i, m := range in {
		s := domain.State{
			ID: m.ID, Name: m.Name, PhoneVerified: m.PhoneVerified, Roles: m.Roles, Locale: m.Locale,
			Status: domain.Active, CreatedAt: now.AddDate(0, 0, -m.DaysAgo),
		}
		if s.Email, err = domain.Email(m.Email); err != nil {
			return nil, fmt.Errorf("seed: the email of %s: %w", m.ID, err)
		}
		if m.Phone != "" {
			phone, err := domain.Phone(m.Phone)
			if err != nil {
				return nil, fmt.Errorf("seed: the phone of %s: %w", m.ID, err)
			}
			s.Phone = &phone
		}
		for _, a := range m.Addresses {
			saved := domain.SavedAddress{ID: a.ID, Label: a.Label, IsDefault: a.IsDefault, Address: domain.Address{
				Recipient: a.Recipient, Phone: a.Phone, Postcode: a.Postcode, Line1: a.Line1,
			}}
			if a.Line2 != "" {
				saved.Address.Line2 = &a.Line2
			}
			s.Addresses = append(s.Addresses, saved)
		}
		if _, ok := hashes[m.Password]; !ok {
			if hashes[m.Password], err = hash(ctx, m.Password); err != nil {
				return nil, fmt.Errorf("seed: %w", err)
			}
		}
		s.PasswordHash = hashes[m.Password]
		members[i] = domain.Restore(s)
	}
	return members, nil
}
