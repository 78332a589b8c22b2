package validate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Respell writes the numbers, texts and comments of a query so that the parsers can read them: the engine's knows no
// 1e-2 and cuts the spaces off block strings, and neither knows \u{1F600} or all signs that may stand in a text.
// What is no number or text at all is refused. Lines stay where they are.
func Respell(text string) (string, *answer.Refusal) {
	s := spelling{text: text}
	for s.at < len(text) {
		s.token()
		if s.wrong != "" {
			return "", s.refusal()
		}
	}
	if s.kept == 0 {
		return text, nil
	}
	return string(append(s.out, text[s.kept:]...)), nil
}

type spelling struct {
	text string
	at   int
	out  []byte
	// kept is up to where the text is in out.
	kept  int
	wrong string

	// before is the sign that the last token begins with, and braces and parens are how many are open.
	before         byte
	braces, parens int
}

// replace puts what is spelled otherwise in the place of all from start to where the text is read.
func (s *spelling) replace(start int, with string) {
	s.out = append(append(s.out, s.text[s.kept:start]...), with...)
	s.kept = s.at
}

func (s *spelling) refusal() *answer.Refusal {
	read := s.text[:s.at]
	line := strings.Count(read, "\n") + strings.Count(read, "\r") - strings.Count(read, "\r\n") + 1
	column := utf8.RuneCountInString(read[strings.LastIndexAny(read, "\n\r")+1:]) + 1
	e := answer.New(answer.BadUserInput, s.wrong)
	e.Locations = []answer.Location{{Line: uint32(line), Column: uint32(column)}}
	return answer.Invalid(e)
}

const byteOrderMark = "\ufeff"

func (s *spelling) token() {
	start := s.at
	ch := s.text[s.at]
	switch {
	case ch == '"':
		s.literal()
	case ch == '#':
		s.comment()
		return
	case ch == '-' || ch >= '0' && ch <= '9':
		s.number()
	case isNamePart(ch):
		s.word()
	case ch == '$':
		// The engine wants the name at once.
		if s.at++; s.ignored() > 0 {
			s.replace(start, s.text[start+1:s.at]+"$")
		}
	case strings.HasPrefix(s.text[s.at:], byteOrderMark):
		s.at += len(byteOrderMark)
		s.replace(start, " ")
		return
	case strings.IndexByte(" \t\n\r,", ch) >= 0:
		s.at++
		return
	default:
		s.at++
		s.braces += sign(ch, '{', '}')
		s.parens += sign(ch, '(', ')')
	}
	s.before = ch
}

// sign is 1 for what opens and -1 for what shuts.
func sign(ch, open, shut byte) int {
	switch ch {
	case open:
		return 1
	case shut:
		return -1
	}
	return 0
}

func (s *spelling) word() (word string) {
	start := s.at
	for s.at < len(s.text) && isNamePart(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at]
}

func isNamePart(ch byte) bool {
	return ch == '_' || ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z'
}

// ignored reads over what has no meaning, and tells how long it was.
func (s *spelling) ignored() int {
	start := s.at
	for s.at < len(s.text) {
		switch rest := s.text[s.at:]; {
		case strings.IndexByte(" \t\n\r,", rest[0]) >= 0:
			s.at++
		case rest[0] == '#':
			if i := strings.IndexAny(rest, "\n\r"); i >= 0 {
				s.at += i
			} else {
				s.at = len(s.text)
			}
		case strings.HasPrefix(rest, byteOrderMark):
			s.at += len(byteOrderMark)
		default:
			return s.at - start
		}
	}
	return s.at - start
}

// literal reads a text. Neither parser knows that operations, fragments and variables may have a description, so that
// is left out.
func (s *spelling) literal() {
	start, kept, out := s.at, s.kept, len(s.out)
	if strings.HasPrefix(s.text[s.at:], `"""`) {
		s.block()
	} else {
		s.quoted()
	}
	if s.wrong == "" && s.describes() {
		s.out, s.kept = s.out[:out], kept // it may have been respelled
		s.replace(start, blank(s.text[start:s.at]))
	}
}

// describes tells whether the text that was just read is a description.
func (s *spelling) describes() bool {
	ahead := spelling{text: s.text, at: s.at}
	ahead.ignored()
	if s.braces != 0 || ahead.at == len(s.text) {
		return false
	}
	switch s.parens {
	case 0:
		if s.before != 0 && s.before != '}' {
			return false
		}
		word := ahead.word()
		return word == "query" || word == "mutation" || word == "subscription" || word == "fragment"
	case 1:
		return s.before != '=' && s.text[ahead.at] == '$'
	}
	return false
}

// blank is as many lines, and as many columns in the last.
func blank(text string) string {
	text = lineEnds.Replace(text)
	return strings.Repeat("\n", strings.Count(text, "\n")) + strings.Repeat(" ", utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:]))
}

func (s *spelling) comment() {
	start, odd := s.at, false
	for s.at < len(s.text) && s.text[s.at] != '\n' && s.text[s.at] != '\r' {
		odd = odd || s.text[s.at] < ' ' && s.text[s.at] != '\t'
		s.at++
	}
	if odd {
		s.replace(start, "#")
	}
}

var numeral = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`)

func (s *spelling) number() {
	start, rest := s.at, s.text[s.at:]
	found := numeral.FindStringSubmatch(rest)
	if found == nil {
		s.wrong = "a digit has to follow a minus"
		return
	}
	s.at += len(found[0])
	if s.at < len(s.text) && (s.text[s.at] == '.' || isNamePart(s.text[s.at])) {
		s.wrong = fmt.Sprintf("a number can't go on with %q", s.text[s.at:s.at+1])
		return
	}
	if exponent := found[3]; found[2] == "" && len(exponent) > 1 && (exponent[1] == '-' || exponent[1] == '+') {
		s.replace(start, strings.TrimSuffix(found[0], exponent)+".0"+exponent)
	}
}

// quoted reads a text on one line.
func (s *spelling) quoted() {
	start, respelled := s.at, false
	var b []byte // what is between the quotes, as JSON has it
	for s.at++; s.at < len(s.text); {
		switch ch := s.text[s.at]; {
		case ch == '"':
			s.at++
			if respelled {
				s.replace(start, `"`+string(b)+`"`)
			}
			return
		case ch == '\n' || ch == '\r':
			s.wrong = "a text in quotes has no end on its line"
			return
		case ch == '\\':
			escaped, other := s.escape()
			if s.wrong != "" {
				return
			}
			b, respelled = append(b, escaped...), respelled || other
		case ch < ' ':
			b, respelled = fmt.Appendf(b, `\u%04x`, ch), true
			s.at++
		default:
			b = append(b, ch)
			s.at++
		}
	}
	s.wrong = "a text in quotes has no end"
}

// escape reads what begins with a backslash, and tells how JSON has it and whether that is another way.
func (s *spelling) escape() (as string, other bool) {
	start := s.at
	rest := s.text[s.at+1:]
	switch {
	case rest != "" && strings.IndexByte(`"\/bfnrt`, rest[0]) >= 0:
		s.at += 2
		return s.text[start:s.at], false
	case strings.HasPrefix(rest, "u{"):
		digits, _, closed := strings.Cut(rest[2:], "}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if !closed || err != nil || code > utf8.MaxRune || isSurrogate(code) {
			break
		}
		s.at += len(`\u{}`) + len(digits)
		quoted, err := json.Marshal(string(rune(code)))
		if err != nil {
			break
		}
		return string(quoted[1 : len(quoted)-1]), true
	case strings.HasPrefix(rest, "u"):
		code, ok := fourDigits(rest[1:])
		if !ok || code >= 0xdc00 && code < 0xe000 {
			break
		}
		if isSurrogate(code) {
			if low, ok := fourDigits(strings.TrimPrefix(rest[5:], `\u`)); !ok || !strings.HasPrefix(rest[5:], `\u`) || low < 0xdc00 || low >= 0xe000 {
				break
			}
			s.at += 6
		}
		s.at += 6
		return s.text[start:s.at], false
	}
	s.wrong = "a text has a backslash before what it can't stand before"
	return "", false
}

func isSurrogate(code uint64) bool { return code >= 0xd800 && code < 0xe000 }

func fourDigits(text string) (code uint64, ok bool) {
	if len(text) < 4 {
		return 0, false
	}
	code, err := strconv.ParseUint(text[:4], 16, 32)
	return code, err == nil
}

// block reads a text in three quotes and makes one in single quotes of it.
func (s *spelling) block() {
	start := s.at
	var raw strings.Builder
	for s.at += 3; ; {
		rest := s.text[s.at:]
		i := strings.IndexAny(rest, `"\`)
		if i < 0 {
			s.at = len(s.text)
			s.wrong = "a text in three quotes has no end"
			return
		}
		raw.WriteString(rest[:i])
		s.at += i
		switch rest = rest[i:]; {
		case strings.HasPrefix(rest, `"""`):
			s.at += 3
			s.replaceBlock(start, raw.String())
			return
		case strings.HasPrefix(rest, `\"""`):
			raw.WriteString(`"""`)
			s.at += 4
		default:
			raw.WriteByte(rest[0])
			s.at++
		}
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (s *spelling) replaceBlock(start int, raw string) {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(dedented(lineEnds.Replace(raw))); err != nil {
		s.wrong = "a text in three quotes can't be read"
		return
	}
	with := strings.TrimSuffix(quoted.String(), "\n")
	// What stands behind it has to be in the line, and in the column if it can, where it was.
	was := blank(s.text[start:s.at])
	if !strings.Contains(was, "\n") {
		was = was[min(len(was), utf8.RuneCountInString(with)):]
	}
	with += was
	s.replace(start, with)
}

// dedented is the value of a block string: without the indentation that all lines but the first have, and without
// blank lines before and behind.
func dedented(raw string) string {
	lines := strings.Split(raw, "\n")
	indent, first, last := -1, len(lines), -1
	for i, line := range lines {
		own := len(line) - len(strings.TrimLeft(line, " \t"))
		if own == len(line) {
			continue
		}
		first, last = min(first, i), i
		if i > 0 && (indent < 0 || own < indent) {
			indent = own
		}
	}
	if last < 0 {
		return ""
	}
	for i := 1; i < len(lines) && indent > 0; i++ {
		lines[i] = lines[i][min(indent, len(lines[i])):]
	}
	return strings.Join(lines[first:last+1], "\n")
}
