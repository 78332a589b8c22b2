package search

import "github.com/blooming-blooms/bloom/schema/catalogue"

// otherNames are what people also call a tag. A flower's other names are in the catalogue.
func otherNames(tagID string) []string {
	switch tagID {
	case "tag_red":
		return []string{"빨간", "붉은", "레드"}
	case "tag_pink":
		return []string{"핑크"}
	case "tag_orange":
		return []string{"오렌지"}
	case "tag_yellow":
		return []string{"노란", "옐로", "옐로우"}
	case "tag_white":
		return []string{"하얀", "하양", "흰", "화이트"}
	case "tag_green":
		return []string{"그린"}
	case "tag_blue":
		return []string{"파란", "푸른", "블루"}
	case "tag_purple":
		return []string{"퍼플"}
	case "tag_mother":
		return []string{"엄마"}
	case "tag_father":
		return []string{"아빠"}
	case "tag_proposal":
		return []string{"프로포즈", "청혼"}
	case "tag_valentine":
		return []string{"밸런타인데이"}
	}
	return nil
}

// catalogueWords are all words of the catalogue, as a search has them.
func catalogueWords() map[string]bool {
	known := map[string]bool{}
	add := func(names ...string) {
		for _, n := range names {
			for _, w := range words(n) {
				known[w] = true
			}
		}
	}
	c := catalogue.All()
	for _, f := range c.Flowers {
		add(f.KO, f.EN)
		add(f.Aliases...)
	}
	for _, t := range c.Tags {
		add(t.KO, t.EN)
		add(otherNames(t.ID)...)
	}
	for _, k := range c.Categories {
		add(k.KO, k.EN)
	}
	return known
}

// split cuts a word that is two known words written as one.
func split(word string, known map[string]bool) (first, second string, ok bool) {
	for i := range word {
		if i > 0 && known[word[:i]] && known[word[i:]] {
			return word[:i], word[i:], true
		}
	}
	return "", "", false
}
