package execute

import (
	"hash/maphash"
	"log/slog"
	"net/http"

	"github.com/blooming-blooms/bloom/router/internal/caller"
)

// headers makes the headers of subgraph requests: what is on the list of forwarded ones, and the caller's
// signed identity.
type headers struct {
	from    http.Header
	forward []string
	who     *caller.Caller
	log     *slog.Logger
	hash    uint64
}

func (e *Executor) headers(r *http.Request, who *caller.Caller) *headers {
	h := &headers{from: r.Header, forward: e.forward, who: who, log: e.log, hash: who.Hash()}
	var d maphash.Hash
	d.SetSeed(e.seed)
	written := false
	for _, name := range e.forward {
		if name == "Traceparent" {
			continue // it changes no answer, and is another one in each request of a client that traces
		}
		for _, value := range r.Header[name] {
			_, _ = d.WriteString(name)
			_ = d.WriteByte(0)
			_, _ = d.WriteString(value)
			_ = d.WriteByte(0)
			written = true
		}
	}
	if written {
		h.hash ^= d.Sum64()
	}
	return h
}

// HeadersForSubgraph is called for each subgraph request, also for those of an event that comes minutes
// after the stream began, so the identity is signed here and not once. The map is the caller's to change:
// the engine's HTTP client adds to it.
func (h *headers) HeadersForSubgraph(string) (http.Header, uint64) {
	out := make(http.Header, len(h.forward)+4)
	for _, name := range h.forward {
		if values := h.from[name]; len(values) > 0 {
			out[name] = values[:len(values):len(values)]
		}
	}
	if err := h.who.Sign(out); err != nil {
		h.log.Error("the identity could not be signed", "error", err)
	}
	return out, h.HashAll()
}

// HashAll is part of the key of whatever is shared between requests.
func (h *headers) HashAll() uint64 {
	return h.hash
}
