package password_test

import (
	"context"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/subgraphs/account/internal/password"
)

func TestHash(t *testing.T) {
	a := password.New()
	hash, err := a.Hash(t.Context(), "bloom-demo-1")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	if again, _ := a.Hash(t.Context(), "bloom-demo-1"); again == hash {
		t.Error("two hashes of one password are the same: the salt is")
	}
	for _, test := range []struct {
		hash, password string
		matches, fails bool
	}{
		{hash, "bloom-demo-1", true, false},
		{hash, "bloom-demo-2", false, false},
		{hash, "", false, false},
		{"", "bloom-demo-1", false, false},
		{"bloom-demo-1", "bloom-demo-1", false, true},
		{strings.Replace(hash, "argon2id", "argon2i", 1), "bloom-demo-1", false, true},
		{strings.Replace(hash, "v=19", "v=16", 1), "bloom-demo-1", false, true},
		{hash[:len(hash)-4], "bloom-demo-1", false, true},
	} {
		matches, err := a.Matches(t.Context(), test.hash, test.password)
		if matches != test.matches || (err != nil) != test.fails {
			t.Errorf("%q of %q: %v, %v", test.password, test.hash, matches, err)
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := a.Hash(gone, "bloom-demo-1"); err == nil {
		t.Error("hashed for somebody who has left")
	}
}
