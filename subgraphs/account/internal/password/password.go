// Package password hashes passwords with argon2id.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
const (
	memory   = 19 * 1024 // KiB
	passes   = 2
	threads  = 1
	saltSize = 16
	keySize  = 32
)

// Argon2 hashes at most as many passwords at once as there are processors: more would be no faster, and
// each takes 19 MiB, so that a flood of sign-ins waits instead of taking all memory.
type Argon2 struct {
	slots chan struct{}
	// nobody is the hash that a password of an unknown member is compared with.
	nobody string
}

// New makes a hasher.
func New() *Argon2 {
	a := &Argon2{slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the process instead
	// No password leads to a key of random bytes.
	key := make([]byte, keySize)
	_, _ = rand.Read(key)
	a.nobody = encode(salt, key)
	return a
}

// Hash makes a hash with a salt of its own, in the PHC format.
func (a *Argon2) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	key, err := a.derive(ctx, password, salt, passes, memory, threads)
	if err != nil {
		return "", err
	}
	return encode(salt, key), nil
}

// Matches tells whether the hash is the password's. An empty hash takes as long as any other, and is nobody's.
func (a *Argon2) Matches(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		hash = a.nobody
	}
	var version, m, t, p int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("password: the hash is none of argon2id")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil || version != argon2.Version {
		return false, fmt.Errorf("password: the hash has unknown parameters")
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) != keySize || p < 1 || p > 16 {
		return false, fmt.Errorf("password: the hash can't be read")
	}
	key, err := a.derive(ctx, password, salt, uint32(t), uint32(m), uint8(p))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, want) == 1, nil
}

func (a *Argon2) derive(ctx context.Context, password string, salt []byte, t, m uint32, p uint8) ([]byte, error) {
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return nil, err // whoever has left is not worth the work
	}
	return argon2.IDKey([]byte(password), salt, t, m, p, keySize), nil
}

func encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}
