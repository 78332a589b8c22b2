package accept

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// batch reads a list of requests.
func batch(raw []byte, most int) ([]*Request, *answer.Refusal) {
	if most <= 0 {
		return nil, answer.Malformed(http.StatusBadRequest, "batches are not accepted; send one operation in a request")
	}
	var list []json.RawMessage
	switch err := json.Unmarshal(raw, &list); {
	case err != nil:
		return nil, answer.Malformed(http.StatusBadRequest, "the body is not JSON")
	case len(list) == 0:
		return nil, answer.Malformed(http.StatusBadRequest, "the batch is empty")
	case len(list) > most:
		return nil, answer.Invalid(answer.New(answer.TooComplex, fmt.Sprintf("a batch may have %d operations", most)))
	}
	requests := make([]*Request, len(list))
	for i, item := range list {
		request, refusal := one(item)
		if refusal != nil {
			return nil, refusal
		}
		requests[i] = request
	}
	return requests, nil
}
