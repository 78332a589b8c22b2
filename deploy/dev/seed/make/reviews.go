package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// pool holds what customers said of a kind of product, under words that name the kind: a category ("basket"),
// a flower ("peony"), an occasion ("tag:graduation"), a shop ("store:jeju-doldam"), one product
// ("product:달무리"), or several of these ("plant+phalaenopsis"). Each text is used once.
type pool struct {
	key   string
	texts []review
}

func readReviews(folder string) ([]*pool, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var all []*pool
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "":
			case strings.HasPrefix(line, "["):
				all = append(all, &pool{key: strings.Trim(line, "[]")})
			default:
				rating, err := strconv.Atoi(line[:1])
				if err != nil || len(all) == 0 {
					return nil, fmt.Errorf("%s: %q has no stars", path, line)
				}
				now := all[len(all)-1]
				now.texts = append(now.texts, review{Rating: rating, Body: strings.TrimSpace(line[1:])})
			}
		}
	}
	return all, nil
}

// fits tells whether the texts of the pool could have been said of p. Where no category is named, words about
// a flower are about bouquets, and words about an occasion about what is carried to it.
func (l *pool) fits(p *product) bool {
	c := p.category()
	kinds := []string{c}
	for part := range strings.SplitSeq(l.key, "+") {
		what, name, _ := strings.Cut(part, ":")
		switch {
		case what == "product":
			return p.Name == name
		case what == "store" && p.store.Slug == name:
			kinds = []string{"bouquet", "basket", "box", "vase", "single", "plant", "wreath"}
		case what == "tag" && slices.Contains(p.TagIDs, "tag_"+name):
			kinds = []string{"bouquet", "basket", "box"}
		case "flw_"+part == p.RepresentativeFlowerID:
			kinds = []string{"bouquet"}
		case part == c:
		default:
			return false
		}
	}
	return strings.Contains("+"+l.key+"+", "+"+c+"+") || slices.Contains(kinds, c)
}

// giveReviews deals the texts out, to liked products more than to others, and gives each review its writer
// and day. It returns how many texts no product took.
func giveReviews(products []*product, members []*member, pools []*pool) int {
	var writers []*member
	for _, m := range members {
		if !m.is("SELLER") && !m.is("ADMIN") {
			writers = append(writers, m)
		}
	}
	for _, l := range pools {
		r := drawn("reviews", l.key)
		var takers []*product
		for _, p := range products {
			if l.fits(p) && p.Status != "DRAFT" && p.DaysAgo > 2 {
				takers = append(takers, p)
			}
		}
		var kept []review
		for _, t := range l.texts {
			best, score := (*product)(nil), 0.0
			for _, p := range takers {
				if len(p.Reviews) >= 14 || len(p.Reviews) >= p.Sold {
					continue
				}
				if s := (0.12 + p.pull) * r.Float64() / float64(len(p.Reviews)+2); s > score {
					best, score = p, s
				}
			}
			if best == nil {
				kept = append(kept, t)
				continue
			}
			best.Reviews = append(best.Reviews, t)
		}
		l.texts = kept
	}
	n := 0
	for _, p := range products {
		r := drawn("writers", p.store.Slug, p.Name)
		order := r.Perm(len(writers))
		last := max(p.DaysAgo-2, 0)
		days := make([]int, len(p.Reviews))
		for i := range days {
			days[i] = r.IntN(last + 1)
		}
		slices.SortFunc(days, func(a, b int) int { return b - a })
		for i := range p.Reviews {
			n++
			w := writers[order[i]]
			v := &p.Reviews[i]
			v.ID, v.MemberID, v.Author, v.DaysAgo = numbered("rev", n), w.ID, w.Name, days[i]
		}
		p.Sold = max(p.Sold, len(p.Reviews)*2)
	}
	left := 0
	for _, l := range pools {
		left += len(l.texts)
	}
	return left
}
