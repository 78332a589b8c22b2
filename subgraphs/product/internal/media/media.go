// Package media serves the pictures of products and flowers. They are drawn when they are asked for: the same
// product always looks the same.
package media

import (
	"bytes"
	"compress/gzip"
	"context"
	"hash/fnv"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/illustration"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
)

const (
	// forEver is for an address that changes when its picture does.
	forEver = "public, max-age=31536000, immutable"
	// forNow is for one that does not.
	forNow = "public, max-age=300"
	// forADay is for one that changes with a release at most.
	forADay = "public, max-age=86400"
)

// Handler serves GET /media/products/<id>.svg and /media/flowers/<id>.svg[?colour=].
type Handler struct {
	products func(ctx context.Context, id string) (*domain.Product, error)
	drawn    *cache
	log      *slog.Logger
}

// New makes a handler; products gives the product to draw, nil where there is none.
func New(products func(ctx context.Context, id string) (*domain.Product, error), log *slog.Logger) *Handler {
	return &Handler{products: products, drawn: newCache(maxBytes), log: log}
}

// Register adds the handler's paths to a mux.
func (h *Handler) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /media/products/{file}", h.product)
	mux.HandleFunc("GET /media/flowers/{file}", h.flower)
}

func (h *Handler) product(w http.ResponseWriter, r *http.Request) {
	productID, ok := strings.CutSuffix(r.PathValue("file"), ".svg")
	if !ok || !id.Is("prd", productID) {
		http.NotFound(w, r)
		return
	}
	p, err := h.products(r.Context(), productID)
	if err != nil {
		h.log.ErrorContext(r.Context(), "picture not drawn", "product", productID, "error", err)
		http.Error(w, "the picture can't be drawn now", http.StatusServiceUnavailable)
		return
	}
	if p == nil {
		http.NotFound(w, r)
		return
	}
	mark := p.Images()[0].Mark()
	control := forNow
	if r.URL.Query().Get("v") == mark {
		control = forEver
	}
	svg := h.drawn.get(productID+" "+mark, func() []byte { return illustration.Bouquet(arrangement(p)) })
	h.serve(w, r, svg, control)
}

// arrangement is what a product looks like: its flowers, in the colours that its tags name.
func arrangement(p *domain.Product) illustration.Arrangement {
	form := illustration.FormOf(p.CategoryID())
	if p.Kind() == domain.Subscription {
		form = illustration.Subscription
	}
	return illustration.Arrangement{Seed: p.ID(), Flowers: p.FlowerIDs(), Representative: p.Record().RepresentativeFlowerID,
		Colours: p.Colours(), Form: form}
}

func (h *Handler) flower(w http.ResponseWriter, r *http.Request) {
	flowerID, ok := strings.CutSuffix(r.PathValue("file"), ".svg")
	colour := r.URL.Query().Get("colour")
	if !ok {
		http.NotFound(w, r)
		return
	}
	// Drawn before it is cached: only what there is may fill the cache.
	svg, err := illustration.Flower(flowerID, colour)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h.serve(w, r, svg, forADay)
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request, svg []byte, control string) {
	sum := fnv.New64a()
	_, _ = sum.Write(svg)
	tag := `W/"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
	head := w.Header()
	head.Set("Cache-Control", control)
	head.Set("ETag", tag)
	head.Set("X-Content-Type-Options", "nosniff")
	// A picture opened by itself is a document of this origin: it may run nothing.
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	head.Set("Content-Type", "image/svg+xml")
	head.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		svg = h.drawn.get("gzip "+tag, func() []byte { return packed(svg) })
		head.Set("Content-Encoding", "gzip")
	}
	head.Set("Content-Length", strconv.Itoa(len(svg)))
	_, _ = w.Write(svg)
}

// packed is a quarter of the size: SVG is text. It is packed once for all who ask.
func packed(svg []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(svg) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}
