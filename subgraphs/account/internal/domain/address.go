package domain

import (
	"regexp"
	"slices"
	"strings"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// maxAddresses is how many a member may save.
const maxAddresses = 20

// SavedAddress is one that a member sends flowers to. A member who has any has exactly one default.
type SavedAddress struct {
	ID        string
	Label     string
	Address   Address
	IsDefault bool
}

// Address is who receives flowers, and where. The phone stays as it was written: people read it, from a label.
type Address struct {
	Recipient string
	Phone     string
	Postcode  string
	Line1     string
	Line2     *string
}

// AddressInput is an address as a member writes it.
type AddressInput struct {
	Recipient string
	Phone     string
	Postcode  string
	Line1     string
	Line2     *string
}

// SaveAddressInput is a new address, or, where ID names one, what it becomes.
type SaveAddressInput struct {
	ID      *string
	Label   string
	Address AddressInput
	// IsDefault true makes it the default. False leaves the default that there is: there is always one.
	IsDefault *bool
}

// SaveAddress adds an address, under newID, or changes one. The first is the default.
func (m *Member) SaveAddress(in SaveAddressInput, newID string) error {
	label, err := text(in.Label, 30, "label")
	if err != nil {
		return err
	}
	address, err := in.Address.checked()
	if err != nil {
		return err
	}
	list := slices.Clone(m.state.Addresses)
	at := len(list)
	if in.ID != nil {
		if at = find(list, *in.ID); at < 0 {
			return fault.NotFound("id")
		}
	} else {
		if len(list) >= maxAddresses {
			return fault.Invalid("주소는 20개까지 저장할 수 있어요. 쓰지 않는 주소를 지워 주세요.", "You can save 20 addresses. Please remove one that you no longer use.")
		}
		list = append(list, SavedAddress{ID: newID, IsDefault: at == 0})
	}
	list[at].Label, list[at].Address = label, address
	if in.IsDefault != nil && *in.IsDefault {
		for i := range list {
			list[i].IsDefault = i == at
		}
	}
	m.state.Addresses = list
	return nil
}

// RemoveAddress removes one; if it was the default, the oldest that is left becomes it.
func (m *Member) RemoveAddress(id string) error {
	at := find(m.state.Addresses, id)
	if at < 0 {
		return fault.NotFound("id")
	}
	wasDefault := m.state.Addresses[at].IsDefault
	list := slices.Delete(slices.Clone(m.state.Addresses), at, at+1)
	if wasDefault && len(list) > 0 {
		list[0].IsDefault = true
	}
	m.state.Addresses = list
	return nil
}

func find(list []SavedAddress, id string) int {
	return slices.IndexFunc(list, func(a SavedAddress) bool { return a.ID == id })
}

var postcode = regexp.MustCompile(`^[0-9]{5}$`)

func (in AddressInput) checked() (Address, error) {
	var a Address
	var err error
	if a.Recipient, err = text(in.Recipient, maxName, "address", "recipient"); err != nil {
		return a, err
	}
	if _, err = Phone(in.Phone, "address", "phone"); err != nil {
		return a, err
	}
	a.Phone = strings.TrimSpace(in.Phone)
	if a.Postcode = strings.TrimSpace(in.Postcode); !postcode.MatchString(a.Postcode) {
		return a, fault.Invalid("우편번호는 숫자 다섯 자리예요.", "A postcode has five digits.", "address", "postcode")
	}
	if a.Line1, err = text(in.Line1, 200, "address", "line1"); err != nil {
		return a, err
	}
	if in.Line2 != nil && strings.TrimSpace(*in.Line2) != "" {
		line2, err := text(*in.Line2, 200, "address", "line2")
		if err != nil {
			return a, err
		}
		a.Line2 = &line2
	}
	return a, nil
}
