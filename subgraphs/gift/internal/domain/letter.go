package domain

import (
	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/schema/locale"
)

// LetterTone is the voice of a letter.
type LetterTone string

// The four voices. A condolence or an apology has no playful one: it is written warmly instead.
const (
	Warm    LetterTone = "WARM"
	Playful LetterTone = "PLAYFUL"
	Formal  LetterTone = "FORMAL"
	Poetic  LetterTone = "POETIC"
)

// AssistantSource is who wrote.
type AssistantSource string

// Local is this program, from words written by hand.
const Local AssistantSource = "LOCAL"

// Letter is what a letter is to be written of.
type Letter struct {
	Flower catalogue.Flower
	// Colour is an English word of the catalogue; empty for no colour in particular.
	Colour string
	// Recipient and Occasion are tags of the catalogue; Occasion may be empty.
	Recipient, Occasion string
	// From and To are names as people typed them; empty where they did not.
	From, To string
	Tone     LetterTone
	Language locale.Locale
}

// LetterSuggestions are three letters, what they were written from, and what to mind.
type LetterSuggestions struct {
	flower   *Flower
	meanings []*FlowerMeaning
	letters  []string
	advice   []string
}

// Flower is what the letters are about.
func (s *LetterSuggestions) Flower() *Flower { return s.flower }

// Meanings are the rows that the letters were written from; never a negative one.
func (s *LetterSuggestions) Meanings() []*FlowerMeaning { return s.meanings }

// Letters are three, each with an idea of its own: what the flower says, what the recipient has been, what stays.
func (s *LetterSuggestions) Letters() []string { return s.letters }

// Advice warns of what could be misread.
func (s *LetterSuggestions) Advice() []string { return s.advice }

// Source is who wrote them.
func (s *LetterSuggestions) Source() AssistantSource { return Local }

// Suggest writes the letters: the same ones for the same input. A colour that no flower has, or a tag that is
// not of its kind, is BAD_USER_INPUT, and so is a name that is too long.
func (l Letter) Suggest() (*LetterSuggestions, error) {
	all := catalogue.All()
	if tag, ok := all.Tag(l.Recipient); !ok || tag.Kind != catalogue.Recipient {
		return nil, fault.BadInput("recipientTagId is not a tag for a recipient")
	}
	if tag, ok := all.Tag(l.Occasion); l.Occasion != none && (!ok || tag.Kind != catalogue.Occasion) {
		return nil, fault.BadInput("occasionTagId is not a tag for an occasion")
	}
	if _, ok := colourNames()[l.Colour]; l.Colour != "" && !ok {
		return nil, fault.BadInput("colour is not one of the catalogue's, such as red or white")
	}
	var ok bool
	if l.From, ok = asName(l.From); !ok {
		return nil, fault.BadInput("from is a name of at most 40 characters")
	}
	if l.To, ok = asName(l.To); !ok {
		return nil, fault.BadInput("to is a name of at most 40 characters")
	}
	to, on := recipientOf(l.Recipient), occasionOf(l.Occasion)
	if l.Tone == "" || l.Tone == Playful && on.mood.grave() {
		l.Tone = Warm
	}
	rows := rowsFor(l.Flower, l.Colour, to, on)
	if len(rows) == 0 {
		return nil, fault.BadInput("this flower has no meaning that a letter could be written from")
	}
	s := &LetterSuggestions{flower: &Flower{l.Flower.ID}, advice: l.adviceFor(rows, to, on)}
	rows = rows[:min(len(rows), len(ideas()))]
	for _, row := range rows {
		s.meanings = append(s.meanings, &FlowerMeaning{row})
	}
	write, words := l.inKorean, korean
	if l.Language == locale.EN {
		write, words = l.inEnglish, english
	}
	byHand := words()
	for i, about := range ideas() {
		s.letters = append(s.letters, write(byHand, about, rows[i%len(rows)], to, on))
	}
	return s, nil
}

func ideas() []idea { return []idea{whatTheFlowerSays, whatYouAre, whatStays} }
