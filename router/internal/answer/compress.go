package answer

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// worthwhile is the size, in bytes, from which an answer is compressed: a smaller one fits into one packet
// anyway.
const worthwhile = 1400

// Compress compresses the answers of next for clients that accept gzip. Streams are not: their events would
// wait in the compressor, and one for each of ten thousand idle streams takes memory.
func Compress(next http.Handler) http.Handler {
	writers := &sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		if err != nil {
			panic(err) // the level is a good one
		}
		return z
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead || !acceptsGzip(r.Header["Accept-Encoding"]) {
			next.ServeHTTP(w, r)
			return
		}
		c := &compressing{ResponseWriter: w, writers: writers}
		defer c.close()
		next.ServeHTTP(c, r)
	})
}

func acceptsGzip(headers []string) bool {
	accepted, weight := false, 0.0
	for _, header := range headers {
		if header == "gzip" {
			return true
		}
		for part := range strings.SplitSeq(header, ",") {
			coding, params, _ := strings.Cut(part, ";")
			coding = strings.ToLower(strings.TrimSpace(coding))
			if coding != "gzip" && (coding != "*" || accepted) {
				continue
			}
			accepted, weight = accepted || coding == "gzip", 1
			if _, q, ok := strings.Cut(params, "="); ok {
				weight, _ = strconv.ParseFloat(strings.TrimSpace(q), 64)
			}
		}
	}
	return weight > 0
}

// compressing decides at the first write, when the headers are known.
type compressing struct {
	http.ResponseWriter
	writers *sync.Pool
	z       *gzip.Writer
	decided bool
}

// Unwrap lets http.ResponseController reach the connection: streams flush, sockets take it over.
func (c *compressing) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *compressing) WriteHeader(status int) {
	if status >= http.StatusOK {
		c.decide(status)
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *compressing) Write(body []byte) (int, error) {
	if !c.decided {
		c.decide(http.StatusOK)
	}
	if c.z != nil {
		return c.z.Write(body)
	}
	return c.ResponseWriter.Write(body)
}

func (c *compressing) decide(status int) {
	if c.decided {
		return
	}
	c.decided = true
	h := c.Header()
	if !compressible(h.Get("Content-Type")) {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	size, err := strconv.Atoi(h.Get("Content-Length"))
	if err != nil || size < worthwhile || h.Get("Content-Encoding") != "" || status == http.StatusNotModified || status == http.StatusNoContent {
		return
	}
	h.Del("Content-Length")
	h.Set("Content-Encoding", "gzip")
	c.z = c.writers.Get().(*gzip.Writer)
	c.z.Reset(c.ResponseWriter)
}

func (c *compressing) close() {
	if c.z == nil {
		return
	}
	_ = c.z.Close() // the client has gone; whoever wrote the answer was told
	c.writers.Put(c.z)
}

func compressible(contentType string) bool {
	mediaType, _, _ := strings.Cut(contentType, ";")
	return mediaType == JSON || mediaType == GraphQL || mediaType == "text/plain"
}
