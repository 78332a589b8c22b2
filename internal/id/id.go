// Package id makes the ids of the graph: a prefix that says what it is the id of, and a ULID, so that ids
// sort by the time they were made: "ord_01J...".
package id

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/oklog/ulid/v2"
)

// New makes an id that sorts after all that this process made before it.
func New(prefix string) string { return prefix + "_" + ulid.Make().String() }

// Secret makes an id of 128 random bits: whoever knows it may use what it names.
func Secret(prefix string) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return prefix + "_" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// Is tells whether s has the form of an id with that prefix, so that anything else need not be looked up.
func Is(prefix, s string) bool {
	rest, ok := strings.CutPrefix(s, prefix+"_")
	return ok && rest != "" && len(rest) <= 64 && !strings.ContainsFunc(rest, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '_' && r != '-'
	})
}
