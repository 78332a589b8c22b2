// Package seed_test checks the first data: that every reference leads somewhere, and that the shop it makes
// keeps the rules that sellers have to keep.
package seed_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/schema/catalogue"
)

type member struct {
	ID, Name, Email, Password, Phone string
	PhoneVerified                    bool
	Roles                            []string
	Addresses                        []address
	DaysAgo                          int
}

type address struct {
	ID, Recipient, Phone, Postcode, Line1 string
	IsDefault                             bool
}

type store struct {
	ID, Slug, Name, Description, Phone, Postcode string
	Latitude, Longitude                          float64
	Sellers, Followers                           []string
	Hours                                        []struct {
		Weekday       int
		Opens, Closes string
	}
	SlotMinutes, Capacity, CutOffMinutes, DaysAgo int
	Areas                                         []struct {
		PostcodePrefix string
		Fee, FreeAbove int
	}
}

type product struct {
	ID, StoreID, Kind, Name, Description, Status string
	Price, Stock, Sold, DaysAgo                  int
	FlowerIDs                                    []string
	RepresentativeFlowerID                       string
	CategoryID                                   *string
	TagIDs, Cadences, FulfilmentMethods, LikedBy []string
	Reviews                                      []struct {
		ID, MemberID, Author, Body string
		Rating, DaysAgo            int
	}
}

type contract struct {
	ID, MemberID, ProductID, Status, Cadence string
	Address                                  address
	Price, StartedDaysAgo                    int
	Deliveries                               []struct {
		ID, Status string
		InDays     int
	}
}

type data struct {
	members       map[string]member
	stores        map[string]store
	products      []product
	subscriptions []contract
}

func load(t *testing.T) data {
	t.Helper()
	d := data{members: map[string]member{}, stores: map[string]store{}}
	var members []member
	read(t, "members", &members)
	for _, m := range members {
		d.members[m.ID] = m
	}
	var stores []store
	read(t, "stores", &stores)
	for _, s := range stores {
		d.stores[s.ID] = s
	}
	if len(d.members) != len(members) || len(d.stores) != len(stores) {
		t.Fatal("an id of a member or a store is there twice")
	}
	read(t, "products", &d.products)
	read(t, "subscriptions", &d.subscriptions)
	return d
}

func read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("data/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// ids remembers what it has seen: an id has its prefix and 26 Crockford characters, and is there once.
type ids map[string]bool

var form = regexp.MustCompile(`^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$`)

func (seen ids) check(t *testing.T, prefix, id string) {
	t.Helper()
	if !form.MatchString(id) || !strings.HasPrefix(id, prefix+"_") {
		t.Errorf("%q is not an id of the kind %s", id, prefix)
	}
	if seen[id] {
		t.Errorf("%s is there twice", id)
	}
	seen[id] = true
}

func korean(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
}

// plain tells whether a text is one that the house would print: no exclamation marks, no emoji.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r == '!' || r == '！' || unicode.Is(unicode.So, r) })
}

func TestMembers(t *testing.T) {
	d := load(t)
	seen, emails, phones := ids{}, map[string]bool{}, map[string]bool{}
	for _, m := range d.members {
		seen.check(t, "mem", m.ID)
		if emails[m.Email] || phones[m.Phone] {
			t.Errorf("%s shares an email or a phone", m.Email)
		}
		emails[m.Email], phones[m.Phone] = true, true
		if !korean(m.Name) || m.Password != "bloom-demo-1" || !strings.HasPrefix(m.Phone, "010-0000-") || !slices.Contains(m.Roles, "MEMBER") {
			t.Errorf("member %+v", m)
		}
		for _, a := range m.Addresses {
			seen.check(t, "adr", a.ID)
		}
	}
	for email, role := range map[string]string{
		"minji@bloom.test": "MEMBER", "haneul@bloom.test": "MEMBER", "seller@bloom.test": "SELLER", "admin@bloom.test": "ADMIN",
	} {
		m := d.byEmail(t, email)
		if !m.PhoneVerified || !slices.Contains(m.Roles, role) {
			t.Errorf("%s: %+v", email, m)
		}
	}
	for _, email := range []string{"minji@bloom.test", "haneul@bloom.test"} {
		m := d.byEmail(t, email)
		if len(m.Addresses) != 2 || !m.Addresses[0].IsDefault || m.Addresses[1].IsDefault {
			t.Errorf("%s has the addresses %+v", email, m.Addresses)
		}
		for _, a := range m.Addresses {
			if n := d.delivering(a.Postcode); n < 4 {
				t.Errorf("%d stores deliver to %s of %s", n, a.Postcode, email)
			}
		}
	}
}

func (d data) byEmail(t *testing.T, email string) member {
	t.Helper()
	for _, m := range d.members {
		if m.Email == email {
			return m
		}
	}
	t.Fatalf("no member %s", email)
	return member{}
}

func (d data) delivering(postcode string) int {
	n := 0
	for _, s := range d.stores {
		if s.deliversTo(postcode) {
			n++
		}
	}
	return n
}

func (s store) deliversTo(postcode string) bool {
	for _, a := range s.Areas {
		if strings.HasPrefix(postcode, a.PostcodePrefix) {
			return true
		}
	}
	return false
}

func TestStores(t *testing.T) {
	d := load(t)
	seen, slugs, cities := ids{}, map[string]bool{}, map[string]int{}
	for _, s := range d.stores {
		seen.check(t, "str", s.ID)
		if slugs[s.Slug] || !korean(s.Name) || !korean(s.Description) || !plain(s.Description) {
			t.Errorf("store %s: %s", s.Slug, s.Description)
		}
		slugs[s.Slug] = true
		switch {
		case s.Postcode < "09" && s.Latitude > 37.4 && s.Latitude < 37.7 && s.Longitude > 126.7 && s.Longitude < 127.2:
			cities["Seoul"]++
		case s.Postcode[:2] >= "46" && s.Postcode[:2] <= "49" && s.Latitude > 35 && s.Latitude < 35.4:
			cities["Busan"]++
		case s.Postcode[:2] == "63" && s.Latitude > 33.1 && s.Latitude < 33.6:
			cities["Jeju"]++
		default:
			t.Errorf("%s with postcode %s is at %v, %v", s.Slug, s.Postcode, s.Latitude, s.Longitude)
		}
		for _, id := range append(slices.Clone(s.Sellers), s.Followers...) {
			if d.members[id].ID == "" {
				t.Errorf("%s: no member %s", s.Slug, id)
			}
		}
		if len(s.Sellers) == 0 || !slices.Contains(d.members[s.Sellers[0]].Roles, "SELLER") {
			t.Errorf("%s has no seller", s.Slug)
		}
		if s.Capacity < 8 || s.Capacity > 30 || s.SlotMinutes < 30 || s.CutOffMinutes < 30 || !s.deliversTo(s.Postcode) {
			t.Errorf("the terms of %s", s.Slug)
		}
		for _, h := range s.Hours {
			if h.Weekday < 1 || h.Weekday > 7 || len(h.Opens) != 5 || h.Opens >= h.Closes {
				t.Errorf("%s is open %+v", s.Slug, h)
			}
		}
		prefixes := map[string]bool{}
		for _, a := range s.Areas {
			if prefixes[a.PostcodePrefix] || a.Fee <= 0 || a.FreeAbove <= a.Fee {
				t.Errorf("%s delivers to %+v", s.Slug, a)
			}
			prefixes[a.PostcodePrefix] = true
		}
	}
	if cities["Seoul"] != 7 || cities["Busan"] != 3 || cities["Jeju"] != 2 {
		t.Errorf("stores by city: %v", cities)
	}
	for _, s := range d.stores {
		if s.Slug == "moonlight-flowers" && d.members[s.Sellers[0]].Email != "seller@bloom.test" {
			t.Error("moonlight-flowers is not seller@bloom.test's")
		}
	}
	if !slugs["moonlight-flowers"] {
		t.Error("no store moonlight-flowers")
	}
}

// prices are the least and the most that a product of a category costs, in won.
var prices = map[string][2]int{
	"cat_bouquet": {25_000, 120_000}, "cat_basket": {50_000, 200_000}, "cat_single": {4_000, 15_000},
	"cat_box": {25_000, 130_000}, "cat_vase": {15_000, 200_000}, "cat_wreath": {80_000, 250_000},
	"cat_plant": {15_000, 300_000}, "cat_dried": {15_000, 130_000}, "cat_wedding": {120_000, 400_000},
}

func TestProducts(t *testing.T) {
	d, all := load(t), catalogue.All()
	seen, names, texts := ids{}, map[string]bool{}, map[string]string{}
	kinds, statuses, soldOut, last, age := map[string]int{}, map[string]int{}, 0, "", 1<<30
	for _, p := range d.products {
		seen.check(t, "prd", p.ID)
		if p.ID <= last || p.DaysAgo > age {
			t.Errorf("%s %s is not in order of creation", p.ID, p.Name)
		}
		last, age = p.ID, p.DaysAgo
		kinds[p.Kind]++
		statuses[p.Status]++
		if p.Stock == 0 && p.Status == "ON_SALE" {
			soldOut++
		}
		if names[p.Name] || texts[p.Description] != "" {
			t.Errorf("%s: the name or the description is there twice", p.Name)
		}
		names[p.Name], texts[p.Description] = true, p.Name
		if !korean(p.Name) || !korean(p.Description) || !plain(p.Name+p.Description) || strings.Count(p.Description, ".") < 2 || utf8.RuneCountInString(p.Name) > 40 {
			t.Errorf("%s: %s", p.Name, p.Description)
		}
		if p.Price%100 != 0 || p.Stock < 0 || p.Stock > 60 || d.stores[p.StoreID].DaysAgo < p.DaysAgo {
			t.Errorf("%s costs %d, %d left, %d days old", p.Name, p.Price, p.Stock, p.DaysAgo)
		}
		if len(p.FlowerIDs) < 1 || len(p.FlowerIDs) > 5 || !slices.Contains(p.FlowerIDs, p.RepresentativeFlowerID) {
			t.Errorf("%s has the flowers %v for %s", p.Name, p.FlowerIDs, p.RepresentativeFlowerID)
		}
		for _, id := range p.FlowerIDs {
			if _, ok := all.Flower(id); !ok {
				t.Errorf("%s: no flower %s", p.Name, id)
			}
		}
		if p.Kind == "SUBSCRIPTION" {
			if p.CategoryID != nil || len(p.TagIDs) != 0 || len(p.Cadences) < 1 || len(p.Cadences) > 3 || !slices.Equal(p.FulfilmentMethods, []string{"DELIVERY"}) {
				t.Errorf("the subscription %+v", p)
			}
			continue
		}
		checkRegular(t, p)
	}
	if kinds["REGULAR"] != 300 || kinds["SUBSCRIPTION"] != 24 {
		t.Errorf("products by kind: %v", kinds)
	}
	if soldOut < 12 || soldOut > 24 || statuses["DRAFT"] < 3 || statuses["DISCONTINUED"] < 3 || statuses["TEMPORARILY_SOLD_OUT"] < 3 {
		t.Errorf("%d sold out; by status: %v", soldOut, statuses)
	}
}

func checkRegular(t *testing.T, p product) {
	t.Helper()
	all := catalogue.All()
	if p.CategoryID == nil || len(p.Cadences) != 0 || len(p.TagIDs) < 1 || len(p.TagIDs) > 7 || len(p.FulfilmentMethods) == 0 {
		t.Errorf("the product %+v", p)
		return
	}
	if limits, ok := prices[*p.CategoryID]; !ok || p.Price < limits[0] || p.Price > limits[1] {
		t.Errorf("%s of %s costs %d", p.Name, *p.CategoryID, p.Price)
	}
	if *p.CategoryID == "cat_wreath" && !slices.Equal(p.FulfilmentMethods, []string{"DELIVERY"}) {
		t.Errorf("the wreath %s can be had by %v", p.Name, p.FulfilmentMethods)
	}
	var colours []string
	for _, id := range p.FlowerIDs {
		f, _ := all.Flower(id)
		colours = append(colours, f.Colours...)
		if !mentions(p.Name+p.Description, f) {
			t.Errorf("%s does not say that there is %s in it", p.Name, f.KO)
		}
	}
	tags := ids{}
	for _, id := range p.TagIDs {
		tag, ok := all.Tag(id)
		if !ok || tags[id] {
			t.Errorf("%s: the tag %s", p.Name, id)
		}
		tags[id] = true
		if colour := strings.TrimPrefix(id, "tag_"); tag.Kind == catalogue.Colour && colour != "mixed" && !slices.Contains(colours, colour) {
			t.Errorf("%s is tagged %s; its flowers have %v", p.Name, colour, colours)
		}
	}
	if *p.CategoryID != "cat_dried" && len(together(p.FlowerIDs)) == 0 {
		t.Errorf("the flowers of %s are never there together: %v", p.Name, p.FlowerIDs)
	}
}

func mentions(text string, f catalogue.Flower) bool {
	return slices.ContainsFunc(append([]string{f.KO}, f.Aliases...), func(name string) bool { return strings.Contains(text, name) })
}

// together are the months that have all the flowers.
func together(flowers []string) []int {
	var months []int
	for month := 1; month <= 12; month++ {
		if !slices.ContainsFunc(flowers, func(id string) bool {
			f, _ := catalogue.All().Flower(id)
			return !slices.Contains(f.Months, month)
		}) {
			months = append(months, month)
		}
	}
	return months
}

func TestLikesAndReviews(t *testing.T) {
	d := load(t)
	seen, bodies, stars, n := ids{}, map[string]string{}, map[int]int{}, 0
	for _, p := range d.products {
		likes := ids{}
		for _, id := range p.LikedBy {
			if d.members[id].ID == "" || likes[id] {
				t.Errorf("%s is liked by %s", p.Name, id)
			}
			likes[id] = true
		}
		if len(p.Reviews) > 14 || len(p.Reviews) > p.Sold {
			t.Errorf("%s has %d reviews, %d sold", p.Name, len(p.Reviews), p.Sold)
		}
		writers := ids{}
		for _, r := range p.Reviews {
			n++
			seen.check(t, "rev", r.ID)
			stars[r.Rating]++
			m := d.members[r.MemberID]
			if m.Name != r.Author || writers[r.MemberID] || slices.Contains(d.stores[p.StoreID].Sellers, r.MemberID) {
				t.Errorf("%s: %s can't have written %s", p.Name, r.Author, r.ID)
			}
			writers[r.MemberID] = true
			if r.Rating < 1 || r.Rating > 5 || !korean(r.Body) || !plain(r.Body) || bodies[r.Body] != "" {
				t.Errorf("%s: %d %s", p.Name, r.Rating, r.Body)
			}
			bodies[r.Body] = p.Name
			if r.DaysAgo < 0 || r.DaysAgo >= max(p.DaysAgo, 1) || r.DaysAgo >= m.DaysAgo {
				t.Errorf("%s: %s is from %d days ago", p.Name, r.ID, r.DaysAgo)
			}
		}
	}
	if n < 800 || n > 1000 || stars[5]+stars[4] < 8*n/10 || stars[2]+stars[3] < 30 {
		t.Errorf("%d reviews, by stars %v", n, stars)
	}
}

func TestSubscriptions(t *testing.T) {
	d := load(t)
	seen, by := ids{}, map[string][]string{}
	for _, c := range d.subscriptions {
		seen.check(t, "sub", c.ID)
		i := slices.IndexFunc(d.products, func(p product) bool { return p.ID == c.ProductID })
		if i < 0 {
			t.Errorf("%s: no product %s", c.ID, c.ProductID)
			continue
		}
		p := d.products[i]
		if p.Kind != "SUBSCRIPTION" || !slices.Contains(p.Cadences, c.Cadence) || c.Price != p.Price || c.StartedDaysAgo >= p.DaysAgo {
			t.Errorf("%s of %s", c.ID, p.Name)
		}
		if !d.stores[p.StoreID].deliversTo(c.Address.Postcode) || c.Address.Recipient == "" || c.Address.Phone == "" {
			t.Errorf("%s goes to %+v", c.ID, c.Address)
		}
		days := 0
		for _, v := range c.Deliveries {
			seen.check(t, "sdl", v.ID)
			if v.Status != "SCHEDULED" || v.InDays <= days {
				t.Errorf("%s: %+v", c.ID, v)
			}
			days = v.InDays
		}
		by[d.members[c.MemberID].Email] = append(by[d.members[c.MemberID].Email], c.Status)
	}
	if !slices.Equal(by["minji@bloom.test"], []string{"ACTIVE", "ACTIVE"}) || !slices.Equal(by["haneul@bloom.test"], []string{"PAUSED"}) || len(d.subscriptions) != 3 {
		t.Errorf("contracts: %v", by)
	}
}
