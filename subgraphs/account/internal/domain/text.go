package domain

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
)

const (
	maxName  = 50
	maxEmail = 254 // RFC 5321
)

// text is one line of at most so many characters, trimmed and not empty.
func text(s string, limit int, field ...string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", fault.Invalid("비워 둘 수 없어요.", "This can't be empty.", field...)
	}
	return bounded(s, limit, field...)
}

func bounded(s string, limit int, field ...string) (string, error) {
	if utf8.RuneCountInString(s) > limit {
		return "", fault.Invalid(fmt.Sprintf("%d자까지 쓸 수 있어요.", limit), fmt.Sprintf("This has %d characters at most.", limit), field...)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", fault.Invalid("쓸 수 없는 글자가 있어요.", "This has characters that can't be used.", field...)
	}
	return s, nil
}

// Email normalises an address, so that one mailbox has one account: trimmed, and in lower case as a whole,
// for no provider in use tells upper from lower case. Only ASCII, because addresses that look the same must
// be the same.
func Email(s string, field ...string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	parsed, err := mail.ParseAddress(s)
	ascii := !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
	if err != nil || parsed.Address != s || !ascii || len(s) > maxEmail {
		return "", fault.Invalid("이메일 주소를 확인해 주세요.", "Please check the email address.", field...)
	}
	if _, host, _ := strings.Cut(s, "@"); !strings.Contains(host, ".") || strings.HasPrefix(host, "[") {
		return "", fault.Invalid("이메일 주소를 확인해 주세요.", "Please check the email address.", field...)
	}
	return s, nil
}

var (
	international = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	// mobile (01x), Seoul (02), other areas, internet and safe numbers (0xx, 0xxx).
	korean      = regexp.MustCompile(`^0(1[016789][0-9]{7,8}|2[0-9]{7,8}|[3-7][0-9][0-9]{7,8}|50[0-9][0-9]{7,8}|80[0-9]{7,8})$`)
	punctuation = strings.NewReplacer("-", "", " ", "", ".", "", "(", "", ")", "")
)

// Phone normalises a number to E.164. It takes E.164 itself, and numbers as they are written in Korea.
func Phone(s string, field ...string) (string, error) {
	if len(s) <= 40 {
		digits := punctuation.Replace(s)
		if strings.HasPrefix(digits, "+820") { // +82 (0)10-...: often written so
			digits = "+82" + digits[4:]
		}
		switch {
		case strings.HasPrefix(digits, "+82") && korean.MatchString("0"+digits[3:]):
			return digits, nil
		case !strings.HasPrefix(digits, "+82") && international.MatchString(digits):
			return digits, nil
		case korean.MatchString(digits):
			return "+82" + digits[1:], nil
		}
	}
	return "", fault.Invalid("전화번호를 확인해 주세요. 예: 010-1234-5678", "Please check the phone number, such as 010-1234-5678 or +821012345678.", field...)
}
