package accept

import (
	"encoding/json"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Message reads an operation that came over a socket.
func Message(raw json.RawMessage) (*Request, *answer.Refusal) { return one(raw) }
