package domain

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/blooming-blooms/bloom/schema/catalogue"
)

// Image is the drawn picture of a product.
type Image struct{ of *Product }

// Prefixes of the ids of products and of their pictures, which differ in nothing else.
const (
	productPrefix = "prd_"
	imagePrefix   = "img_"
)

// Images are the pictures of the product: one, drawn from its flowers.
func (p *Product) Images() []*Image { return []*Image{{p}} }

// ImageProductID is the product that the picture with that id shows.
func ImageProductID(imageID string) (string, bool) {
	rest, ok := strings.CutPrefix(imageID, imagePrefix)
	return productPrefix + rest, ok
}

// IsEntity says that the graph may look it up.
func (Image) IsEntity() {}

// ID of the picture.
func (i *Image) ID() string { return imagePrefix + strings.TrimPrefix(i.of.ID(), productPrefix) }

// ProductID is what it shows.
func (i *Image) ProductID() string { return i.of.ID() }

// Alt is the picture in words.
func (i *Image) Alt(ctx context.Context) string {
	var names []string
	for _, f := range i.of.Flowers() {
		names = append(names, f.Name(ctx, nil))
	}
	return i.of.Name() + " (" + strings.Join(names, ", ") + ")"
}

// Width in pixels.
func (i *Image) Width() int { return 800 }

// Height in pixels.
func (i *Image) Height() int { return 1000 }

// Mark is another one when the picture is: it follows what the picture is drawn from, and nothing else, so
// that a like or a new price leaves it in everyone's cache.
func (i *Image) Mark() string {
	h := fnv.New32a()
	fmt.Fprint(h, i.of.ID(), i.of.r.Kind, i.of.r.FlowerIDs, i.of.r.RepresentativeFlowerID, i.of.r.CategoryID, i.of.Colours())
	return fmt.Sprintf("%08x", h.Sum32())
}

// Colours that the product's tags name, as the catalogue's flowers call them; none where they name none.
func (p *Product) Colours() []string {
	var colours []string
	for _, t := range p.Tags() {
		if t.Kind == catalogue.Colour && t.ID != "tag_mixed" {
			colours = append(colours, strings.TrimPrefix(t.ID, "tag_"))
		}
	}
	return colours
}
