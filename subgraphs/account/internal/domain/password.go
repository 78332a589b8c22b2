package domain

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
)

const (
	minPassword = 10
	// maxPassword, in bytes, bounds the work that a caller can make us do.
	maxPassword = 512
)

//go:embed common_passwords.txt
var commonPasswords string

// CheckPassword refuses passwords that are guessed first: short ones, common ones, one character over and
// over, and the member's own email. It asks for no digits or signs, which make people choose worse.
func CheckPassword(password, email string) error {
	weak := fault.New("PASSWORD_TOO_WEAK", "password")
	if len(password) > maxPassword {
		return fault.Invalid("비밀번호가 너무 길어요.", "The password is too long.", "password")
	}
	lower := strings.ToLower(strings.TrimSpace(password))
	name, _, _ := strings.Cut(email, "@")
	switch {
	case utf8.RuneCountInString(password) < minPassword, utf8.RuneCountInString(lower) < minPassword:
		return weak
	case strings.Count(lower, string([]rune(lower)[0])) == utf8.RuneCountInString(lower):
		return weak
	case email != "" && (lower == email || lower == name):
		return weak
	case strings.Contains("\n"+commonPasswords, "\n"+lower+"\n"):
		return weak
	}
	return nil
}

// PlausiblePassword tells whether it is worth comparing at all.
func PlausiblePassword(password string) bool { return password != "" && len(password) <= maxPassword }
