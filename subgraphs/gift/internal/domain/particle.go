package domain

import "unicode/utf8"

// Hangul syllables are laid out in blocks of 28: one for each final consonant, the first of them for none.
const (
	firstSyllable = '가'
	lastSyllable  = '힣'
	finals        = 28
	finalL        = 8
)

// final is the number of the last syllable's final consonant, 0 where it has none or is not Hangul.
func final(word string) rune {
	last, _ := utf8.DecodeLastRuneInString(word)
	if last < firstSyllable || last > lastSyllable {
		return 0
	}
	return (last - firstSyllable) % finals
}

// particle is the form that goes after the word: the first after a consonant, the second after a vowel.
func particle(word, afterConsonant, afterVowel string) string {
	if final(word) != 0 {
		return afterConsonant
	}
	return afterVowel
}

// towards is 으로 or 로, which also stands after ㄹ.
func towards(word string) string {
	if f := final(word); f != 0 && f != finalL {
		return "으로"
	}
	return "로"
}
