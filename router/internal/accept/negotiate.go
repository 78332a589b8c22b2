package accept

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Accepted is what a client takes for an answer, by its Accept header.
type Accepted struct {
	// Body is the type for one answer, application/json where the client does not care; "" where it takes
	// none.
	Body string
	// Stream tells whether it takes server-sent events.
	Stream bool
	// Parts tells whether it takes an answer of which parts come later (multipart/mixed), and OldParts that it
	// knows them in the form of the specification's draft of 2022.
	Parts, OldParts bool
}

// MediaType is the type to refuse in before it is known what the client asks for.
func (a Accepted) MediaType() string {
	if a.Body != "" || !a.Stream {
		return a.Body
	}
	return answer.EventStream
}

// Negotiate reads the Accept header.
func Negotiate(h http.Header) Accepted {
	switch accept := h.Get("Accept"); accept { // what clients really send, without parsing
	case "", "*/*":
		return Accepted{Body: answer.JSON, Stream: true}
	case answer.JSON, answer.GraphQL:
		return Accepted{Body: accept}
	case answer.EventStream:
		return Accepted{Stream: true}
	}
	var out Accepted
	weight := 0.0
	for part := range strings.SplitSeq(strings.Join(h.Values("Accept"), ","), ",") {
		mediaType, params, _ := strings.Cut(part, ";")
		q := quality(params)
		body := ""
		switch strings.ToLower(strings.TrimSpace(mediaType)) {
		case answer.JSON, "application/*":
			body = answer.JSON
		case answer.GraphQL:
			body = answer.GraphQL
		case "*/*":
			body = answer.JSON
			out.Stream = out.Stream || q > 0
		case answer.Multipart:
			out.Parts = q > 0
			out.OldParts = strings.Contains(strings.ToLower(params), "deferspec=20220824")
		case answer.EventStream, "text/*":
			out.Stream = out.Stream || q > 0
		}
		if body != "" && q > weight {
			out.Body, weight = body, q
		}
	}
	if out.Body == "" && out.Parts {
		out.Body = answer.JSON // of what is not deferred there is one part, which needs no wrapping
	}
	return out
}

func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				return 0
			}
			return q
		}
	}
	return 1
}
