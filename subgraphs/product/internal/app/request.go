package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// Request is something that a client may send twice and wants done once.
type Request struct {
	// Scope is who asks for what; a key means nothing outside of it.
	Scope, Key string
	// Fingerprint tells one input from another.
	Fingerprint string
	// Result is what to remember of it.
	Result string
}

const maxKey = 200

// NewRequest makes one of its key and its input.
func NewRequest(memberID, operation, key string, input any, result string) (Request, error) {
	if key == "" || len(key) > maxKey {
		return Request{}, fault.Invalid("요청 번호는 1자에서 200자까지예요.", "An idempotencyKey has 1 to 200 characters.", "idempotencyKey")
	}
	body, err := json.Marshal(input)
	if err != nil {
		return Request{}, fmt.Errorf("fingerprint of %s: %w", operation, err)
	}
	sum := sha256.Sum256(body)
	return Request{Scope: memberID + " " + operation, Key: key, Fingerprint: hex.EncodeToString(sum[:]), Result: result}, nil
}
