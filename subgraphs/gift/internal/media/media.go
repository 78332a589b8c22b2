// Package media serves the pictures of the cards.
package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"github.com/blooming-blooms/bloom/internal/illustration"
)

// Pattern is what the handler is for.
const Pattern = "GET /media/cards/{file}"

type picture struct {
	svg  []byte
	etag string
}

// Handler serves each card as <id>.svg. They are drawn once, here.
func Handler() (http.Handler, error) {
	pictures := map[string]picture{}
	for _, design := range illustration.Cards() {
		svg, err := illustration.Card(design.ID)
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", design.ID, err)
		}
		sum := sha256.Sum256(svg)
		pictures[design.ID+".svg"] = picture{svg, `"` + hex.EncodeToString(sum[:8]) + `"`}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := pictures[r.PathValue("file")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "image/svg+xml; charset=utf-8")
		h.Set("Cache-Control", "public, max-age=86400")
		h.Set("ETag", p.etag)
		// Opened by itself, a picture must not be able to run anything.
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		h.Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.svg))
	}), nil
}
