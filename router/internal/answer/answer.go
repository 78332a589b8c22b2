// Package answer is what the router itself says to a client: why it refused, in the shape of GraphQL and
// with the status that GraphQL over HTTP wants.
package answer

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/locale"
)

// The media types that a client may ask for.
const (
	JSON        = "application/json"
	GraphQL     = "application/graphql-response+json"
	EventStream = "text/event-stream"
	Multipart   = "multipart/mixed"
)

// Codes that the router says; they stand in extensions.code.
const (
	Unauthenticated     = "UNAUTHENTICATED"
	Forbidden           = "FORBIDDEN"
	Unauthorized        = "UNAUTHORIZED_FIELD_OR_TYPE" // as other routers call it
	BadUserInput        = "BAD_USER_INPUT"
	RateLimited         = "RATE_LIMITED"
	TooComplex          = "TOO_COMPLEX"
	SubgraphUnavailable = "SUBGRAPH_UNAVAILABLE"
	Internal            = "INTERNAL"
)

// Retryable stands in the extensions of an error that ended a stream, with true where the client may ask
// for it again.
const Retryable = "retryable"

// Location is a place in the text of a query; both count from 1.
type Location struct {
	Line   uint32 `json:"line"`
	Column uint32 `json:"column"`
}

// Error is one GraphQL error.
type Error struct {
	Message    string         `json:"message"`
	Locations  []Location     `json:"locations,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// New is an error with a code.
func New(code, message string) Error {
	return Error{Message: message, Extensions: map[string]any{"code": code}}
}

// MaxErrors is how many errors a client hears of, and MaxMessage how long one may be, in bytes: messages quote what was
// sent.
const (
	MaxErrors  = 20
	MaxMessage = 500
)

// Short is the message as far as there is room for it.
func Short(message string) string {
	if len(message) <= MaxMessage {
		return message
	}
	return strings.ToValidUTF8(message[:MaxMessage], "") + "…"
}

// Fault is an error with the house's message for the code, in the language that the caller reads.
func Fault(r *http.Request, code string) Error { return New(code, Message(r, code)) }

// Message is what the house says to people about the code, in the language that the caller reads.
func Message(r *http.Request, code string) string {
	ctx := locale.With(context.Background(), locale.Accepted(r.Header.Get("Accept-Language")))
	return fault.New(code).Message(ctx)
}

// Refusal is a request that is not executed.
type Refusal struct {
	// Status is that of the answer. WellFormed requests are answered 200 to a client that asked for
	// application/json, because such clients take any other status for a failure of the transport.
	Status     int
	WellFormed bool
	Errors     []Error
	// Header is added to the answer's.
	Header http.Header
}

// Error is for logs.
func (r *Refusal) Error() string {
	if len(r.Errors) == 0 {
		return http.StatusText(r.Status)
	}
	return r.Errors[0].Message
}

// Malformed refuses what is not a GraphQL request at all.
func Malformed(status int, message string) *Refusal {
	return &Refusal{Status: status, Errors: []Error{New(BadUserInput, message)}}
}

// Invalid refuses a GraphQL request that can't be executed as it is.
func Invalid(errors ...Error) *Refusal {
	return &Refusal{Status: http.StatusBadRequest, WellFormed: true, Errors: errors}
}

// Body is the refusal as a GraphQL response.
func (r *Refusal) Body() []byte {
	body, err := json.Marshal(struct {
		Errors []Error `json:"errors"`
	}{r.Errors})
	if err != nil { // strings, numbers and maps of them: it can't
		return []byte(`{"errors":[{"message":"` + Internal + `"}]}`)
	}
	return body
}

// Write answers with the refusal in the media type.
func (r *Refusal) Write(w http.ResponseWriter, mediaType string) {
	for name, values := range r.Header {
		w.Header()[name] = values
	}
	status := r.Status
	if r.WellFormed && mediaType == JSON {
		status = http.StatusOK
	}
	if mediaType == EventStream {
		mediaType = JSON
	}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(r.Body())
}
