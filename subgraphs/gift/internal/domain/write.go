package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/schema/catalogue"
)

// longestName is how many characters a name may have.
const longestName = 40

// asName makes one line of a name: data, in which nothing means anything. Characters that can't be seen, such
// as those that turn the direction of writing, are dropped.
func asName(typed string) (string, bool) {
	name := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, typed)), " ")
	return name, utf8.RuneCountInString(name) <= longestName
}

func (f frame) in(tone LetterTone) string {
	switch tone {
	case Playful:
		return f.playful
	case Formal:
		return f.formal
	case Poetic:
		return f.poetic
	}
	return f.warm
}

func (w words) opening(tone LetterTone) string {
	return frame{w.warm, w.playful, w.formal, w.poetic}.in(tone)
}

func (e ending) in(tone LetterTone) string {
	return frame{e.warm, e.playful, e.formal, e.poetic}.in(tone)
}

func (r reading) forLetter(to recipient, on occasion) string {
	switch {
	case to.circle == self:
		return r.self
	case on.mood == grief:
		return r.grief
	case on.mood == sorry:
		return r.sorry
	case to.romantic:
		return r.romantic
	}
	return r.plain
}

// material is all that is written by hand in one language.
type material struct {
	occasions, polite          map[string]words
	recipients                 map[string]people
	endings                    map[circle]ending
	readings                   map[theme]reading
	frames, self, sorry, grief map[idea]frame
	graveEndings               map[mood]frame
	selfGrave                  map[mood]words
}

func korean() material {
	return material{occasionsKO(), politeOccasionsKO(), recipientsKO(), endingsKO(), readingsKO(),
		framesKO(), selfFramesKO(), sorryFramesKO(), griefFramesKO(), graveEndingsKO(), selfGraveKO()}
}

func english() material {
	return material{occasionsEN(), nil, recipientsEN(), endingsEN(), readingsEN(),
		framesEN(), selfFramesEN(), sorryFramesEN(), griefFramesEN(), graveEndingsEN(), selfGraveEN()}
}

func (m material) bodies(to recipient, on occasion) map[idea]frame {
	switch {
	case to.circle == self:
		return m.self
	case on.mood == grief:
		return m.grief
	case on.mood == sorry:
		return m.sorry
	}
	return m.frames
}

func (m material) wordsOf(to recipient, on occasion) words {
	if to.circle == self && on.mood.grave() {
		return m.selfGrave[on.mood]
	}
	if w, ok := m.polite[on.tag]; ok && to.polite() {
		return w
	}
	if w, ok := m.occasions[on.tag]; ok {
		return w
	}
	return m.occasions[none] // a tag that is newer than these words
}

func (m material) peopleOf(to recipient) people {
	if p, ok := m.recipients[to.tag]; ok {
		return p
	}
	return m.recipients["tag_friend"]
}

func (m material) endingOf(to recipient, on occasion, tone LetterTone) string {
	if on.mood.grave() && to.circle != self {
		return m.graveEndings[on.mood].in(tone)
	}
	return m.endings[to.circle].in(tone)
}

// fill puts what it says into a frame, in one pass: nothing that is filled in is read again. Names come beside
// it later, so that what people type is never part of a frame.
func (m material) fill(about idea, row catalogue.Meaning, to recipient, on occasion, tone LetterTone, more ...string) string {
	w, e := m.wordsOf(to, on), m.endings[to.circle]
	return strings.NewReplacer(append(more,
		"{opening}", w.opening(tone), "{day}", w.day, "{wish}", w.wish, "{later}", w.later,
		"{regard}", m.peopleOf(to).regard, "{reading}", m.readings[themeOf(row)].forLetter(to, on),
		"{promise}", e.promise, "{formalPromise}", e.formalPromise)...).Replace(m.bodies(to, on)[about].in(tone))
}

func paragraphs(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n\n")
}

func (l Letter) inKorean(m material, about idea, row catalogue.Meaning, to recipient, on occasion) string {
	name, says := l.Flower.KO, "‘"+row.KO+"’"
	body := m.fill(about, row, to, on, l.Tone,
		"{flower}", name, "{flower를}", name+particle(name, "을", "를"), "{flower는}", name+particle(name, "은", "는"),
		"{flower가}", name+particle(name, "이", "가"), "{flower로}", name+towards(name),
		"{meaning}", says, "{meaning이에요}", says+particle(row.KO, "이에요", "예요"), "{meaning입니다}", says+"입니다",
		"{meaning이라는}", says+particle(row.KO, "이라는", "라는"), "{meaning이라고}", says+particle(row.KO, "이라고", "라고"),
		"{meaning이라니}", says+particle(row.KO, "이라니", "라니"))

	humble := to.polite() || l.Tone == Formal || on.mood == grief
	greeting, signed := m.peopleOf(to).greeting, ""
	switch {
	case l.To != "" && humble && to.circle != self && (to.circle == elder || strings.HasSuffix(l.To, "님")):
		greeting = l.To + "께"
	case l.To != "" && humble && to.circle != self:
		greeting = l.To + " 님께"
	case l.To != "":
		greeting = l.To + "에게"
	case on.mood == grief && to.circle != self:
		greeting = "" // whoever mourns is not addressed by what they are to the writer
	}
	switch {
	case l.From != "" && humble && to.circle != self:
		signed = l.From + " 드림"
	case l.From != "":
		signed = "— " + l.From
	}
	return paragraphs(greeting, body, m.endingOf(to, on, l.Tone), signed)
}

func (l Letter) inEnglish(m material, about idea, row catalogue.Meaning, to recipient, on occasion) string {
	body := m.fill(about, row, to, on, l.Tone, "{flower}", "the "+englishName(l.Flower), "{meaning}", "“"+row.EN+"”")
	greeting, signed := m.peopleOf(to).greeting, ""
	switch {
	case l.To != "":
		greeting = "Dear " + l.To + ","
	case on.mood == grief && to.circle != self:
		greeting = ""
	}
	if l.From != "" {
		signed = "— " + l.From
	}
	return paragraphs(greeting, body, m.endingOf(to, on, l.Tone), signed)
}

func englishName(f catalogue.Flower) string { return strings.ToLower(f.EN) }
