package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// readMembers reads one member a line: email name, name, id suffix or -, roles, days ago.
func readMembers(path string) ([]*member, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []*member
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) != 5 {
			return nil, fmt.Errorf("%s: %q has not five words", path, line)
		}
		days, err := strconv.Atoi(f[4])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		n := len(all) + 1
		id := numbered("mem", n)
		if f[2] != "-" {
			id = named("mem", strings.Repeat("0", 20-len(f[2]))+f[2])
		}
		all = append(all, &member{
			ID: id, Name: f[1], Email: f[0] + "@bloom.test", Password: "bloom-demo-1",
			Phone: fmt.Sprintf("010-0000-%04d", 1000+n*37), PhoneVerified: true,
			Roles: strings.Split(f[3], ","), Locale: "KO", Addresses: addressesOf(f[0]), DaysAgo: days,
		})
	}
	return all, nil
}

// addressesOf gives the two demo shoppers what a checkout needs: addresses that several stores deliver to.
func addressesOf(who string) []address {
	switch who {
	case "minji":
		return []address{
			{ID: numbered("adr", 1), Label: "집", Recipient: "김민지", Phone: "010-0000-1037", Postcode: "04015", Line1: "서울특별시 마포구 포은로8길 30", Line2: "302호", IsDefault: true},
			{ID: numbered("adr", 2), Label: "회사", Recipient: "김민지", Phone: "010-0000-1037", Postcode: "04769", Line1: "서울특별시 성동구 서울숲2길 44", Line2: "5층"},
		}
	case "haneul":
		return []address{
			{ID: numbered("adr", 3), Label: "집", Recipient: "이하늘", Phone: "010-0000-1074", Postcode: "05605", Line1: "서울특별시 송파구 석촌호수로 274", Line2: "1104호", IsDefault: true},
			{ID: numbered("adr", 4), Label: "부모님 댁", Recipient: "이정숙", Phone: "010-0000-2074", Postcode: "03043", Line1: "서울특별시 종로구 자하문로7길 60", Line2: ""},
		}
	}
	return []address{}
}

// readStores reads the stores, whose hours and areas are written in short, and gives each its seller (the
// members with that role, in the same order) and its followers.
func readStores(path string, members []*member) ([]*store, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var short []struct {
		store
		Hours string `json:"hours"`
		Areas string `json:"areas"`
	}
	if err := json.Unmarshal(text, &short); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var sellers []string
	for _, m := range members {
		if m.is("SELLER") {
			sellers = append(sellers, m.ID)
		}
	}
	var all []*store
	for i, in := range short {
		s := in.store
		s.ID = numbered("str", i+1)
		s.Sellers = []string{sellers[i]}
		s.Followers = []string{}
		for row := range strings.SplitSeq(in.Hours, ",") {
			var from, to int
			var opens, closes string
			days, rest, _ := strings.Cut(row, " ")
			if n, _ := fmt.Sscanf(days, "%d-%d", &from, &to); n == 1 {
				to = from
			}
			if _, err := fmt.Sscan(rest, &opens, &closes); err != nil || from == 0 {
				return nil, fmt.Errorf("%s: hours %q", path, row)
			}
			for d := from; d <= to; d++ {
				s.Hours = append(s.Hours, hours{d, opens, closes})
			}
		}
		for row := range strings.SplitSeq(in.Areas, ",") {
			var a area
			if _, err := fmt.Sscan(row, &a.PostcodePrefix, &a.Fee, &a.FreeAbove); err != nil {
				return nil, fmt.Errorf("%s: area %q: %w", path, row, err)
			}
			s.Areas = append(s.Areas, a)
		}
		r := drawn("followers", s.Slug)
		share := 0.15 + 0.55*r.Float64()
		for _, m := range members {
			if m.ID != s.Sellers[0] && !m.is("ADMIN") && r.Float64() < share {
				s.Followers = append(s.Followers, m.ID)
			}
		}
		all = append(all, &s)
	}
	return all, nil
}

func (m *member) is(role string) bool {
	for _, r := range m.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// contracts writes the subscriptions of the demo shoppers: two that run, one that rests.
func contracts(members []*member, products []*product) ([]contract, error) {
	find := func(name, cadence string, days int) (*product, error) {
		for _, p := range products {
			if p.Kind == "SUBSCRIPTION" && p.Name == name && p.offers(cadence) && p.DaysAgo > days {
				return p, nil
			}
		}
		return nil, fmt.Errorf("no subscription %s by %s, %d days ago", name, cadence, days)
	}
	want := []struct {
		who               int
		name, cadence, is string
		days              []int
		started           int
	}{
		{0, "달마다 달빛", "WEEKLY", "ACTIVE", []int{3, 10, 17, 24}, 67},
		{0, "동네 꽃 정기편", "MONTHLY", "ACTIVE", []int{12, 42, 72}, 108},
		{1, "우리 집 식탁 꽃", "BIWEEKLY", "PAUSED", []int{}, 150},
	}
	var all []contract
	n := 0
	for i, w := range want {
		p, err := find(w.name, w.cadence, w.started)
		if err != nil {
			return nil, err
		}
		who := members[w.who]
		to := who.Addresses[0]
		to.ID, to.Label, to.IsDefault = "", "", false
		c := contract{
			ID: numbered("sub", i+1), MemberID: who.ID, ProductID: p.ID, Status: w.is, Cadence: w.cadence,
			Address: to, Price: p.Price, StartedDaysAgo: w.started, Deliveries: []delivery{},
		}
		for _, d := range w.days {
			n++
			c.Deliveries = append(c.Deliveries, delivery{numbered("sdl", n), d, "SCHEDULED"})
		}
		all = append(all, c)
	}
	return all, nil
}
