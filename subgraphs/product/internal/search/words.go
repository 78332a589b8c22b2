package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Korean writes particles, and often the next word, without a space: 리시안셔스를, 핑크장미. So beside whole words
// the index has bigrams, pairs of neighbouring syllables, in which any part of a word is found by its own
// bigrams in a row. No analyser that cuts Hangul so is built into Bleve; texts are cut here, and given to it
// as terms with spaces between them.

// words are the words of a text, composed (NFC: a file from a Mac may have its syllables in pieces), in lower
// case.
func words(text string) []string {
	text = strings.ToLower(norm.NFC.String(text))
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) || r == '\''
	})
}

// bigrams are the pairs of neighbouring letters of a word, in order; a word of one letter is its own.
func bigrams(word string) []string {
	letters := []rune(word)
	if len(letters) < 2 {
		return []string{word}
	}
	pairs := make([]string, len(letters)-1)
	for i := range pairs {
		pairs[i] = string(letters[i : i+2])
	}
	return pairs
}

// gap stands between the bigrams of two words, so that no row of them goes across it.
const gap = "\u2021"

// terms is a text as Bleve indexes it whole.
func terms(texts ...string) string {
	var all []string
	for _, t := range texts {
		all = append(all, words(t)...)
	}
	return strings.Join(all, " ")
}

// pieces is a text as Bleve indexes its bigrams; those of each word stand apart.
func pieces(texts ...string) string {
	var all []string
	for _, t := range texts {
		for _, w := range words(t) {
			all = append(all, bigrams(w)...)
			all = append(all, gap)
		}
	}
	return strings.Join(all, " ")
}

// run is a text as Bleve indexes its bigrams across the spaces: for names, where 핑크장미 and 핑크 장미 are the same.
func run(texts ...string) string {
	var all []string
	for _, t := range texts {
		all = append(all, bigrams(strings.Join(words(t), ""))...)
		all = append(all, gap)
	}
	return strings.Join(all, " ")
}
