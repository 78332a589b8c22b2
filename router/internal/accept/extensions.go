package accept

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// maxID is the longest name, in bytes, of a persisted operation.
const maxID = 512

// extensions are those that the router knows.
type extensions struct {
	PersistedQuery *struct {
		Version    json.RawMessage `json:"version"`
		SHA256Hash *string         `json:"sha256Hash"`
	} `json:"persistedQuery"`
	Cost json.RawMessage `json:"cost"`
}

// extend reads what is asked for beside the query.
func (r *Request) extend(b body) *answer.Refusal {
	for _, id := range []*string{b.DocumentID, b.DocID} {
		if id != nil {
			r.PersistedID = *id
		}
	}
	// A hash is written both with its algorithm and without.
	r.PersistedID = strings.TrimPrefix(r.PersistedID, "sha256:")
	if len(b.Extensions) > len("{}") && b.Extensions[0] == '{' {
		var e extensions
		if err := json.Unmarshal(b.Extensions, &e); err != nil {
			return answer.Malformed(http.StatusBadRequest, "extensions.persistedQuery should have a version and a sha256Hash")
		}
		r.WantsCost = string(bytes.TrimSpace(e.Cost)) == "true"
		if p := e.PersistedQuery; p != nil {
			switch {
			case string(p.Version) != "1":
				return answer.Malformed(http.StatusBadRequest, "Unsupported persisted query version")
			case p.SHA256Hash == nil || *p.SHA256Hash == "":
				return answer.Malformed(http.StatusBadRequest, "extensions.persistedQuery.sha256Hash is missing")
			}
			r.PersistedID = *p.SHA256Hash
		}
	}
	if len(r.PersistedID) > maxID {
		return answer.Malformed(http.StatusBadRequest, "the name of the persisted operation is too long")
	}
	return nil
}
