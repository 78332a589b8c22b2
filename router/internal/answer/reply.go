package answer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// Caching is how an answer may be kept.
type Caching struct {
	// Control is the Cache-Control header; "" is no-store.
	Control string
	// Vary are the request headers that the answer depends on.
	Vary string
}

// Reply writes an answer, which comes in one piece, to a client.
type Reply struct {
	To        http.ResponseWriter
	MediaType string
	// Caching says how the answer may be kept; one that may has an ETag. One with errors never may.
	Caching Caching
	// IfNoneMatch is the request's header.
	IfNoneMatch string
	// Extensions are JSON fields to add to the answer's extensions, such as `"cost":{}`; nil adds none.
	Extensions []byte
	// Begun is set once something was written.
	Begun bool
}

// Write writes the answer.
func (o *Reply) Write(body []byte) (int, error) {
	if o.Begun {
		return o.To.Write(body)
	}
	o.Begun = true
	size := len(body)
	if len(o.Extensions) > 0 {
		body = Extend(body, o.Extensions)
	}
	h := o.To.Header()
	h["Content-Type"] = contentTypes[o.MediaType]
	switch {
	case o.Caching.Control == "" || bytes.HasPrefix(body, []byte(`{"errors":`)):
		h["Cache-Control"] = noStore
	case strings.HasSuffix(o.Caching.Control, "no-store"):
		h.Set("Cache-Control", o.Caching.Control)
	case o.unchanged(h, body):
		o.To.WriteHeader(http.StatusNotModified)
		return size, nil
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	if _, err := o.To.Write(body); err != nil {
		return 0, err
	}
	return size, nil
}

// unchanged sets the headers of an answer that may be kept, and tells whether the client has it already. The
// tag is a weak one, because the same answer may come compressed or not.
func (o *Reply) unchanged(h http.Header, body []byte) bool {
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
	h.Set("Etag", "W/"+tag)
	h.Set("Cache-Control", o.Caching.Control)
	h.Add("Vary", o.Caching.Vary)
	for known := range strings.SplitSeq(o.IfNoneMatch, ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == tag {
			h.Del("Content-Type")
			return true
		}
	}
	return false
}

// The values of headers that nearly every answer has, made once. They are never changed.
var (
	noStore      = []string{"no-store"}
	contentTypes = map[string][]string{JSON: {JSON + "; charset=utf-8"}, GraphQL: {GraphQL + "; charset=utf-8"}}
)

// Extend adds JSON fields to the extensions of a GraphQL answer.
func Extend(body, fields []byte) []byte {
	end := len(bytes.TrimRight(body, " \n"))
	if end < 2 || body[end-1] != '}' {
		return body
	}
	out := make([]byte, 0, len(body)+len(fields)+20)
	// Both the engine and the router write extensions last; nothing else ends in two braces after that key.
	if at := bytes.LastIndex(body[:end], []byte(`,"extensions":{`)); at >= 0 && closes(body[at+len(`,"extensions":`):end-1]) {
		out = append(out, body[:end-2]...)
		if body[end-3] != '{' {
			out = append(out, ',')
		}
	} else {
		out = append(out, body[:end-1]...)
		out = append(out, `,"extensions":{`...)
	}
	out = append(out, fields...)
	return append(out, "}}"...)
}

// closes tells whether the object that begins the text is all of it.
func closes(text []byte) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i == len(text)-1
			}
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	return false
}
