package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// readProducts reads the shelf of a store. A product is a line
//
//	## name | category | price | flowers | tags | marks
//
// and the lines of its description below; the first flower stands for it. For a subscription the category is
// "sub" and the cadences stand in place of the tags. A line "- 5 text" is a review of this very product.
func readProducts(path string, s *store) ([]*product, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []*product
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "## "):
			p, err := parse(line[3:])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			p.store, p.StoreID = s, s.ID
			all = append(all, p)
		case strings.HasPrefix(line, "- "):
			p := all[len(all)-1]
			rating, err := strconv.Atoi(line[2:3])
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", path, line, err)
			}
			p.Reviews = append(p.Reviews, review{Rating: rating, Body: strings.TrimSpace(line[3:])})
		default:
			p := all[len(all)-1]
			p.Description = strings.TrimSpace(p.Description + " " + line)
		}
	}
	return all, nil
}

func parse(line string) (*product, error) {
	f := strings.Split(line, "|")
	if len(f) != 6 {
		return nil, fmt.Errorf("%q has not six parts", line)
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	price, err := strconv.Atoi(f[2])
	if err != nil {
		return nil, fmt.Errorf("%q: %w", line, err)
	}
	p := &product{
		Kind: "REGULAR", Name: f[0], Price: price, Status: "ON_SALE",
		TagIDs: []string{}, Cadences: []string{}, LikedBy: []string{}, Reviews: []review{},
		FulfilmentMethods: []string{"DELIVERY", "PICKUP"}, marks: map[string]bool{},
	}
	for _, w := range strings.Fields(f[3]) {
		p.FlowerIDs = append(p.FlowerIDs, "flw_"+w)
	}
	if len(p.FlowerIDs) == 0 {
		return nil, fmt.Errorf("%q has no flower", line)
	}
	p.RepresentativeFlowerID = p.FlowerIDs[0]
	for _, w := range strings.Fields(f[5]) {
		p.marks[w] = true
	}
	if f[1] == "sub" {
		p.Kind = "SUBSCRIPTION"
		p.Cadences = strings.Fields(f[4])
		p.FulfilmentMethods = []string{"DELIVERY"}
		return p, nil
	}
	c := "cat_" + f[1]
	p.CategoryID = &c
	for _, w := range strings.Fields(f[4]) {
		p.TagIDs = append(p.TagIDs, "tag_"+w)
	}
	if f[1] == "wreath" || p.marks["delivery"] {
		p.FulfilmentMethods = []string{"DELIVERY"}
	}
	if p.marks["pickup"] {
		p.FulfilmentMethods = []string{"PICKUP"}
	}
	return p, nil
}

func (p *product) offers(cadence string) bool { return slices.Contains(p.Cadences, cadence) }

func (p *product) category() string {
	if p.CategoryID == nil {
		return "sub"
	}
	return strings.TrimPrefix(*p.CategoryID, "cat_")
}

// inOrderOfCreation takes one product from each shelf in turn and numbers them, so that ids sort by age and
// no store has only old ones. On a shelf those marked old come first, those marked new last, and the others
// in no order that a reader could see.
func inOrderOfCreation(shelves [][]*product) []*product {
	const fresh, eldest = 9, 690 // days
	var all, latest []*product
	for _, shelf := range shelves {
		slices.SortStableFunc(shelf, func(a, b *product) int {
			if a.marks["old"] != b.marks["old"] {
				if a.marks["old"] {
					return -1
				}
				return 1
			}
			return cmp.Compare(drawn("age", a.Name).Uint64(), drawn("age", b.Name).Uint64())
		})
	}
	for i, more := 0, true; more; i++ {
		more = false
		for _, shelf := range shelves {
			if i >= len(shelf) {
				continue
			}
			more = true
			if shelf[i].marks["new"] {
				latest = append(latest, shelf[i])
			} else {
				all = append(all, shelf[i])
			}
		}
	}
	old := len(all)
	all = append(all, latest...)
	for i, p := range all {
		p.ID = numbered("prd", i+1)
		p.DaysAgo = fresh + (old-1-i)*(eldest-fresh)/max(old, 1)
		if i >= old {
			p.DaysAgo = (len(all) - 1 - i) * (fresh - 1) / max(len(latest), 1)
		}
	}
	return all
}

// shape gives a product its life in the shop: what is left of it, who likes it, how much was sold.
func (p *product) shape(members []*member) {
	r := drawn("shape", p.store.Slug, p.Name)
	// Few products are loved by many, and many by few: a high power of a uniform draw.
	u := r.Float64()
	p.pull = math.Pow(u, 7)
	if p.marks["loved"] {
		p.pull = 0.3 + 0.7*u*u
	}
	if p.marks["new"] {
		p.pull *= 0.25
	}
	switch p.category() {
	case "single", "bouquet":
		p.Stock = 12 + r.IntN(49)
	case "wreath", "wedding":
		p.Stock = 4 + r.IntN(12)
	case "sub":
		p.Stock = 30 + r.IntN(31)
	default:
		p.Stock = 6 + r.IntN(30)
	}
	switch {
	case p.marks["out"]:
		p.Stock = 0
	case p.marks["low"]:
		p.Stock = 1 + r.IntN(3)
	case p.marks["paused"]:
		p.Status = "TEMPORARILY_SOLD_OUT"
	case p.marks["gone"]:
		p.Status, p.Stock = "DISCONTINUED", 0
	case p.marks["draft"]:
		p.Status = "DRAFT"
		p.pull = 0
		return
	}
	for _, m := range members {
		if slices.Contains(p.store.Sellers, m.ID) || m.is("ADMIN") {
			continue
		}
		if r.Float64() < 0.02+0.9*p.pull {
			p.LikedBy = append(p.LikedBy, m.ID)
		}
	}
	volume := map[string]float64{"single": 3, "bouquet": 1.6, "wreath": 0.5, "wedding": 0.25, "sub": 1.2}[p.category()]
	if volume == 0 {
		volume = 0.8
	}
	age := float64(p.DaysAgo+10) / 400
	p.Sold = int(volume * age * (6 + 180*p.pull + 14*r.Float64()))
}
