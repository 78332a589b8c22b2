// Package accept is the first stage: it reads a GraphQL request from HTTP, and knows no GraphQL.
package accept

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// bodyTime is how long a client may take to send its request.
const bodyTime = 20 * time.Second

// Request is what a client asks for.
type Request struct {
	Query         string
	OperationName string
	// Variables is a JSON object; nil where there are none.
	Variables []byte
	// PersistedID names an operation that the router may know; Query may be empty then.
	PersistedID string
	// WantsCost asks for the operation's cost in the extensions of the answer.
	WantsCost bool
	// TakesParts tells that the client takes an answer in parts.
	TakesParts bool
	// ReadOnly requests came by GET, and may not change anything.
	ReadOnly bool
}

// Bounds are how much one HTTP request may hold.
type Bounds struct {
	// Body is in bytes.
	Body int64
	// Batch is how many operations may come in one request, as a list; 0 takes no lists.
	Batch int
}

// Read reads a request, or a batch of them: one of the two is set where there is no refusal.
func Read(w http.ResponseWriter, r *http.Request, bounds Bounds) (*Request, []*Request, *answer.Refusal) {
	switch r.Method {
	case http.MethodPost:
		return post(w, r, bounds)
	case http.MethodGet:
		request, refusal := get(r)
		return request, nil, refusal
	}
	refusal := answer.Malformed(http.StatusMethodNotAllowed, "GraphQL is asked for by POST or GET")
	refusal.Header = http.Header{"Allow": {"GET, POST"}}
	return nil, nil, refusal
}

func post(w http.ResponseWriter, r *http.Request, bounds Bounds) (*Request, []*Request, *answer.Refusal) {
	raw, refusal := readBody(w, r, bounds.Body)
	if refusal != nil {
		return nil, nil, refusal
	}
	if raw[0] == '[' {
		requests, refusal := batch(raw, bounds.Batch)
		return nil, requests, refusal
	}
	request, refusal := one(raw)
	return request, nil, refusal
}

// readBody is the body without leading space; it is not empty.
func readBody(w http.ResponseWriter, r *http.Request, maxBody int64) ([]byte, *answer.Refusal) {
	Hurry(w)
	// Any other content type could be sent by a page of another origin without asking first.
	if refusal := contentType(r.Header.Get("Content-Type")); refusal != nil {
		return nil, refusal
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, answer.Malformed(http.StatusUnsupportedMediaType, "the body should not be compressed")
	}
	if r.ContentLength > maxBody {
		return nil, tooLarge()
	}
	// What a client promises costs it nothing, so memory is taken as bytes arrive.
	size := min(max(r.ContentLength, 0), trusted) + bytes.MinRead // so that the end is seen without growing
	buf := bytes.NewBuffer(make([]byte, 0, size))
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, tooLarge()
		}
		return nil, answer.Malformed(http.StatusBadRequest, "the body could not be read")
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // where it was set
	raw := bytes.TrimLeft(buf.Bytes(), " \t\r\n")
	if len(raw) == 0 {
		return nil, answer.Malformed(http.StatusBadRequest, "the body is empty; it should be JSON with a query")
	}
	return raw, nil
}

// trusted is how much of a body, in bytes, is believed to come because the client says so.
const trusted = 32 << 10

// Hurry bounds the time for the body. It is for a request that is refused before its body is read, too: net/http
// reads it nevertheless, for the sake of the connection, however long that takes. Where there is no such deadline
// the server has bounds of its own.
func Hurry(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
}

func one(raw []byte) (*Request, *answer.Refusal) {
	var b body
	if b.scan(raw) {
		return check(b, false)
	}
	b = body{}
	if err := json.Unmarshal(raw, &b); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
			return nil, answer.Malformed(http.StatusBadRequest, wrong.Field+" should be a string")
		}
		return nil, answer.Malformed(http.StatusBadRequest, "the body is not a JSON object")
	}
	return check(b, false)
}

func get(r *http.Request) (*Request, *answer.Refusal) {
	q := r.URL.Query()
	var b body
	if q.Has("query") {
		query := q.Get("query")
		b.Query = &query
	}
	for param, into := range map[string]**string{"operationName": &b.OperationName, "documentId": &b.DocumentID, "doc_id": &b.DocID} {
		if v := q.Get(param); v != "" {
			*into = &v
		}
	}
	for param, into := range map[string]*json.RawMessage{"variables": &b.Variables, "extensions": &b.Extensions} {
		if v := q.Get(param); v != "" {
			if !json.Valid([]byte(v)) {
				return nil, answer.Malformed(http.StatusBadRequest, param+" is not JSON")
			}
			*into = bytes.TrimSpace([]byte(v))
		}
	}
	return check(b, true)
}

func check(b body, readOnly bool) (*Request, *answer.Refusal) {
	if !isObject(b.Variables) {
		return nil, answer.Malformed(http.StatusBadRequest, "variables should be an object")
	}
	if !isObject(b.Extensions) {
		return nil, answer.Malformed(http.StatusBadRequest, "extensions should be an object")
	}
	out := &Request{ReadOnly: readOnly}
	if refusal := out.extend(b); refusal != nil {
		return nil, refusal
	}
	if b.Query != nil && strings.TrimSpace(*b.Query) != "" {
		out.Query = *b.Query
	} else if out.PersistedID == "" {
		return nil, answer.Malformed(http.StatusBadRequest, "there is no query")
	}
	if b.OperationName != nil {
		out.OperationName = *b.OperationName
	}
	if len(b.Variables) > 0 && b.Variables[0] == '{' {
		out.Variables = b.Variables
	}
	return out, nil
}

// isObject also takes null and nothing.
func isObject(raw json.RawMessage) bool {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	return len(raw) == 0 || raw[0] == '{' || string(raw) == "null"
}

func contentType(header string) *answer.Refusal {
	if header == answer.JSON { // nearly always
		return nil
	}
	mediaType, params, err := mime.ParseMediaType(header)
	if err != nil || mediaType != answer.JSON {
		return answer.Malformed(http.StatusUnsupportedMediaType, "the Content-Type should be application/json")
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return answer.Malformed(http.StatusUnsupportedMediaType, "the charset should be utf-8")
	}
	return nil
}

func tooLarge() *answer.Refusal {
	return &answer.Refusal{Status: http.StatusRequestEntityTooLarge, Errors: []answer.Error{
		answer.New(answer.TooComplex, "the request is too large"),
	}}
}
