package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/blooming-blooms/bloom/schema/catalogue"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/product/internal/listing"
)

const (
	// maxHits bounds what a search finds; the least fitting are left out.
	maxHits = 10_000
	// maxQueryWords bounds what is looked for.
	maxQueryWords = 12
	// batchSize is how many products are indexed at once.
	batchSize = 1000
	// maxBatches is how many segments an index may have before it is made anew.
	maxBatches = 100
)

// texts is the full-text part of the index.
type texts struct {
	index bleve.Index
	known map[string]bool // the words of the catalogue
	// batches is how many segments it has.
	batches int
}

// A field of a product, with how much a hit in it counts: as a whole word, and as a part of one.
type field struct {
	name        string
	whole, part float64
}

// fields in the order of their weight: what it is called, what it is made of, what it is for, what is said of it.
func fields() []field {
	return []field{{"name", 10, 6}, {"flowers", 6, 4}, {"category", 5, 3}, {"tags", 4, 2.5}, {"description", 1, 0.6}}
}

// parts is the name of the field with the bigrams of another.
func parts(name string) string { return name + "_parts" }

func newTexts() (*texts, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("cut", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	m.DefaultAnalyzer = "cut"
	doc := bleve.NewDocumentStaticMapping()
	for _, f := range fields() {
		for _, name := range []string{f.name, parts(f.name)} {
			t := bleve.NewTextFieldMapping()
			t.Analyzer, t.Store, t.IncludeInAll, t.DocValues = "cut", false, false, false
			t.IncludeTermVectors = name != f.name // bigrams are looked for in a row
			doc.AddFieldMappingsAt(name, t)
		}
	}
	m.DefaultMapping = doc
	// Without a path it is all in memory. Of the two index types this one is several times as fast, but in
	// memory it never merges its segments: see worn.
	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	return &texts{index: index, known: catalogueWords()}, nil
}

// worn tells whether it has so many segments that a new one should take its place.
func (t *texts) worn() bool { return t.batches > maxBatches }

func (t *texts) close() error { return t.index.Close() }

// put indexes products anew.
func (t *texts) put(products []*domain.Product) error {
	for len(products) > 0 {
		n := min(batchSize, len(products))
		batch := t.index.NewBatch()
		for _, p := range products[:n] {
			if err := batch.Index(p.ID(), entry(p)); err != nil {
				return fmt.Errorf("index %s: %w", p.ID(), err)
			}
		}
		if err := t.index.Batch(batch); err != nil {
			return fmt.Errorf("index products: %w", err)
		}
		t.batches++
		products = products[n:]
	}
	return nil
}

// entry is what is searched of a product. A flower is also found by its other names.
func entry(p *domain.Product) map[string]any {
	var flowers, tags, category []string
	for _, f := range p.Flowers() {
		flowers = append(append(flowers, f.KO, f.EN), f.Aliases...)
	}
	for _, t := range p.Tags() {
		tags = append(append(tags, t.KO, t.EN), otherNames(t.ID)...)
	}
	if c, ok := catalogue.All().Category(p.CategoryID()); ok {
		category = append(category, c.KO, c.EN)
	}
	if p.Kind() == domain.Subscription {
		category = append(category, "꽃 구독 정기구독", "Flower subscription")
	}
	return map[string]any{
		"name": terms(p.Name()), parts("name"): run(p.Name()),
		"flowers": terms(flowers...), parts("flowers"): run(flowers...),
		"category": terms(category...), parts("category"): run(category...),
		"tags": terms(tags...), parts("tags"): run(tags...),
		"description": terms(p.Description()), parts("description"): pieces(p.Description()),
	}
}

// search finds the products that have every word of the text, each in whatever field; nil for a text without
// words.
func (t *texts) search(ctx context.Context, text string) ([]listing.Hit, error) {
	wanted := words(text)
	if len(wanted) == 0 {
		return nil, nil
	}
	wanted = wanted[:min(len(wanted), maxQueryWords)]
	every := make([]query.Query, len(wanted))
	for i, w := range wanted {
		every[i] = t.inWhole(w)
	}
	var all query.Query = query.NewConjunctionQuery(every)
	if len(wanted) > 1 {
		// Written as one it may be a word, too: 꽃 다발.
		all = query.NewDisjunctionQuery([]query.Query{all, anywhere(strings.Join(wanted, ""))})
	}
	request := bleve.NewSearchRequestOptions(all, maxHits, 0, false)
	request.Score = ""
	found, err := t.index.SearchInContext(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := make([]listing.Hit, len(found.Hits))
	for i, h := range found.Hits {
		hits[i] = listing.Hit{ID: h.ID, Score: h.Score}
	}
	return hits, nil
}

// inWhole looks for a word as it is, and, where it is two words of the catalogue written as one (분홍장미,
// 장미꽃다발), for both of them.
func (t *texts) inWhole(word string) query.Query {
	first, second, ok := split(word, t.known)
	if !ok {
		return anywhere(word)
	}
	both := query.NewConjunctionQuery([]query.Query{anywhere(first), anywhere(second)})
	return query.NewDisjunctionQuery([]query.Query{anywhere(word), both})
}

// anywhere looks for a word in every field, as a whole and as a part.
func anywhere(word string) query.Query {
	any := query.NewDisjunctionQuery(nil)
	for _, f := range fields() {
		whole := query.NewTermQuery(word)
		whole.SetField(f.name)
		whole.SetBoost(f.whole)
		any.AddQuery(whole)
		if len([]rune(word)) == 1 {
			begins := query.NewPrefixQuery(word) // one letter within a word says nothing
			begins.SetField(f.name)
			begins.SetBoost(f.part)
			any.AddQuery(begins)
			continue
		}
		part := query.NewPhraseQuery(bigrams(word), parts(f.name))
		part.SetBoost(f.part)
		any.AddQuery(part)
	}
	return any
}
