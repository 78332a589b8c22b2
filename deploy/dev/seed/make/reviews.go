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
// ("product:달무리"), a mark of the product ("mark:office"), or several of these ("plant+phalaenopsis"). Each text is used once.
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
// a flower or a shop are about bouquets, words about an occasion about what is carried to it. What is given to
// mourners has only words of its own.
func (l *pool) fits(p *product) bool {
	c := p.category()
	if slices.Contains(p.TagIDs, "tag_condolence") && !strings.Contains(l.key, "tag:condolence") && !strings.Contains(l.key, "product:") {
		return false
	}
	if p.marks["office"] && l.key == "sub" {
		return false
	}
	kinds := []string{c}
	for part := range strings.SplitSeq(l.key, "+") {
		what, name, _ := strings.Cut(part, ":")
		switch {
		case what == "product":
			return p.Name == name
		case what == "mark" && p.marks[name]:
		case what == "store" && p.store.Slug == name:
			kinds = []string{"bouquet"}
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
				if len(p.Reviews) >= 14 || p.DaysAgo < lapse(t.Body)+2 {
					continue
				}
				if s := (0.15 + p.pull) * r.Float64() / float64(len(p.Reviews)+2); s > score {
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
		for i := range p.Reviews {
			p.Reviews[i].DaysAgo = r.IntN(max(p.DaysAgo-2-lapse(p.Reviews[i].Body), 0) + 1)
		}
		slices.SortStableFunc(p.Reviews, func(a, b review) int { return b.DaysAgo - a.DaysAgo })
		for i := range p.Reviews {
			n++
			v := &p.Reviews[i]
			// Nobody writes before they joined.
			at := slices.IndexFunc(order, func(w int) bool { return writers[w].DaysAgo > v.DaysAgo })
			w := writers[order[at]]
			order = slices.Delete(order, at, at+1)
			v.ID, v.MemberID, v.Author = numbered("rev", n), w.ID, w.Name
		}
		p.Sold = max(p.Sold, len(p.Reviews)*2)
	}
	left := 0
	for _, l := range pools {
		left += len(l.texts)
	}
	return left
}

// lapse is how many days must have passed before somebody can have written body: who speaks of a year has had
// the product for one.
func lapse(body string) int {
	spans := []struct {
		words []string
		days  int
	}{
		{[]string{"일 년 반"}, 560},
		{[]string{"일 년", "두 번째 겨울", "해마다", "작년", "한 해가", "올해가 세 번째"}, 375},
		{[]string{"일곱 달"}, 215},
		{[]string{"반년", "사계절", "8월", "가을이 길"}, 190},
		{[]string{"석 달", "여섯 번째", "열한 가지", "설날까지"}, 95},
		{[]string{"두 달", "내내", "두 번째"}, 65},
		{[]string{"한 달", "다음 달", "3주", "20일", "22일", "스무 날", "계속", "매주", "매달", "매번"}, 32},
		{[]string{"열흘", "2주", "12일", "보름", "19일", "18일", "일주일"}, 16},
	}
	for _, s := range spans {
		for _, w := range s.words {
			if strings.Contains(body, w) {
				return s.days
			}
		}
	}
	return 5
}
