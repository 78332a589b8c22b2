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
	// ReadOnly requests came by GET, and may not change anything.
	ReadOnly bool
}

// Read reads a request of at most maxBody bytes.
func Read(w http.ResponseWriter, r *http.Request, maxBody int64) (*Request, *answer.Refusal) {
	switch r.Method {
	case http.MethodPost:
		return post(w, r, maxBody)
	case http.MethodGet:
		return get(r)
	}
	refusal := answer.Malformed(http.StatusMethodNotAllowed, "GraphQL is asked for by POST or GET")
	refusal.Header = http.Header{"Allow": {"GET, POST"}}
	return nil, refusal
}

type body struct {
	Query         *string         `json:"query"`
	OperationName *string         `json:"operationName"`
	Variables     json.RawMessage `json:"variables"`
	Extensions    json.RawMessage `json:"extensions"`
}

func post(w http.ResponseWriter, r *http.Request, maxBody int64) (*Request, *answer.Refusal) {
	// Any other content type could be sent by a page of another origin without asking first.
	if refusal := contentType(r.Header.Get("Content-Type")); refusal != nil {
		return nil, refusal
	}
	if r.ContentLength > maxBody {
		return nil, tooLarge()
	}
	// A client that trickles its body must not hold a request open for ever.
	control := http.NewResponseController(w)
	if err := control.SetReadDeadline(time.Now().Add(bodyTime)); err == nil {
		defer func() { _ = control.SetReadDeadline(time.Time{}) }()
	}
	size := max(r.ContentLength, 0) + bytes.MinRead // so that the end is seen without growing
	buf := bytes.NewBuffer(make([]byte, 0, size))
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, tooLarge()
		}
		return nil, answer.Malformed(http.StatusBadRequest, "the body could not be read")
	}
	raw := bytes.TrimLeft(buf.Bytes(), " \t\r\n")
	switch {
	case len(raw) == 0:
		return nil, answer.Malformed(http.StatusBadRequest, "the body is empty; it should be JSON with a query")
	case raw[0] == '[':
		return nil, answer.Malformed(http.StatusBadRequest, "batches are not accepted; send one operation in a request")
	}
	var b body
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
	name := q.Get("operationName")
	b.OperationName = &name
	for param, into := range map[string]*json.RawMessage{"variables": &b.Variables, "extensions": &b.Extensions} {
		if v := q.Get(param); v != "" {
			if !json.Valid([]byte(v)) {
				return nil, answer.Malformed(http.StatusBadRequest, param+" is not JSON")
			}
			*into = json.RawMessage(v)
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
	if b.Query == nil || strings.TrimSpace(*b.Query) == "" {
		if bytes.Contains(b.Extensions, []byte(`"persistedQuery"`)) {
			return nil, &answer.Refusal{Status: http.StatusOK, Errors: []answer.Error{
				answer.New("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported"),
			}}
		}
		return nil, answer.Malformed(http.StatusBadRequest, "there is no query")
	}
	out := &Request{Query: *b.Query, ReadOnly: readOnly}
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
