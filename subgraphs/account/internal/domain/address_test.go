package domain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
)

func ptr[T any](v T) *T { return &v }

func home() SaveAddressInput {
	return SaveAddressInput{Label: "집", Address: AddressInput{Recipient: "김민지", Phone: "010-1234-5678", Postcode: "04015", Line1: "서울특별시 마포구 포은로 30"}}
}

// defaults are the ids of a member's addresses, the default one in brackets.
func defaults(m *Member) string {
	var ids []string
	for _, a := range m.Addresses() {
		id := a.ID
		if a.IsDefault {
			id = "[" + id + "]"
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

func TestThereIsAlwaysOneDefault(t *testing.T) {
	m := Restore(State{})
	step := func(want string, err error) {
		t.Helper()
		if got := defaults(m); err != nil || got != want {
			t.Fatalf("addresses are %s, %v; want %s", got, err, want)
		}
	}
	in := home()
	step("[1]", m.SaveAddress(in, "1"))
	step("[1] 2", m.SaveAddress(in, "2"))
	in.IsDefault = ptr(true)
	step("1 2 [3]", m.SaveAddress(in, "3"))
	in.ID, in.IsDefault = ptr("3"), ptr(false)
	step("1 2 [3]", m.SaveAddress(in, "unused"))
	in.ID, in.IsDefault = ptr("2"), ptr(true)
	step("1 [2] 3", m.SaveAddress(in, "unused"))
	step("[1] 3", m.RemoveAddress("2"))
	step("[1]", m.RemoveAddress("3"))
	step("", m.RemoveAddress("1"))
}

func TestSaveAddressRefuses(t *testing.T) {
	for field, change := range map[string]func(*SaveAddressInput){
		"label":             func(in *SaveAddressInput) { in.Label = " " },
		"address.recipient": func(in *SaveAddressInput) { in.Address.Recipient = strings.Repeat("김", 51) },
		"address.phone":     func(in *SaveAddressInput) { in.Address.Phone = "집 전화" },
		"address.postcode":  func(in *SaveAddressInput) { in.Address.Postcode = "040-15" },
		"address.line1":     func(in *SaveAddressInput) { in.Address.Line1 = "" },
		"address.line2":     func(in *SaveAddressInput) { in.Address.Line2 = ptr("2층\x00") },
	} {
		m, in := Restore(State{}), home()
		change(&in)
		f, ok := fault.As(m.SaveAddress(in, "1"))
		if !ok || f.Code() != "INVALID" || strings.Join(f.Field(), ".") != field || len(m.Addresses()) > 0 {
			t.Errorf("%s: refused with %v", field, f)
		}
	}
	m, in := Restore(State{}), home()
	for i := range 20 {
		if err := m.SaveAddress(in, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.SaveAddress(in, "20"); !fault.Has(err, "INVALID") || len(m.Addresses()) != 20 {
		t.Errorf("the 21st address: %v", err)
	}
	in.ID = ptr("nowhere")
	if err := m.SaveAddress(in, "x"); !fault.Has(err, "NOT_FOUND") {
		t.Errorf("an address of another: %v", err)
	}
	if err := m.RemoveAddress("nowhere"); !fault.Has(err, "NOT_FOUND") {
		t.Errorf("an address of another: %v", err)
	}
}

func TestAnotherPhoneIsNotVerified(t *testing.T) {
	m := Restore(State{Phone: ptr("+821012345678"), PhoneVerified: true})
	if err := m.UpdateProfile(UpdateProfileInput{Phone: ptr("010-1234-5678")}); err != nil || !m.PhoneVerified() {
		t.Errorf("the same phone, written otherwise: %v, verified %v", err, m.PhoneVerified())
	}
	if err := m.UpdateProfile(UpdateProfileInput{Name: ptr(""), Phone: ptr("010-8765-4321")}); err == nil || !m.PhoneVerified() {
		t.Errorf("refused with %v, and changed", err)
	}
	if err := m.UpdateProfile(UpdateProfileInput{Phone: ptr("010-8765-4321")}); err != nil || m.PhoneVerified() || *m.Phone() != "+821087654321" {
		t.Errorf("another phone: %v, verified %v", err, m.PhoneVerified())
	}
}
