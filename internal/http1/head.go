package http1

import (
	"bytes"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// head is the first part of a request.
type head struct {
	text   string // all of it
	method string
	target string
	url    *url.URL
	host   string
	header http.Header
	length int64
	close  bool
}

// parse reads a head, which ends with an empty line. It is nil for one that is not plain beyond doubt: those
// are net/http's.
func parse(raw []byte) *head {
	if len(raw) > maxHead {
		return nil
	}
	text := string(raw)
	line, rest, ok := strings.Cut(text, "\r\n")
	if !ok {
		return nil
	}
	h := &head{text: text}
	var version string
	h.method, line, _ = strings.Cut(line, " ")
	h.target, version, _ = strings.Cut(line, " ")
	h.target = strings.Clone(h.target) // a part of it may be kept for long, and should not keep the rest
	if h.method != http.MethodPost && h.method != http.MethodGet || version != "HTTP/1.1" || !plainTarget(h.target) {
		return nil
	}
	var err error
	if h.url, err = url.ParseRequestURI(h.target); err != nil || h.url.Host != "" || h.url.Scheme != "" {
		return nil
	}
	h.header = make(http.Header, 8)
	lengths, hosts := 0, 0
	for rest != "\r\n" {
		var name, value string
		if line, rest, ok = strings.Cut(rest, "\r\n"); !ok {
			return nil
		}
		if name, value, ok = strings.Cut(line, ":"); !ok || !isToken(name) {
			return nil
		}
		if value = strings.Trim(value, " \t"); !isValue(value) {
			return nil
		}
		switch name = textproto.CanonicalMIMEHeaderKey(name); name {
		case "Host":
			if hosts++; hosts > 1 || !plainHost(value) {
				return nil
			}
			h.host = value
			continue // as net/http has it
		case "Content-Length":
			if lengths++; lengths > 1 || len(value) == 0 || len(value) > 9 || strings.Trim(value, "0123456789") != "" {
				return nil
			}
			h.length, _ = strconv.ParseInt(value, 10, 64)
		case "Connection":
			switch {
			case strings.EqualFold(value, "close"):
				h.close = true
			case !strings.EqualFold(value, "keep-alive"):
				return nil
			}
		case "Transfer-Encoding", "Upgrade", "Expect", "Trailer", "Te", "Http2-Settings", "Pragma":
			return nil // each means something that is not done here
		}
		h.header[name] = append(h.header[name], value)
	}
	if hosts == 0 {
		return nil
	}
	return h
}

// headEnd is where the body begins, or -1.
func headEnd(raw []byte) int {
	if at := bytes.Index(raw, []byte("\r\n\r\n")); at >= 0 {
		return at + 4
	}
	return -1
}

// bareNewline tells whether a line ends without a carriage return, in what came after seen. net/http takes
// such a head, and it would never end here.
func bareNewline(raw []byte, seen int) bool {
	for {
		at := bytes.IndexByte(raw[seen:], '\n')
		if at < 0 {
			return false
		}
		if at += seen; at == 0 || raw[at-1] != '\r' {
			return true
		}
		seen = at + 1
	}
}

func plainTarget(s string) bool {
	if s == "" || s[0] != '/' || strings.HasPrefix(s, "//") {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == '#' {
			return false
		}
	}
	return true
}

func plainHost(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlphanumeric(c) && c != '.' && c != '-' && c != ':' && c != '[' && c != ']' && c != '_' {
			return false
		}
	}
	return s != ""
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isToken is what RFC 9110 lets a header be called.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlphanumeric(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// isValue is what RFC 9110 lets a header's value be.
func isValue(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
